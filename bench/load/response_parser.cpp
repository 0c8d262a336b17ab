#include "bench/load/response_parser.hpp"

#include <algorithm>
#include <charconv>

namespace frontrow::load {

namespace {

constexpr std::size_t head_max = 64 * 1024;
constexpr std::size_t body_max = 256 * 1024 * 1024;

char lowered(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool is_same(std::string_view written, std::string_view lower) {
  return std::equal(written.begin(), written.end(), lower.begin(), lower.end(),
                    [](char a, char b) { return lowered(a) == b; });
}

bool read_number(std::string_view text, int base, std::size_t& number) {
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  return error == std::errc{} && stop != text.data() && number <= body_max;
}

} // namespace

std::string_view response_parser::header(std::string_view name) const {
  const std::string_view head{bytes_.data(), head_end_};
  for (auto at = head.find("\r\n"); at + 2 < head.size(); at = head.find("\r\n", at + 2)) {
    const auto line = head.substr(at + 2, head.find("\r\n", at + 2) - at - 2);
    const auto colon = line.find(':');
    if (colon != name.size() || !is_same(line.substr(0, colon), name))
      continue;
    const auto first = line.find_first_not_of(" \t", colon + 1);
    return first == line.npos ? std::string_view{} : line.substr(first);
  }
  return {};
}

bool response_parser::keeps_alive() const {
  return !is_same(header("connection"), "close");
}

response_parser::progress response_parser::feed(std::string_view bytes) {
  bytes_ += bytes;
  if (head_end_ == 0)
    if (const auto done = read_head(); done != progress::complete)
      return done;
  if (is_chunked_)
    return read_chunks();
  end_ = head_end_ + length_;
  if (bytes_.size() < end_)
    return progress::more;
  body_ = std::string_view{bytes_}.substr(head_end_, length_);
  return progress::complete;
}

response_parser::progress response_parser::read_head() {
  const auto end = bytes_.find("\r\n\r\n");
  if (end == bytes_.npos)
    return bytes_.size() > head_max ? progress::broken : progress::more;
  std::size_t status = 0;
  if (!bytes_.starts_with("HTTP/1.") || bytes_.size() < 12
      || !read_number(std::string_view{bytes_}.substr(9, 3), 10, status))
    return progress::broken;
  head_end_ = end + 4;
  status_ = static_cast<unsigned>(status);
  is_chunked_ = is_same(header("transfer-encoding"), "chunked");
  length_ = 0;
  if (is_chunked_ || status_ == 204 || status_ == 304)
    return progress::complete;
  return read_number(header("content-length"), 10, length_) ? progress::complete : progress::broken;
}

response_parser::progress response_parser::read_chunks() {
  // Chunks are rare and few, so each feed begins with the first of them.
  joined_.clear();
  const std::string_view all{bytes_};
  for (auto at = head_end_;;) {
    const auto line = all.find("\r\n", at);
    if (line == all.npos)
      return progress::more;
    std::size_t size = 0;
    const auto written = all.substr(at, line - at);
    if (!read_number(written.substr(0, written.find_first_of("; ")), 16, size))
      return progress::broken;
    const auto after = line + 2 + size;
    if (all.size() < after + 2)
      return progress::more;
    joined_ += all.substr(line + 2, size);
    at = after + 2;
    if (size == 0) {
      end_ = at;
      body_ = joined_;
      return progress::complete;
    }
  }
}

void response_parser::next() {
  bytes_.erase(0, end_);
  head_end_ = 0;
  body_ = {};
}

void response_parser::reset() {
  bytes_.clear();
  head_end_ = 0;
  body_ = {};
}

} // namespace frontrow::load
