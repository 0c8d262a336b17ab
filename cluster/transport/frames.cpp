#include "cluster/transport/frames.hpp"

#include "actors/wire/bytes.hpp"

#include <stdexcept>

namespace frontrow {

namespace {

constexpr std::string_view greeting = "frontrow";
constexpr std::size_t length_size = 4;
// What is left over in front is moved out of the way no sooner than that pays.
constexpr std::size_t slack_max = 256 * 1024;

struct bad_frame : std::runtime_error {
  bad_frame() : std::runtime_error{"bad frame"} {}
};
using reader = basic_byte_reader<bad_frame>;

// The kinds on the wire are the variant's indices: append only.
void print_body(byte_writer&, const std::monostate&) {
}
void print_body(byte_writer& to, const peer_hello& x) {
  to.text(greeting);
  to.number(x.version);
  to.number(raw(x.from));
  to.number(raw(x.to));
}
void print_body(byte_writer& to, const peer_welcome& x) {
  to.number(raw(x.from));
}
void print_body(byte_writer& to, const peer_refusal& x) {
  to.text(x.why);
}
void print_body(byte_writer&, const peer_beat&) {
}
void print_body(byte_writer& to, const numbered_call& x) {
  to.number(x.number);
  to.number(x.what.kind);
  to.number(x.what.view);
  to.text(x.what.what);
}
void print_body(byte_writer& to, const numbered_reply& x) {
  to.number(x.number);
  to.number(static_cast<std::uint64_t>(x.what.is));
  to.number(x.what.view);
  to.text(x.what.what);
}

std::uint64_t number_up_to(reader& from, std::uint64_t most) {
  const auto x = from.number();
  if (x > most)
    throw bad_frame{};
  return x;
}

peer_hello parse_hello(reader& from) {
  if (from.text() != greeting)
    throw bad_frame{};
  peer_hello x;
  x.version = static_cast<std::uint32_t>(number_up_to(from, UINT32_MAX));
  x.from = node_id{from.number()};
  x.to = node_id{from.number()};
  return x;
}

numbered_call parse_call(reader& from) {
  numbered_call x;
  x.number = from.number();
  x.what.kind = static_cast<std::uint16_t>(number_up_to(from, UINT16_MAX));
  x.what.view = from.number();
  x.what.what = from.text();
  return x;
}

numbered_reply parse_reply(reader& from) {
  numbered_reply x;
  x.number = from.number();
  x.what.is = reply::verdict(number_up_to(from, std::uint64_t(reply::verdict::failed)));
  if (x.what.is == reply::verdict{})
    throw bad_frame{};
  x.what.view = from.number();
  x.what.what = from.text();
  return x;
}

frame parse(reader from) {
  switch (from.number()) {
  case 1:
    return parse_hello(from);
  case 2:
    return peer_welcome{node_id{from.number()}};
  case 3:
    return peer_refusal{std::string{from.text()}};
  case 4:
    return peer_beat{};
  case 5:
    return parse_call(from);
  case 6:
    return parse_reply(from);
  default:
    return std::monostate{};
  }
}

} // namespace

std::string print_frame(const frame& what) {
  byte_writer to;
  const auto begin = to.begin_span();
  to.number(what.index());
  std::visit([&](const auto& body) { print_body(to, body); }, what);
  to.end_span(begin);
  return to.take();
}

std::optional<frame> parse_frame(std::string_view behind_length) {
  try {
    return parse(reader{behind_length});
  } catch (const bad_frame&) {
    return std::nullopt;
  }
}

std::optional<std::string_view> frame_gatherer::next() {
  if (begin_ == bytes_.size() || begin_ > slack_max) {
    bytes_.erase(0, begin_);
    begin_ = 0;
    if (bytes_.empty() && bytes_.capacity() > slack_max)
      bytes_ = {}; // long frames are rare
  }
  const auto left = std::string_view{bytes_}.substr(begin_);
  if (left.size() < length_size || is_broken_)
    return std::nullopt;
  std::size_t length = 0;
  for (std::size_t i = length_size; i-- > 0;)
    length = length << 8 | static_cast<unsigned char>(left[i]);
  is_broken_ = length > most_;
  if (is_broken_ || left.size() - length_size < length)
    return std::nullopt;
  begin_ += length_size + length;
  return left.substr(length_size, length);
}

} // namespace frontrow
