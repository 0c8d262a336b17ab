#pragma once

#include "actors/base/actor_kind.hpp"
#include "actors/base/words.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <typeinfo>
#include <vector>

namespace frontrow {

/// One message that an actor handled. Its content is not kept: it may hold names and secrets.
struct tapped_message {
  std::chrono::system_clock::time_point at{};
  std::string what;         // the type of its first value
  bool is_answer = false;   // to a question of the actor's own
  bool was_put_off = false; // the actor could not take it yet
  std::chrono::nanoseconds took{};
};

/// The taps that are open: the last messages of the few actors that somebody looks at. Any thread
/// may use it. A tap follows its actor through restarts, and closes when nobody has read it for
/// `tap_life`.
class tap_board {
public:
  using clock = std::chrono::steady_clock;

  static constexpr std::size_t taps_max = 16;
  static constexpr std::size_t messages_max = 64;
  static constexpr std::chrono::seconds tap_life{15};

  /// Whether any is open: one read of a flag.
  bool is_any() const noexcept { return open_.load(std::memory_order_relaxed) > 0; }
  /// Whether this actor's may be open, without a lock: who is not looked at pays no more.
  bool may_be_open(actor_kind kind, actor_label label) const noexcept {
    const auto wanted = key_of(kind, label);
    return std::ranges::any_of(
        keys_, [=](const auto& key) { return key.load(std::memory_order_relaxed) == wanted; });
  }

  /// Opens the actor's tap, or keeps it open. False: all are in use.
  bool open(actor_kind, actor_label, clock::time_point now);
  /// Closes it at once.
  void close(actor_kind, actor_label);
  /// What came since it was opened, newest first. Nothing: it is not open.
  std::optional<std::vector<tapped_message>> read(actor_kind, actor_label);

  /// An actor handled a message. Passed over unless its tap is open.
  void note(actor_kind, actor_label, const std::type_info* what, tapped_message);

private:
  struct tap {
    bool is_open = false;
    actor_kind kind{};
    actor_label label;
    clock::time_point until{};
    std::deque<tapped_message> last;
  };

  /// Never 0, which stands for a tap that is closed; two may have the same.
  static std::uint64_t key_of(actor_kind kind, actor_label label) noexcept {
    const auto mixed = (label.first * 0x9e3779b97f4a7c15 + label.second) * 0xbf58476d1ce4e5b9;
    return (mixed << 8 | static_cast<std::uint64_t>(kind) << 1) | 1;
  }
  tap* find(actor_kind, actor_label);
  void close(tap&);

  std::atomic<int> open_{0};
  std::array<std::atomic<std::uint64_t>, taps_max> keys_{}; // by tap
  std::mutex guard_;
  std::array<tap, taps_max> taps_;
};

inline tap_board the_taps;

} // namespace frontrow
