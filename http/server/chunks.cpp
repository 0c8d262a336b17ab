#include "http/server/chunks.hpp"

#include <algorithm>
#include <cstring>

namespace frontrow::http {

namespace {

constexpr std::size_t overhead_max = 4'096; // bytes of extensions and trailers in one body
constexpr std::uint8_t digits_max = 8;      // of a chunk's size

int hex_value(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  if (c >= 'A' && c <= 'F')
    return c - 'A' + 10;
  return -1;
}

bool is_text(char c) {
  return static_cast<unsigned char>(c) >= 0x20 || c == '\t';
}

} // namespace

chunk_decoder::progress chunk_decoder::decode(std::span<const char> raw, char* body) {
  progress at;
  while (at.consumed < raw.size()) {
    if (next_ == expects::data) {
      const auto size
          = static_cast<std::size_t>(std::min<std::uint64_t>(left_, raw.size() - at.consumed));
      std::memmove(body + at.produced, raw.data() + at.consumed, size);
      at.consumed += size;
      at.produced += size;
      left_ -= size;
      if (left_ == 0)
        next_ = expects::data_cr;
    } else if (!take_framing(raw[at.consumed++])) {
      at.is = state::bad;
      return at;
    } else if (next_ == expects::nothing) {
      at.is = state::done;
      return at;
    }
  }
  return at;
}

bool chunk_decoder::take_size(char c) {
  if (const int value = hex_value(c); value >= 0) {
    left_ = left_ * 16 + static_cast<unsigned>(value);
    return ++digits_ <= digits_max;
  }
  if (digits_ == 0)
    return false;
  next_ = c == ';' ? expects::extension : expects::size_end;
  return c == ';' || c == '\r';
}

bool chunk_decoder::take_framing(char c) {
  const auto must_be = [&](char wanted, expects then) {
    next_ = then;
    return c == wanted;
  };
  // Text up to a CR, within the limit.
  const auto read_over = [&](expects then) {
    if (c == '\r')
      next_ = then;
    return c == '\r' || (is_text(c) && ++overhead_ <= overhead_max);
  };
  switch (next_) {
  case expects::size:
    return take_size(c);
  case expects::extension:
    return read_over(expects::size_end);
  case expects::size_end:
    digits_ = 0;
    return must_be('\n', left_ == 0 ? expects::trailer_begin : expects::data);
  case expects::data_cr:
    return must_be('\r', expects::data_lf);
  case expects::data_lf:
    return must_be('\n', expects::size);
  case expects::trailer_begin:
    if (c == '\r')
      return must_be('\r', expects::end_lf);
    next_ = expects::trailer;
    return is_text(c) && ++overhead_ <= overhead_max;
  case expects::trailer:
    return read_over(expects::trailer_lf);
  case expects::trailer_lf:
    return must_be('\n', expects::trailer_begin);
  case expects::end_lf:
    return must_be('\n', expects::nothing);
  case expects::data:
  case expects::nothing:
    break;
  }
  return false;
}

} // namespace frontrow::http
