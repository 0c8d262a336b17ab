#pragma once

#include "actors/queue/queue_actor.hpp"

/// How a waiting room's line is kept where it may be lost (`backstage::lines`). The room's memory
/// is the truth while it lives; the keeper follows it round by round, and is given everything anew
/// when it has lost something. While it is away nobody is let in and no token is made.
namespace frontrow {

bool is_mirrored(const queue_state&);

/// Takes the line over from whoever kept it before, and opens the room with it.
void load_mirrored_room(queue_self*);

void mirror_change(queue_self*, const std::vector<row>&, std::function<void()> then);

/// Sends the next round, or again the one of which nothing was heard.
void mirror_round(queue_self*);

/// Sees, once a tick, that the keeper still has the line, whose life begins anew by that.
void mirror_tick(queue_self*);

} // namespace frontrow
