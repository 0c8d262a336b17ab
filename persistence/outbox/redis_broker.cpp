#include "persistence/outbox/redis_broker.hpp"

#include "actors/store/cloud_event.hpp"

#include <array>
#include <charconv>

namespace frontrow {

namespace {

using redis::command;
using redis::reply;

/// KEYS: the stream; one that never exists. ARGV: the id that the stream ends with, how many
/// entries it keeps, how many words an entry has; then the entries: an id, fields and values.
/// Answers how it ended, how many were appended, and why not more. An entry counts as refused only
/// when Redis takes others at the same moment.
constexpr std::string_view append_source = R"(
local last = '0-0'
if redis.call('EXISTS', KEYS[1]) == 1 then
  local facts = redis.call('XINFO', 'STREAM', KEYS[1])
  for i = 1, #facts, 2 do
    if facts[i] == 'last-generated-id' then last = facts[i + 1] end
  end
end
if last ~= ARGV[1] then return {'moved', 0, last} end
local words = {'XADD', KEYS[1]}
if ARGV[2] ~= '0' then
  words = {'XADD', KEYS[1], 'MAXLEN', '~', ARGV[2]}
end
local head = #words
local width = tonumber(ARGV[3])
local done = 0
for at = 4, #ARGV, width do
  for i = 0, width - 1 do words[head + 1 + i] = ARGV[at + i] end
  local answer = redis.pcall(unpack(words))
  if type(answer) == 'table' and answer.err then
    local other = redis.pcall('XADD', KEYS[2], 'NOMKSTREAM', '*', 'event', '{}')
    if type(other) == 'table' and other.err then return {'stuck', done, answer.err} end
    return {'refused', done, answer.err}
  end
  done = done + 1
end
return {'done', done, ''}
)";

constexpr std::size_t words_of_entry = 11;

std::string print(entry_id id) {
  return std::to_string(id.position) + '-' + std::to_string(id.turn);
}

std::uint64_t number_in(std::string_view text) {
  std::uint64_t value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  return end.ptr == text.data() + text.size() && end.ec == std::errc{} ? value : 0;
}

entry_id id_in(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == text.npos)
    throw broker_away{"Redis gives an entry the id " + std::string{text}};
  return {.position = number_in(text.substr(0, dash)), .turn = number_in(text.substr(dash + 1))};
}

void add_words(command& to, const entry& from) {
  const auto& what = from.what.what;
  to.push_back(print(from.id));
  const auto add = [&](const char* name, std::string value) {
    to.emplace_back(name);
    to.push_back(std::move(value));
  };
  add("position", std::to_string(from.what.position));
  add("type", std::string{type_of(what.is)});
  add("subject", subject_of(what));
  add("sequence", std::to_string(what.sequence));
  add("event", print_cloud_event(from.what));
}

/// The entry of a list of one, as XREVRANGE answers.
std::optional<newest_entry> newest_in(const reply& list) {
  if (list.list.empty() || list.list.front().list.size() != 2)
    return {};
  const auto& fields = list.list.front().list[1].list;
  newest_entry found;
  for (std::size_t i = 0; i + 1 < fields.size(); i += 2) {
    const auto& value = fields[i + 1].text;
    if (fields[i].text == "position")
      found.position = number_in(value);
    else if (fields[i].text == "type")
      found.type = value;
    else if (fields[i].text == "subject")
      found.subject = value;
    else if (fields[i].text == "sequence")
      found.sequence = number_in(value);
  }
  return found;
}

/// Runs a conversation; whatever breaks it off is the broker's absence.
template <class Talk>
auto talk(Talk what) {
  try {
    return what();
  } catch (const broker_away&) {
    throw;
  } catch (const std::exception& why) {
    throw broker_away{why.what()};
  }
}

void need(const reply& answer) {
  if (answer.is == reply::kind::error)
    throw broker_away{"Redis answers: " + answer.text};
}

} // namespace

redis_broker::redis_broker(const redis_settings& how, std::uint32_t stream_max,
                           redis::connection_figures* seen)
    : line_{how, seen}, append_{append_source}, stream_max_{std::to_string(stream_max)} {
}

std::string redis_broker::name(std::uint32_t partition) const {
  return line_.key("outbox:" + std::to_string(partition));
}

stream_end redis_broker::look(std::uint32_t partition) {
  return talk([&] {
    const auto stream = name(partition);
    const std::array<command, 2> both{command{"XINFO", "STREAM", stream},
                                      command{"XREVRANGE", stream, "+", "-", "COUNT", "1"}};
    const auto answers = line_.ask(both);
    stream_end end;
    if (answers[0].is_error("ERR") && answers[0].text.find("no such key") != std::string::npos)
      return end;
    need(answers[0]);
    need(answers[1]);
    const auto& facts = answers[0].list;
    for (std::size_t i = 0; i + 1 < facts.size(); i += 2)
      if (facts[i].text == "last-generated-id")
        end.last = id_in(facts[i + 1].text);
    end.newest = newest_in(answers[1]);
    return end;
  });
}

append_result redis_broker::append(std::uint32_t partition, entry_id after,
                                   std::span<const entry> all) {
  return talk([&] {
    const std::array<std::string, 2> keys{name(partition), name(partition) + ":none"};
    std::vector<std::string> words{print(after), stream_max_, std::to_string(words_of_entry)};
    words.reserve(words.size() + all.size() * words_of_entry);
    for (const auto& each : all)
      add_words(words, each);
    redis::packet one;
    append_.call(one, keys, words);
    const auto answer = std::move(ask_with(line_, append_, one).front());
    need(answer);
    if (answer.list.size() != 3)
      throw broker_away{"Redis answers the append with something else"};
    const auto& how = answer.list[0].text;
    const auto& why = answer.list[2].text;
    append_result result{.how = append_result::ending::done,
                         .appended = static_cast<std::size_t>(answer.list[1].integer),
                         .why = {}};
    if (how == "done")
      return result;
    if (how == "moved") {
      result.how = append_result::ending::moved;
      return result;
    }
    // A code of its own, such as OOM or READONLY, speaks of Redis, not of the entry.
    if (how != "refused" || !why.starts_with("ERR"))
      throw broker_away{"Redis answers: " + why};
    result.how = append_result::ending::refused;
    result.why = why;
    return result;
  });
}

bool redis_broker::is_resting() const {
  return line_.is_resting();
}

} // namespace frontrow
