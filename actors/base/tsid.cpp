#include "actors/base/tsid.hpp"

#include "actors/base/ensure.hpp"

#include <algorithm>
#include <array>

namespace frontrow {

namespace {

constexpr int counter_bits = 12;
constexpr int node_bits = 10;
constexpr instant epoch = std::chrono::sys_days{std::chrono::year{2020} / 1 / 1};

constexpr std::string_view crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t id_length = 13;
constexpr std::uint8_t no_digit = 0xff;

constexpr std::array<std::uint8_t, 256> make_crockford_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(no_digit);
  for (std::size_t i = 0; i < crockford.size(); ++i) {
    const auto upper = static_cast<unsigned char>(crockford[i]);
    values[upper] = static_cast<std::uint8_t>(i);
    if (upper >= 'A')
      values[upper + ('a' - 'A')] = static_cast<std::uint8_t>(i);
  }
  values['O'] = values['o'] = 0;
  values['I'] = values['i'] = values['L'] = values['l'] = 1;
  return values;
}

constexpr auto crockford_values = make_crockford_values();

} // namespace

tsid_source::tsid_source(std::uint32_t node) : node_{node} {
  ensure(node < (1u << node_bits));
}

reservation_id tsid_source::next(instant now) {
  ensure(now >= epoch);
  const auto at_least = static_cast<std::uint64_t>((now - epoch).count()) << counter_bits;
  auto last = last_.load(std::memory_order_relaxed);
  auto fresh = std::max(last + 1, at_least);
  while (!last_.compare_exchange_weak(last, fresh, std::memory_order_relaxed))
    fresh = std::max(last + 1, at_least);
  const auto count = fresh & ((1u << counter_bits) - 1);
  return reservation_id{(fresh >> counter_bits << (counter_bits + node_bits))
                        | (node_ << counter_bits) | count};
}

std::string print_id(reservation_id id) {
  std::string text(id_length, '0');
  auto value = raw(id);
  for (auto at = text.rbegin(); at != text.rend(); ++at, value >>= 5)
    *at = crockford[value & 31];
  return text;
}

std::optional<reservation_id> parse_reservation_id(std::string_view text) {
  if (text.size() != id_length)
    return {};
  std::uint64_t value = 0;
  for (const char c : text) {
    const auto digit = crockford_values[static_cast<unsigned char>(c)];
    // Thirteen digits have 65 bits: the first may not use its highest.
    if (digit == no_digit || value >> 59 != 0)
      return {};
    value = value << 5 | digit;
  }
  return reservation_id{value};
}

} // namespace frontrow
