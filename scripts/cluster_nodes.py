"""The nodes of one cluster on this machine, as processes: begun, watched, ended."""

import fcntl
import http.client
import json
import os
import pathlib
import shlex
import signal
import socket
import time

from cluster_stores import (Postgres, Redis, Trouble, free_port, keep_secret, last_line,
                            start_process)

LOOK_PAUSE = 0.25
READY_LIMIT = 120.0
END_LIMIT = 45.0
# PostgreSQL's: each node takes writers, readers, a registry and a lock; a restart overlaps.
NODE_CONNECTIONS = 20
DEFAULT_DATA = "data/cluster"
ASKING = "start"  # a file in a node's folder: it should be started


def say(text):
    print(time.strftime("%H:%M:%S "), text, sep="", flush=True)


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


class Node:
    """One process of the server, with a folder of its own."""

    def __init__(self, name, port, folder):
        self.name = name
        self.port = port
        self.folder = folder
        self.log = folder / "log"
        self.process = None

    def write_settings(self, shared):
        self.folder.mkdir(mode=0o700, exist_ok=True)
        mine = {**shared, "data": str(self.folder / "data"), "port": self.port,
                "app_port": 0,
                "cluster.listen": "127.0.0.1:0", "cluster.name": self.name}
        path = self.folder / "frontrow.toml"
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w",
                  encoding="utf-8") as file:
            for key, value in mine.items():
                file.write(f"{key} = {json.dumps(value)}\n")

    def start(self, binary, flags):
        # Not before the one that had this port is gone from it.
        if not is_free(self.port):
            raise Trouble(f"port {self.port} is in use: {self.name} cannot start")
        words = [binary, "serve", "--config", self.folder / "frontrow.toml", *flags]
        self.process = start_process(words, self.log, "TERM")

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def ask(self, path, token="", patience=2.0):
        """Status and body; nothing when it does not answer."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
        try:
            line.request("GET", path, headers={"X-Admin-Token": token} if token else {})
            said = line.getresponse()
            return said.status, said.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            line.close()


class Cluster:
    def __init__(self, how):
        self.how = how
        self.data = pathlib.Path(how.data).absolute()
        self.stores = []
        self.nodes = []
        self.token = ""
        self.seen = {}  # members by their lives, as last told
        self.is_over = False
        self.table = ""

    # Beginning.

    def lock(self):
        self.data.mkdir(parents=True, exist_ok=True)
        self.held = open(self.data / "lock", "a", encoding="ascii")
        try:
            fcntl.flock(self.held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble(f"a cluster runs in {self.data} already") from None

    def choose_ports(self):
        how = self.how
        if how.port == 0:
            return [free_port() for _ in range(how.nodes)]
        ports = list(range(how.port, how.port + how.nodes))
        for port in ports:
            if not is_free(port):
                raise Trouble(f"port {port} is in use: give where ports begin with --port")
        return ports

    def begin(self):
        how = self.how
        if not os.access(how.binary, os.X_OK):
            raise Trouble(f"there is no program {how.binary}: ./run build makes it")
        self.lock()
        ports = self.choose_ports()
        self.token = keep_secret(self.data / "operator-token")
        shared = {"store": "postgres", "operator_token": self.token,
                  "queue.secret": keep_secret(self.data / "queue-secret")}
        if how.postgres_url:
            shared["postgres_url"] = how.postgres_url
        else:
            self.stores.append(Postgres(self.data / "postgres", 20 + NODE_CONNECTIONS * how.nodes))
            say("PostgreSQL starts")
            shared["postgres_url"] = self.stores[-1].start()
        if how.redis_host:
            shared |= {"redis.host": how.redis_host, "redis.port": how.redis_port}
        else:
            self.stores.append(Redis(self.data / "redis"))
            say("Redis starts")
            shared |= self.stores[-1].start()
        for n, port in enumerate(ports):
            node = Node(f"n{n}", port, self.data / f"n{n}")
            self.nodes.append(node)
            node.write_settings(shared)
            (node.folder / ASKING).unlink(missing_ok=True)
            node.start(how.binary, how.flags)
        self.await_all()

    def await_all(self):
        """Until each node is a member and every shard has an owner."""
        end = time.monotonic() + READY_LIMIT
        while not self.is_over:
            for node in self.nodes:
                if not node.is_running():
                    raise Trouble(f"{node.name} ended with status {node.process.returncode}: "
                                  f"{last_line(node.log)}")
            ready = [(node.ask("/readyz") or [0])[0] == 200 for node in self.nodes]
            view = self.view()
            if view:
                self.tell(view)
                if all(ready) and self.is_settled(view):
                    return
            if time.monotonic() > end:
                raise Trouble(f"not all nodes are ready after {READY_LIMIT:g} s: see "
                              f"{self.data}/n*/log")
            time.sleep(LOOK_PAUSE)

    # Looking.

    def view(self):
        """What some node that lives says of the cluster; nothing: none does."""
        for node in self.nodes:
            said = node.ask("/admin/cluster/view", self.token) if node.is_running() else None
            if said and said[0] == 200:
                return json.loads(said[1])
        return None

    def is_settled(self, view):
        owners = [shard.get("owner") for shard in view["shards"]]
        taking = [one for one in view["members"] if not one["draining"]]
        least = len(owners) // max(len(taking), 1)
        members = {one["name"] for one in view["members"]}
        return (None not in owners and all(one["shards"] >= least for one in taking)
                and all(node.is_running() == (node.name in members) for node in self.nodes))

    def tell(self, view):
        """Whoever came or went since the last look."""
        now = {one["id"]: one for one in view["members"]}
        for life, one in now.items():
            before = self.seen.get(life)
            if before is None:
                say(f"{one['name']} has joined")
            elif before["draining"] != one["draining"]:
                say(f"{one['name']} {'gives its shards away' if one['draining'] else 'takes its share'}")
        for life, one in self.seen.items():
            if life not in now:
                say(f"{one['name']} is gone: the others take its shards")
        self.seen = now

    def rows(self, view):
        members = {one["name"]: one for one in view["members"]}
        yield "NODE", "URL", "NODE PORT", "PID", "SHARDS"
        for node in self.nodes:
            one = members.get(node.name)
            pid = str(node.process.pid) if node.is_running() else "-"
            yield (node.name, f"http://127.0.0.1:{node.port}", one["address"] if one else "-", pid,
                   str(one["shards"]) if one else "-")

    def show(self, view):
        """Who is where, unless that is what was shown last."""
        rows = list(self.rows(view))
        widths = [max(map(len, column)) for column in zip(*rows)]
        text = "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip()
                         for row in rows)
        if text != self.table:
            self.table = text
            print(f"\n{text}\n", flush=True)

    def start_command(self, name):
        where = [] if self.how.data == DEFAULT_DATA else ["--data", self.how.data]
        return shlex.join(["./run", "cluster", "start", name, *where])

    def look_after(self, node):
        """Says that it ended; starts it when it was asked for."""
        if node.process is not None and node.process.poll() is not None:
            status = node.process.returncode
            why = (f"was killed by signal {-status}" if status < 0
                   else f"ended with status {status}: {last_line(node.log)}" if status
                   else "has stopped")
            say(f"{node.name} {why}; to start it: {self.start_command(node.name)}")
            node.process = None
        if (node.folder / ASKING).exists():
            if node.process is None:
                try:
                    node.start(self.how.binary, self.how.flags)
                    say(f"{node.name} starts")
                except Trouble as why:
                    say(str(why))
            (node.folder / ASKING).unlink()

    def watch(self):
        """Until told to stop, or a store ends that is ours."""
        say(f"ready. Logs: {self.data}/n*/log. The operator's token: {self.data}/operator-token. "
            "Ctrl-C stops all")
        while not self.is_over:
            for node in self.nodes:
                self.look_after(node)
            for store in self.stores:
                if store.process.poll() is not None:
                    raise Trouble(f"{type(store).__name__} ended: {last_line(store.log)}")
            if view := self.view():
                self.tell(view)
                if self.is_settled(view):
                    self.show(view)
            time.sleep(LOOK_PAUSE)

    # Ending.

    def end(self):
        """Nodes first, as they save what they decided. Whoever takes too long is killed."""
        if any(node.is_running() for node in self.nodes):
            say("stopping")
        end_all([node.process for node in self.nodes if node.process])
        end_all([store.process for store in self.stores if store.process])


def end_all(processes):
    for one in processes:
        if one.poll() is None:
            one.send_signal(signal.SIGINT)
    end = time.monotonic() + END_LIMIT
    while any(one.poll() is None for one in processes) and time.monotonic() < end:
        time.sleep(0.02)
    for one in processes:
        if one.poll() is None:
            say(f"process {one.pid} did not stop within {END_LIMIT:g} s and is killed")
            one.kill()
            one.wait()
