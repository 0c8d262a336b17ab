#include "actors/base/tsid.hpp"

#include "actors/base/ensure.hpp"

#include <algorithm>

namespace frontrow {

namespace {

constexpr int counter_bits = 12;
constexpr int node_bits = 10;
constexpr instant epoch = std::chrono::sys_days{std::chrono::year{2020} / 1 / 1};

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

} // namespace frontrow
