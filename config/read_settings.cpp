#include "config/read_settings.hpp"

#include "config/command_line.hpp"
#include "config/nearest_name.hpp"
#include "config/option.hpp"
#include "config/toml_file.hpp"
#include "config/value_text.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace frontrow::config {

namespace {

/// Crashes the store at a point of a test's choice; nobody's setting, so it is in no table.
constexpr std::string_view fault_variable = "FRONTROW_FAULT";

/// Gathers values from the weakest source to the strongest.
struct gathering {
  read_result result;
  std::map<std::string_view, std::string, std::less<>> sources; // by the option's name

  void complain(std::string where, std::string what) {
    result.mistakes.push_back({std::move(where), std::move(what)});
  }

  void give(const option& row, std::string_view text, const std::string& where) {
    if (auto wrong = set_value(row, text, result.values))
      complain(where, std::string{row.name} + " = " + *wrong);
    sources[row.name] = where;
  }

  bool is_given(std::string_view name) const { return sources.contains(name); }

  std::string source_of(std::string_view name) const {
    const auto found = sources.find(name);
    return found == sources.end() ? "default" : found->second;
  }
};

std::optional<std::string> read_whole(const std::string& path) {
  std::ifstream stream{path};
  if (!stream.is_open())
    return {};
  try {
    return std::string{std::istreambuf_iterator<char>{stream}, {}};
  } catch (const std::ios_base::failure&) {
    return {}; // a folder can be opened and not read
  }
}

void gather_file(const std::string& path, gathering& into) {
  const auto text = read_whole(path);
  if (!text)
    return into.complain(path, "the file given by --config cannot be read");
  std::vector<std::string> names;
  for (const auto& row : option_table())
    names.emplace_back(row.name);
  const auto file = read_toml(*text, path);
  for (const auto& item : file.items) {
    const auto where = path + ":" + std::to_string(item.line);
    if (const auto* row = find_option(item.name))
      into.give(*row, item.value, where);
    else
      into.complain(where, item.name + " is no setting" + did_you_mean(item.name, names));
  }
  for (const auto& mistake : file.mistakes)
    into.result.mistakes.push_back(mistake);
}

/// The level that RUST_LOG gives to the whole program: `debug`, or `frontrow=debug,info`.
/// Nothing when it speaks of other programs only; an unknown level is handed on as it is.
std::optional<std::string> level_in_rust_log(std::string_view text) {
  std::optional<std::string> level;
  bool is_ours = false;
  for (const auto& part : parse_list(text)) {
    const auto equals = part.find('=');
    const bool names_us = part.substr(0, equals) == "frontrow" && equals != part.npos;
    if (names_us || (equals == part.npos && !is_ours))
      level = names_us ? part.substr(equals + 1) : part;
    is_ours = is_ours || names_us;
  }
  return level;
}

void give_borrowed(const option& row, const borrowed_variable& variable, const std::string& text,
                   gathering& into) {
  const std::string where{variable.name};
  switch (variable.form) {
  case writing::usual:
    return into.give(row, text, where);
  case writing::plain_seconds:
    if (parse_count(text))
      return into.give(row, text == "0" ? text : text + "s", where);
    return into.complain(where, '"' + text + "\" is not a whole number of seconds, such as 900");
  case writing::rust_log:
    if (const auto level = level_in_rust_log(text))
      into.give(row, *level, where);
  }
}

const std::string* find_variable(const environment& variables, std::string_view name) {
  const auto found = variables.find(name);
  return found == variables.end() || found->second.empty() ? nullptr : &found->second;
}

void gather_borrowed(const option& row, const environment& variables, gathering& into) {
  for (const auto& variable : row.borrowed)
    if (const auto* text = find_variable(variables, variable.name))
      return give_borrowed(row, variable, *text, into);
}

void gather_variables(const environment& variables, gathering& into) {
  for (const auto& row : option_table())
    if (row.borrowed_with.empty() || into.is_given(row.borrowed_with))
      gather_borrowed(row, variables, into);
  std::vector<std::string> names{"FRONTROW_CONFIG"};
  for (const auto& row : option_table()) {
    names.push_back(variable_of(row));
    if (const auto* text = find_variable(variables, names.back()))
      into.give(row, *text, names.back());
  }
  for (const auto& [name, text] : variables)
    if (name.starts_with("FRONTROW_") && name != fault_variable
        && std::find(names.begin(), names.end(), name) == names.end())
      into.complain(name, "there is no such setting" + did_you_mean(name, names));
}

/// No two doors may be one.
void check_ports(gathering& all) {
  const auto& values = all.result.values;
  const auto complain = [&](const char* name, std::uint16_t port, const char* whose) {
    all.complain(all.source_of(name), std::string{name} + " = " + std::to_string(port) + " is the "
                                          + whose + " port; right would be another");
  };
  if (values.port != 0 && values.port == values.app_port)
    complain("app_port", values.port, "public");
  if (values.admin_port == 0)
    return;
  if (values.admin_port == values.port)
    complain("admin_port", values.admin_port, "public");
  else if (values.admin_port == values.app_port)
    complain("admin_port", values.admin_port, "app");
}

/// Who callers are, and what needs to know.
void check_identity(gathering& all) {
  const auto& values = all.result.values;
  const bool is_jwt = values.auth == "jwt";
  if (is_jwt && values.auth_jwt_keys.empty())
    all.complain(all.source_of("auth"),
                 "auth = jwt needs auth.jwt_keys: the files of the keys that verify tokens");
  for (const auto name : {"auth.jwt_keys", "auth.issuer", "auth.audience", "auth.leeway"})
    if (!is_jwt && all.is_given(name))
      all.complain(all.source_of(name), std::string{name} + " does nothing with auth = none");
  // A user that anybody may claim to be could be locked out by anybody.
  if (!is_jwt && !values.rate_limit.user.empty())
    all.complain(all.source_of("rate_limit.user"),
                 "rate_limit.user needs auth = jwt; without it, rate_limit.address would be right");
}

/// One node of several.
void check_cluster(gathering& all) {
  const auto& values = all.result.values;
  const auto& how = values.cluster;
  const auto complain = [&](const char* name, const char* what) {
    all.complain(all.source_of(name), what);
  };
  if (how.listen.empty()) {
    for (const auto name : {"cluster.advertise", "cluster.name", "cluster.url", "cluster.authority",
                            "cluster.certificate", "cluster.key"})
      if (all.is_given(name))
        complain(name, (std::string{name} + " does nothing without cluster.listen").c_str());
    return;
  }
  if (values.store != "postgres")
    complain("cluster.listen", "cluster.listen needs store = postgres: it decides who owns what");
  if (values.queue.secret.empty())
    complain("cluster.listen", "cluster.listen needs queue.secret, the same on every node");
  if (values.operator_token.empty())
    complain("cluster.listen", "cluster.listen needs operator_token, the same on every node");
  if (how.heartbeat * 3 > how.lease)
    complain("cluster.heartbeat", "cluster.heartbeat must be at most a third of cluster.lease");
  const bool has_all = !how.authority.empty() && !how.certificate.empty() && !how.key.empty();
  if (!has_all && !(how.authority + how.certificate + how.key).empty())
    complain("cluster.listen", "TLS between nodes needs all of cluster.authority, "
                               "cluster.certificate and cluster.key");
}

/// What is a right value, but not in this build or not together.
void check_together(gathering& all) {
  const auto& values = all.result.values;
  if (values.store == "postgres" && values.postgres_url.empty())
    all.complain(all.source_of("store"), "store = postgres needs postgres_url (or DATABASE_URL): "
                                         "where PostgreSQL is");
  check_identity(all);
  check_ports(all);
  check_cluster(all);
  if (values.tls.certificate.empty() != values.tls.key.empty()) {
    const auto* there = values.tls.key.empty() ? "tls.certificate" : "tls.key";
    const auto* missing = values.tls.key.empty() ? "tls.key" : "tls.certificate";
    all.complain(all.source_of(there), std::string{there} + " needs " + missing + " beside it");
  } else if (values.tls.key.empty() && values.tls.hsts.count() != 0) {
    all.complain(all.source_of("tls.hsts"), "tls.hsts does nothing without tls.certificate");
  }
}

} // namespace

