#!/usr/bin/env python3
"""What the console costs while it is open: the same load with nobody looking, and with an onlooker
who follows six views, in turns on one server. Prints each round and the medians.

    bench/console_cost.py [ROUNDS] [SECONDS]
"""

import http.client
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import threading

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = os.environ.get("FRONTROW_BINARY", ROOT / "build/release/frontrow")
OPERATOR = "operator-token-of-the-bench"
VIEWS = "cluster,actors,sale:500,actor:schedule%20501%2Btap,invariants,sales"


def serve(folder):
    server = subprocess.Popen(
        [BINARY, "serve", "--data", f"{folder}/data", "--port", "0", "--app_port", "0",
         "--operator_token", OPERATOR, "--fcfs.guard_by_ip", "false", "--fcfs.seats", "1000000"],
        stderr=subprocess.PIPE, text=True, env={"PATH": os.environ["PATH"]})
    for line in server.stderr:
        if found := re.search(r"http://127\.0\.0\.1:(\d+)", line):
            threading.Thread(target=server.stderr.read, daemon=True).start()
            return server, int(found[1])
    raise SystemExit("the server did not start")


class Onlooker:
    """Reads a stream of views, as an open console does."""

    def __init__(self, port):
        self.line = http.client.HTTPConnection("127.0.0.1", port)
        self.line.request("GET", f"/admin/stream?views={VIEWS}",
                          headers={"X-Admin-Token": OPERATOR})
        self.socket = self.line.sock
        self.answer = self.line.getresponse()
        self.bytes = 0
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        try:
            while piece := self.answer.read1(65536):
                self.bytes += len(piece)
        except (OSError, ValueError, http.client.HTTPException):
            return

    def close(self):
        self.socket.close()


def cpu_of(process):
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def load(port, seconds, first_user):
    """Buyers come as fast as they are served."""
    done = subprocess.run(
        [BINARY, "load", "fcfs", "--target", f"http://127.0.0.1:{port}", "--rate", "max",
         "--duration", f"{seconds}s", "--operator_token", OPERATOR, "--first_user",
         str(first_user), "--no_check"], capture_output=True, text=True, check=False,
        env={"PATH": os.environ["PATH"]})
    if done.returncode != 0:
        raise SystemExit(done.stdout + done.stderr)


def joins_of(port):
    """How many joins the server has answered."""
    line = http.client.HTTPConnection("127.0.0.1", port)
    line.request("GET", "/metrics")
    page = line.getresponse().read().decode()
    line.close()
    return sum(float(count) for count in re.findall(
        r'^frontrow_http_requests_total\{[^}]*"fcfs_join"[^}]*\} (\S+)', page, re.M))


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    ratios = []
    with tempfile.TemporaryDirectory(prefix="frontrow-bench-") as folder:
        server, port = serve(folder)
        try:
            user = 1
            for number in range(rounds):
                cost = {}
                # Who goes first changes, so that what grows with time weighs on both.
                for is_watched in ((False, True), (True, False))[number % 2]:
                    onlooker = Onlooker(port) if is_watched else None
                    joins, cpu = joins_of(port), cpu_of(server)
                    load(port, seconds, user)
                    user += 10_000_000
                    spent = cpu_of(server) - cpu
                    cost[is_watched] = spent / (joins_of(port) - joins) * 1e6
                    if onlooker:
                        onlooker.close()
                ratios.append(cost[True] / cost[False])
                print(f"round {number + 1}: {cost[False]:.1f} µs of CPU a request alone, "
                      f"{cost[True]:.1f} while somebody looks: {100 * (ratios[-1] - 1):+.2f} %")
        finally:
            server.terminate()
            server.wait()
    print(f"median: {100 * (statistics.median(ratios) - 1):+.2f} %")


main()
