#include "http/text/times.hpp"

#include "http/text/ids.hpp"

namespace frontrow::http {
namespace {

using namespace std::chrono;

constexpr auto zone_max = hours{18};

/// The number in `length` digits at `at`; nothing unless they are all there.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t length) {
  if (at + length > text.size())
    return {};
  const auto value = parse_decimal(text.substr(at, length));
  if (!value)
    return {};
  return static_cast<int>(*value);
}

/// Of "T12:05:00.250", with what follows it left in `text`.
std::optional<std::chrono::seconds> take_time_of_day(std::string_view& text) {
  const auto hour = digits(text, 1, 2);
  const auto minute = digits(text, 4, 2);
  if (!hour || !minute || (text[0] != 'T' && text[0] != 't') || text[3] != ':' || *hour > 23
      || *minute > 59)
    return {};
  text.remove_prefix(6);
  int second = 0;
  if (text.starts_with(':')) {
    const auto found = digits(text, 1, 2);
    if (!found || *found > 59)
      return {};
    second = *found;
    text.remove_prefix(3);
    if (text.starts_with('.')) {
      const auto end = std::min(text.find_first_not_of("0123456789", 1), text.size());
      if (end == 1)
        return {};
      text.remove_prefix(end);
    }
  }
  return hours{*hour} + minutes{*minute} + std::chrono::seconds{second};
}

} // namespace

std::optional<zone_offset> parse_zone(std::string_view text) {
  if (text == "UTC" || text == "Z" || text == "z")
    return zone_offset{0};
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':')
    return {};
  const auto hour = digits(text, 1, 2);
  const auto minute = digits(text, 4, 2);
  if (!hour || !minute || *minute > 59 || hours{*hour} + minutes{*minute} > zone_max)
    return {};
  const auto offset = hours{*hour} + minutes{*minute};
  return text[0] == '-' ? -offset : offset;
}

std::string print_local(instant when, zone_offset zone) {
  std::string out;
  out.reserve(19);
  append_date_time(out, floor<std::chrono::seconds>(when + zone));
  return out;
}

std::optional<instant> parse_time(std::string_view text, zone_offset zone) {
  const auto y = digits(text, 0, 4);
  const auto m = digits(text, 5, 2);
  const auto d = digits(text, 8, 2);
  if (!y || !m || !d || text[4] != '-' || text[7] != '-')
    return {};
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)},
                            day{static_cast<unsigned>(*d)}};
  if (!date.ok() || *y < 1970)
    return {};
  text.remove_prefix(10);
  const auto time = take_time_of_day(text);
  if (!time)
    return {};
  const auto own_zone = text.empty() ? zone : parse_zone(text);
  if (!own_zone || text == "UTC")
    return {};
  const instant when = sys_days{date} + *time - *own_zone;
  if (when < instant{})
    return {};
  return when;
}

std::int64_t seconds_until(instant then, instant now) {
  return then <= now ? 0 : ceil<std::chrono::seconds>(then - now).count();
}

} // namespace frontrow::http
