#pragma once

#include "config/read_settings.hpp"

#include <string>

/// Settings as people read them.
namespace frontrow::config {

/// The table of every setting in Markdown, as `docs/operating.md` shows it.
std::string settings_table();

/// What `check-config` prints: a line a mistake, or `ok` and every setting with its source.
std::string check_page(const read_result&);

/// What any other command prints before it gives up: one line with the first mistake.
std::string mistake_line(const read_result&);

} // namespace frontrow::config
