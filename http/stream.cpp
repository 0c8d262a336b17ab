#include "http/stream.hpp"

#include "http/json/print.hpp"

namespace frontrow::http {

void append_event(std::string& out, std::string_view id, std::string_view name,
                  std::string_view data) {
  if (!id.empty())
    out.append("id: ").append(id) += '\n';
  if (!name.empty())
    out.append("event: ").append(name) += '\n';
  out.append("data: ").append(data).append("\n\n");
}

std::string ping() {
  return "event: ping\ndata: {}\n\n";
}

std::string last_words(const complaint& no) {
  std::string data;
  json::object body{data};
  body.text("code", no.row->code)
      .text("title", no.row->title)
      .number("status", no.row->status)
      .end();
  std::string out;
  append_event(out, {}, "end", data);
  return out;
}

response stream_response(std::string first, event_source events) {
  response out;
  out.content_type = event_stream_type;
  // The engine keeps every stream out of caches; this keeps proxies from holding it back.
  out.headers = "X-Accel-Buffering: no\r\n";
  out.body = stream_start;
  out.body += first;
  out.events = std::move(events);
  return out;
}

} // namespace frontrow::http
