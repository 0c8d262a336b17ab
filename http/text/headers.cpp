#include "http/text/headers.hpp"

#include "http/text/ids.hpp"

#include <algorithm>

namespace frontrow::http {
namespace {

constexpr std::size_t idempotency_key_max = 255;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_visible(char c) {
  return c > ' ' && c <= '~';
}

} // namespace

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == text.npos)
    return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::optional<std::string_view> find_cookie(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    const auto end = header.find(';');
    const auto pair = trimmed(header.substr(0, end));
    header.remove_prefix(end == header.npos ? header.size() : end + 1);
    const auto middle = pair.find('=');
    if (middle == pair.npos || trimmed(pair.substr(0, middle)) != name)
      continue;
    auto value = trimmed(pair.substr(middle + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
      value = value.substr(1, value.size() - 2);
    return value;
  }
  return {};
}

std::string_view bearer_token(std::string_view header) {
  constexpr std::string_view scheme = "bearer ";
  header = trimmed(header);
  if (!equals_ignoring_case(header.substr(0, scheme.size()), scheme))
    return {};
  return trimmed(header.substr(scheme.size()));
}

std::optional<std::string> parse_idempotency_key(std::string_view header) {
  auto key = trimmed(header);
  if (key.size() >= 2 && key.front() == '"' && key.back() == '"')
    key = key.substr(1, key.size() - 2);
  if (key.empty() || key.size() > idempotency_key_max || !std::ranges::all_of(key, is_visible))
    return {};
  return std::string{key};
}

std::string print_etag(std::uint64_t version) {
  return '"' + std::to_string(version) + '"';
}

bool wanted_versions::has(std::uint64_t version) const {
  return any || std::ranges::find(versions, version) != versions.end();
}

std::optional<wanted_versions> parse_versions(std::string_view header, bool weak_too) {
  wanted_versions wanted;
  header = trimmed(header);
  if (header == "*") {
    wanted.any = true;
    return wanted;
  }
  do {
    const bool is_weak = header.starts_with("W/");
    if (is_weak)
      header.remove_prefix(2);
    const auto end = header.starts_with('"') ? header.find('"', 1) : header.npos;
    if (end == header.npos)
      return {};
    const auto version = parse_decimal(header.substr(1, end - 1));
    if (version && (weak_too || !is_weak))
      wanted.versions.push_back(*version);
    header = trimmed(header.substr(end + 1));
    if (!header.empty() && header.front() != ',')
      return {};
    if (!header.empty())
      header = trimmed(header.substr(1));
  } while (!header.empty());
  return wanted;
}

bool takes_encoding(std::string_view header, std::string_view coding) {
  while (!header.empty()) {
    const auto end = header.find(',');
    const auto each = header.substr(0, end);
    header.remove_prefix(end == header.npos ? header.size() : end + 1);
    const auto middle = each.find(';');
    if (!equals_ignoring_case(trimmed(each.substr(0, middle)), coding))
      continue;
    const auto weight = middle == each.npos ? each.substr(0, 0) : trimmed(each.substr(middle + 1));
    const bool is_zero
        = weight.starts_with("q=0") && weight.find_first_of("123456789") == weight.npos;
    return !is_zero;
  }
  return false;
}

std::string media_type(std::string_view content_type) {
  std::string type{trimmed(content_type.substr(0, content_type.find(';')))};
  std::ranges::transform(type, type.begin(), lower);
  return type;
}

} // namespace frontrow::http
