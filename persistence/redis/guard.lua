-- The FCFS guard and its number in one step, so that nobody sees half of it; for many attempts, one
-- after the other.
--
-- KEYS: the sequence; then each attempt's guards: its user's and, where addresses are guarded, its
-- address'. ARGV: the floor of the sequence; then of each attempt: the verb, how many guards it has,
-- the schedule, its mark, milliseconds of life (0: for ever).
--
-- A guard's value is "<schedule>:<mark>". One of another schedule is of before a reset, and void;
-- one without a schedule is somebody else's, and holds.
--
-- The answer has for each attempt
--   take, look: {0, milliseconds left, or -1 for ever} there is a guard
--   take:       {1, number, 1 if the sequence had been behind the floor}, {2, why} no number
--   look:       {1} there is none
--   keep, release: {how many guards were still ours}
--   any:        {3, why} it failed
-- Nothing here may raise: the attempts before would be done, and nobody know it.

local function is_error(said)
  return type(said) == 'table' and said.err ~= nil
end

local function end_attempt(verb, first, last, ours, life)
  local done = 0
  for i = first, last do
    if redis.pcall('GET', KEYS[i]) == ours then
      done = done + 1
      if verb == 'release' then
        redis.pcall('DEL', KEYS[i])
      elseif life == '0' then
        redis.pcall('PERSIST', KEYS[i])
      else
        redis.pcall('PEXPIRE', KEYS[i], life)
      end
    end
  end
  return {done}
end

-- Nothing, if nobody else's guard is there.
local function look(first, last, schedule, ours)
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
local function guard(first, last, schedule, ours, life)
  for i = first, last do
    local said = set(KEYS[i], ours, life, 'NX')
    if is_error(said) then
      remove(first, i - 1)
      return {3, said.err}
    end
    if not said then
      remove(first, i - 1)
      local no = look(first, last, schedule, ours)
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

local function take(first, last, schedule, ours, life)
  local no = guard(first, last, schedule, ours, life)
  if no then
    return no
  end
  local behind = 0
  local number = redis.pcall('INCR', KEYS[1])
  if type(number) == 'number' and number <= tonumber(ARGV[1]) then
    behind = 1
    redis.pcall('SET', KEYS[1], ARGV[1])
    number = redis.pcall('INCR', KEYS[1])
  end
  if is_error(number) then
    remove(first, last)
    return {2, number.err}
  end
  return {1, number, behind}
end

local answers = {}
local first = 2
for a = 2, #ARGV, 5 do
  local verb, schedule, life = ARGV[a], ARGV[a + 2], ARGV[a + 4]
  local ours = schedule .. ':' .. ARGV[a + 3]
  local last = first + tonumber(ARGV[a + 1]) - 1
  if verb == 'take' then
    answers[#answers + 1] = take(first, last, schedule, ours, life)
  elseif verb == 'look' then
    answers[#answers + 1] = look(first, last, schedule, ours) or {1}
  else
    answers[#answers + 1] = end_attempt(verb, first, last, ours, life)
  end
  first = last + 1
end
return answers
