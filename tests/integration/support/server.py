"""The real binary on a data folder of the test's own, started, told to stop, and killed."""

import contextlib
import json
import os
import queue
import signal
import socket
import subprocess
import threading
import time

BINARY = os.environ.get("FRONTROW_BINARY", "")
OPERATOR = "operator-token-of-the-tests"

# Generous: a sanitizers' build on a busy machine shall pass too.
START_LIMIT = 60.0
END_LIMIT = 60.0

# Never set: the pause between two looks at what cannot be waited for.
nothing = threading.Event()


def await_until(is_so, what, seconds=30.0, pause=0.005):
    """Asks until the answer is true, and gives it. A time-out names what it waited for."""
    end = time.monotonic() + seconds
    while True:
        answer = is_so()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds:g} s: {what}")
        nothing.wait(pause)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(own=None):
    """What a server's process is given: no setting but its own."""
    kept = ("PATH", "TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS")
    return {name: os.environ[name] for name in kept if name in os.environ} | (own or {})


class Server:
    """One process of the server. `settings` are flags by their dotted names."""

    def __init__(self, data, settings=None, environment=None, app_port=False,
                 admin_port=False):
        self.data = str(data)
        self.settings = {"fcfs.guard_by_ip": "false", **(settings or {})}
        self.environment = environment or {}
        self.wants_app_port = app_port
        self.wants_admin_port = admin_port
        self.process = None
        self.port = self.app_port = self.admin_port = 0
        self.log = []

    def command(self):
        flags = {
            "data": self.data,
            "port": "0",
            "app_port": str(free_port()) if self.wants_app_port else "0",
            "admin_port": str(free_port()) if self.wants_admin_port else "0",
            "operator_token": OPERATOR,
            "log.format": "json",
            **self.settings,
        }
        out = [BINARY, "serve"]
        for name, value in flags.items():
            if value is not None:
                out += [f"--{name}", str(value)]
        return out

    def start(self, awaited=True):
        self.log = []
        self.lines = queue.Queue()
        self.process = subprocess.Popen(
            self.command(), env=environment(self.environment), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL, text=True, errors="replace")
        self.reader = threading.Thread(
            target=self._read, args=(self.process.stderr,), daemon=True)
        self.reader.start()
        if awaited:
            self.await_ready()
        return self

    def _read(self, stream):
        with contextlib.suppress(ValueError):
            for line in stream:
                self.log.append(line.rstrip("\n"))
                self.lines.put(line)
        self.lines.put(None)

    def await_ready(self):
        end = time.monotonic() + START_LIMIT
        while True:
            try:
                line = self.lines.get(timeout=max(end - time.monotonic(), 0.001))
            except queue.Empty:
                raise AssertionError(f"not within {START_LIMIT:g} s: the ready line") from None
            if line is None:
                raise Ended(self.wait(), self.log)
            with contextlib.suppress(json.JSONDecodeError):
                said = json.loads(line)
                if said.get("message") == "ready":
                    self.port = int(said["url"].rsplit(":", 1)[1])
                    self.app_port = said["app_port"]
                    self.admin_port = said["admin_port"]
                    return self

    @property
    def pid(self):
        return self.process.pid

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def signal(self, which):
        self.process.send_signal(which)

    def wait(self, seconds=END_LIMIT):
        """The exit status; everything that it said is then in `log`."""
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"not within {seconds:g} s: the server's end") from None
        self.reader.join(seconds)
        self.process.stderr.close()
        return code

    def kill(self):
        self.signal(signal.SIGKILL)
        return self.wait()

    def stop(self):
        self.signal(signal.SIGTERM)
        return self.wait()

    def resident(self):
        """Bytes of memory that are there."""
        with open(f"/proc/{self.pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def is_sanitized(self):
        """Whether it keeps its memory like a sanitizer's build, with terabytes of shadow."""
        with open(f"/proc/{self.pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE") > 2**40


class Ended(AssertionError):
    """The server ended when it should have become ready."""

    def __init__(self, status, log):
        super().__init__(f"ended before it was ready, status {status}: {log[-5:]}")
        self.status = status
