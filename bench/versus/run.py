#!/usr/bin/env python3
"""Frontrow beside nginx, the FCFS document's gateway and pgbench, in one run on one machine.

Every round measures the sides of a row one after the other; a ratio is taken within a round, and
the table gives the median of the rounds with the least and the greatest.

    bench/versus/run.py [--rounds 5] [--seconds 3] [--only join,reserve] [--markdown FILE]
"""

import json
import tempfile
from pathlib import Path

from peers import Frontrow, Gateway, Nginx, Postgres, Redis
from rows import TABLE, Stage
from table import arguments, finish, measure, wanted_rows


def start(folder, wanted):
    peers = {"frontrow": Frontrow(folder, **{"fcfs.seats": 9})}
    body = peers["frontrow"].call("GET", "/api/v1/seats")
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


def main():
    args = arguments(__doc__).parse_args()
    wanted = wanted_rows(args, TABLE)
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
    finish(lines, args.markdown)


if __name__ == "__main__":
    main()
