#include "config/log.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <sstream>

using namespace frontrow;

namespace {

/// Logs to a string instead of standard error while it lives.
class captured_log {
public:
  explicit captured_log(std::string_view format) : before_{spdlog::default_logger()} {
    auto sink = std::make_shared<spdlog::sinks::ostream_sink_st>(stream_);
    auto logger = std::make_shared<spdlog::logger>("test", sink);
    logger->set_formatter(log_formatter(format));
    spdlog::set_default_logger(logger);
  }
  ~captured_log() { spdlog::set_default_logger(before_); }
  captured_log(const captured_log&) = delete;
  captured_log& operator=(const captured_log&) = delete;

  std::string text() const { return stream_.str(); }

private:
  std::shared_ptr<spdlog::logger> before_;
  std::ostringstream stream_;
};

} // namespace

TEST_CASE("a JSON line is one object whatever stands in it") {
  const captured_log log{"json"};
  log_event(spdlog::level::info, "two\nlines \"and\" \x1f\xff",
            {{"path", "/a\tb"}, {"status", std::int64_t{200}}, {"kept", true}});
  const auto line = log.text();
  CHECK(std::count(line.begin(), line.end(), '\n') == 1);
  const auto read = nlohmann::json::parse(line);
  CHECK(read["level"] == "info");
  CHECK(read["message"] == "two\nlines \"and\" \xef\xbf\xbd");
  CHECK(read["path"] == "/a\tb");
  CHECK(read["status"] == 200);
  CHECK(read["kept"] == true);
  CHECK(read["time"].get<std::string>().size() == 24);
}

TEST_CASE("a text line cannot be forged by what is logged") {
  const captured_log log{"text"};
  log_event(spdlog::level::warn, "user\n2026 info forged", {{"id", "a\nb"}});
  const auto line = log.text();
  CHECK(std::count(line.begin(), line.end(), '\n') == 1);
  CHECK(line.find(" warn user\\n2026 info forged {\"id\":\"a\\nb\"}\n") != line.npos);
}

TEST_CASE("a level that is off prints nothing") {
  const captured_log log{"text"};
  log_event(spdlog::level::debug, "quiet");
  CHECK(log.text().empty());
}

TEST_CASE("what somebody waits for is said at every level but off") {
  const captured_log log{"text"};
  spdlog::default_logger()->set_level(spdlog::level::err);
  log_event(spdlog::level::warn, "quiet");
  CHECK(log.text().empty());
  log_always("ready", {{"port", std::int64_t{7}}});
  CHECK(log.text().ends_with(" info ready {\"port\":7}\n"));
  const auto said = log.text();
  spdlog::default_logger()->set_level(spdlog::level::off);
  log_always("ready");
  CHECK(log.text() == said);
}
