#include "http/operations/request_log.hpp"

#include "config/log.hpp"

#include <spdlog/spdlog.h>

namespace frontrow::http {

void log_requests(server_parts& parts) {
  parts.log_all = spdlog::default_logger_raw()->should_log(spdlog::level::debug);
  parts.log = [](const access_record& r) {
    log_event(r.status >= 500 ? spdlog::level::warn : spdlog::level::debug, "request",
              {{"id", r.id},
               {"trace", r.trace},
               {"method", r.method},
               {"route", r.route},
               {"status", std::int64_t{r.status}},
               {"microseconds", r.took.count()},
               {"bytes", static_cast<std::int64_t>(r.bytes)},
               {"peer", r.peer}});
  };
  parts.log_fault = [](std::string_view id, std::string_view what) {
    log_event(spdlog::level::err, "endpoint threw", {{"id", id}, {"what", what}});
  };
}

void log_keys(const entrance::key_news& news) {
  if (news.is_good)
    log_event(spdlog::level::info, "the keys of bearer tokens have changed",
              {{"keys", static_cast<std::int64_t>(news.keys)}});
  else
    log_event(spdlog::level::err, "changed keys of bearer tokens are not taken: those before stay",
              {{"why", news.why}, {"keys", static_cast<std::int64_t>(news.keys)}});
}

} // namespace frontrow::http
