#include "http/operations/operation_endpoints.hpp"

#include "http/json/print.hpp"
#include "http/operations/documents.hpp"

namespace frontrow::http::operations {
namespace {

constexpr std::string_view metrics_type = "text/plain; version=0.0.4; charset=utf-8";
// The page brings its own script and style, and may fetch from this server only.
constexpr std::string_view docs_policy
    = "Content-Security-Policy: default-src 'none'; script-src 'unsafe-inline'; "
      "style-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
      "frame-ancestors 'none'\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: "
      "no-referrer\r\n";

} // namespace

net::awaitable<response> metrics(context& with, const request&) {
  response out;
  out.content_type = metrics_type;
  out.body = with.metrics();
  co_return out;
}

net::awaitable<response> is_alive(context&, const request&) {
  response out;
  out.content_type = "text/plain; charset=utf-8";
  out.headers = "Cache-Control: no-store\r\n";
  out.body = "ok";
  co_return out;
}

net::awaitable<response> is_ready(context& with, const request&) {
  const auto reasons = with.unready_reasons();
  response out;
  out.status = reasons.empty() ? 200 : 503;
  out.headers = "Cache-Control: no-store\r\n";
  if (!reasons.empty())
    out.headers += "Retry-After: 1\r\n";
  json::object body{out.body};
  body.truth("ready", reasons.empty());
  auto& list = body.open("reasons") += '[';
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    if (i != 0)
      list += ',';
    json::append_text(list, reasons[i]);
  }
  list += ']';
  body.end();
  co_return out;
}

net::awaitable<response> openapi(context&, const request&) {
  response out;
  out.body = openapi_json;
  co_return out;
}

net::awaitable<response> docs(context&, const request&) {
  response out;
  out.content_type = "text/html; charset=utf-8";
  out.headers = docs_policy;
  out.body = docs_html;
  co_return out;
}

} // namespace frontrow::http::operations
