#!/usr/bin/env python3
"""What size costs: memory a waiting token, an untouched seat and a living seat actor, and the CPU of
a booking as seats and waiting people grow.

    bench/versus/growth.py [--waiting 1000000] [--seats 1000000] [--rounds 5]
"""

import argparse
import statistics
import tempfile
import urllib.request

from load import wrk
from peers import Frontrow
from rows import pipelined_enter

LIMITS = {"token": 300, "seat": 200, "actor": 2048}


def bytes_of_tokens(folder, count):
    server = Frontrow(folder, "tokens")
    try:
        schedule = server.schedule(10, capacity=1)
        pipelined_enter(server.port, schedule, 1, 1000)
        before = server.resident_bytes()
        pipelined_enter(server.port, schedule, 10_000, count)
        return (server.resident_bytes() - before) / count
    finally:
        server.stop()


def bytes_of_seats(folder, count):
    server = Frontrow(folder, "seats")
    try:
        read(server, server.schedule(1000))
        before = server.resident_bytes()
        read(server, server.schedule(count))
        return (server.resident_bytes() - before) / count
    finally:
        server.stop()


def read(server, schedule):
    """The whole list, as a reader gets it, without keeping it here."""
    with urllib.request.urlopen(server.url(f"/api/schedules/{schedule}/seats"), timeout=60) as f:
        while f.read(1 << 20):
            pass


def bytes_of_actors(folder):
    server = Frontrow(folder, "actors", **{"idle.seat": "10m"})
    try:
        schedule = server.schedule(1_000_000)
        reserve(server, schedule, 1, 1)
        before = server.resident_bytes(), server.metric('frontrow_actors_alive{kind="seat"}')
        reserve(server, schedule, 100_000, 5)
        after = server.resident_bytes(), server.metric('frontrow_actors_alive{kind="seat"}')
        return (after[0] - before[0]) / (after[1] - before[1])
    finally:
        server.stop()


def reserve(server, schedule, first, seconds, seats=1_000_000):
    return wrk(server.url("/"), seconds, "reserve.lua",
               env={"BENCH_SCHEDULE": str(schedule), "BENCH_FIRST_SEAT": str(first),
                    "BENCH_SEATS": str(seats)})


def cpu_of_bookings(server, seconds, *where):
    """Microseconds of the server's CPU a reservation."""
    before = server.cpu_seconds(), server.metric('frontrow_actor_activations_total{kind="seat"}')
    reserve(server, *where[:2], seconds, *where[2:])
    after = server.cpu_seconds(), server.metric('frontrow_actor_activations_total{kind="seat"}')
    return (after[0] - before[0]) / (after[1] - before[1]) * 1e6


def growth(folder, rounds, waiting, seconds=2):
    """A booking's CPU in houses of 1,000 seats, one after the other sold out, and in one of a
    million, in turn."""
    burst = 200 * seconds  # houses of 1,000 seats: more than a burst sells
    small, large = (Frontrow(folder, name) for name in ("small", "large"))
    try:
        for server, count in ((small, 100), (large, waiting)):
            pipelined_enter(server.port, server.schedule(10, capacity=1), 1, count)
        costs = []
        for n in range(rounds):
            houses = [small.schedule(1_000) for _ in range(burst)]
            costs.append((cpu_of_bookings(small, seconds, houses[0], 1, 1_000),
                          cpu_of_bookings(large, seconds, large.schedule(1_000_000), 1)))
            print("  growth %d/%d: %.1f : %.1f us a booking" % (n + 1, rounds, *costs[-1]),
                  flush=True)
        return costs
    finally:
        small.stop()
        large.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--waiting", type=int, default=1_000_000)
    parser.add_argument("--seats", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="frontrow-bench-") as folder:
        for name, cost in (("seat", lambda: bytes_of_seats(folder, args.seats)),
                           ("actor", lambda: bytes_of_actors(folder)),
                           ("token", lambda: bytes_of_tokens(folder, args.waiting))):
            print(f"resident bytes a {name}: {cost():.0f} (at most {LIMITS[name]})", flush=True)
        costs = growth(folder, args.rounds, args.waiting)
    ratios = [b / a for a, b in costs]
    print(f"CPU of a booking, large / small: {statistics.median(ratios):.2f}"
          f" ({min(ratios):.2f} to {max(ratios):.2f}), at most 1.20")


if __name__ == "__main__":
    main()
