#include "http/server/head.hpp"

#include <boost/beast/core/string.hpp>

#include <array>
#include <charconv>
#include <utility>

namespace frontrow::http {

namespace {

enum character : unsigned char {
  in_name = 1,   // of a method or a header
  in_target = 2, // of a request
  in_value = 4,  // of a header
};

constexpr std::array<unsigned char, 256> make_characters() {
  std::array<unsigned char, 256> table{};
  for (unsigned c = 0x21; c < 0x7f; ++c)
    table[c] = in_target | in_value;
  for (unsigned c = 0x80; c <= 0xff; ++c)
    table[c] = in_value;
  table[' '] = table['\t'] = in_value;
  for (unsigned c = '0'; c <= 'z'; ++c)
    if (c <= '9' || (c >= 'A' && c <= 'Z') || c >= 'a')
      table[c] |= in_name;
  for (const char c : std::string_view{"!#$%&'*+-.^_`|~"})
    table[static_cast<unsigned char>(c)] |= in_name;
  return table;
}

constexpr auto characters = make_characters();

bool is(character what, char c) {
  return (characters[static_cast<unsigned char>(c)] & what) != 0;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

bool same(std::string_view a, std::string_view b) {
  return beast::iequals(a, b);
}

// Reads one head. What it keeps between lines is what a line alone cannot decide.
class reader {
public:
  reader(std::string_view text, head& into, beast::http::fields& fields)
      : text_(text), into_(into), fields_(fields) {}

  edge_error read();

private:
  slice since(std::size_t begin) const;
  bool take(std::string_view what);
  bool read_request_line();
  bool read_path();
  bool read_header_line();
  bool look_at(std::string_view name, slice value);
  void read_connection(std::string_view text);
  bool read_length(std::string_view text);
  bool read_coding(std::string_view text);
  bool is_sound();

  std::string_view text_;
  head& into_;
  beast::http::fields& fields_;
  std::size_t at_ = 0;
  int hosts_ = 0;
  bool has_length_ = false;
  bool closes_ = false;
};

edge_error reader::read() {
  if (!read_request_line())
    return edge_error::bad_request;
  for (std::size_t lines = 0; text_[at_] != '\r'; ++lines) {
    if (lines == header_lines_max)
      return edge_error::header_too_large;
    if (!read_header_line())
      return edge_error::bad_request;
  }
  // Whatever follows the CR but the end of the head is a bare CR.
  return at_ + 2 == text_.size() && is_sound() ? edge_error::none : edge_error::bad_request;
}

slice reader::since(std::size_t begin) const {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_ - begin)};
}

bool reader::take(std::string_view what) {
  if (text_.substr(at_, what.size()) != what)
    return false;
  at_ += what.size();
  return true;
}

bool reader::read_request_line() {
  while (is(in_name, text_[at_]))
    ++at_;
  into_.method = beast::http::string_to_verb(text_.substr(0, at_));
  if (into_.method == beast::http::verb::unknown || !take(" "))
    return false;
  if (text_[at_] == '*') {
    const auto begin = at_++;
    into_.path = since(begin);
    if (into_.method != beast::http::verb::options)
      return false;
  } else if (!read_path()) {
    return false;
  }
  if (!take(" HTTP/1.") || (text_[at_] != '0' && text_[at_] != '1'))
    return false;
  into_.is_http_11 = into_.keep_alive = text_[at_++] == '1';
  return take("\r\n");
}

bool reader::read_path() {
  auto begin = at_;
  if (text_[at_] != '/')
    return false;
  while (is(in_target, text_[at_]) && text_[at_] != '?' && text_[at_] != '#')
    ++at_;
  into_.path = since(begin);
  if (text_[at_] != '?')
    return true;
  begin = ++at_;
  while (is(in_target, text_[at_]) && text_[at_] != '#')
    ++at_;
  into_.query = since(begin);
  return true;
}

// Continuation lines begin with a space and so have no name.
bool reader::read_header_line() {
  const auto name_begin = at_;
  while (is(in_name, text_[at_]))
    ++at_;
  const auto name = text_.substr(name_begin, at_ - name_begin);
  if (name.empty() || !take(":"))
    return false;
  while (is_blank(text_[at_]))
    ++at_;
  const auto begin = at_;
  while (is(in_value, text_[at_]))
    ++at_;
  auto value = since(begin);
  while (value.size > 0 && is_blank(text_[begin + value.size - 1]))
    --value.size;
  if (!take("\r\n"))
    return false;
  fields_.insert(name, value.of(text_.data()));
  return look_at(name, value);
}

bool reader::look_at(std::string_view name, slice value) {
  const auto text = value.of(text_.data());
  switch (name.size()) {
  case 4:
    if (same(name, "host"))
      return ++hosts_ == 1 && !text.empty();
    break;
  case 6:
    if (same(name, "expect"))
      into_.expects_continue = same(text, "100-continue");
    else if (same(name, "origin"))
      into_.origin = value;
    break;
  case 10:
    if (same(name, "connection"))
      read_connection(text);
    break;
  case 11:
    if (same(name, "traceparent"))
      into_.trace = value;
    break;
  case 12:
    if (same(name, "x-request-id"))
      into_.request_id = value;
    break;
  case 13:
    if (same(name, "x-admin-token"))
      into_.operator_token = value;
    break;
  case 14:
    if (same(name, "content-length"))
      return read_length(text);
    break;
  case 17:
    if (same(name, "transfer-encoding"))
      return read_coding(text);
    break;
  }
  return true;
}

void reader::read_connection(std::string_view text) {
  while (!text.empty()) {
    auto word = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    while (!word.empty() && is_blank(word.front()))
      word.remove_prefix(1);
    while (!word.empty() && is_blank(word.back()))
      word.remove_suffix(1);
    if (same(word, "close"))
      closes_ = true;
    else if (same(word, "keep-alive"))
      into_.keep_alive = true;
  }
}

bool reader::read_length(std::string_view text) {
  std::uint64_t length = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (fault != std::errc{} || end != text.data() + text.size())
    return false;
  if (std::exchange(has_length_, true))
    return false;
  into_.content_length = length;
  return true;
}

// Only ever once, and only the one coding that is understood.
bool reader::read_coding(std::string_view text) {
  const bool again = std::exchange(into_.is_chunked, true);
  return !again && same(text, "chunked");
}

bool reader::is_sound() {
  if (closes_)
    into_.keep_alive = false;
  if (into_.is_chunked && (has_length_ || !into_.is_http_11))
    return false;
  return hosts_ == 1 || !into_.is_http_11;
}

} // namespace

edge_error read_head(std::string_view text, head& into, beast::http::fields& fields) {
  into = head{};
  return reader{text, into, fields}.read();
}

} // namespace frontrow::http
