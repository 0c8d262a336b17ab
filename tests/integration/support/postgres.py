"""A PostgreSQL server of a test's own, on a free loopback port; it ends with the test."""

import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile

from support.server import await_until, free_port


def program(name):
    """Debian keeps a version's programs in a folder of its own."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else name


def as_whom():
    """The server refuses root."""
    return pwd.getpwnam("postgres") if os.geteuid() == 0 else None


class PrivatePostgres:
    def __init__(self, base=None, **settings):
        """With `base`, a copy of that data folder instead of an empty one."""
        self.settings = {"shared_buffers": "32MB", "max_connections": "50", **settings}
        self.port = free_port()
        self.process = None
        self.databases = 0
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="frontrow-pg-"))
        self.log = open(self.folder / "log", "ab")
        user = as_whom()
        if user:
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        if base:
            self._adopt(base)
        else:
            self._run(program("initdb"), "-D", self.folder / "data", "-U", "frontrow", "-A",
                      "trust", "-E", "UTF8", "--locale=C", "--no-sync").wait(120)

    def _adopt(self, base):
        shutil.copytree(base, self.folder / "data")
        if user := as_whom():
            for one in (self.folder / "data", *(self.folder / "data").rglob("*")):
                os.chown(one, user.pw_uid, user.pw_gid)

    def _run(self, *words):
        user = as_whom()
        other = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        return subprocess.Popen(["setpriv", "--pdeathsig", "QUIT", *map(str, words)],
                                stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
                                cwd="/", **other)

    def start(self):
        """Also after kill, on the same port with the same data."""
        flags = [word for pair in self.settings.items() for word in ("-c", "=".join(pair))]

        def is_up():
            if self.process is None or self.process.poll() is not None:
                # It ends when processes of a killed one are not quite gone.
                self.process = self._run(program("postgres"), "-D", self.folder / "data", "-p",
                                         self.port, "-k", self.folder, "-h", "127.0.0.1", *flags)
            try:
                said = (self.folder / "data" / "postmaster.pid").read_text().split("\n")
            except FileNotFoundError:
                return False
            return said[0] == str(self.process.pid) and any("ready" in line for line in said)

        await_until(is_up, f"PostgreSQL at port {self.port}", 60)
        return self

    def url(self, database):
        return f"postgresql://frontrow@127.0.0.1:{self.port}/{database}"

    def fresh_database(self):
        """Its address."""
        self.databases += 1
        name = f"db{self.databases}"
        self.run(f"CREATE DATABASE {name}")
        return self.url(name)

    def run(self, sql, database="postgres"):
        done = subprocess.run(["psql", "-X", "-A", "-t", "-q", "-c", sql, self.url(database)],
                              capture_output=True, text=True, timeout=60, check=True)
        return done.stdout.strip()

    def _signal_all(self, what):
        self.process.send_signal(signal.SIGSTOP)
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        for child in children.read_text().split():
            os.kill(int(child), what)
        self.process.send_signal(what)

    def stall(self):
        """All of its processes stand still, and say nothing, until `resume`."""
        self._signal_all(signal.SIGSTOP)

    def resume(self):
        self._signal_all(signal.SIGCONT)

    def kill(self):
        """As kill -9 of all of its processes does."""
        if self.process and self.process.poll() is None:
            self._signal_all(signal.SIGKILL)
            self.process.wait(30)
        self.process = None

    def end(self):
        self.kill()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)
