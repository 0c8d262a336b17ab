-- The FCFS guard and its number in one step, so that nobody sees half of it.
--
-- KEYS: the sequence; then the guards, of the user and, where addresses are guarded, of the address.
-- ARGV: the verb; the schedule; the attempt's mark; milliseconds of life (0: for ever); the floor.
--
-- A guard's value is "<schedule>:<mark>". One of another schedule is of before a reset, and void;
-- one without a schedule is somebody else's, and holds.
--
-- take, look: {0, milliseconds left, or -1 for ever} there is a guard
-- take:       {1, number, 1 if the sequence had been behind the floor}, {2, why} no number
-- look:       {1} there is none
-- keep, release: how many guards were still ours

local verb, schedule, floor = ARGV[1], ARGV[2], ARGV[5]
local ours = schedule .. ':' .. ARGV[3]
local life = tonumber(ARGV[4])

if verb == 'keep' or verb == 'release' then
  local done = 0
  for i = 2, #KEYS do
    if redis.call('GET', KEYS[i]) == ours then
      done = done + 1
      if verb == 'release' then
        redis.call('DEL', KEYS[i])
      elseif life == 0 then
        redis.call('PERSIST', KEYS[i])
      else
        redis.call('PEXPIRE', KEYS[i], life)
      end
    end
  end
  return done
end

local left
for i = 2, #KEYS do
  local holder = redis.call('GET', KEYS[i])
  if holder and holder ~= ours then
    local of = string.match(holder, '^(%d+):')
    if not of or of == schedule then
      local rest = redis.call('PTTL', KEYS[i])
      if rest == -1 or left == -1 then
        left = -1
      else
        left = math.max(left or 0, rest)
      end
    end
  end
end
if left then
  return {0, left}
end
if verb == 'look' then
  return {1}
end

for i = 2, #KEYS do
  if life == 0 then
    redis.call('SET', KEYS[i], ours)
  else
    redis.call('SET', KEYS[i], ours, 'PX', life)
  end
end

-- What goes wrong from here on must not raise: the guards would stay.
local behind = 0
local now = redis.pcall('GET', KEYS[1])
local at = type(now) == 'string' and tonumber(now)
if tonumber(floor) > 0 and (now == false or (at and at < tonumber(floor))) then
  behind = 1
  redis.pcall('SET', KEYS[1], floor)
end
local number = redis.pcall('INCR', KEYS[1])
if type(number) == 'table' then
  for i = 2, #KEYS do
    redis.call('DEL', KEYS[i])
  end
  return {2, number.err}
end
return {1, number, behind}
