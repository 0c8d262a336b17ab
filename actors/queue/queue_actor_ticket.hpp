#pragma once

#include "actors/queue/queue_actor.hpp"

/// What a waiting room tells of a token.
namespace frontrow {

queue_ticket refused_ticket(refusal);

/// How the token stands now, for its holder.
queue_ticket look(const queue_state&, token_id, user_id caller);

} // namespace frontrow
