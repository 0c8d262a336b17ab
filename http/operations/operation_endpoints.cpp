#include "http/operations/operation_endpoints.hpp"

#include "actors/base/ensure.hpp"
#include "http/json/print.hpp"
#include "http/operations/documents.hpp"

#include <openssl/evp.h>

#include <array>

namespace frontrow::http::operations {
namespace {

constexpr std::string_view metrics_type = "text/plain; version=0.0.4; charset=utf-8";
/// What stands between <tag> and </tag> in the page, as a source that the policy allows.
std::string source_of(std::string_view tag) {
  const auto open = '<' + std::string{tag} + '>';
  const auto start = docs_html.find(open) + open.size();
  const auto text = docs_html.substr(start, docs_html.find("</" + std::string{tag}, start) - start);
  std::array<unsigned char, 32> digest{};
  ensure(EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr) == 1);
  std::array<unsigned char, 45> printed{};
  EVP_EncodeBlock(printed.data(), digest.data(), digest.size());
  return "'sha256-" + std::string{printed.begin(), printed.end() - 1} + '\'';
}

/// The page's own script and style may run, nothing else; it may fetch from this server only, and
/// stands in no other page.
std::string docs_policy() {
  return "Content-Security-Policy: default-src 'none'; script-src " + source_of("script")
         + "; style-src " + source_of("style")
         + "; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n"
           "Referrer-Policy: no-referrer\r\nCross-Origin-Opener-Policy: same-origin\r\n"
           "Cross-Origin-Resource-Policy: same-origin\r\n";
}

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
  static const auto policy = docs_policy();
  out.headers = policy;
  out.body = docs_html;
  co_return out;
}

} // namespace frontrow::http::operations
