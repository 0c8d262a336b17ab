#pragma once

#include "config/settings.hpp"

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include <spdlog/common.h>

/// What the server says about itself, on standard error: one line an event, either for people or as
/// one JSON object. `spdlog::info(…)` and its like go the same way. Names, phone numbers and tokens
/// are kept out by never being handed in.
namespace frontrow {

struct log_field {
  std::string_view name;
  std::variant<std::string_view, std::int64_t, bool> value;
};

/// Makes the process log as the settings say. To be called once, before threads are started.
void start_logging(const log_settings&);

/// Logs a message with fields, for example `log_event(level::info, "batch committed",
/// {{"rows", 12}})`. Costs one comparison when the level is off.
void log_event(spdlog::level::level_enum, std::string_view message,
               std::initializer_list<log_field> fields = {});

/// The same whatever the level is, unless that is `off`: for what somebody may be waiting to read.
void log_always(std::string_view message, std::initializer_list<log_field> fields = {});

/// The formatter of either form, for tests: turns one event into one line.
std::unique_ptr<spdlog::formatter> log_formatter(std::string_view format);

} // namespace frontrow
