#include "persistence/sqlite/answer_book.hpp"

#include <algorithm>

namespace frontrow::sqlite {

namespace {

/// A commit purges twice as much as it adds, and at least this many.
constexpr std::size_t purge_min = 64;

} // namespace

answer_book::statements::statements(connection& on)
    : insert{on, "INSERT INTO answer (first, count, at, hashes, answers) VALUES (?, ?, ?, ?, ?)"},
      oldest{on, "SELECT first, at, hashes FROM answer ORDER BY first LIMIT 1"},
      erase{on, "DELETE FROM answer WHERE first = ?"},
      at{on, "SELECT first, answers FROM answer WHERE first <= ? ORDER BY first DESC LIMIT 1"},
      all{on, "SELECT first, hashes FROM answer ORDER BY first"} {
}

void answer_book::attach(connection& on) {
  on_.emplace(on);
}

void answer_book::load(std::uint64_t last) {
  last_ = last;
  for (auto found = on_->all.ask(); found.next();) {
    auto position = found.number(0);
    for (byte_reader hashes{found.bytes(1)}; !hashes.is_done(); ++position)
      index_.insert(hashes.word(), position);
  }
}

std::optional<answer_row> answer_book::read(const answer_key& key, std::uint64_t position) {
  if (position > last_) {
    const auto& kept = *added_[position - last_ - 1].answer;
    return key_of(kept) == key ? std::optional{kept} : std::nullopt;
  }
  auto found = on_->at.ask(position);
  if (!found.next())
    return {};
  auto from = open_blob(found.bytes(1));
  for (auto at = found.number(0); at < position; ++at)
    read_answer(from);
  auto kept = read_answer(from);
  if (key_of(kept) != key)
    return {};
  return kept;
}

std::optional<answer_row> answer_book::find(const answer_key& key) {
  std::optional<answer_row> found;
  index_.find(hash_of(key, seed_), [&](std::uint64_t position) {
    found = read(key, position);
    return found.has_value();
  });
  return found;
}

bool answer_book::add(const answer_row& kept) {
  const auto key = key_of(kept);
  const auto hash = hash_of(key, seed_);
  const auto is_it = [&](std::uint64_t position) {
    return read(key, position).has_value();
  };
  if (index_.find(hash, is_it))
    return false;
  const auto position = last_ + added_.size() + 1;
  index_.insert(hash, position);
  added_.push_back({.hash = hash, .position = position, .answer = &kept});
  return true;
}

void answer_book::cut(std::size_t n) {
  for (; added_.size() > n; added_.pop_back())
    index_.erase(added_.back().hash, added_.back().position);
}

void answer_book::write(instant now) {
  if (!added_.empty()) {
    hashes_.clear();
    answers_.clear();
    answers_.number(blob_format);
    for (const auto& one : added_) {
      hashes_.word(one.hash);
      write_answer(answers_, *one.answer);
    }
    on_->insert.run(last_ + 1, added_.size(), now, hashes_.bytes(), answers_.bytes());
  }
  purge(now);
}

void answer_book::purge(instant now) {
  const auto most = std::max(purge_min, 2 * added_.size());
  while (oldest_at_ + life_ <= now && purged_.size() < most) {
    std::uint64_t first = 0;
    {
      auto found = on_->oldest.ask();
      oldest_at_ = found.next() ? found.at(1) : now;
      if (oldest_at_ + life_ > now)
        return;
      first = found.number(0);
      auto position = first;
      for (byte_reader hashes{found.bytes(2)}; !hashes.is_done(); ++position)
        purged_.push_back({.hash = hashes.word(), .position = position, .answer = nullptr});
    }
    on_->erase.run(first);
  }
}

void answer_book::adopt() {
  last_ += added_.size();
  added_.clear();
  for (const auto& one : purged_)
    index_.erase(one.hash, one.position);
  purged_.clear();
}

void answer_book::drop() {
  cut(0);
  purged_.clear();
  oldest_at_ = {};
}

} // namespace frontrow::sqlite
