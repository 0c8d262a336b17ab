"""The servers that are measured: each starts in a folder of its own, on loopback, and ends by pid."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def await_port(port, who, limit=30):
    end = time.monotonic() + limit
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise SystemExit(f"{who} does not listen on port {port} within {limit} s")


class Peer:
    """A process in a folder of its own."""

    def __init__(self, name, folder):
        self.name = name
        self.folder = Path(folder) / name
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.port = free_port()
        self.process = None

    def start(self, command, env=None, user=None):
        log = open(self.folder / "log", "ab")
        self.process = subprocess.Popen(
            command, stdout=log, stderr=log, cwd=self.folder, env={**os.environ, **(env or {})},
            user=user)

    def stop(self, how=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(30)
        self.process = None

    def cpu_seconds(self):
        """User and system time of the process so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_bytes(self):
        fields = Path(f"/proc/{self.process.pid}/statm").read_text().split()
        return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")


class Frontrow(Peer):
    def __init__(self, folder, name="frontrow", **options):
        super().__init__(name, folder)
        self.binary = ROOT / "build/release/frontrow"
        self.options = {"log.level": "warn", "fcfs.guard_by_ip": "false", "app_port": 0, **options}
        self.boot()

    def boot(self):
        flags = [x for k, v in self.options.items() for x in (f"--{k}", str(v))]
        self.start([str(self.binary), "serve", "--port", str(self.port), "--data",
                    str(self.folder / "data"), *flags])
        await_port(self.port, self.name)
        self.token = (self.folder / "data/operator-token").read_text().strip()

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def call(self, method, path, body=None, headers=None):
        request = urllib.request.Request(
            self.url(path), method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "X-Admin-Token": self.token,
                     **(headers or {})})
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = answer.read()
            return json.loads(text) if text else None

    def schedule(self, seats, price=1000, capacity=0):
        """A fresh schedule; gives its id."""
        concert = self.call("POST", "/api/concerts", {"title": "Bench", "artist": "wrk"})
        per_row = 1000 if seats % 1000 == 0 else seats
        return self.call("POST", f"/api/concerts/{concert['concertId']}/schedules", {
            "startsAt": "2030-01-01T19:00:00", "maxConcurrentUser": capacity,
            "sections": [{"name": "A", "rows": seats // per_row, "seatsPerRow": per_row,
                          "price": price}]})["scheduleId"]

    def metric(self, name):
        with urllib.request.urlopen(self.url("/metrics"), timeout=10) as answer:
            for line in answer.read().decode().splitlines():
                if line.startswith(name + " ") or line.startswith(name + "{"):
                    return float(line.rsplit(" ", 1)[1])
        raise KeyError(name)


class Nginx(Peer):
    """One worker that answers every request with the same body."""

    def __init__(self, folder, body, name="nginx"):
        super().__init__(name, folder)
        self.serve(f"location / {{ default_type application/json; return 200 '{body}'; }}")

    def serve(self, location, modules="", http=""):
        config = (HERE / "nginx.conf.in").read_text()
        for key, value in {"@port@": str(self.port), "@location@": location, "@modules@": modules,
                           "@http@": http, "@folder@": str(self.folder)}.items():
            config = config.replace(key, value)
        (self.folder / "nginx.conf").write_text(config)
        self.start(["nginx", "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")])
        await_port(self.port, self.name)


class Redis(Peer):
    def __init__(self, folder):
        super().__init__("redis", folder)
        self.start(["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "",
                    "--appendonly", "no"])
        await_port(self.port, self.name)


class Gateway(Nginx):
    """The FCFS document's gateway alone: the guard script by its SHA and INCR in Redis, answering at
    once, with no back end behind it."""

    def __init__(self, folder, redis):
        Peer.__init__(self, "gateway", folder)
        script = (HERE / "gateway.lua").read_text().replace("@redis@", str(redis.port))
        (self.folder / "gateway.lua").write_text(script)
        modules = "".join(f"load_module /usr/lib/nginx/modules/{m};\n" for m in
                          ("ndk_http_module.so", "ngx_http_lua_module.so"))
        self.serve(f"location /fcfs/join {{ content_by_lua_file {self.folder}/gateway.lua; }}",
                   modules, "lua_package_path '/usr/share/lua/5.1/?.lua;;';")


class Postgres(Peer):
    """A server with Debian's settings, and pgbench with the booking as one ordinary transaction."""

    def __init__(self, folder):
        super().__init__("postgres", folder)
        bin_folder = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        self.bin = bin_folder
        self.databases = set()
        shutil.chown(self.folder, "postgres")
        self.user = "postgres" if os.geteuid() == 0 else None
        data = self.folder / "data"
        self.run("initdb", "-D", str(data), "-A", "trust", "-U", "postgres")
        self.start([str(bin_folder / "postgres"), "-D", str(data), "-p", str(self.port), "-k",
                    str(self.folder), "-c", "listen_addresses="], user=self.user)
        end = time.monotonic() + 30
        while time.monotonic() < end and not (self.folder / f".s.PGSQL.{self.port}").exists():
            time.sleep(0.05)
        time.sleep(0.5)
        self.run("psql", *self.where(), "-q", "-f", str(HERE / "booking_schema.sql"))

    def url(self, database):
        """Of a database that is made when it is first asked for."""
        if database not in self.databases:
            self.run("createdb", *self.where()[:-2], "-T", "template0", "-E", "UTF8", database)
            self.databases.add(database)
        return f"postgresql:///{database}?host={self.folder}&port={self.port}&user=postgres"

    def where(self):
        return ["-h", str(self.folder), "-p", str(self.port), "-U", "postgres", "-d", "postgres"]

    def run(self, tool, *arguments):
        done = subprocess.run([str(self.bin / tool), *arguments], user=self.user, text=True,
                              capture_output=True, cwd="/")
        if done.returncode != 0:
            raise SystemExit(f"{tool}: {done.stderr}")
        return done.stdout

    def pgbench(self, script, seconds, clients=64):
        """Transactions a second."""
        where = self.where()[:-2]
        out = self.run("pgbench", *where, "-n", "-M", "prepared", "-c", str(clients), "-j", "1",
                       "-T", str(seconds), "-f", str(HERE / script), "postgres")
        return float(next(l for l in out.splitlines() if l.startswith("tps")).split()[2])

    def stop(self, how=signal.SIGINT):
        super().stop(how)
