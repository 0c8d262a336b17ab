#pragma once

#include <string_view>

/// The pages that browsers show, as files that somebody else embeds.
namespace frontrow::http::pages {

/// A file in every encoding that it is kept in. A name that ends in ".html" is a page, every other
/// has its content's hash in it and never changes.
struct file {
  std::string_view name;
  std::string_view type; // Content-Type
  std::string_view tag;  // of the content, in its quotes
  std::string_view plain;
  std::string_view gzip;   // empty: not kept
  std::string_view brotli; // empty: not kept
};

} // namespace frontrow::http::pages
