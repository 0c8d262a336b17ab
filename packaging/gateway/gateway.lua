-- Lets a join through to Frontrow's app port: the guard of user and address is set in one script,
-- the request gets its number, and the guard is released unless the join succeeds.

local redis = require "nginx.redis"

local function setting(name, otherwise)
  local value = os.getenv(name)
  if value == nil or value == "" then
    return otherwise
  end
  return value
end

local host = setting("REDIS_HOST", "127.0.0.1")
local port = tonumber(setting("REDIS_PORT", "6379"))
local password = setting("REDIS_PASSWORD")
local prefix = setting("REDIS_PREFIX", "")
local user_header = setting("FCFS_USER_HEADER", "X-User-Id")
local user_ttl = tonumber(setting("FCFS_USER_TTL", "900"))
local by_address = setting("FCFS_GUARD_BY_IP", "1") == "1"

local patience = 500 -- milliseconds for each step with Redis

-- KEYS: the guards of one attempt. ARGV: its mark; seconds of life (0: for ever).
-- {1} the guards are set; {0, seconds left, or -1 for ever} there was one.
local take_guard = [[
local left
for i = 1, #KEYS do
  local rest = redis.call('TTL', KEYS[i])
  if rest == -1 or left == -1 then
    left = -1
  elseif rest ~= -2 then
    left = math.max(left or 0, rest)
  end
end
if left then
  return {0, left}
end
for i = 1, #KEYS do
  if tonumber(ARGV[2]) == 0 then
    redis.call('SET', KEYS[i], ARGV[1])
  else
    redis.call('SET', KEYS[i], ARGV[1], 'EX', ARGV[2])
  end
end
return {1}
]]

-- Whoever set a guard, and nobody else, releases it.
local release_guard = [[
for i = 1, #KEYS do
  if redis.call('GET', KEYS[i]) == ARGV[1] then
    redis.call('DEL', KEYS[i])
  end
end
return 1
]]

local known = {} -- SHA by script

local function connect()
  local link = redis:new()
  link:set_timeout(patience)
  local is_there, why = link:connect(host, port)
  if not is_there then
    return nil, why
  end
  if password and link:get_reused_times() == 0 then
    local is_in, no = link:auth(password)
    if not is_in then
      return nil, no
    end
  end
  return link
end

-- By its SHA; taught again when Redis has forgotten it. An error that Redis answers is false.
local function call(link, script, keys, ...)
  for _ = 1, 2 do
    if not known[script] then
      local sha, why = link:script("load", script)
      if not sha then
        return sha, why
      end
      known[script] = sha
    end
    local words = {#keys}
    for _, key in ipairs(keys) do
      words[#words + 1] = key
    end
    for _, word in ipairs({...}) do
      words[#words + 1] = word
    end
    local said, why = link:evalsha(known[script], unpack(words))
    if said or not (why and why:find("NOSCRIPT", 1, true)) then
      return said, why
    end
    known[script] = nil
  end
  return false, "Redis keeps forgetting its scripts"
end

-- On a connection of its own, again and again for as long as Redis is likely to be away.
local function release_later(_, keys, mark, tries)
  local link = connect()
  if link and call(link, release_guard, keys, mark) then
    link:set_keepalive(60000, 256)
  elseif tries > 0 then
    ngx.timer.at(2, release_later, keys, mark, tries - 1)
  end
end

local function release(keys, mark)
  ngx.timer.at(0, release_later, keys, mark, 30)
end

local function quoted(text)
  return '"' .. text:gsub('[%c"\\]', function(c) return string.format("\\u%04x", c:byte()) end) .. '"'
end

local function failure(status, reason, members)
  return {status = status, header = {["Retry-After"] = status == 503 and "1" or nil},
          body = '{"success":false,"reason":"' .. reason .. '"' .. (members or "") .. "}"}
end

local function duplicate(left)
  if left < 0 then
    return failure(409, "duplicate")
  end
  local out = failure(409, "duplicate", ',"userTtlRemaining":' .. left)
  out.header["Retry-After"] = tostring(math.max(left, 1))
  return out
end

-- Frontrow's answer; nothing when there is none.
local function pass_on(sequence)
  ngx.req.set_header("X-Fcfs-Seq", sequence)
  local out = ngx.location.capture("/behind/fcfs/join",
                                   {method = ngx.HTTP_POST, always_forward_body = true, args = ""})
  if out.truncated or out.status == 502 or out.status == 504 then
    return failure(503, "service_unavailable")
  end
  if out.status == 200 and user_ttl > 0 then
    out.body = out.body:gsub("}%s*$", ',"userTtlRemaining":' .. user_ttl .. "}")
  end
  return out
end

-- The answer and, if it got one, the request's number.
local function let_through(user)
  local link = connect()
  if not link then
    return failure(503, "service_unavailable")
  end
  local keys = {prefix .. "fcfs:user:" .. user}
  if by_address then
    keys[2] = prefix .. "fcfs:ip:" .. ngx.var.remote_addr
  end
  local mark = ngx.var.request_id
  local said = call(link, take_guard, keys, mark, user_ttl)
  if not said then
    release(keys, mark) -- it may be set all the same
    return failure(503, "redis_error")
  end
  if said[1] == 0 then
    link:set_keepalive(60000, 256)
    return duplicate(said[2])
  end
  local sequence = link:incr(prefix .. "fcfs:seq")
  if not sequence then
    release(keys, mark)
    return failure(503, "sequence_unavailable")
  end
  link:set_keepalive(60000, 256)
  local out = pass_on(sequence)
  if out.status ~= 200 then
    release(keys, mark)
  end
  return out, sequence
end

local function wrapped(out, user, sequence)
  local elapsed = math.floor((ngx.now() - ngx.req.start_time()) * 1000)
  return '{"gatewayWrapped":true,"status":' .. out.status .. ',"requestId":'
    .. quoted(ngx.var.request_id) .. ',"sequence":' .. (sequence or "null") .. ',"user":'
    .. (user and quoted(user) or "null") .. ',"elapsedMs":' .. elapsed .. ',"body":' .. out.body
    .. "}"
end

local gateway = {}

function gateway.join()
  if ngx.req.get_method() ~= "POST" then
    return ngx.exec("/behind/fcfs/join")
  end
  ngx.req.read_body()
  local user = ngx.req.get_headers()[user_header]
  if type(user) ~= "string" or not user:find("%S") then
    user = nil
  end
  local out, sequence
  if user then
    out, sequence = let_through(user)
  else
    out = failure(400, "missing_user")
  end
  ngx.status = out.status
  ngx.header["Content-Type"] = "application/json"
  ngx.header["Retry-After"] = out.header["Retry-After"]
  ngx.header["X-Request-Id"] = ngx.var.request_id
  ngx.header["X-Fcfs-Seq"] = sequence
  ngx.print(ngx.var.arg_wrap == "1" and wrapped(out, user, sequence) or out.body)
end

return gateway
