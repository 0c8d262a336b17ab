-- Distinct users join. Each thread has names of its own; the run's seed keeps runs apart.
local counter = 0
local prefix = os.getenv("BENCH_RUN") or "0"
local thread_number = 0
local body = '{"user_name":"Alice","phone":"010-1234-5678"}'

function setup(thread)
  thread:set("thread_number", thread_number)
  thread_number = thread_number + 1
end

function request()
  counter = counter + 1
  return "POST /fcfs/join HTTP/1.1\r\nHost: localhost\r\nX-User-Id: u" .. prefix .. "-"
    .. thread_number .. "-" .. counter
    .. "\r\nContent-Type: application/json\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body
end
