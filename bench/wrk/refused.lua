-- Requests that are refused by the state of the house: the body and headers come from outside.
-- With BENCH_DISTINCT the idempotency key differs each time, and with BENCH_DISTINCT_USERS the user.
local counter = 0
local run = os.getenv("BENCH_RUN") or "0"
local path = os.getenv("BENCH_PATH")
local body = os.getenv("BENCH_BODY")
local distinct_key = os.getenv("BENCH_DISTINCT")
local distinct_user = os.getenv("BENCH_DISTINCT_USERS")

function request()
  counter = counter + 1
  local head = "POST " .. path .. " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
  if distinct_key then
    head = head .. "Idempotency-Key: " .. run .. "-" .. counter .. "\r\n"
  elseif distinct_user then
    head = head .. "X-User-Id: s" .. run .. "-" .. counter .. "\r\n"
  else
    head = head .. "X-User-Id: always\r\n"
  end
  return head .. "Content-Length: " .. #body .. "\r\n\r\n" .. body
end
