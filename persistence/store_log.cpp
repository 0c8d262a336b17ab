#include "persistence/store_log.hpp"

#include "config/log.hpp"
#include "persistence/outbox/redis_broker.hpp"

namespace frontrow {

std::shared_ptr<writer_observer> make_observer(std::shared_ptr<batch_metrics> batches) {
  auto observer = std::make_shared<writer_observer>();
  observer->on_batch = [batches](std::size_t sets, std::chrono::nanoseconds took) {
    batches->see(sets, took);
  };
  observer->on_trouble = [](const std::string& why) {
    if (why.empty())
      log_event(spdlog::level::info, "the store takes writes again");
    else
      log_event(spdlog::level::err, "the store takes no writes", {{"why", why}});
  };
  return observer;
}

void log_redis(redis::figures& all) {
  all.each([](const char* user, redis::connection_figures& seen) {
    seen.on_trouble = [user](const std::string& why) {
      if (why.empty())
        log_event(spdlog::level::info, "Redis is there again", {{"user", user}});
      else
        log_event(spdlog::level::err, "Redis is lost", {{"user", user}, {"why", why}});
    };
  });
  all.guards.on_restored = [](std::uint64_t number) {
    log_event(spdlog::level::warn, "Redis was behind the FCFS sequence, which goes on above it",
              {{"number", static_cast<std::int64_t>(number)}});
  };
}

outbox_options make_outbox(const settings& how, redis::figures& seen) {
  outbox_options made;
  if (how.redis.host.empty())
    return made;
  made.to = std::make_shared<redis_broker>(how.redis, how.outbox.stream_max, &seen.outbox);
  made.tell = [](bool is_bad, const std::string& what, const outbox_lane& lane) {
    log_event(is_bad ? spdlog::level::err : spdlog::level::info, what,
              {{"stream", lane.stream},
               {"published", static_cast<std::int64_t>(lane.published)},
               {"last", static_cast<std::int64_t>(lane.last)},
               {"why", lane.why}});
  };
  return made;
}

} // namespace frontrow
