#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace frontrow::redis {

/// A command's words, keys with their prefix.
using command = std::vector<std::string>;

/// Commands as they travel: each word is written once, where it is sent from.
class packet {
public:
  /// Begins a command of so many words, which are then added.
  void begin(std::size_t words);

  /// One word, whose pieces are put together.
  template <class... Pieces>
  void add(const Pieces&... pieces) {
    word_.clear();
    (append(pieces), ...);
    end_word();
  }
  void add_command(const command&);

  bool is_empty() const { return begins_.empty(); }
  std::size_t size() const { return begins_.size(); }
  const std::string& bytes() const { return bytes_; }
  /// Adds the nth command of another.
  void copy(const packet& from, std::size_t n);
  void clear();

private:
  void append(std::string_view piece) { word_ += piece; }
  template <class Number>
  requires std::is_integral_v<Number>
  void append(Number piece) {
    char digits[20];
    word_.append(digits, std::to_chars(digits, digits + sizeof digits, piece).ptr);
  }
  void end_word();
  void count(char what, std::size_t n);

  std::string bytes_;
  std::string word_;
  std::vector<std::size_t> begins_;
};

} // namespace frontrow::redis
