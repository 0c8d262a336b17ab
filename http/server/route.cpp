#include "http/server/route.hpp"

#include "http/server/query.hpp"

#include <stdexcept>

namespace frontrow::http {

namespace {

using beast::http::verb;

// Takes "/word" off a path.
std::string_view take_word(std::string_view& path) {
  path.remove_prefix(1);
  const auto word = path.substr(0, path.find('/'));
  path.remove_prefix(word.size());
  return word;
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

route_table::route_table(std::vector<route> rows)
    : rows_(std::move(rows)), public_root_(std::make_unique<node>()),
      app_root_(std::make_unique<node>()) {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (rows_[i].where != ports::app_port)
      add(i, false);
    if (rows_[i].where != ports::public_port)
      add(i, true);
  }
}

route_table::~route_table() = default;

void route_table::add(std::size_t row, bool at_app_port) {
  const auto& wanted = rows_[row];
  if (!wanted.path.starts_with('/') || !wanted.answer)
    throw std::invalid_argument{"route '" + wanted.name + "' has no path or no endpoint"};
  auto* at = at_app_port ? app_root_.get() : public_root_.get();
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
  if (at->allow.empty())
    at->allow = "OPTIONS";
  at->allow += ", " + std::string{to_string(wanted.method)};
  if (wanted.method == verb::get)
    at->allow += ", HEAD";
}

route_match route_table::find(verb method, std::string_view path, bool at_app_port,
                              std::array<std::string, 2>& arguments) const {
  std::array<std::string_view, 2> taken;
  if (!path.starts_with('/'))
    return {};
  const auto& root = at_app_port ? *app_root_ : *public_root_;
  const auto* end = root.walk(path, taken, 0);
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
  return {row, true, end->allow};
}

} // namespace frontrow::http
