#!/usr/bin/env python3
"""From commit to Redis stream, p99, at half the peak rate of durable bookings, beside the median
commit of the store in the same burst.

    bench/versus/outbox.py [--rounds 5] [--seconds 5]
"""

import argparse
import re
import statistics
import subprocess
import tempfile
import time
import urllib.request

from load import wrk
from peers import Frontrow, Redis


def histogram(server, name):
    """(upper bound in seconds, observations up to it), all series together."""
    with urllib.request.urlopen(server.url("/metrics"), timeout=10) as answer:
        text = answer.read().decode()
    sums = {}
    for bound, count in re.findall(name + r'_bucket\{[^}]*le="([^"]+)"\} (\d+)', text):
        sums[float(bound)] = sums.get(float(bound), 0) + int(count)
    return sorted(sums.items())


def quantile_between(before, after, share):
    """By straight lines within its bucket."""
    counts = [(b[0], b[1] - a[1]) for a, b in zip(before, after)]
    wanted = counts[-1][1] * share
    lower, below = 0.0, 0
    for bound, count in counts:
        if count >= wanted and count > below:
            return lower + (bound - lower) * (wanted - below) / (count - below)
        lower, below = bound, count
    raise SystemExit("nothing was observed")


def await_lag(server, seconds=60):
    """What the burst left behind; it shall not count in the next."""
    end = time.monotonic() + seconds
    while server.metric("frontrow_outbox_lag_events") > 0:
        if time.monotonic() > end:
            raise SystemExit(f"not within {seconds} s: an empty outbox")


def once(server, peak, seconds):
    names = ("frontrow_store_commit_seconds", "frontrow_outbox_publish_seconds")
    before = [histogram(server, name) for name in names]
    subprocess.run([str(server.binary), "load", "fcfs", "--target", server.url(""), "--rate",
                    str(int(peak / 2)), "--duration", f"{seconds}s", "--no_check"],
                   check=True, capture_output=True)
    await_lag(server)
    commits, delays = zip(before, [histogram(server, name) for name in names])
    return (quantile_between(*commits, 0.5) * 1e3, quantile_between(*delays, 0.5) * 1e3,
            quantile_between(*delays, 0.99) * 1e3)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="frontrow-bench-") as folder:
        redis = Redis(folder)
        server = None
        try:
            server = Frontrow(folder, **{"fcfs.seats": 1_000_000, "redis.host": "127.0.0.1",
                                         "redis.port": redis.port})
            peak = statistics.median(wrk(server.url("/"), 3, "join.lua") for _ in range(3))
            print(f"peak: {peak:,.0f} bookings a second", flush=True)
            await_lag(server)
            ratios = []
            for n in range(args.rounds):
                commit, p50, p99 = once(server, peak, args.seconds)
                ratios.append(p99 / commit)
                print(f"  {n + 1}/{args.rounds}: commit to stream p50 {p50:.2f} ms, p99 {p99:.2f}"
                      f" ms, median commit {commit:.2f} ms: {ratios[-1]:.1f}", flush=True)
        finally:
            if server:
                server.stop()
            redis.stop()
    print(f"p99 / median commit: {statistics.median(ratios):.1f}"
          f" ({min(ratios):.1f} to {max(ratios):.1f}), wanted under 10")


if __name__ == "__main__":
    main()
