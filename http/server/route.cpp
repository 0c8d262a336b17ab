#include "http/server/route.hpp"

#include "http/server/query.hpp"

#include <stdexcept>

namespace frontrow::http {

namespace {

using beast::http::verb;

// Stands for a row that is served at another door, as if it did not exist.
constexpr std::size_t elsewhere = route_match::none - 1;

// Takes "/word" off a path.
std::string_view take_word(std::string_view& path) {
  path.remove_prefix(1);
  const auto word = path.substr(0, path.find('/'));
  path.remove_prefix(word.size());
  return word;
}

bool is_served(ports where, door at, bool has_admin_port) {
  switch (where) {
  case ports::gateway:
    return at == door::gateway;
  case ports::app:
    return at == door::app;
  case ports::gateway_and_app:
    return at != door::admin;
  case ports::admin:
    return at == (has_admin_port ? door::admin : door::gateway);
  case ports::gateway_and_admin:
    return at != door::app;
  case ports::all:
    return true;
  }
  return false;
}

} // namespace

struct route_table::node {
  std::vector<std::pair<std::string, std::unique_ptr<node>>> words;
  std::unique_ptr<node> argument;
  std::vector<std::pair<verb, std::size_t>> rows;
  std::string allow;

  node& child(std::string_view word) {
    if (word.starts_with('{')) {
      if (!argument)
        argument = std::make_unique<node>();
      return *argument;
    }
    for (auto& [known, next] : words)
      if (known == word)
        return *next;
    return *words.emplace_back(word, std::make_unique<node>()).second;
  }

  std::size_t row_of(verb method) const {
    for (const auto& [known, row] : rows)
      if (known == method)
        return row;
    return route_match::none;
  }

  // Fixed words first; back to {…} when they lead nowhere.
  const node* walk(std::string_view path, std::array<std::string_view, 2>& taken,
                   std::size_t depth) const {
    if (path.empty())
      return rows.empty() ? nullptr : this;
    const auto word = take_word(path);
    for (const auto& [known, next] : words)
      if (known == word)
        if (const auto* end = next->walk(path, taken, depth))
          return end;
    if (!argument || word.empty() || depth == taken.size())
      return nullptr;
    taken[depth] = word;
    return argument->walk(path, taken, depth + 1);
  }
};

route_table::route_table(std::vector<route> rows, bool has_admin_port) : rows_(std::move(rows)) {
  for (auto& root : roots_)
    root = std::make_unique<node>();
  for (std::size_t i = 0; i < rows_.size(); ++i)
    for (const auto at : {door::gateway, door::app, door::admin})
      if (is_served(rows_[i].where, at, has_admin_port))
        add(i, at, i);
      else if (rows_[i].where == ports::admin && at == door::gateway)
        add(i, at, elsewhere);
}

route_table::~route_table() = default;

void route_table::add(std::size_t which, door where, std::size_t row) {
  const auto& wanted = rows_[which];
  if (!wanted.path.starts_with('/') || !wanted.answer)
    throw std::invalid_argument{"route '" + wanted.name + "' has no path or no endpoint"};
  auto* at = roots_[static_cast<std::size_t>(where)].get();
  std::size_t arguments = 0;
  for (std::string_view path = wanted.path; !path.empty();) {
    const auto word = take_word(path);
    arguments += word.starts_with('{') ? 1 : 0;
    at = &at->child(word);
  }
  if (arguments > 2)
    throw std::invalid_argument{"route '" + wanted.name + "' has more than two arguments"};
  if (at->row_of(wanted.method) != route_match::none)
    throw std::invalid_argument{"route '" + wanted.name + "' is there twice"};
  at->rows.emplace_back(wanted.method, row);
  if (row == elsewhere)
    return;
  if (at->allow.empty())
    at->allow = "OPTIONS";
  at->allow += ", " + std::string{to_string(wanted.method)};
  if (wanted.method == verb::get)
    at->allow += ", HEAD";
}

route_match route_table::find(verb method, std::string_view path, door at,
                              std::array<std::string, 2>& arguments) const {
  std::array<std::string_view, 2> taken;
  if (!path.starts_with('/'))
    return {};
  const auto* end = roots_[static_cast<std::size_t>(at)]->walk(path, taken, 0);
  if (end == nullptr)
    return {};
  for (std::size_t i = 0; i < taken.size(); ++i) {
    if (taken[i].find('%') == taken[i].npos) {
      arguments[i].assign(taken[i]);
    } else if (auto decoded = percent_decode(taken[i])) {
      arguments[i] = std::move(*decoded);
    } else {
      return {};
    }
  }
  auto row = end->row_of(method);
  if (row == route_match::none && method == verb::head)
    row = end->row_of(verb::get);
  if (row == elsewhere || end->allow.empty())
    return {};
  return {row, true, end->allow};
}

} // namespace frontrow::http
