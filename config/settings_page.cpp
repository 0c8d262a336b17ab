#include "config/settings_page.hpp"

#include "config/option.hpp"

#include <algorithm>

namespace frontrow::config {

namespace {

std::string variables_of(const option& row) {
  auto text = "`" + variable_of(row) + "`";
  for (const auto& variable : row.borrowed) {
    text += ", `" + std::string{variable.name} + "`";
    if (variable.form == writing::plain_seconds)
      text += " (seconds)";
  }
  return text;
}

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

std::string line_of(const mistake& one) {
  return one.where + ": " + one.what + "\n";
}

} // namespace

std::string settings_table() {
  std::string table = "| setting | variable | default | may be | what it is |\n"
                      "| --- | --- | --- | --- | --- |\n";
  for (const auto& row : option_table()) {
    const auto value = print_value(row, settings{});
    table += "| `" + std::string{row.name} + "` | " + variables_of(row) + " | "
             + (value.empty() ? "" : "`" + value + "`") + " | " + right_values(row) + " | "
             + std::string{row.help} + " |\n";
  }
  return table;
}

std::string check_page(const read_result& result) {
  std::string page;
  for (const auto& each : result.mistakes)
    page += line_of(each);
  if (!page.empty())
    return page;
  page = "ok\n";
  for (const auto& each : result.effective)
    page += padded(each.name, 22) + " " + padded(each.value, 20) + " " + each.source + "\n";
  return page;
}

std::string mistake_line(const read_result& result) {
  const auto& first = result.mistakes.front();
  auto line = "frontrow: " + first.where + ": " + first.what;
  if (const auto more = result.mistakes.size() - 1; more != 0)
    line += " (and " + std::to_string(more) + " more; frontrow check-config shows all)";
  return line + "\n";
}

} // namespace frontrow::config
