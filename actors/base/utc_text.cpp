#include "actors/base/utc_text.hpp"

#include <algorithm>

namespace frontrow {

namespace {

using namespace std::chrono;

void append_padded(std::string& out, int value, std::size_t width) {
  const auto text = std::to_string(value);
  out.append(width - std::min(width, text.size()), '0').append(text);
}

} // namespace

void append_date_time(std::string& out, sys_seconds when) {
  const auto day = floor<days>(when);
  const year_month_day date{day};
  const hh_mm_ss time{when - day};
  append_padded(out, std::clamp(static_cast<int>(date.year()), 0, 9999), 4);
  append_padded(out += '-', static_cast<int>(static_cast<unsigned>(date.month())), 2);
  append_padded(out += '-', static_cast<int>(static_cast<unsigned>(date.day())), 2);
  append_padded(out += 'T', static_cast<int>(time.hours().count()), 2);
  append_padded(out += ':', static_cast<int>(time.minutes().count()), 2);
  append_padded(out += ':', static_cast<int>(time.seconds().count()), 2);
}

std::string print_utc(instant when) {
  std::string out;
  out.reserve(24);
  const auto second = floor<std::chrono::seconds>(when);
  append_date_time(out, second);
  append_padded(out += '.', static_cast<int>((when - second).count()), 3);
  return out += 'Z';
}

} // namespace frontrow
