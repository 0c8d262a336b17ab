#pragma once

/// What nodes tell each other that is for no door.
namespace frontrow {

/// The asker has changed who owns what, or has seen that somebody did.
struct look_again {};

} // namespace frontrow
