#pragma once

#include <nlohmann/json_fwd.hpp>

#include <initializer_list>
#include <string>
#include <vector>

/// Tables and lists of facts, as lines for a terminal.
namespace frontrow::console {

/// One column: its head, the member that it shows, and whether it is text (figures stand right).
struct column {
  const char* head;
  const char* member;
  bool is_text = false;
};

/// For people, and without what a terminal would obey.
std::string value_of(const nlohmann::json&);
/// A dash when there is no such member.
std::string member_of(const nlohmann::json&, const char* name);

void add_table(std::vector<std::string>& out, const nlohmann::json& rows,
               const std::vector<column>& columns);
void add_section(std::vector<std::string>& out, const char* title);
/// A name and its value.
void add_fact(std::vector<std::string>& out, std::string name, const nlohmann::json& value);
/// The members that are there, in this order.
void add_facts(std::vector<std::string>& out, const nlohmann::json& of,
               std::initializer_list<const char*> names);

} // namespace frontrow::console
