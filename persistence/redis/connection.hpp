#pragma once

#include "config/settings.hpp"
#include "persistence/redis/figures.hpp"
#include "persistence/redis/packet.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

struct redisContext;

/// One connection to Redis, for a thread that may wait: many commands travel in one round trip.
namespace frontrow::redis {

/// Redis did not answer: out of reach, too slow, or gone in the middle. What was sent with the
/// call may have been done or not.
struct lost : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What Redis answers to one command.
struct reply {
  enum class kind : std::uint8_t { nil, error, integer, text, list };

  kind is = kind::nil;
  std::int64_t integer = 0;
  std::string text; // also of an error: its code and why
  std::vector<reply> list;

  /// An error whose code, its first word, is this.
  bool is_error(std::string_view code) const;
};

/// When to try again after failures: at first soon, then ever later, up to five seconds.
class back_off {
public:
  using clock = std::chrono::steady_clock;

  bool is_over(clock::time_point now) const { return now >= until_; }
  void failed(clock::time_point now);
  void succeeded() { pause_ = {}, until_ = {}; }

private:
  std::chrono::milliseconds pause_{0};
  clock::time_point until_{};
};

/// Connects when first asked and again after a loss, not before the back-off is over. Each wait is
/// bounded by the settings' `timeout`.
class connection {
public:
  /// What it does is counted in `seen`, which outlives it, if given.
  explicit connection(const redis_settings&, connection_figures* seen = nullptr);
  ~connection();
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  /// Connects if it is not connected. Throws lost; whoever asks afterwards, and hears of a loss
  /// then, knows that Redis may have done what it asked.
  void open();

  /// Sends all, then reads an answer to each, in their order. An error that Redis answers is an
  /// answer. Throws lost; at once while the back-off runs.
  std::vector<reply> ask(const packet&);
  std::vector<reply> ask(std::span<const command>);
  reply ask(const command&);

  /// Whether asking would fail at once: the back-off after a loss runs.
  bool is_resting() const { return !line_ && !pause_.is_over(back_off::clock::now()); }

  /// Counts connections made: whoever remembers a greater number than before has to ask itself
  /// what Redis forgot in between.
  std::uint64_t era() const { return era_; }

  /// The key as Redis knows it.
  std::string key(std::string_view name) const { return how_.prefix + std::string{name}; }
  const std::string& prefix() const { return how_.prefix; }

private:
  struct closer {
    void operator()(redisContext*) const;
  };

  void greet();
  std::vector<reply> exchange(const packet&);
  [[noreturn]] void lose(const std::string& why);

  redis_settings how_;
  connection_figures unseen_; // counts where nobody looks
  connection_figures* seen_;
  std::unique_ptr<redisContext, closer> line_;
  back_off pause_;
  std::string last_trouble_;
  bool is_troubled_ = false;
  std::uint64_t era_ = 0;
};

} // namespace frontrow::redis
