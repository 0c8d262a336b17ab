#include "persistence/postgres/dialer.hpp"

#include <algorithm>

namespace frontrow::postgres {

namespace {

constexpr milliseconds pause_min{100};

} // namespace

std::unique_ptr<link> dialer::dial(const std::function<void(link&)>& greet) {
  using clock = std::chrono::steady_clock;
  if (clock::now() < next_)
    throw store_error{store_failure::unavailable, last_trouble_};
  try {
    auto fresh = std::make_unique<link>(how_);
    greet(*fresh);
    pause_ = milliseconds{0};
    next_ = {};
    return fresh;
  } catch (const store_error& why) {
    pause_ = std::clamp(2 * pause_, pause_min, pause_max_);
    next_ = clock::now() + pause_;
    last_trouble_ = why.what();
    throw;
  }
}

} // namespace frontrow::postgres
