#pragma once

#include "actors/store/line_messages.hpp"
#include "persistence/redis/script.hpp"

#include <array>

namespace frontrow::redis {

/// The lines of waiting rooms in Redis. A schedule's keys share one hash tag, so that a cluster of
/// Redis keeps them together, and die `queue.token_life` after the last round:
///
///     {queue:500}:line     hash: owner, round, whole, next, lost, count
///     {queue:500}:tokens   hash: token -> place version user state issued active claimed
///     {queue:500}:waiting  sorted set: token by place
///     {queue:500}:active   sorted set: token by the end of its session, in ms since 1970
///
/// Throws `lost`: the fate of a round is unknown then. std::runtime_error when Redis has something
/// against what it was asked.
class line_shelf {
public:
  /// What came of a round.
  class result {
  public:
    explicit result(reply from) : from_{std::move(from)} {}
    round_result outcome() const;

  private:
    reply from_;
  };

  explicit line_shelf(const settings&, connection_figures* seen = nullptr);

  /// Saves rounds in one round trip.
  std::vector<result> save(std::span<const line_round>);

  /// Reads tokens a page a time.
  kept_line take(const take_line&);

private:
  std::array<std::string, 4> keys_of(schedule_id) const;
  void call(packet&, const line_round&) const;
  void read_tokens(const std::string& key, schedule_id, kept_line& into);

  queue_settings lives_;
  connection redis_;
  script take_;
  script save_;
};

} // namespace frontrow::redis
