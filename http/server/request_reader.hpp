#pragma once

#include "http/server/chunks.hpp"
#include "http/server/head.hpp"

#include <boost/beast/http/fields.hpp>

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace frontrow::http {

/// Turns the bytes of one connection into requests, one after the other. Knows no socket: bytes go
/// in, decisions come out, and however the bytes are cut the decisions are the same.
class request_reader {
public:
  enum class step : std::uint8_t { more, ready, refused };

  explicit request_reader(std::size_t header_max) : header_max_(header_max) {}

  /// Where the next bytes go; never empty.
  std::span<char> room();
  /// That many have come.
  void add(std::size_t size) { size_ += size; }

  /// Nothing of a further request has come yet.
  bool is_idle() const noexcept { return size_ == 0; }

  /// Reads the head, once for every request.
  step read_head();
  /// After the head is ready: reads the body, which may have at most this many bytes.
  step read_body(std::size_t body_max);
  edge_error why() const noexcept { return why_; }

  /// Valid once the head is ready, until `next`; its texts move while the body is read.
  const head& head_of() const noexcept { return head_; }
  const beast::http::fields& fields() const noexcept { return fields_; }
  std::string_view text(slice where) const { return where.of(buffer_.data() + begin_); }
  bool has_body() const noexcept { return head_.is_chunked || head_.content_length > 0; }
  /// Some of the body has come.
  bool has_begun_body() const noexcept { return size_ > head_size_; }
  std::string_view body() const;

  /// Done with this request, whose last byte has come: its texts are gone, and what came behind it
  /// moves up.
  void next();

private:
  step refuse(edge_error why);
  step decode(std::size_t body_max);

  std::size_t header_max_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0; // of the head; before it stood empty lines
  std::size_t size_ = 0;  // bytes that have come
  std::size_t scanned_ = 0;
  std::size_t head_size_ = 0; // bytes through the empty line
  std::size_t body_size_ = 0; // decoded
  std::size_t raw_ = 0;       // where the undecoded part of a chunked body begins
  std::size_t end_ = 0;       // of the whole request
  edge_error why_ = edge_error::none;
  head head_;
  beast::http::fields fields_;
  chunk_decoder chunks_;
};

} // namespace frontrow::http
