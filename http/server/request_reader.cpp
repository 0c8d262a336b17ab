#include "http/server/request_reader.hpp"

#include <algorithm>
#include <cstring>

namespace frontrow::http {

namespace {

constexpr std::size_t buffer_least = 2'048;
constexpr std::size_t buffer_kept = 16'384; // between requests
constexpr std::size_t empty_lines_max = 2;  // tolerated before a request

} // namespace

std::span<char> request_reader::room() {
  if (size_ == buffer_.size())
    buffer_.resize(std::max(buffer_least, 2 * buffer_.size()));
  return std::span{buffer_}.subspan(size_);
}

request_reader::step request_reader::refuse(edge_error why) {
  why_ = why;
  return step::refused;
}

request_reader::step request_reader::read_head() {
  const char* text = buffer_.data();
  // Empty lines before a request are tolerated, a few of them.
  while (begin_ < size_ && text[begin_] == '\r') {
    if (size_ < begin_ + 2)
      return step::more;
    if (text[begin_ + 1] != '\n' || begin_ == 2 * empty_lines_max)
      return refuse(edge_error::bad_request);
    scanned_ = begin_ += 2;
  }
  while (scanned_ < size_) {
    const auto* found
        = static_cast<const char*>(std::memchr(text + scanned_, '\n', size_ - scanned_));
    const auto at = found == nullptr ? size_ : static_cast<std::size_t>(found - text);
    if (at - begin_ >= header_max_)
      return refuse(edge_error::header_too_large);
    if (found == nullptr) {
      scanned_ = size_;
      break;
    }
    scanned_ = at + 1;
    if (at == begin_ || text[at - 1] != '\r')
      return refuse(edge_error::bad_request);
    if (at >= begin_ + 3 && text[at - 2] == '\n') {
      head_size_ = raw_ = end_ = at + 1;
      const auto why
          = frontrow::http::read_head({text + begin_, head_size_ - begin_}, head_, fields_);
      return why == edge_error::none ? step::ready : refuse(why);
    }
  }
  return step::more;
}

request_reader::step request_reader::read_body(std::size_t body_max) {
  if (head_.is_chunked)
    return decode(body_max);
  if (head_.content_length > body_max)
    return refuse(edge_error::body_too_large);
  body_size_ = static_cast<std::size_t>(head_.content_length);
  end_ = head_size_ + body_size_;
  if (size_ >= end_)
    return step::ready;
  if (buffer_.size() < end_)
    buffer_.resize(end_);
  return step::more;
}

request_reader::step request_reader::decode(std::size_t body_max) {
  char* text = buffer_.data();
  const auto body_end = head_size_ + body_size_;
  const auto at = chunks_.decode({text + raw_, size_ - raw_}, text + body_end);
  raw_ += at.consumed;
  body_size_ += at.produced;
  if (at.is == chunk_decoder::state::bad)
    return refuse(edge_error::bad_request);
  if (body_size_ > body_max)
    return refuse(edge_error::body_too_large);
  if (at.is == chunk_decoder::state::done) {
    end_ = raw_;
    return step::ready;
  }
  raw_ = size_ = head_size_ + body_size_; // all was read: the framing's place is free again
  return step::more;
}

std::string_view request_reader::body() const {
  return {buffer_.data() + head_size_, body_size_};
}

void request_reader::next() {
  // What was refused in mid-body has not come as far as its end.
  end_ = std::min(end_, size_);
  size_ -= end_;
  std::memmove(buffer_.data(), buffer_.data() + end_, size_);
  if (buffer_.size() > buffer_kept && size_ <= buffer_least) {
    std::vector<char> smaller(buffer_.begin(),
                              buffer_.begin() + static_cast<std::ptrdiff_t>(buffer_least));
    buffer_ = std::move(smaller);
  }
  begin_ = scanned_ = head_size_ = body_size_ = raw_ = end_ = 0;
  why_ = edge_error::none;
  head_ = {};
  fields_.clear();
  chunks_ = {};
}

} // namespace frontrow::http
