-- The FCFS guard and its number in one step, so that nobody sees half of it; for many attempts, one
-- after the other.
--
-- KEYS: the sequence; then each attempt's guards: its user's and, where addresses are guarded, its
-- address'. ARGV: the floor of the sequence; then of each attempt: the verb's first letter with how
-- many guards it has, the guards' value, milliseconds of life (0: for ever).
--
-- A guard's value is "<schedule>:<mark>". One of another schedule is of before a reset, and void;
-- one without a schedule is somebody else's, and holds.
--
-- The answer has for each attempt
--   take, look: {0, milliseconds left, or -1 for ever} there is a guard
--   take:       its number; {1, number} the sequence had been behind the floor; {2, why} no number
--   look:       0 there is none
--   keep, release: how many guards were still ours
--   any:        {3, why} it failed
-- Those who are let in by one call take their numbers together, in their order.
-- Nothing here may raise: the attempts before would be done, and nobody know it.

local function is_error(said)
  return type(said) == 'table' and said.err ~= nil
end

local function end_attempt(verb, first, last, ours, life)
  local done = 0
  for i = first, last do
    if redis.pcall('GET', KEYS[i]) == ours then
      done = done + 1
      if verb == 'r' then
        redis.pcall('DEL', KEYS[i])
      elseif life == '0' then
        redis.pcall('PERSIST', KEYS[i])
      else
        redis.pcall('PEXPIRE', KEYS[i], life)
      end
    end
  end
  return done
end

-- Nothing, if nobody else's guard is there.
local function look(first, last, ours)
  local schedule = string.match(ours, '^%d+')
  local left
  for i = first, last do
    local holder = redis.pcall('GET', KEYS[i])
    if is_error(holder) then
      return {3, holder.err}
    end
    if holder and holder ~= ours then
      local of = string.match(holder, '^(%d+):')
      if not of or of == schedule then
        local rest = redis.pcall('PTTL', KEYS[i])
        if rest == -1 or left == -1 then
          left = -1
        else
          left = math.max(left or 0, rest)
        end
      end
    end
  end
  return left and {0, left}
end

local function set(key, ours, life, ...)
  if life == '0' then
    return redis.pcall('SET', key, ours, ...)
  end
  return redis.pcall('SET', key, ours, 'PX', life, ...)
end

local function remove(first, last)
  for i = first, last do
    redis.pcall('DEL', KEYS[i])
  end
end

-- Nothing, when all of them are set; else none is, and why.
local function guard(first, last, ours, life)
  for i = first, last do
    local said = set(KEYS[i], ours, life, 'NX')
    if is_error(said) then
      remove(first, i - 1)
      return {3, said.err}
    end
    if not said then
      remove(first, i - 1)
      local no = look(first, last, ours)
      if no then
        return no
      end
      for j = first, last do
        set(KEYS[j], ours, life)
      end
      return nil
    end
  end
  return nil
end

local answers = {}
local takers = {} -- at which answer, and the first and last of their guards

local function give_numbers()
  local count = #takers / 3
  local floor = tonumber(ARGV[1])
  local is_behind = false
  local last = redis.pcall('INCRBY', KEYS[1], count)
  if type(last) == 'number' and last - count < floor then
    is_behind = true
    redis.pcall('SET', KEYS[1], ARGV[1])
    last = redis.pcall('INCRBY', KEYS[1], count)
  end
  for i = 1, count do
    local at = takers[3 * i - 2]
    if is_error(last) then
      remove(takers[3 * i - 1], takers[3 * i])
      answers[at] = {2, last.err}
    else
      answers[at] = last - count + i
    end
  end
  if is_behind and not is_error(last) then
    answers[takers[1]] = {1, last - count + 1}
  end
end

local first = 2
for a = 2, #ARGV, 3 do
  local verb, ours, life = string.sub(ARGV[a], 1, 1), ARGV[a + 1], ARGV[a + 2]
  local last = first + tonumber(string.sub(ARGV[a], 2)) - 1
  local at = #answers + 1
  if verb == 't' then
    local no = guard(first, last, ours, life)
    answers[at] = no or 0
    if not no then
      local n = #takers
      takers[n + 1], takers[n + 2], takers[n + 3] = at, first, last
    end
  elseif verb == 'l' then
    answers[at] = look(first, last, ours) or 0
  else
    answers[at] = end_attempt(verb, first, last, ours, life)
  end
  first = last + 1
end
if #takers > 0 then
  give_numbers()
end
return answers
