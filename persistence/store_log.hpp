#pragma once

#include "persistence/open.hpp"
#include "persistence/redis/figures.hpp"
#include "persistence/store_metrics.hpp"

/// What the log says of the store and of Redis.
namespace frontrow {

/// Counts batches, and says when the store takes no writes and when it takes them again.
std::shared_ptr<writer_observer> make_observer(std::shared_ptr<batch_metrics>);

/// Says when Redis gets lost and is there again, and when it had lost the FCFS sequence.
void log_redis(redis::figures&);

/// The broker that the settings name, if any, and what is said of it.
outbox_options make_outbox(const settings&, redis::figures&);

} // namespace frontrow
