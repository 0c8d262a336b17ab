#include "http/admin/view.hpp"

#include "http/text/ids.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace frontrow::http::admin {

std::optional<actor_name> parse_actor_name(std::string_view text) {
  const auto space = text.find(' ');
  if (space == text.npos)
    return {};
  const auto kind = std::ranges::find(actor_kind_names, text.substr(0, space));
  if (kind == actor_kind_names.end())
    return {};
  actor_name name{static_cast<actor_kind>(kind - actor_kind_names.begin()), {}};
  const auto rest = text.substr(space + 1);
  const auto slash = rest.find('/');
  const auto first = parse_decimal(rest.substr(0, slash));
  const auto second = slash == rest.npos ? std::optional<std::uint64_t>{0}
                                         : parse_decimal(rest.substr(slash + 1));
  const bool is_pair = name.kind == actor_kind::seat;
  if (!first || !second || *first == 0 || is_pair != (slash != rest.npos)
      || (is_pair && *second == 0))
    return {};
  name.label = {*first, *second};
  return name;
}

std::string print_name(actor_kind kind, actor_label label) {
  std::string name = actor_kind_names[static_cast<std::size_t>(kind)];
  if (label != actor_label{})
    name += ' ' + std::to_string(label.first);
  if (label.second != 0)
    name += '/' + std::to_string(label.second);
  return name;
}

void begin_view(json::object& body, instant at) {
  body.number("node", own_node).text("at", print_utc(at));
}

void append_real(std::string& out, double value) {
  if (!std::isfinite(value))
    value = 0;
  std::array<char, 64> text{};
  const auto end
      = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, 3);
  std::string_view printed{text.data(), end.ptr};
  while (printed.ends_with('0'))
    printed.remove_suffix(1);
  if (printed.ends_with('.'))
    printed.remove_suffix(1);
  out += printed == "-0" ? "0" : printed;
}

void print_texts(std::string& out, const std::vector<std::string>& all) {
  print_list(out, all,
             [](std::string& to, const std::string& text) { json::append_text(to, text); });
}

response answer_view(const context& with, const request& from, view seen) {
  if (seen.no)
    return print_complaint(from, *seen.no);
  if (seen.why)
    return print_fault(with, from, seen.why);
  response out;
  out.headers = "Cache-Control: no-store\r\n";
  out.body = std::move(seen.body);
  return out;
}

} // namespace frontrow::http::admin
