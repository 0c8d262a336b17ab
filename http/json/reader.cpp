#include "http/json/reader.hpp"

#include "http/json/parse.hpp"
#include "http/json/utf8.hpp"
#include "http/text/ids.hpp"

namespace frontrow::http::json {
namespace {

/// Digits after an optional minus: nothing for fractions, exponents, and beyond 64 bits.
std::optional<std::int64_t> parse_whole(std::string_view text) {
  const bool is_negative = text.starts_with('-');
  const auto value = parse_decimal(text.substr(is_negative ? 1 : 0), id_max);
  if (!value)
    return {};
  const auto positive = static_cast<std::int64_t>(*value);
  return is_negative ? -positive : positive;
}

std::string between(std::size_t least, std::size_t most) {
  return std::to_string(least) + " to " + std::to_string(most);
}

constexpr std::string_view id_wanted = "a positive integer below 2^63, or the same as a string";

} // namespace

verdict<value, complaint> parse_body(std::string_view body, bool empty_too) {
  if (body.find_first_not_of(" \t\r\n") == body.npos) {
    if (!empty_too)
      return complaint{trouble::malformed_json, "the body is empty; a JSON object is needed"};
    value nothing;
    nothing.is = value::kind::object;
    return nothing;
  }
  const auto parsed = parse(body);
  if (!parsed)
    return complaint{trouble::malformed_json, parsed.error().what};
  if (parsed->is != value::kind::object)
    return complaint{trouble::validation,
                     "the body must be a JSON object, not " + std::string{name_of(parsed->is)}};
  return *parsed;
}

void reader::complain(std::string_view name, std::string_view what) {
  if (no_)
    return;
  no_ = where_;
  no_->append(name).append(" ").append(what);
}

complaint reader::error() const {
  return {trouble::validation, no_.value_or("")};
}

const value* reader::get(std::string_view name, std::string_view wanted) {
  const auto* found = find(of_, name);
  if (!found)
    complain(name, "is missing: it must be " + std::string{wanted});
  return found;
}

std::uint64_t reader::id(std::string_view name) {
  const auto* found = get(name, id_wanted);
  if (!found)
    return 0;
  if (found->is == value::kind::number || found->is == value::kind::text) {
    const auto id = parse_decimal(found->text, id_max);
    if (id && *id != 0)
      return *id;
  }
  complain(name, "must be " + std::string{id_wanted});
  return 0;
}

std::uint64_t reader::id_or_none(std::string_view name) {
  const auto* found = find(of_, name);
  return !found || found->is == value::kind::null ? 0 : id(name);
}

std::int64_t reader::whole(std::string_view name, std::int64_t least, std::int64_t most) {
  const auto wanted
      = "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
  const auto* found = get(name, wanted);
  if (!found)
    return 0;
  if (found->is != value::kind::number) {
    complain(name, "must be " + wanted + ", not " + std::string{name_of(found->is)});
    return 0;
  }
  const auto number = parse_whole(found->text);
  if (!number || *number < least || *number > most) {
    complain(name, "must be " + wanted + ", written without fraction or exponent");
    return 0;
  }
  return *number;
}

std::string reader::text(std::string_view name, std::size_t least, std::size_t most) {
  const auto wanted = "a string of " + between(least, most) + " characters";
  const auto* found = get(name, wanted);
  if (!found)
    return {};
  if (found->is != value::kind::text) {
    complain(name, "must be " + wanted + ", not " + std::string{name_of(found->is)});
    return {};
  }
  const auto length = count_characters(found->text);
  if (!length || *length < least || *length > most)
    complain(name, "must be " + wanted + (length ? ", not " + std::to_string(*length) : ""));
  else if (is_blank(found->text))
    complain(name, "must not be blank");
  else if (found->text.find('\0') != std::string::npos)
    complain(name, "must not contain the character U+0000");
  return found->text;
}

std::optional<std::string> reader::text_or_none(std::string_view name) {
  const auto* found = find(of_, name);
  if (!found || found->is == value::kind::null)
    return {};
  if (found->is != value::kind::text) {
    complain(name, "must be a string, not " + std::string{name_of(found->is)});
    return {};
  }
  return found->text;
}

const std::vector<value>* reader::list(std::string_view name, std::size_t least, std::size_t most) {
  const auto wanted = "an array of " + between(least, most) + " objects";
  const auto* found = get(name, wanted);
  if (!found)
    return nullptr;
  bool is_good = found->is == value::kind::list && found->items.size() >= least
                 && found->items.size() <= most;
  if (is_good)
    for (const auto& each : found->items)
      is_good = is_good && each.is == value::kind::object;
  if (is_good)
    return &found->items;
  complain(name, "must be " + wanted);
  return nullptr;
}

} // namespace frontrow::http::json
