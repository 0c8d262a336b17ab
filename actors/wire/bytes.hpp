#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

/// Compact bytes: integers in as many bytes as they need, strings behind their length.
namespace frontrow {

class byte_writer {
public:
  void number(std::uint64_t x) {
    char space[10];
    std::size_t n = 0;
    for (; x >= 0x80; x >>= 7)
      space[n++] = static_cast<char>(x | 0x80);
    space[n++] = static_cast<char>(x);
    bytes_.append(space, n);
  }

  /// Small negative numbers stay small.
  void whole(std::int64_t x) {
    number((static_cast<std::uint64_t>(x) << 1) ^ static_cast<std::uint64_t>(x >> 63));
  }

  /// Eight bytes, whatever the value.
  void word(std::uint64_t x) {
    char space[8];
    for (char& byte : space) {
      byte = static_cast<char>(x);
      x >>= 8;
    }
    bytes_.append(space, sizeof space);
  }

  void text(std::string_view x) {
    number(x.size());
    bytes_.append(x);
  }

  /// Room for a length in four bytes, to be filled in by `end_span` when what it counts is written.
  std::size_t begin_span() {
    bytes_.append(4, '\0');
    return bytes_.size();
  }
  void end_span(std::size_t begin) {
    auto length = bytes_.size() - begin;
    for (std::size_t at = begin - 4; at < begin; ++at, length >>= 8)
      bytes_[at] = static_cast<char>(length);
  }

  std::string take() { return std::move(bytes_); }
  void clear() { bytes_.clear(); }
  const std::string& bytes() const { return bytes_; }

private:
  std::string bytes_;
};

/// Reads what byte_writer wrote, from bytes that outlive it. Throws Bad where they cannot be read.
template <class Bad>
class basic_byte_reader {
public:
  explicit basic_byte_reader(std::string_view bytes) : rest_{bytes} {}

  std::uint64_t number() {
    std::uint64_t x = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      auto byte = static_cast<unsigned char>(take(1).front());
      x |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80)
        return x;
    }
    throw Bad{};
  }

  std::int64_t whole() {
    auto x = number();
    return static_cast<std::int64_t>((x >> 1) ^ (~(x & 1) + 1));
  }

  std::uint64_t word() {
    auto bytes = take(8);
    std::uint64_t x = 0;
    for (std::size_t i = 8; i-- > 0;)
      x = x << 8 | static_cast<unsigned char>(bytes[i]);
    return x;
  }

  std::string_view text() { return take(number()); }

  /// What stands between `begin_span` and `end_span`.
  basic_byte_reader span() {
    auto bytes = take(4);
    std::uint32_t length = 0;
    for (std::size_t i = 4; i-- > 0;)
      length = length << 8 | static_cast<unsigned char>(bytes[i]);
    return basic_byte_reader{take(length)};
  }

  std::size_t left() const { return rest_.size(); }
  bool is_done() const { return rest_.empty(); }

private:
  std::string_view take(std::uint64_t n) {
    if (n > rest_.size())
      throw Bad{};
    auto taken = rest_.substr(0, n);
    rest_.remove_prefix(n);
    return taken;
  }

  std::string_view rest_;
};

} // namespace frontrow
