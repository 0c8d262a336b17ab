#pragma once

#include "config/settings.hpp"

#include <string>

namespace frontrow {

/// Fills in `operator_token` when the settings give none: with the one in the data folder, or with
/// a fresh one that is kept there, readable by its owner alone. Gives the file's path, or "from the
/// settings".
/// Throws std::runtime_error of one clear line.
std::string provide_operator_token(settings&);

/// The same for `queue.secret`. Throws likewise.
void provide_queue_secret(settings&);

} // namespace frontrow
