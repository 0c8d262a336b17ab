#pragma once

#include "actors/backstage.hpp"
#include "persistence/redis/line_actor.hpp"

/// What the log says of the waiting rooms' lines in Redis.
namespace frontrow {

/// Says what happened to a line.
void log_line(const line_news&);

/// Counts what the keeper of lines does, and says what Redis has against it.
std::shared_ptr<line_observer> make_line_observer(redis::connection_figures&);

} // namespace frontrow
