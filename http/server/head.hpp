#pragma once

#include "http/server/edge_error.hpp"

#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/verb.hpp>

#include <cstdint>
#include <string_view>

/// Reads the head of a request. Stricter than most: what two servers could read differently is
/// refused, so nothing can be smuggled past a proxy in front or behind.
namespace frontrow::http {

/// A part of the text that was read, by position, so that the text may move.
struct slice {
  std::uint32_t at = 0;
  std::uint32_t size = 0;

  std::string_view of(const char* text) const { return {text + at, size}; }
};

struct head {
  beast::http::verb method{};
  slice path;  // percent-encoded, without the query
  slice query; // without the '?'
  bool is_http_11 = false;
  bool keep_alive = false;
  bool expects_continue = false;
  bool is_chunked = false;
  std::uint64_t content_length = 0;
  // Headers that the server itself looks at. Empty when absent.
  slice request_id;
  slice trace;
  slice origin;
  slice operator_token;
};

/// Most header lines of one request.
inline constexpr std::size_t header_lines_max = 100;

/// `text` is everything through the empty line that ends it. Fills `into` and `fields`, or says
/// what is wrong: `bad_request` or `header_too_large`.
[[nodiscard]] edge_error read_head(std::string_view text, head& into, beast::http::fields& fields);

} // namespace frontrow::http
