"""The rows of the table: each measures its sides once a round, in turn, and gives their rates."""

import http.client
import json

from load import wrk

JOIN = '{"user_name":"Alice","phone":"010-1234-5678"}'


class Stage:
    """All peers of one run, and what the rows need to be ready in them."""

    def __init__(self, peers, seconds):
        self.__dict__.update(peers)
        self.seconds = seconds
        self.reserve_from = 1


def enter(frontrow, schedule, count, first=1):
    """Puts `count` distinct users into a waiting room; gives the last one's token."""
    link = http.client.HTTPConnection("127.0.0.1", frontrow.port)
    left = count - 1
    if left > 0:
        pipelined_enter(frontrow.port, schedule, first, left)
    link.request("POST", f"/api/queue/tokens?userId={first + count}&scheduleId={schedule}")
    answer = link.getresponse()
    answer.read()
    return answer.getheader("Set-Cookie").split(";")[0].split("=")[1]


def pipelined_enter(port, schedule, first, count, window=64):
    """Many requests on each of some connections, a window at a time."""
    import socket
    lines = [(f"POST /api/queue/tokens?userId={first + i}&scheduleId={schedule} HTTP/1.1\r\n"
              "Host: x\r\nContent-Length: 0\r\n\r\n").encode() for i in range(count)]
    links = [socket.create_connection(("127.0.0.1", port)) for _ in range(window)]
    files = [s.makefile("rb") for s in links]
    for at in range(0, count, window):
        batch = lines[at:at + window]
        for s, line in zip(links, batch):
            s.sendall(line)
        for f, _ in zip(files, batch):
            read_answer(f)
    for s in links:
        s.close()


def read_answer(f):
    status = f.readline()
    length = 0
    while (line := f.readline()) not in (b"\r\n", b""):
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    body = f.read(length)
    if b" 200 " not in status:
        raise SystemExit(f"{status!r} {body!r}")


def seats(stage):
    return (wrk(stage.frontrow.url("/api/v1/seats"), stage.seconds),
            wrk(f"http://127.0.0.1:{stage.nginx.port}/", stage.seconds))


def seats_unchanged(stage):
    if not hasattr(stage, "large"):
        stage.large = stage.frontrow.schedule(10_000)
        # A change, so that the list has a version that a reader can know.
        stage.frontrow.call("POST", "/api/reservations", {
            "userId": 1, "concertScheduleId": stage.large, "seatId": 1, "price": 1000},
            {"Idempotency-Key": "large"})
        link = http.client.HTTPConnection("127.0.0.1", stage.frontrow.port)
        link.request("GET", f"/api/schedules/{stage.large}/seats")
        answer = link.getresponse()
        answer.read()
        stage.etag = answer.getheader("ETag")
    return (wrk(stage.frontrow.url(f"/api/schedules/{stage.large}/seats"), stage.seconds,
                headers=[f"If-None-Match: {stage.etag}"]),
            wrk(f"http://127.0.0.1:{stage.nginx.port}/", stage.seconds))


def queue_status(stage):
    """The last of 100,000 against nginx, and against the last of 100."""
    if not hasattr(stage, "rooms"):
        stage.rooms = {}
        for size in (100_000, 100):
            schedule = stage.frontrow.schedule(10, capacity=1)
            enter(stage.frontrow, schedule, 1)
            stage.rooms[size] = schedule, enter(stage.frontrow, schedule, size, first=10)

    def ask(size):
        schedule, token = stage.rooms[size]
        return wrk(stage.frontrow.url(f"/api/queue/status?scheduleId={schedule}"), stage.seconds,
                   headers=[f"Cookie: tokenId={token}"])
    return (ask(100_000), wrk(f"http://127.0.0.1:{stage.nginx.port}/", stage.seconds), ask(100))


def join(stage):
    return (wrk(stage.frontrow.url("/"), stage.seconds, "join.lua"),
            wrk(f"http://127.0.0.1:{stage.gateway.port}/", stage.seconds, "join.lua"),
            stage.postgres.pgbench("join.pgbench", stage.seconds))


def reserve(stage):
    schedule = getattr(stage, "million", None)
    if not schedule:
        schedule = stage.million = stage.frontrow.schedule(1_000_000)
    rate = wrk(stage.frontrow.url("/"), stage.seconds, "reserve.lua",
               env={"BENCH_SCHEDULE": str(schedule), "BENCH_FIRST_SEAT": str(stage.reserve_from)})
    stage.reserve_from += int(rate * stage.seconds * 1.2) + 1000
    return rate, stage.postgres.pgbench("reserve.pgbench", stage.seconds)


def refusal(path, body, **env):
    def row(stage):
        url = stage.frontrow.url("/")
        rate = wrk(url, stage.seconds, "refused.lua", may_refuse=True,
                   env={"BENCH_PATH": path, "BENCH_BODY": body(stage), **env})
        return rate, wrk(f"http://127.0.0.1:{stage.nginx.port}/", stage.seconds)
    return row


def taken(stage):
    return json.dumps({"userId": 7, "concertScheduleId": stage.large, "seatId": 1, "price": 1000})


def sold_out(stage):
    url = stage.small.url("/")
    rate = wrk(url, stage.seconds, "refused.lua", may_refuse=True,
               env={"BENCH_PATH": "/fcfs/join", "BENCH_BODY": JOIN, "BENCH_DISTINCT_USERS": "1"})
    return rate, wrk(f"http://127.0.0.1:{stage.nginx.port}/", stage.seconds)


# name, what is measured, [(which side the first is divided by, at least)]
TABLE = [
    ("seats", "`GET /api/v1/seats` (9 seats) / nginx", seats, [(1, 0.85)]),
    ("unchanged", "`GET /api/schedules/{id}/seats`, 10,000 seats, not modified / nginx",
     seats_unchanged, [(1, 0.80)]),
    ("status", "`GET /api/queue/status`, 100,000 waiting / nginx, / 100 waiting", queue_status,
     [(1, 0.70), (2, 1.0)]),
    ("join", "`POST /fcfs/join`, durable / the document's gateway alone, / pgbench", join,
     [(1, 1.0), (2, 6.0)]),
    ("reserve", "`POST /api/reservations`, durable / pgbench", reserve, [(1, 5.0)]),
    ("sold_out", "refusal `sold_out` / nginx", sold_out, [(1, 0.60)]),
    ("duplicate", "refusal `duplicate` / nginx",
     refusal("/fcfs/join", lambda _: JOIN), [(1, 0.60)]),
    ("taken", "refusal `seat_taken`, distinct keys, each answer kept / nginx",
     refusal("/api/reservations", taken, BENCH_DISTINCT="1"), [(1, 0.60)]),
]
