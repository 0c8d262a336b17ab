"""PostgreSQL and Redis of a cluster's own, from Debian's packages, on free loopback ports; what they
keep stays in the data folder. Everything that cannot begin is a Trouble of one line."""

import os
import pathlib
import pwd
import secrets
import shutil
import socket
import subprocess
import time

START_LIMIT = 60.0
POSTGRES_USER = "postgres"  # in whose name it runs when the launcher is root


class Trouble(Exception):
    """What keeps the cluster from beginning, in one line."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def keep_secret(path):
    """The secret in this file, for its owner alone; made when there is none."""
    if not path.exists():
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w",
                  encoding="ascii") as file:
            file.write(secrets.token_hex(24) + "\n")
    return path.read_text(encoding="ascii").strip()


def start_process(words, log, signal_of_death, **how):
    """One that Ctrl-C does not reach, and that does not outlive the launcher."""
    with open(log, "ab") as out:
        return subprocess.Popen(
            ["setpriv", "--pdeathsig", signal_of_death, *map(str, words)], stdout=out, stderr=out,
            start_new_session=True, **{"stdin": subprocess.DEVNULL, **how})


def last_line(log):
    lines = pathlib.Path(log).read_text(encoding="utf-8", errors="replace").splitlines()
    return lines[-1] if lines else "it said nothing"


def await_start(process, log, is_up, name):
    end = time.monotonic() + START_LIMIT
    while not is_up():
        if process.poll() is not None:
            raise Trouble(f"{name} ended: {last_line(log)} ({log})")
        if time.monotonic() > end:
            raise Trouble(f"{name} did not start within {START_LIMIT:g} s: {log}")
        time.sleep(0.05)


class Postgres:
    """The database `frontrow` of a server in `folder`, whose owner has a secret password."""

    def __init__(self, folder, connections):
        self.folder = folder
        self.log = folder / "log"
        self.port = free_port()
        self.process = None
        self.connections = connections
        self.owner = pwd.getpwnam(POSTGRES_USER) if os.geteuid() == 0 else None

    def program(self, name):
        """Debian keeps a version's programs in a folder of its own."""
        found = sorted(pathlib.Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
        path = str(found[-1]) if found else shutil.which(name)
        if not path:
            raise Trouble("PostgreSQL is not installed: apt-get install postgresql, or give "
                          "--postgres_url")
        return path

    def as_owner(self):
        if not self.owner:
            return {"cwd": "/"}
        return {"cwd": "/", "user": self.owner.pw_uid, "group": self.owner.pw_gid,
                "extra_groups": []}

    def prepare(self):
        """An empty server, unless there is one; its password."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        if self.owner:
            os.chown(self.folder, self.owner.pw_uid, self.owner.pw_gid)
            seen = subprocess.run(["test", "-x", self.folder], check=False, **self.as_owner())
            if seen.returncode:
                raise Trouble(f"PostgreSQL does not run as root, and its user {POSTGRES_USER} "
                              f"cannot enter {self.folder}: choose another folder with --data")
        password_file = self.folder / "password"
        password = keep_secret(password_file)
        if self.owner:
            os.chown(password_file, self.owner.pw_uid, self.owner.pw_gid)
        if not (self.folder / "data" / "PG_VERSION").exists():
            # A folder of which the making was interrupted is made anew.
            shutil.rmtree(self.folder / "made", ignore_errors=True)
            made = subprocess.run(
                [self.program("initdb"), "-D", self.folder / "made", "-U", "frontrow", "-A",
                 "scram-sha-256", f"--pwfile={password_file}", "-E", "UTF8", "--locale=C"],
                capture_output=True, text=True, check=False, **self.as_owner())
            if made.returncode:
                said = (made.stderr.strip() or "it said nothing").splitlines()[-1]
                raise Trouble(f"PostgreSQL cannot be set up: {said}")
            (self.folder / "made").rename(self.folder / "data")
        return password

    def start(self):
        """The address of the database."""
        password = self.prepare()
        words = [self.program("postgres"), "-D", self.folder / "data", "-p", self.port, "-h",
                 "127.0.0.1", "-c", "unix_socket_directories=", "-c",
                 f"max_connections={self.connections}"]
        self.log.touch()
        self.process = start_process(words, self.log, "INT", **self.as_owner())

        def is_up():
            try:
                said = (self.folder / "data" / "postmaster.pid").read_text(encoding="ascii")
            except FileNotFoundError:
                return False
            lines = said.split("\n")
            return lines[0] == str(self.process.pid) and any("ready" in one for one in lines)

        await_start(self.process, self.log, is_up, "PostgreSQL")
        self.make_database(password)
        return f"postgresql://frontrow:{password}@127.0.0.1:{self.port}/frontrow"

    def make_database(self, password):
        def ask(sql):
            return subprocess.run(
                ["psql", "-X", "-A", "-t", "-q", "-h", "127.0.0.1", "-p", str(self.port), "-U",
                 "frontrow", "-c", sql, "postgres"], capture_output=True, text=True, check=False,
                env={**os.environ, "PGPASSWORD": password})

        if not ask("SELECT 1 FROM pg_database WHERE datname = 'frontrow'").stdout.strip():
            made = ask("CREATE DATABASE frontrow")
            if made.returncode:
                raise Trouble(f"PostgreSQL: {made.stderr.strip().splitlines()[-1]}")


class Redis:
    def __init__(self, folder):
        self.folder = folder
        self.log = folder / "log"
        self.port = free_port()
        self.process = None

    def start(self):
        """What leads a node to it."""
        if not shutil.which("redis-server"):
            raise Trouble("Redis is not installed: apt-get install redis-server, or give "
                          "--redis.host")
        self.folder.mkdir(mode=0o700, exist_ok=True)
        password = keep_secret(self.folder / "password")
        settings = self.folder / "redis.conf"
        with open(os.open(settings, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w",
                  encoding="utf-8") as file:
            file.write(f"bind 127.0.0.1\nport {self.port}\nrequirepass {password}\n"
                       f"dir \"{self.folder}\"\nsave \"\"\nappendonly yes\n"
                       "maxmemory-policy noeviction\n")
        self.process = start_process(["redis-server", settings], self.log, "TERM")

        def is_up():
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                    line.sendall(f"AUTH {password}\r\nPING\r\n".encode())
                    return line.recv(100).startswith(b"+OK")
            except OSError:
                return False

        await_start(self.process, self.log, is_up, "Redis")
        return {"redis.host": "127.0.0.1", "redis.port": self.port, "redis.password": password}
