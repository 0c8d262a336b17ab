#pragma once

#include <cstdint>
#include <vector>

/// What nodes tell each other that is for no door.
namespace frontrow {

/// The asker has changed who owns what, or has seen that somebody did.
struct look_again {};

/// How far the asker's writers have committed, by partition; 0 where they have not.
struct commit_note {
  std::vector<std::uint64_t> positions;
};

} // namespace frontrow
