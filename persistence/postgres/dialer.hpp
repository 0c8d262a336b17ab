#pragma once

#include "persistence/postgres/link.hpp"

#include <functional>

namespace frontrow::postgres {

/// Opens connections, and not too often while that fails: whoever asks in between is refused at
/// once instead of waiting for a time-out.
class dialer {
public:
  /// @param pause_max How long it refuses at the most after another failure.
  explicit dialer(link_options how, milliseconds pause_max = milliseconds{2'000})
      : how_{std::move(how)}, pause_max_{pause_max} {}

  /// Throws store_error. What `greet` throws counts as a failure to connect.
  std::unique_ptr<link> dial(const std::function<void(link&)>& greet);

private:
  link_options how_;
  milliseconds pause_max_;
  milliseconds pause_{0};
  std::chrono::steady_clock::time_point next_{};
  std::string last_trouble_;
};

} // namespace frontrow::postgres
