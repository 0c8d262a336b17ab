#include "http/pages/page_endpoints.hpp"

#include "http/text/headers.hpp"

#include <algorithm>

namespace frontrow::http::pages {
namespace {

/// The page's own files may be loaded from this server and nothing from elsewhere, no script or
/// style stands in it, no text becomes markup, and it stands in no other page.
constexpr std::string_view page_lines
    = "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
      "img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
      "frame-ancestors 'none'; require-trusted-types-for 'script'\r\n"
      "Referrer-Policy: no-referrer\r\nCross-Origin-Opener-Policy: same-origin\r\n"
      "Cross-Origin-Resource-Policy: same-origin\r\nCache-Control: no-cache\r\n";
constexpr std::string_view asset_lines = "Cross-Origin-Resource-Policy: same-origin\r\n"
                                         "Cache-Control: public, max-age=31536000, immutable\r\n";

bool is_page(std::string_view name) {
  return name.ends_with(".html");
}

const file* find(const context& with, std::string_view name) {
  const auto found = std::ranges::find(with.files, name, &file::name);
  return found == with.files.end() ? nullptr : &*found;
}

/// The smallest form that the client takes.
void put_body(response& out, const file& what, std::string_view takes) {
  out.headers += "Vary: Accept-Encoding\r\n";
  if (!what.brotli.empty() && takes_encoding(takes, "br")) {
    out.headers += "Content-Encoding: br\r\n";
    out.body = what.brotli;
  } else if (!what.gzip.empty() && takes_encoding(takes, "gzip")) {
    out.headers += "Content-Encoding: gzip\r\n";
    out.body = what.gzip;
  } else {
    out.body = what.plain;
  }
}

response print_file(const request& asked, const file* what, std::string_view lines) {
  if (what == nullptr)
    return print_complaint(asked, {trouble::not_found});
  response out;
  out.content_type = what->type;
  out.headers = lines;
  // Weak: the encodings share it.
  ((out.headers += "ETag: W/") += what->tag) += "\r\n";
  if (asked.header("If-None-Match").find(what->tag) != std::string_view::npos) {
    out.status = 304;
    out.headers += "Vary: Accept-Encoding\r\n";
    return out;
  }
  put_body(out, *what, asked.header("Accept-Encoding"));
  return out;
}

} // namespace

net::awaitable<response> buyer_page(context& with, const request& asked) {
  co_return print_file(asked, find(with, "buyer.html"), page_lines);
}

net::awaitable<response> console_page(context& with, const request& asked) {
  co_return print_file(asked, find(with, "console.html"), page_lines);
}

net::awaitable<response> asset(context& with, const request& asked) {
  const auto& name = asked.arguments[0];
  co_return print_file(asked, is_page(name) ? nullptr : find(with, name), asset_lines);
}

} // namespace frontrow::http::pages
