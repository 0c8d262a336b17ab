#pragma once

#include "actors/base/verdict.hpp"
#include "actors/base/words.hpp"
#include "http/error_table.hpp"
#include "http/json/value.hpp"

#include <optional>

namespace frontrow::http::json {

/// The body of a request as an object. Empty counts as {} where `empty_too`.
verdict<value, complaint> parse_body(std::string_view body, bool empty_too = false);

/// Reads the members of an object one after the other and keeps the first complaint; after that,
/// and for what is absent though wanted, everything it returns is empty.
class reader {
public:
  /// `where` comes before the names in complaints: "sections[2].".
  explicit reader(const value& of, std::string where = {}) : of_(of), where_(std::move(where)) {}

  /// Positive and below 2^63; a number without fraction or exponent, or a decimal string.
  std::uint64_t id(std::string_view name);
  /// The same, 0 when it is absent or null.
  std::uint64_t id_or_none(std::string_view name);
  /// A whole number within the limits; a number only.
  std::int64_t whole(std::string_view name, std::int64_t least, std::int64_t most);
  /// A string of so many characters, not blank, without NUL.
  std::string text(std::string_view name, std::size_t least, std::size_t most);
  /// A string; nothing when it is absent or null.
  std::optional<std::string> text_or_none(std::string_view name);
  /// An array of so many objects; null when it is not.
  const std::vector<value>* list(std::string_view name, std::size_t least, std::size_t most);

  bool has(std::string_view name) const { return find(of_, name) != nullptr; }

  void complain(std::string_view name, std::string_view what);
  bool is_good() const { return !no_; }
  /// Only after something was wrong.
  complaint error() const;

private:
  const value* get(std::string_view name, std::string_view wanted);

  const value& of_;
  std::string where_;
  std::optional<std::string> no_;
};

} // namespace frontrow::http::json
