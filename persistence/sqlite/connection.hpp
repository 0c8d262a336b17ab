#pragma once

#include "actors/base/words.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace frontrow::sqlite {

/// One connection, for one thread at a time. Everything that goes wrong is thrown as store_error.
class connection {
public:
  enum class mode : std::uint8_t { read_write, read_only };

  connection(const std::filesystem::path& file, mode how);

  /// Runs statements that answer nothing.
  void run(const char* sql);
  /// Whether a transaction is open: some failures end it without being told to.
  bool is_in_transaction() const;
  std::int64_t changes() const;
  sqlite3* raw() const { return handle_.get(); }

private:
  struct closer {
    void operator()(sqlite3*) const;
  };
  std::unique_ptr<sqlite3, closer> handle_;
};

/// Throws the connection's last error.
[[noreturn]] void fail(sqlite3*, int code);

/// The rows of one execution: `for (auto found = s.ask(7); found.next();) found.number(0)`.
class rows {
public:
  rows(sqlite3* on, sqlite3_stmt* of) : on_{on}, of_{of} {}
  rows(const rows&) = delete;
  rows& operator=(const rows&) = delete;
  ~rows();

  bool next();
  std::int64_t whole(int column) const;
  std::uint64_t number(int column) const { return static_cast<std::uint64_t>(whole(column)); }
  instant at(int column) const { return instant{milliseconds{whole(column)}}; }
  template <class Id>
  Id id(int column) const {
    return Id{static_cast<std::underlying_type_t<Id>>(whole(column))};
  }
  /// Text or blob; good until the next row.
  std::string_view bytes(int column) const;

private:
  sqlite3* on_;
  sqlite3_stmt* of_;
};

/// A prepared statement; kept for the connection's life and used again and again.
class statement {
public:
  statement(connection& on, std::string_view sql);

  /// Runs it to its end. Says how many rows it changed.
  template <class... Ts>
  std::int64_t run(const Ts&... values) {
    bind_all(values...);
    return run_bound();
  }

  /// Texts are not copied: they must outlive the rows.
  template <class... Ts>
  rows ask(const Ts&... values) {
    bind_all(values...);
    return rows{on_, handle_.get()};
  }

private:
  struct closer {
    void operator()(sqlite3_stmt*) const;
  };

  template <class... Ts>
  void bind_all(const Ts&... values) {
    int place = 0;
    (bind(++place, values), ...);
  }

  template <class T>
  void bind(int place, const T& value) {
    if constexpr (std::is_convertible_v<const T&, std::string_view>)
      bind_text(place, value);
    else if constexpr (std::is_same_v<T, instant>)
      bind_whole(place, value.time_since_epoch().count());
    else
      bind_whole(place, static_cast<std::int64_t>(value));
  }

  void bind_text(int place, std::string_view);
  void bind_whole(int place, std::int64_t);
  std::int64_t run_bound();

  sqlite3* on_;
  std::unique_ptr<sqlite3_stmt, closer> handle_;
};

} // namespace frontrow::sqlite
