#!/usr/bin/env python3
"""Compares the edge with nginx: the same body, the same machine, in turns.

    bench/edge/compare.py [--bench build/release/bench/edge/frontrow_edge_bench]
                          [--rounds 7] [--seconds 3] [--bytes 65] [--threads 1]

Prints requests a second and the server's CPU time a request, as medians, and the medians of the
ratios within a round.
"""

import argparse
import os
import re
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

NGINX = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log /dev/null;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  keepalive_requests 1000000000;
  default_type application/json;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{port}; location / {{ return 200 '{body}'; }} }}
}}
"""


def free_port():
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cpu_seconds(pid):
    """User and system time of a process and its children that live."""
    total = 0
    for each in [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]:
        fields = Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def load(pid, url, seconds):
    before = cpu_seconds(pid)
    text = subprocess.run(
        ["wrk", "-t1", "-c64", f"-d{seconds}s", url], capture_output=True, text=True, check=True
    ).stdout
    if "Non-2xx" in text or "Socket errors" in text:
        raise SystemExit(f"{url}: {text}")
    requests = int(re.search(r"(\d+) requests in", text)[1])
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1])
    return rate, (cpu_seconds(pid) - before) / requests * 1e6


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--bench", default="build/release/bench/edge/frontrow_edge_bench")
    asked.add_argument("--rounds", type=int, default=7)
    asked.add_argument("--seconds", type=int, default=3)
    asked.add_argument("--bytes", type=int, default=65)
    asked.add_argument("--threads", type=int, default=1)
    args = asked.parse_args()
    life = (args.rounds * 3 + 2) * (args.seconds + 1)
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        Path(folder, "conf").write_text(
            NGINX.format(folder=folder, port=port, body="x" * args.bytes)
        )
        edge = subprocess.Popen(
            [args.bench, str(args.bytes), str(args.threads), str(life)],
            stdout=subprocess.PIPE, text=True,
        )
        nginx = subprocess.Popen(["timeout", str(life), "nginx", "-c", f"{folder}/conf"],
                                 stderr=subprocess.DEVNULL)
        try:
            own = int(edge.stdout.readline())
            time.sleep(0.5)
            master = int(Path(folder, "nginx.pid").read_text())
            sides = {
                "nginx": (master, f"http://127.0.0.1:{port}/"),
                "direct": (edge.pid, f"http://127.0.0.1:{own}/direct"),
                "asked": (edge.pid, f"http://127.0.0.1:{own}/asked/7"),
            }
            report(sides, args)
        finally:
            nginx.terminate()
            edge.terminate()


def report(sides, args):
    for side in sides.values():
        load(*side, 1)
    rounds = []
    for number in range(args.rounds):
        order = list(sides)[number % 3:] + list(sides)[: number % 3]
        rounds.append({name: load(*sides[name], args.seconds) for name in order})
    for name in sides:
        rate = statistics.median(r[name][0] for r in rounds)
        cpu = statistics.median(r[name][1] for r in rounds)
        ratio = statistics.median(r[name][0] / r["nginx"][0] for r in rounds)
        cost = statistics.median(r[name][1] / r["nginx"][1] for r in rounds)
        print(f"{name:8} {rate:10.0f}/s  {cpu:6.2f} us  {ratio:5.2f} of nginx's rate"
              f"  {cost:5.2f} of its cpu")


main()
