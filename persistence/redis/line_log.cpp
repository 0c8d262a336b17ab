#include "persistence/redis/line_log.hpp"

#include "config/log.hpp"

namespace frontrow {

namespace {

struct sentence {
  spdlog::level::level_enum level;
  std::string_view text;
};

sentence sentence_for(line_news::kind what) {
  using kind = line_news::kind;
  using namespace spdlog::level;
  switch (what) {
  case kind::away:
    return {err, "a line is not saved: until Redis answers, nobody is let in and no token made"};
  case kind::back:
    return {info, "a line is saved again"};
  case kind::lost:
    return {err, "a line is lost: people come back to the places in their tokens"};
  case kind::forgotten:
    return {warn, "Redis has lost a line: it is written back"};
  case kind::restored:
    return {info, "a line is written back"};
  case kind::returned:
    break;
  }
  return {info, "people came back to the places in their tokens"};
}

} // namespace

void log_line(const line_news& news) {
  const auto said = sentence_for(news.what);
  log_event(said.level, said.text,
            {{"schedule", static_cast<std::int64_t>(raw(news.id))},
             {"count", static_cast<std::int64_t>(news.count)}});
}

std::shared_ptr<line_observer> make_line_observer(redis::connection_figures& seen) {
  auto observer = std::make_shared<line_observer>();
  observer->connection = &seen;
  observer->on_refusal = [](const std::string& why) {
    log_event(spdlog::level::err, "Redis refuses a line", {{"why", why}});
  };
  return observer;
}

} // namespace frontrow
