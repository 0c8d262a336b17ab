#include "http/server/trace.hpp"

#include <algorithm>
#include <random>

namespace frontrow::http {

namespace {

constexpr std::string_view digits = "0123456789abcdef";

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_zero(std::string_view text) {
  return text.find_first_not_of('0') == text.npos;
}

} // namespace

bool is_request_id(std::string_view text) {
  return !text.empty() && text.size() <= 128
         && std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

bool is_traceparent(std::string_view text) {
  // 00-<32 digits>-<16 digits>-<2 digits>
  if (text.size() != 55 || !text.starts_with("00-") || text[35] != '-' || text[52] != '-')
    return false;
  const auto trace = text.substr(3, 32);
  const auto parent = text.substr(36, 16);
  return is_hex(trace) && is_hex(parent) && is_hex(text.substr(53)) && !is_zero(trace)
         && !is_zero(parent);
}

std::string_view trace_id(std::string_view traceparent) {
  return traceparent.substr(3, 32);
}

id_maker::id_maker() {
  std::random_device chance;
  next_ = (std::uint64_t{chance()} << 32) | chance();
}

void id_maker::make(char* into) noexcept {
  // splitmix64: a bijection, so a counter never gives the same id twice.
  auto mixed = next_ += 0x9e3779b97f4a7c15ULL;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
  mixed ^= mixed >> 31;
  for (std::size_t i = 0; i < size; ++i, mixed >>= 4)
    into[i] = digits[mixed & 15];
}

} // namespace frontrow::http
