#pragma once

#include "actors/queue/queue_actor.hpp"

namespace frontrow {

/// Reads which limits hold, and who stands in line; whoever asks meanwhile waits.
void load_room(queue_self* self);

} // namespace frontrow
