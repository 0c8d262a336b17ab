-- Distinct keys and seats: each request holds the next seat of the schedule, and of the schedules
-- that follow it when one has BENCH_SEATS.
local counter = 0
local run = os.getenv("BENCH_RUN") or "0"
local first = tonumber(os.getenv("BENCH_FIRST_SEAT") or "1")
local step = tonumber(os.getenv("BENCH_THREADS") or "1")
local schedule = tonumber(os.getenv("BENCH_SCHEDULE") or "500")
local seats = tonumber(os.getenv("BENCH_SEATS") or "100000000")
local price = os.getenv("BENCH_PRICE") or "1000"
local thread_number = 0

function setup(thread)
  thread:set("thread_number", thread_number)
  thread_number = thread_number + 1
end

function request()
  local seat = first + counter * step + thread_number
  counter = counter + 1
  local body = '{"userId":' .. (seat + 1000) .. ',"concertScheduleId":'
    .. schedule + math.floor((seat - 1) / seats) .. ',"seatId":' .. (seat - 1) % seats + 1 .. ',"price":' .. price .. "}"
  return "POST /api/reservations HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: " .. run .. "-"
    .. seat .. "\r\nContent-Type: application/json\r\nContent-Length: " .. #body .. "\r\n\r\n"
    .. body
end
