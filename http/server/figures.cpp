#include "http/server/figures.hpp"

#include <algorithm>

namespace frontrow::http {

void route_tally::count(unsigned status, std::chrono::microseconds took) noexcept {
  const auto index = std::min<std::size_t>(status - first_status, statuses_.size() - 1);
  statuses_[index].add();
  const auto micros = static_cast<std::uint64_t>(std::max<std::int64_t>(took.count(), 0));
  std::size_t bucket = 0;
  while (bucket < latency_bounds.size() && micros > latency_bounds[bucket])
    ++bucket;
  latency_[bucket].add();
  latency_sum_.add(micros);
}

void route_tally::add_to(route_figures& sum) const {
  for (std::size_t i = 0; i < statuses_.size(); ++i) {
    const auto requests = statuses_[i].read();
    if (requests == 0)
      continue;
    const auto status = static_cast<unsigned>(i) + first_status;
    const auto found = std::find_if(sum.statuses.begin(), sum.statuses.end(),
                                    [&](const auto& known) { return known.status == status; });
    if (found == sum.statuses.end())
      sum.statuses.push_back({status, requests});
    else
      found->requests += requests;
  }
  for (std::size_t i = 0; i < latency_.size(); ++i)
    sum.latency[i] += latency_[i].read();
  sum.latency_sum += latency_sum_.read();
}

} // namespace frontrow::http
