#include "bench/load/arrivals.hpp"

namespace frontrow::load {

arrivals::arrivals(double per_second, bool is_poisson, std::uint64_t seed)
    : gap_{1e9 / per_second}, is_poisson_{is_poisson}, chance_{seed}, gaps_{1} {
}

nanoseconds arrivals::next() const {
  return nanoseconds{static_cast<std::int64_t>(next_)};
}

void arrivals::advance() {
  next_ += is_poisson_ ? gap_ * gaps_(chance_) : gap_;
}

} // namespace frontrow::load
