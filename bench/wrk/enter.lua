-- Distinct users enter a waiting room.
local counter = tonumber(os.getenv("BENCH_FIRST_USER") or "0")
local schedule = os.getenv("BENCH_SCHEDULE")

function request()
  counter = counter + 1
  return "POST /api/queue/tokens?userId=" .. counter .. "&scheduleId=" .. schedule
    .. " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
end
