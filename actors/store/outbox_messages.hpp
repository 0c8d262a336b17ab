#pragma once

#include "actors/store/rows.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/typed_actor.hpp>

#include <cstdint>
#include <string>
#include <vector>

/// What an operator may ask the outbox's drain, which publishes what was committed to a broker.
namespace frontrow {

/// How one partition's publishing stands.
struct outbox_lane {
  enum class state : std::uint8_t {
    starting = 1, // not yet heard what the broker has
    flowing,      // publishes, or has published everything
    away,         // the broker cannot be reached, or takes nothing now
    refusing,     // the stream does not belong to this store's history: nothing is published
  };

  std::uint32_t partition = 0;
  state is = state::starting;
  std::string stream;
  std::uint64_t published = 0; // the position up to which nothing is missing but what is parked
  std::uint64_t last = 0;      // the highest position committed
  instant oldest{};            // of the oldest event not published; the epoch: none is known
  std::string why;             // away, refusing
};

/// The lanes, and up to `limit` events that are kept from being published.
struct describe_outbox {
  std::uint32_t limit = 0;
};
struct outbox_view {
  std::vector<outbox_lane> lanes;
  std::vector<parked_row> parked;
  std::uint64_t parked_count = 0; // all of them
};

/// Publishes what waits of one aggregate, or of all with an empty subject, behind what is published
/// already. Stops at an aggregate's first event that is refused again.
struct replay_parked {
  std::string subject;
};
/// Gives up what waits of one aggregate: all of it, or the one event at a position of a partition.
struct discard_parked {
  std::string subject;
  std::uint32_t partition = 0;
  std::uint64_t position = 0; // 0: all
};
/// What came of either.
struct parked_outcome {
  std::uint64_t done = 0;    // events published or given up
  std::uint64_t waiting = 0; // of those meant, still waiting
  std::string why;           // something went wrong: why the rest waits
};

/// Tells a node's drain whether it is the one that publishes. Two at once do no harm: an entry has
/// its event's position, and is appended behind what is known to be the last.
struct lead_drain {
  bool is_leading = false;
};
using drain_leader = caf::typed_actor<caf::reacts_to<lead_drain>>;

using outbox_actor = caf::typed_actor<caf::replies_to<describe_outbox>::with<outbox_view>,
                                      caf::replies_to<replay_parked>::with<parked_outcome>,
                                      caf::replies_to<discard_parked>::with<parked_outcome>>;

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::describe_outbox)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::lead_drain)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::outbox_view)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::replay_parked)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::discard_parked)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::parked_outcome)
