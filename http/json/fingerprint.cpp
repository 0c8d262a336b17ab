#include "http/json/fingerprint.hpp"

#include "actors/base/ensure.hpp"
#include "http/json/print.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace frontrow::http::json {
namespace {

/// Integers of any length keep all their digits; whatever has a fraction or exponent goes by its
/// value as a double, and so equals the integer if it is one.
void append_number(std::string& out, std::string_view text) {
  constexpr double exact_max = 9'007'199'254'740'992.0; // 2^53
  if (text.find_first_of(".eE") == text.npos) {
    out += text == "-0" ? "0" : text;
    return;
  }
  double x = 0;
  std::from_chars(text.data(), text.data() + text.size(), x);
  if (x == std::trunc(x) && std::abs(x) <= exact_max) {
    append(out, static_cast<std::int64_t>(x));
    return;
  }
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), x).ptr;
  out.append(digits.data(), end);
}

// Not deeper than the parser lets a value be.
void append_canonical(std::string& out, const value& x) {
  switch (x.is) {
  case value::kind::null:
    out += "null";
    return;
  case value::kind::boolean:
    out += x.truth ? "true" : "false";
    return;
  case value::kind::number:
    append_number(out, x.text);
    return;
  case value::kind::text:
    append_text(out, x.text);
    return;
  case value::kind::list:
    out += '[';
    for (const auto& each : x.items) {
      append_canonical(out, each);
      out += ',';
    }
    out += ']';
    return;
  case value::kind::object: {
    std::vector<const member*> sorted;
    for (const auto& each : x.members)
      sorted.push_back(&each);
    std::ranges::sort(sorted, {}, [](const member* m) -> std::string_view { return m->name; });
    out += '{';
    for (const auto* each : sorted) {
      append_text(out, each->name);
      append_canonical(out += ':', each->held);
      out += ',';
    }
    out += '}';
    return;
  }
  }
}

std::uint64_t take_big_endian(const unsigned char* bytes) {
  std::uint64_t out = 0;
  for (int i = 0; i < 8; ++i)
    out = out << 8 | bytes[i];
  return out;
}

} // namespace

std::string canonical(const value& x) {
  std::string out;
  append_canonical(out, x);
  return out;
}

fingerprint fingerprint_of(operation what, std::uint64_t path_argument, const value& body) {
  std::string text;
  append(text, static_cast<std::int64_t>(what));
  append(text += ' ', path_argument);
  append_canonical(text += ' ', body);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  ensure(EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr) == 1);
  return {take_big_endian(digest.data()), take_big_endian(digest.data() + 8)};
}

} // namespace frontrow::http::json
