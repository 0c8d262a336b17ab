#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What stands in the headers of requests and responses.
namespace frontrow::http {

/// Without the spaces and tabs around it.
std::string_view trimmed(std::string_view);

/// Whether two ASCII texts differ at most in case.
bool equals_ignoring_case(std::string_view, std::string_view);

/// The value of one cookie in a Cookie header; without the quotes around it. Nothing when absent.
std::optional<std::string_view> find_cookie(std::string_view header, std::string_view name);

/// What follows "Bearer" in an Authorization header; empty for anything else.
std::string_view bearer_token(std::string_view header);

/// Bare or in double quotes, 1 to 255 visible ASCII characters; nothing for anything else.
std::optional<std::string> parse_idempotency_key(std::string_view);

/// "7", quotes and all.
std::string print_etag(std::uint64_t version);

/// What If-Match or If-None-Match asks for.
struct wanted_versions {
  bool any = false;                    // *
  std::vector<std::uint64_t> versions; // of the tags that could be ours

  bool has(std::uint64_t version) const;
};
/// Nothing when it is neither * nor a list of entity tags. Tags that are not ours match nothing.
/// A weak tag matches only where `weak_too`.
std::optional<wanted_versions> parse_versions(std::string_view header, bool weak_too);

/// Whether an Accept-Encoding header names this coding, and not with a weight of 0.
bool takes_encoding(std::string_view header, std::string_view coding);

/// application/json from "Application/JSON; charset=utf-8", in lower case.
std::string media_type(std::string_view content_type);

} // namespace frontrow::http
