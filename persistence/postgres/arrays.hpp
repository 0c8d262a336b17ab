#pragma once

#include "actors/base/words.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

/// Parameters in the binary format of PostgreSQL: no digits to print, none to parse.
namespace frontrow::postgres {

/// A number as the 64 bits of a bigint.
template <class T>
std::int64_t whole(T x) {
  if constexpr (std::is_same_v<T, instant>)
    return x.time_since_epoch().count();
  else
    return static_cast<std::int64_t>(x);
}

/// A bigint alone.
std::string number_parameter(std::int64_t);

/// A one-dimensional array of bigint, or of bytea, without nulls.
class array {
public:
  enum class kind : std::uint8_t { numbers, bytes };

  explicit array(kind is) : is_{is} { clear(); }

  void add(std::int64_t);
  void add(std::string_view);

  kind is() const { return is_; }
  std::uint32_t size() const { return size_; }
  void clear();
  /// Good until something is added.
  const std::string& bytes();

private:
  kind is_;
  std::uint32_t size_ = 0;
  std::string bytes_;
};

} // namespace frontrow::postgres
