"""One burst of load with wrk, and what came of it."""

import os
import re
import subprocess
from pathlib import Path

WRK = Path(__file__).resolve().parent.parent / "wrk"
runs = 0


def wrk(url, seconds, script=None, env=None, headers=(), connections=64, may_refuse=False):
    """Requests a second. Anything but success is an error, unless refusals are what is measured."""
    global runs
    runs += 1
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s"]
    for header in headers:
        command += ["-H", header]
    if script:
        command += ["-s", str(WRK / script)]
    out = subprocess.run([*command, url], text=True, capture_output=True, check=True,
                         env={**os.environ, "BENCH_RUN": str(runs), **(env or {})}).stdout
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    broken = re.search(r"Socket errors: (.*)", out)
    if broken and not re.fullmatch(r"connect 0, read 0, write 0, timeout 0", broken[1].strip()):
        print(f"  socket errors: {broken[1]}", flush=True)
    if refused and not may_refuse:
        raise SystemExit(f"{url}: {refused[1]} requests were refused:\n{out}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])


def requests_of(rate, seconds):
    return int(rate * seconds)