environment environment_of(const char* const* variables) {
  environment all;
  for (; *variables != nullptr; ++variables) {
    const std::string_view text{*variables};
    if (const auto equals = text.find('='); equals != text.npos)
      all.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return all;
}

read_result read_settings(int argc, const char* const* argv, const environment& variables) {
  gathering all;
  auto line = read_command_line(argc, argv);
  all.result.command = line.command;
  all.result.rest = std::move(line.rest);
  all.result.wants_help = line.wants_help;
  all.result.wants_version = line.wants_version;
  all.result.help = std::move(line.help);
  all.result.mistakes = std::move(line.mistakes);
  const auto* named_file = find_variable(variables, "FRONTROW_CONFIG");
  if (!line.config_file.empty())
    gather_file(line.config_file, all);
  else if (named_file != nullptr)
    gather_file(*named_file, all);
  gather_variables(variables, all);
  for (const auto& [row, text] : line.flags)
    all.give(*row, text, flag_of(*row));
  check_together(all);
  for (const auto& row : option_table()) {
    auto value = print_value(row, all.result.values);
    if (row.is_secret && !value.empty())
      value = "********";
    all.result.effective.push_back({std::string{row.name}, value, all.source_of(row.name)});
  }
  return std::move(all.result);
}

} // namespace frontrow::config
