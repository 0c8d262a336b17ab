#include "config/log.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/formatter.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace frontrow {

namespace {

/// Stands between the message and its fields, which are JSON members already.
constexpr char fields_mark = '\x1f';

/// The text as a JSON string: control characters escaped, bytes that are no UTF-8 replaced.
std::string json_string(std::string_view text) {
  using json = nlohmann::json;
  return json(text).dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string member_of(const log_field& field) {
  const auto print = [](const auto& value) {
    using type = std::decay_t<decltype(value)>;
    if constexpr (std::is_same_v<type, std::string_view>)
      return json_string(value);
    else if constexpr (std::is_same_v<type, bool>)
      return std::string{value ? "true" : "false"};
    else
      return std::to_string(value);
  };
  return json_string(field.name) + ":" + std::visit(print, field.value);
}

/// As the setting `log.level` spells it; spdlog says `warning`.
std::string_view name_of(spdlog::level::level_enum level) {
  if (level == spdlog::level::warn)
    return "warn";
  const auto name = spdlog::level::to_string_view(level);
  return {name.data(), name.size()};
}

std::string payload_of(std::string_view message, std::initializer_list<log_field> fields) {
  std::string payload{message};
  std::erase(payload, fields_mark);
  char separator = fields_mark;
  for (const auto& field : fields) {
    payload += separator + member_of(field);
    separator = ',';
  }
  return payload;
}

class line_formatter final : public spdlog::formatter {
public:
  explicit line_formatter(bool is_json) : is_json_{is_json} {}

  void format(const spdlog::details::log_msg& event, spdlog::memory_buf_t& line) override {
    const std::string_view all{event.payload.data(), event.payload.size()};
    const auto mark = all.find(fields_mark);
    const auto message = json_string(all.substr(0, mark));
    const auto fields = mark == all.npos ? std::string_view{} : all.substr(mark + 1);
    const auto name = name_of(event.level);
    std::string text;
    if (is_json_) {
      text = R"({"time":")" + time_of(event) + R"(","level":")" + std::string{name}
             + R"(","message":)" + message;
      if (!fields.empty())
        text += "," + std::string{fields};
      text += "}\n";
    } else {
      // Without its quotes the escaped message still cannot break out of its line.
      text = time_of(event) + " " + std::string{name} + " " + message.substr(1, message.size() - 2);
      if (!fields.empty())
        text += " {" + std::string{fields} + "}";
      text += "\n";
    }
    line.append(text.data(), text.data() + text.size());
  }

  std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<line_formatter>(is_json_);
  }

private:
  static std::string time_of(const spdlog::details::log_msg& event) {
    using std::chrono::duration_cast;
    const auto since = event.time.time_since_epoch();
    const auto whole = duration_cast<std::chrono::seconds>(since);
    const std::time_t seconds = whole.count();
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    const auto rest = duration_cast<milliseconds>(since - whole).count();
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", parts.tm_year + 1900,
                       parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
                       rest);
  }

  bool is_json_;
};

} // namespace

std::unique_ptr<spdlog::formatter> log_formatter(std::string_view format) {
  return std::make_unique<line_formatter>(format == "json");
}

void start_logging(const log_settings& wanted) {
  auto logger = std::make_shared<spdlog::logger>("frontrow",
                                                 std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_formatter(log_formatter(wanted.format));
  logger->set_level(spdlog::level::from_str(wanted.level));
  spdlog::set_default_logger(std::move(logger));
}

void log_event(spdlog::level::level_enum level, std::string_view message,
               std::initializer_list<log_field> fields) {
  auto* logger = spdlog::default_logger_raw();
  if (!logger->should_log(level))
    return;
  const auto payload = payload_of(message, fields);
  logger->log(level, spdlog::string_view_t{payload.data(), payload.size()});
}

void log_always(std::string_view message, std::initializer_list<log_field> fields) {
  auto* logger = spdlog::default_logger_raw();
  if (logger->level() == spdlog::level::off)
    return;
  const auto payload = payload_of(message, fields);
  const spdlog::details::log_msg line{logger->name(), spdlog::level::info,
                                      spdlog::string_view_t{payload.data(), payload.size()}};
  for (const auto& sink : logger->sinks())
    sink->log(line);
}

} // namespace frontrow
