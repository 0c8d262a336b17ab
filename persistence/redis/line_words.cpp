#include "persistence/redis/line_words.hpp"

#include <array>
#include <charconv>
#include <stdexcept>

namespace frontrow::redis {

namespace {

constexpr std::array<std::string_view, 4> state_names{"waiting", "active", "ended", "gone"};

[[noreturn]] void complain(std::string_view what) {
  throw std::runtime_error{"Redis has a line that is none of ours: " + std::string{what}};
}

std::uint64_t number_in(std::string_view text, int base) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end != text.data() + text.size())
    complain(text);
  return value;
}

/// Cuts the word before the next `mark` off.
std::string_view cut(std::string_view& text, char mark) {
  const auto end = text.find(mark);
  const auto word = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return word;
}

std::int64_t count_of(instant at) {
  return at.time_since_epoch().count();
}

instant instant_in(std::string_view text) {
  return instant{milliseconds{static_cast<std::int64_t>(number_in(text, 10))}};
}

void append_hex(std::string& to, std::uint64_t value) {
  std::array<char, 16> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, 16).ptr;
  to.append(digits.size() - static_cast<std::size_t>(end - digits.data()), '0');
  to.append(digits.data(), end);
}

} // namespace

std::uint64_t parse_number(std::string_view text) {
  return number_in(text, 10);
}

std::string print_token(token_id token) {
  std::string text;
  append_hex(text, token.high);
  append_hex(text, token.low);
  return text;
}

std::string_view name_of(token_row::state is) {
  return state_names[static_cast<std::size_t>(is)];
}

std::string print_row(const token_row& t) {
  return std::to_string(raw(t.place)) + ' ' + std::to_string(t.version) + ' '
         + std::to_string(raw(t.user)) + ' ' + std::to_string(static_cast<int>(t.is)) + ' '
         + std::to_string(count_of(t.issued_at)) + ' ' + std::to_string(count_of(t.active_at)) + ' '
         + (t.claimed ? '1' : '0');
}

token_row parse_row(schedule_id schedule, std::string_view token, std::string_view row) {
  token_row t;
  if (token.size() != 32)
    complain(token);
  t.token = {number_in(token.substr(0, 16), 16), number_in(token.substr(16), 16)};
  t.schedule = schedule;
  t.place = place_number{number_in(cut(row, ' '), 10)};
  t.version = number_in(cut(row, ' '), 10);
  t.user = user_id{number_in(cut(row, ' '), 10)};
  const auto is = number_in(cut(row, ' '), 10);
  if (is >= state_names.size())
    complain(row);
  t.is = static_cast<token_row::state>(is);
  t.issued_at = instant_in(cut(row, ' '));
  t.active_at = instant_in(cut(row, ' '));
  t.claimed = number_in(row, 10) != 0;
  return t;
}

std::string print_ranges(const std::vector<place_range>& all) {
  std::string text;
  for (const auto& r : all)
    text += (text.empty() ? "" : ",") + std::to_string(raw(r.from)) + '-'
            + std::to_string(raw(r.below));
  return text;
}

std::vector<place_range> parse_ranges(std::string_view text) {
  std::vector<place_range> all;
  while (!text.empty()) {
    auto one = cut(text, ',');
    const place_number from{number_in(cut(one, '-'), 10)};
    all.push_back({from, place_number{number_in(one, 10)}});
  }
  return all;
}

} // namespace frontrow::redis
