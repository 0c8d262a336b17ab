#include "console/page_table.hpp"

#include "console/console_pages.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace frontrow::console {

using nlohmann::json;
using lines = std::vector<std::string>;

namespace {

std::string number(double value) {
  char text[64];
  const bool is_whole = value == std::floor(value);
  std::snprintf(text, sizeof text, is_whole ? "%.0f" : "%.2f", value);
  return text;
}

} // namespace

std::string value_of(const json& of) {
  if (of.is_null())
    return "-";
  if (of.is_string())
    return plain(of.get<std::string>());
  if (of.is_number())
    return number(of.get<double>());
  if (of.is_boolean())
    return of.get<bool>() ? "yes" : "no";
  return plain(of.dump(-1, ' ', false, json::error_handler_t::replace));
}

std::string member_of(const json& of, const char* name) {
  return of.contains(name) ? value_of(of[name]) : "-";
}

void add_table(lines& out, const json& rows, const std::vector<column>& columns) {
  std::vector<std::vector<std::string>> cells;
  std::vector<std::size_t> widths;
  for (const auto& each : columns)
    widths.push_back(std::string_view{each.head}.size());
  for (const auto& row : rows) {
    auto& line = cells.emplace_back();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      line.push_back(cut(member_of(row, columns[i].member), 60));
      widths[i] = std::max(widths[i], line.back().size());
    }
  }
  const auto put = [&](const auto& text_of) {
    std::string line;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const std::string text = text_of(i);
      const std::string gap(widths[i] - std::min(widths[i], text.size()), ' ');
      line += (i == 0 ? "" : "  ") + (columns[i].is_text ? text + gap : gap + text);
    }
    out.push_back(line);
  };
  put([&](std::size_t i) { return columns[i].head; });
  for (const auto& line : cells)
    put([&](std::size_t i) { return line[i]; });
  if (cells.empty())
    out.emplace_back("  none");
}

void add_section(lines& out, const char* title) {
  out.emplace_back();
  out.emplace_back(title);
}

void add_fact(lines& out, std::string name, const json& value) {
  name = plain(name);
  name.resize(std::max<std::size_t>(name.size(), 22), ' ');
  out.push_back("  " + name + ' ' + value_of(value));
}

void add_facts(lines& out, const json& of, std::initializer_list<const char*> names) {
  for (const auto* name : names)
    if (of.contains(name))
      add_fact(out, name, of[name]);
}

} // namespace frontrow::console
