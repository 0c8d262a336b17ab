#pragma once

#include "actors/base/actor_kind.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <cstdint>
#include <string>
#include <vector>

/// What an operator may say to any actor that is counted, whatever else it takes. Heard only while
/// somebody looks into the house (`the_watch`).
namespace frontrow {

/// Something that an actor knows of itself, for people.
struct actor_fact {
  std::string name;
  std::string value;
};
using actor_facts = std::vector<actor_fact>;

struct look_inside {};
struct actor_inside {
  actor_kind kind{};
  actor_label label;
  std::uint64_t handled = 0;   // messages, since it was brought alive
  std::uint64_t waiting = 0;   // messages
  std::uint64_t questions = 0; // of its own that nobody has answered yet
  bool is_parked = false;      // takes nothing else before one of them is answered
  bool can_go = false;         // may be sent away by `send_away`
  actor_facts facts;
};

/// Lets it end as if it had been idle; whoever needs it next brings it back from the store. With
/// `whom` of a seat its schedule is asked. Answered with whether it goes.
struct send_away {
  actor_label whom;
};

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::look_inside)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::actor_inside)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::send_away)
