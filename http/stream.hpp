#pragma once

#include "http/error_table.hpp"
#include "http/exchange.hpp"

/// The pieces of server-sent event streams.
namespace frontrow::http {

inline constexpr std::string_view event_stream_type = "text/event-stream";

/// Comes first in every stream: how long a client that lost us waits before it asks again.
inline constexpr std::string_view stream_start = "retry: 1000\n\n";

/// One event with its blank line. `data` is printed JSON: one line. Without `id` or `name` when
/// they are empty.
void append_event(std::string& out, std::string_view id, std::string_view name,
                  std::string_view data);

/// What keeps a quiet connection alive.
std::string ping();

/// An event that says why the stream ends.
std::string last_words(const complaint&);

/// A stream that begins with `first`.
response stream_response(std::string first, event_source);

} // namespace frontrow::http
