#pragma once

#include <string_view>

/// What Redis does in one step with the line of one schedule. KEYS: its line (a hash: owner, round,
/// whole, next, lost, count), its tokens (a hash), waiting and active (sorted sets).
namespace frontrow::redis {

/// ARGV: the least owner. Answers nothing, or owner, round, is whole, next, lost.
inline constexpr std::string_view take_line_source = R"lua(
local line = redis.call('HMGET', KEYS[1], 'owner', 'round', 'whole', 'next', 'lost', 'count')
if not line[1] then
  return {}
end
local owner = string.format('%.0f', math.max(tonumber(ARGV[1]), tonumber(line[1]) + 1))
redis.call('HSET', KEYS[1], 'owner', owner)
local is_whole = line[3] == '1' and tonumber(line[6]) == redis.call('HLEN', KEYS[2])
return {owner, line[2], is_whole and '1' or '0', line[4], line[5]}
)lua";

/// ARGV: owner, round, begins, whole, next, lost, life in ms; then, for each row, what it is,
/// token, place, when its session ends, and the row. Nothing is done unless the answer is
/// `committed`, and of a round that is there already nothing is done again.
inline constexpr std::string_view save_round_source = R"lua(
local line = redis.call('HMGET', KEYS[1], 'owner', 'round', 'count')
local owner, number = tonumber(line[1] or 0), tonumber(ARGV[2])
local is_there = line[1] and tonumber(line[3]) == redis.call('HLEN', KEYS[2])
local is_mine = is_there and owner == tonumber(ARGV[1])
if owner > tonumber(ARGV[1]) then
  return 'taken'
end
if is_mine and tonumber(line[2]) >= number then
  return 'committed'
end
if ARGV[3] == '1' then
  redis.call('DEL', KEYS[1], KEYS[2], KEYS[3], KEYS[4])
elseif not is_mine or tonumber(line[2]) ~= number - 1 then
  return 'forgotten'
end
-- Those who come are the most: a call for many, which costs more than what it does for one.
local rows, places = {}, {}
local function write()
  if #rows > 0 then
    redis.call('HSET', KEYS[2], unpack(rows))
    redis.call('ZADD', KEYS[3], unpack(places))
    rows, places = {}, {}
  end
end
for i = 8, #ARGV, 5 do
  local state, token, place = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  if state ~= 'waiting' or #rows > 1000 then
    write()
  end
  if state == 'waiting' then
    local n = #rows
    rows[n + 1], rows[n + 2] = token, ARGV[i + 4]
    places[n + 1], places[n + 2] = place, token
  elseif state == 'active' then
    redis.call('HSET', KEYS[2], token, ARGV[i + 4])
    redis.call('ZREM', KEYS[3], token)
    redis.call('ZADD', KEYS[4], ARGV[i + 3], token)
  elseif state == 'ended' then
    redis.call('HSET', KEYS[2], token, ARGV[i + 4])
    redis.call('ZREM', KEYS[3], token)
    redis.call('ZREM', KEYS[4], token)
  else
    -- A token that went to the end of the line is there under its new place.
    local row = redis.call('HGET', KEYS[2], token)
    if row and string.match(row, '^%d+') == place then
      redis.call('HDEL', KEYS[2], token)
      redis.call('ZREM', KEYS[3], token)
      redis.call('ZREM', KEYS[4], token)
    end
  end
end
write()
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'round', ARGV[2], 'whole', ARGV[4], 'next', ARGV[5],
           'lost', ARGV[6], 'count', redis.call('HLEN', KEYS[2]))
for i = 1, 4 do
  redis.call('PEXPIRE', KEYS[i], ARGV[7])
end
return 'committed'
)lua";

} // namespace frontrow::redis
