#!/usr/bin/env python3
"""Frontrow on PostgreSQL and Redis beside pgbench and redis-benchmark, on the same two servers.

    bench/versus/engines.py [--rounds 5] [--seconds 3] [--only join,reserve] [--markdown FILE]
"""

import re
import subprocess
import tempfile
from pathlib import Path

from load import wrk
from peers import ROOT, Frontrow, Postgres, Redis
from rows import Stage, reserve
from table import arguments, finish, measure, wanted_rows

BATCH = 1024


def join(stage):
    return (wrk(stage.frontrow.url("/"), stage.seconds, "join.lua"),
            stage.postgres.pgbench("join.pgbench", stage.seconds))


def commands_so_far(redis):
    out = subprocess.run(["redis-cli", "-p", str(redis.port), "INFO", "stats"], check=True,
                         capture_output=True, text=True).stdout
    return int(next(x for x in out.splitlines() if x.startswith("total_commands")).split(":")[1])


def tokens(stage):
    """Tokens a second over HTTP, and as many as redis-benchmark's pipelined commands would make, at
    the number of commands that one took."""
    if not hasattr(stage, "line"):
        stage.line, stage.next_user = stage.frontrow.schedule(10, capacity=1), 1
    before = commands_so_far(stage.redis)
    rate = wrk(stage.frontrow.url("/"), stage.seconds, "enter.lua",
               env={"BENCH_SCHEDULE": str(stage.line), "BENCH_FIRST_USER": str(stage.next_user)})
    count = rate * stage.seconds
    stage.next_user += int(count * 1.5) + 1000
    each = (commands_so_far(stage.redis) - before) / count
    out = subprocess.run(["redis-benchmark", "-p", str(stage.redis.port), "-q", "-n", "1000000",
                          "-P", "64", "-r", "1000000", "HSET", "bench:__rand_int__", "field",
                          "value"], check=True, capture_output=True, text=True).stdout
    pipelined = float(re.findall(r"([\d.]+) requests per second", out)[-1])
    print(f"    {each:.2f} commands a token, {pipelined:,.0f} pipelined commands a second")
    return rate, pipelined / each


def writer_rate(stage, kind):
    """Write sets a second of the writer alone, in batches of 1,024, in a database of its own."""
    stage.benches = getattr(stage, "benches", 0) + 1
    out = subprocess.run([str(ROOT / "build/release/bench/frontrow_store_bench"),
                          stage.postgres.url(f"store_bench_{stage.benches}"), str(stage.seconds * 20_000),
                          str(BATCH)], check=True, capture_output=True, text=True).stdout
    line = next(x for x in out.splitlines() if x.startswith(kind))
    return 1e6 / float(line.split()[3])


def written_bookings(stage):
    return (writer_rate(stage, "booking"),
            BATCH * stage.postgres.pgbench("join_batch.pgbench", stage.seconds, clients=1))


def written_reservations(stage):
    return (writer_rate(stage, "reservation"),
            BATCH * stage.postgres.pgbench("reserve_batch.pgbench", stage.seconds, clients=1))


TABLE = [
    ("join", "`POST /fcfs/join`, PostgreSQL and Redis / pgbench, 64 clients", join, [(1, 4.0)]),
    ("reserve", "`POST /api/reservations`, PostgreSQL / pgbench, 64 clients", reserve, [(1, 4.0)]),
    ("tokens", "queue tokens issued with Redis / redis-benchmark, pipelined, the same commands",
     tokens, [(1, 0.5)]),
    ("bookings", "bookings the writer writes alone, batches of 1,024 / set-wise SQL by pgbench",
     written_bookings, [(1, 1.0)]),
    ("reservations",
     "reservations the writer writes alone, batches of 1,024 / set-wise SQL by pgbench",
     written_reservations, [(1, 1.0)]),
]


def main():
    args = arguments(__doc__).parse_args()
    wanted = wanted_rows(args, TABLE)
    lines = []
    with tempfile.TemporaryDirectory(prefix="frontrow-bench-") as folder:
        Path(folder).chmod(0o755)
        peers = {}
        try:
            peers["postgres"] = Postgres(folder)
            peers["redis"] = Redis(folder)
            peers["frontrow"] = Frontrow(
                folder, **{"store": "postgres", "postgres_url": peers["postgres"].url("frontrow"),
                           "redis.host": "127.0.0.1", "redis.port": peers["redis"].port,
                           "fcfs.seats": 1_000_000})
            stage = Stage(peers, args.seconds)
            for row in TABLE:
                if row[0] in wanted:
                    lines += measure(stage, row, args.rounds)
        finally:
            for peer in reversed(peers.values()):
                peer.stop()
    finish(lines, args.markdown)


if __name__ == "__main__":
    main()
