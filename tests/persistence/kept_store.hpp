#pragma once

#include "persistence/memory/memory_store.hpp"
#include "persistence/sqlite/sqlite_store.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <stdlib.h>

namespace frontrow::test {

inline constexpr instant noon{std::chrono::hours{12}};

/// A folder of its own for each test, gone with it.
class temporary_folder {
public:
  temporary_folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "frontrow-XXXXXX").string();
    if (!::mkdtemp(pattern.data()))
      throw std::runtime_error{"cannot make " + pattern};
    path_ = pattern;
  }
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;
  ~temporary_folder() { std::filesystem::remove_all(path_); }

  const std::filesystem::path& path() const { return path_; }

private:
  std::filesystem::path path_;
};

// What the contract is held against. Opening a kind again shows what it remembers.

struct in_memory {
  std::shared_ptr<store> open() {
    if (!only)
      only = std::make_shared<memory_store>(std::chrono::hours{24});
    return only;
  }
  std::shared_ptr<store> only;
};

/// With several partitions.
struct in_pieces {
  std::shared_ptr<store> open() {
    if (!only)
      only = std::make_shared<memory_store>(std::chrono::hours{24}, 5);
    return only;
  }
  std::shared_ptr<store> only;
};

struct in_sqlite {
  std::shared_ptr<store> open() const {
    return std::make_shared<sqlite::sqlite_store>(sqlite::sqlite_options{.folder = folder.path()});
  }
  temporary_folder folder;
};

/// A store with one writer and one reader.
template <class Kind>
class kept_store {
public:
  kept_store() { reopen(); }

  void reopen() {
    writer_.reset();
    reader_.reset();
    store_.reset();
    store_ = kind_.open();
    writer_ = store_->open_writer();
    reader_ = store_->open_reader();
  }

  std::vector<commit_result> commit(const std::vector<write_set>& batch, instant now = noon) {
    return writer_->commit(batch, now);
  }

  commit_result commit_one(const write_set& set, instant now = noon) {
    return commit({set}, now).front();
  }

  std::optional<answer_row> find(user_id user, operation what, const std::string& key) {
    return writer_->read(find_answer{.user = user, .what = what, .key = key});
  }

  template <class Question>
  auto read(const Question& what) {
    return reader_->read(what);
  }

  std::unique_ptr<store_inspector> open_inspector() { return store_->open_inspector(); }

  store_writer& writer() { return *writer_; }
  std::uint32_t partitions() const { return store_->partitions(); }

private:
  Kind kind_;
  std::shared_ptr<store> store_;
  std::unique_ptr<store_writer> writer_;
  std::unique_ptr<store_reader> reader_;
};

template <class... Rows>
write_set set_of(Rows&&... all) {
  write_set set;
  (set.rows.emplace_back(std::forward<Rows>(all)), ...);
  return set;
}

inline seat_row seat_at(std::uint64_t version, std::uint32_t seat = 25) {
  return {.schedule = schedule_id{500},
          .seat = seat_id{seat},
          .is = seat_row::phase::held,
          .version = version,
          .user = user_id{100 + version},
          .reservation = reservation_id{7},
          .held_until = noon + std::chrono::minutes{5}};
}

inline wallet_row wallet_at(std::uint64_t version, std::uint64_t user = 101) {
  return {.user = user_id{user}, .version = version, .balance = static_cast<points>(100 * version)};
}

inline event event_of(std::uint64_t sequence) {
  return {.is = event::kind::seat_booked,
          .sequence = sequence,
          .at = noon,
          .schedule = schedule_id{500},
          .seat = seat_id{25},
          .amount = -3,
          .fcfs_sequence = sequence,
          .fcfs_user = "somebody"};
}

inline answer_row answer_of(const std::string& key, std::uint64_t user = 101) {
  answer_row row;
  row.user = user_id{user};
  row.what = operation::reserve;
  row.key = key;
  row.body = {.high = 1, .low = ~std::uint64_t{0}};
  row.answer.no = refusal::price_changed;
  row.answer.price = 150'000;
  row.answer.reservation.id = reservation_id{77};
  row.answer.at = noon;
  return row;
}

/// A schedule, without which no seat can be read.
inline schedule_row schedule_at(std::uint64_t version) {
  return {.id = schedule_id{500},
          .version = version,
          .concert = concert_id{1},
          .starts_at = noon,
          .concurrent_user_max = 10,
          .sections = {{.name = "A", .rows = 2, .seats_per_row = 30, .price = 150'000},
                       {.name = "B", .rows = 1, .seats_per_row = 5, .price = 90'000}}};
}

} // namespace frontrow::test
