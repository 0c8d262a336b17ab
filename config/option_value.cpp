#include "config/option.hpp"
#include "config/value_text.hpp"

#include <algorithm>
#include <cctype>

namespace frontrow::config {

namespace {

using wrong = std::optional<std::string>;

std::string quoted(const option& row, std::string_view text) {
  return row.is_secret ? "this value" : '"' + std::string{text} + '"';
}

wrong is_not(const option& row, std::string_view text, std::string_view kind) {
  return quoted(row, text) + " is not " + std::string{kind} + "; right would be "
         + right_values(row);
}

wrong check_text(const option& row, std::string_view text) {
  const auto& choices = row.choices;
  if (!choices.empty() && std::find(choices.begin(), choices.end(), text) == choices.end())
    return is_not(row, text, "a choice");
  const bool is_free = text.empty() && row.shape != filled_shape;
  if (row.shape == nullptr || is_free)
    return {};
  const auto right = row.shape(text);
  if (right.empty())
    return {};
  return quoted(row, text) + " does not fit; right would be " + std::string{right};
}

bool is_within(const option& row, std::uint64_t number) {
  return number >= static_cast<std::uint64_t>(row.least)
         && number <= static_cast<std::uint64_t>(row.most);
}

/// One overload a type of member: parses, checks, sets.
struct setter {
  const option& row;
  std::string_view text;
  settings& values;

  wrong operator()(std::string& (*in)(settings&)) const {
    if (auto mistake = check_text(row, text))
      return mistake;
    in(values) = text;
    return {};
  }

  wrong operator()(std::vector<std::string>& (*in)(settings&)) const {
    auto entries = parse_list(text);
    for (const auto& entry : entries)
      if (auto mistake = check_text(row, entry))
        return mistake;
    in(values) = std::move(entries);
    return {};
  }

  wrong operator()(bool& (*in)(settings&)) const {
    const auto value = parse_boolean(text);
    if (!value)
      return is_not(row, text, "yes or no");
    in(values) = *value;
    return {};
  }

  wrong operator()(milliseconds& (*in)(settings&)) const {
    const auto value = parse_duration(text);
    if (!value)
      return is_not(row, text, "a duration");
    if (!is_within(row, static_cast<std::uint64_t>(value->count())))
      return is_not(row, text, "within the limits");
    in(values) = *value;
    return {};
  }

  template <class Number>
  wrong operator()(Number& (*in)(settings&)) const {
    const auto value = row.is_bytes ? parse_size(text) : parse_count(text);
    if (!value)
      return is_not(row, text, row.is_bytes ? "a size" : "a whole number");
    if (!is_within(row, *value))
      return is_not(row, text, "within the limits");
    in(values) = static_cast<Number>(*value);
    return {};
  }
};

struct printer {
  const option& row;
  settings values;

  std::string operator()(std::string& (*in)(settings&)) { return in(values); }
  std::string operator()(std::vector<std::string>& (*in)(settings&)) {
    return print_list(in(values));
  }
  std::string operator()(bool& (*in)(settings&)) { return in(values) ? "true" : "false"; }
  std::string operator()(milliseconds& (*in)(settings&)) { return print_duration(in(values)); }
  template <class Number>
  std::string operator()(Number& (*in)(settings&)) {
    return row.is_bytes ? print_size(in(values)) : std::to_string(in(values));
  }
};

std::string range(const option& row, std::string (*print)(std::uint64_t)) {
  const auto least = print(static_cast<std::uint64_t>(row.least));
  if (row.most == std::numeric_limits<std::int64_t>::max())
    return least + " or more";
  return least + " to " + print(static_cast<std::uint64_t>(row.most));
}

/// What may be written for a type of member when the row names no choices.
struct describer {
  const option& row;

  std::string operator()(std::string& (*)(settings&)) const {
    return row.shape != nullptr ? std::string{row.shape("")} : "any text";
  }
  std::string operator()(std::vector<std::string>& (*)(settings&)) const {
    return "a list separated by commas" + (row.shape ? " of " + std::string{row.shape("")} : "");
  }
  std::string operator()(bool& (*)(settings&)) const { return "true or false"; }
  std::string operator()(milliseconds& (*)(settings&)) const {
    const auto print = [](std::uint64_t value) {
      return print_duration(milliseconds{static_cast<std::int64_t>(value)});
    };
    return range(row, print) + ", written as 250ms, 30s, 5m or 12h";
  }
  template <class Number>
  std::string operator()(Number& (*)(settings&)) const {
    if (row.is_bytes)
      return range(row, print_size) + ", written as 65536, 64KiB or 1MiB";
    return range(row, [](std::uint64_t value) { return std::to_string(value); });
  }
};

std::string one_of(const std::vector<std::string_view>& choices) {
  std::string text;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (i != 0)
      text += i + 1 == choices.size() ? " or " : ", ";
    text += choices[i];
  }
  return text;
}

} // namespace

std::string right_values(const option& row) {
  if (row.choices.empty())
    return std::visit(describer{row}, row.in);
  const bool is_list = std::holds_alternative<std::vector<std::string>& (*)(settings&)>(row.in);
  return one_of(row.choices) + (is_list ? ", separated by commas" : "");
}

std::optional<std::string> set_value(const option& row, std::string_view text, settings& values) {
  return std::visit(setter{row, text, values}, row.in);
}

std::string print_value(const option& row, const settings& values) {
  return std::visit(printer{row, values}, row.in);
}

std::string flag_of(const option& row) {
  return "--" + std::string{row.name};
}

std::string variable_of(const option& row) {
  std::string name = "FRONTROW_";
  for (const char c : row.name)
    name += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

} // namespace frontrow::config
