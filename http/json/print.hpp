#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

/// Printing JSON by appending to a text. Nothing here fails, whatever the strings hold.
namespace frontrow::http::json {

void append(std::string& out, std::int64_t);
void append(std::string& out, std::uint64_t);

/// In quotes and escaped. Bytes that are not UTF-8 become U+FFFD, so the output always is.
void append_text(std::string& out, std::string_view);

/// Prints one object: members in the order of the calls, and the closing brace at `end`.
class object {
public:
  explicit object(std::string& out) : out_(out) { out_ += '{'; }

  /// `name` must need no escaping: all names are ours.
  object& text(std::string_view name, std::string_view value);
  object& truth(std::string_view name, bool value);
  object& null(std::string_view name);
  /// The value is printed already.
  object& raw(std::string_view name, std::string_view printed);
  /// Leaves the value to the caller, who appends exactly one to the text.
  std::string& open(std::string_view name);

  object& number(std::string_view name, std::signed_integral auto value) {
    append(open(name), static_cast<std::int64_t>(value));
    return *this;
  }
  object& number(std::string_view name, std::unsigned_integral auto value) {
    append(open(name), static_cast<std::uint64_t>(value));
    return *this;
  }

  /// Members that are printed already, each after a comma: `,"a":1`.
  object& more(std::string_view members);

  void end() { out_ += '}'; }

private:
  std::string& out_;
  bool is_empty_ = true;
};

} // namespace frontrow::http::json
