#include "persistence/redis/line_shelf.hpp"

#include "persistence/redis/line_scripts.hpp"
#include "persistence/redis/line_words.hpp"

#include <algorithm>
#include <map>

namespace frontrow::redis {

namespace {

/// Tokens read in one round trip.
constexpr auto page_size = "1000";

} // namespace

round_result line_shelf::result::outcome() const {
  if (from_.text == "committed")
    return round_result::committed;
  if (from_.text == "taken")
    return round_result::taken;
  if (from_.text == "forgotten")
    return round_result::forgotten;
  throw std::runtime_error{"Redis does not save a line: " + from_.text};
}

line_shelf::line_shelf(const settings& how, connection_figures* seen)
    : lives_{how.queue}, redis_{how.redis, seen}, take_{take_line_source}, save_{
                                                                               save_round_source} {
}

std::array<std::string, 4> line_shelf::keys_of(schedule_id id) const {
  const auto tag = "{queue:" + std::to_string(raw(id)) + "}:";
  return {redis_.key(tag + "line"), redis_.key(tag + "tokens"), redis_.key(tag + "waiting"),
          redis_.key(tag + "active")};
}

void line_shelf::call(packet& to, const line_round& round) const {
  const auto keys = keys_of(round.id);
  save_.begin_call(to, keys.size(), 7 + 5 * round.rows.size());
  for (const auto& key : keys)
    to.add(key);
  to.add(round.owner);
  to.add(round.number);
  to.add(round.begins ? 1 : 0);
  to.add(round.is_whole ? 1 : 0);
  to.add(raw(round.next));
  to.add(print_ranges(round.lost));
  to.add(lives_.token_life.count());
  for (const auto& t : round.rows) {
    const auto ends = std::min(t.issued_at + lives_.token_life, t.active_at + lives_.session_life);
    to.add(name_of(t.is));
    to.add(print_token(t.token));
    to.add(raw(t.place));
    to.add(ends.time_since_epoch().count());
    to.add(print_row(t));
  }
}

std::vector<line_shelf::result> line_shelf::save(std::span<const line_round> rounds) {
  packet all;
  for (const auto& each : rounds)
    call(all, each);
  std::vector<result> results;
  for (auto& each : ask_with(redis_, save_, all))
    results.emplace_back(std::move(each));
  return results;
}

void line_shelf::read_tokens(const std::string& key, schedule_id id, kept_line& into) {
  // A scan may show a token twice.
  std::map<place_number, token_row> found;
  std::string cursor = "0";
  do {
    const auto page = redis_.ask({"HSCAN", key, cursor, "COUNT", page_size});
    if (page.list.size() != 2)
      throw std::runtime_error{"Redis does not show a line: " + page.text};
    cursor = page.list[0].text;
    const auto& words = page.list[1].list;
    for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
      const auto t = parse_row(id, words[i].text, words[i + 1].text);
      found.insert_or_assign(t.place, t);
    }
  } while (cursor != "0");
  into.tokens.reserve(found.size());
  for (const auto& [place, token] : found)
    into.tokens.push_back(token);
}

kept_line line_shelf::take(const take_line& what) {
  const auto keys = keys_of(what.id);
  const std::vector<std::string> words{std::to_string(what.owner)};
  packet call;
  take_.call(call, keys, words);
  const auto line = ask_with(redis_, take_, call).front();
  kept_line kept;
  kept.owner = what.owner;
  if (line.is == reply::kind::error)
    throw std::runtime_error{"Redis does not give a line: " + line.text};
  if (line.list.size() != 5)
    return kept;
  kept.owner = parse_number(line.list[0].text);
  kept.round = parse_number(line.list[1].text);
  kept.is_whole = line.list[2].text == "1";
  kept.next = place_number{parse_number(line.list[3].text)};
  kept.lost = parse_ranges(line.list[4].text);
  read_tokens(keys[1], what.id, kept);
  return kept;
}

} // namespace frontrow::redis
