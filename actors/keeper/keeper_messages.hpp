#pragma once

#include "actors/command.hpp"
#include "actors/store/store_messages.hpp"

namespace frontrow {

/// Takes every command of the concert face: finds whose it is, joins a repeat to the running first,
/// repeats a kept answer, and otherwise has the command done.
using desk_actor = caf::typed_actor<caf::replies_to<command>::with<outcome>>;

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::command)
