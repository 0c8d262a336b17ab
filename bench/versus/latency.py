#!/usr/bin/env python3
"""Latency of durable bookings at half the peak rate, open loop, beside the median commit of the store
in the same burst.

    bench/versus/latency.py [--rounds 5] [--seconds 5]
"""

import argparse
import json
import re
import statistics
import subprocess
import tempfile
import urllib.request
from pathlib import Path

from load import wrk
from peers import Frontrow


def commits(server):
    """The histogram of commit times: (upper bound in seconds, commits up to it)."""
    with urllib.request.urlopen(server.url("/metrics"), timeout=10) as answer:
        text = answer.read().decode()
    found = re.findall(r'frontrow_store_commit_seconds_bucket\{le="([^"]+)"\} (\d+)', text)
    return [(float(bound), int(count)) for bound, count in found]


def median_between(before, after):
    """By straight lines within the bucket that holds the middle."""
    counts = [(b[0], b[1] - a[1]) for a, b in zip(before, after)]
    middle = counts[-1][1] / 2
    lower, below = 0.0, 0
    for bound, count in counts:
        if count >= middle:
            return lower + (bound - lower) * (middle - below) / (count - below)
        lower, below = bound, count
    raise SystemExit("no commit was seen")


def once(server, peak, seconds, folder):
    report = Path(folder) / "load.json"
    before = commits(server)
    subprocess.run([str(server.binary), "load", "fcfs", "--target", server.url(""), "--rate",
                    str(int(peak / 2)), "--duration", f"{seconds}s", "--no_check", "--json",
                    str(report)], check=True, capture_output=True)
    commit = median_between(before, commits(server)) * 1e3
    latency = json.loads(report.read_text())["operations"]["join"]["latencyMs"]
    return latency["p50"], latency["p99"], commit


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="frontrow-bench-") as folder:
        server = Frontrow(folder, **{"fcfs.seats": 1_000_000})
        try:
            peak = statistics.median(wrk(server.url("/"), 3, "join.lua") for _ in range(3))
            print(f"peak: {peak:,.0f} bookings a second", flush=True)
            ratios = []
            for n in range(args.rounds):
                p50, p99, commit = once(server, peak, args.seconds, folder)
                ratios.append(p99 / commit)
                print(f"  {n + 1}/{args.rounds}: p50 {p50:.2f} ms, p99 {p99:.2f} ms, median commit"
                      f" {commit:.2f} ms: {ratios[-1]:.1f}", flush=True)
        finally:
            server.stop()
    print(f"p99 / median commit: {statistics.median(ratios):.1f}"
          f" ({min(ratios):.1f} to {max(ratios):.1f}), wanted under 5")


if __name__ == "__main__":
    main()
