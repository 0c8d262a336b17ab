#pragma once

#include "actors/base/words.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

/// What must hold, and how far it has been looked at. The looking itself is done a little at a time
/// by whoever shows it, and so by nobody while nobody looks.
namespace frontrow::http::admin {

enum class invariant : std::uint8_t { seats, reservations, wallets, events, queues };
inline constexpr std::size_t invariant_count = 5;

struct broken_promise {
  instant at{};
  std::string what;
};

/// How one invariant stands.
struct invariant_state {
  std::uint64_t checked = 0; // since somebody first looked
  std::uint64_t passes = 0;  // how often everything was looked at
  instant looked_at{};       // the epoch: never
  instant passed_at{};       // when the last pass ended
  std::uint64_t broken_ever = 0;
  std::deque<broken_promise> broken; // the last of them
  std::int64_t after = 0;            // where to go on
};

/// Sees that the events of each aggregate are numbered without gaps, as far as it remembers them.
class sequence_watch {
public:
  /// What is wrong with it, empty when nothing is.
  std::string see(const std::string& subject, std::uint64_t sequence);

private:
  static constexpr std::size_t remembered_max = 100'000;
  std::unordered_map<std::string, std::uint64_t> last_;
};

class invariants {
public:
  using clock = std::chrono::steady_clock;

  /// How often a step is done at the most, whoever looks.
  static constexpr milliseconds step_period{900};
  static constexpr std::size_t shown_max = 20;

  /// True: the caller does the next step, and ends it. False: somebody is at it, or just was.
  bool begin(clock::time_point now);
  void end();

  std::int64_t after(invariant) const;
  /// What a step found.
  void note(invariant, std::uint64_t checked, std::int64_t next, bool is_pass_over, instant now,
            const std::vector<std::string>& broken);

  std::array<invariant_state, invariant_count> states() const;

  // Only within a step.
  sequence_watch sequences;
  std::uint32_t partition = 0;
  std::vector<std::uint64_t> schedules; // still to be looked at in this pass

private:
  mutable std::mutex guard_;
  std::array<invariant_state, invariant_count> states_;
  bool is_busy_ = false;
  clock::time_point done_at_{};
};

} // namespace frontrow::http::admin
