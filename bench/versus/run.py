#!/usr/bin/env python3
"""Frontrow beside nginx, the FCFS document's gateway and pgbench, in one run on one machine.

Every round measures the sides of a row one after the other; a ratio is taken within a round, and
the table gives the median of the rounds with the least and the greatest.

    bench/versus/run.py [--rounds 5] [--seconds 3] [--only join,reserve] [--markdown FILE]
"""

import argparse
import statistics
import tempfile
from pathlib import Path

from peers import Frontrow, Gateway, Nginx, Postgres, Redis
from rows import TABLE, Stage


def start(folder, wanted):
    peers = {"frontrow": Frontrow(folder, **{"fcfs.seats": 9})}
    body = peers["frontrow"].call("GET", "/api/v1/seats")
    import json
    peers["nginx"] = Nginx(folder, json.dumps(body, separators=(",", ":")))
    if "join" in wanted:
        peers["redis"] = Redis(folder)
        peers["gateway"] = Gateway(folder, peers["redis"])
    if wanted & {"join", "reserve"}:
        peers["postgres"] = Postgres(folder)
    if "sold_out" in wanted:
        peers["small"] = Frontrow(folder, "small", **{"fcfs.seats": 1})
        peers["small"].call("POST", "/fcfs/join", {"user_name": "First", "phone": "010-0000"},
                            {"X-User-Id": "first"})
    return peers


def swap_schedule(peers):
    """A million free seats for the rows that book, after the rows that read the nine."""
    peers["frontrow"].call("POST", "/api/v1/seats/reset", {"seat_count": 1_000_000})


def measure(stage, row, rounds):
    name, what, once, limits = row
    taken = []
    for n in range(rounds):
        rates = once(stage)
        taken.append(rates)
        print(f"  {name} {n + 1}/{rounds}: " + " : ".join(f"{r:,.0f}" for r in rates), flush=True)
    lines = []
    for side, least in limits:
        ratios = [r[0] / r[side] for r in taken]
        middle = statistics.median(ratios)
        lines.append((what, least, middle, min(ratios), max(ratios), taken, side))
        print(f"  {what}: {middle:.2f} ({min(ratios):.2f} to {max(ratios):.2f}), wanted {least}",
              flush=True)
    return lines


def print_table(lines):
    text = "| what | at least | median | least | most | medians, a second |\n|---|--:|--:|--:|--:|---|\n"
    for what, least, middle, low, high, taken, side in lines:
        own = statistics.median(r[0] for r in taken)
        other = statistics.median(r[side] for r in taken)
        text += (f"| {what} | {least:.2f} | **{middle:.2f}** | {low:.2f} | {high:.2f} |"
                 f" {own:,.0f} : {other:,.0f} |\n")
    return text


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--only", default="", help="names of rows, separated by commas")
    parser.add_argument("--markdown", type=Path, help="where to write the table")
    args = parser.parse_args()
    wanted = set(filter(None, args.only.split(","))) or {row[0] for row in TABLE}
    with tempfile.TemporaryDirectory(prefix="frontrow-bench-") as folder:
        Path(folder).chmod(0o755)
        peers = start(folder, wanted)
        lines = []
        try:
            stage = Stage(peers, args.seconds)
            is_swapped = False
            for row in TABLE:
                if row[0] not in wanted:
                    continue
                if row[0] == "taken" and not hasattr(stage, "large"):
                    TABLE[1][2](stage)
                if row[0] == "join" and not is_swapped:
                    swap_schedule(peers)
                    is_swapped = True
                lines += measure(stage, row, args.rounds)
        finally:
            for peer in peers.values():
                peer.stop()
    table = print_table(lines)
    print(table)
    if args.markdown:
        args.markdown.write_text(table)


if __name__ == "__main__":
    main()
