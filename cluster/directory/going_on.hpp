#pragma once

#include "actors/base/owed_answer.hpp"
#include "cluster/directory/whereabouts.hpp"

namespace frontrow::cluster {

/// Counts what is going on in each shard, and tells whoever waits for its end.
class going_on {
public:
  void begin(shard_id shard) { ++counts_[raw(shard)]; }
  void end(shard_id shard) {
    if (--counts_[raw(shard)] == 0)
      tell();
  }

  /// Answered when nothing goes on in these any more.
  void tell_of_end(const shard_set& which, owed_answer<bool> reply) {
    waiting_.push_back({which, std::move(reply)});
    tell();
  }

private:
  struct waiting {
    shard_set which;
    owed_answer<bool> reply;
  };

  void tell() {
    std::erase_if(waiting_, [&](const waiting& one) {
      for (std::size_t n = 0; n < shard_count; ++n)
        if (one.which[n] && counts_[n] > 0)
          return false;
      one.reply.deliver(true);
      return true;
    });
  }

  std::array<std::uint32_t, shard_count> counts_{};
  std::vector<waiting> waiting_;
};

} // namespace frontrow::cluster
