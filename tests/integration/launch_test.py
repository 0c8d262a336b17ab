"""`./run cluster` and `frontrow cluster …`: a newcomer's way into a cluster, and an operator's."""

import json
import os
import pathlib
import queue
import re
import signal
import subprocess
import sys
import threading

from support.case import Case, main
from support.client import Client
from support.server import BINARY, END_LIMIT, OPERATOR, await_until, environment

LAUNCHER = pathlib.Path(__file__).parents[2] / "scripts" / "cluster.py"
START_LIMIT = 120.0
ROW = re.compile(r"(n\d) +http://127\.0\.0\.1:(\d+) +(\S+) +(\d+|-) +(\d+|-)$")


class Launcher:
    def __init__(self, data):
        self.data = data
        self.lines = queue.Queue()
        self.said = []
        self.nodes = {}  # the last table: name -> port, pid, shards
        self.process = subprocess.Popen(
            launch(data, "--nodes", "3", "--port", "0", "--", "--fcfs.guard_by_ip", "false"),
            env=environment(), text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT)
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))
        self.lines.put(None)

    def await_line(self, is_it, what):
        """Reads on until a line of which that is true."""
        while True:
            try:
                line = self.lines.get(timeout=START_LIMIT)
            except queue.Empty:
                raise AssertionError(f"not said: {what}; but: {self.said}") from None
            if line is None:
                raise AssertionError(f"ended without: {what}; said: {self.said}")
            self.said.append(line)
            if found := ROW.match(line):
                name, port, _, pid, shards = found.groups()
                self.nodes[name] = (int(port), pid, shards)
            if is_it(line):
                return line

    def await_table(self, *living):
        """Until a table that says that these share everything, and no other."""
        def is_so(_):
            return len(self.nodes) == 3 and all(
                (shards not in "-0") == (name in living) and (pid != "-") == (name in living)
                for name, (_, pid, shards) in self.nodes.items())

        self.await_line(is_so, f"a table of {living}")

    def end(self):
        self.process.send_signal(signal.SIGINT)
        status = self.process.wait(END_LIMIT)
        self.reader.join(END_LIMIT)
        self.process.stdout.close()
        return status


def launch(data, *words):
    """The command that `./run cluster` ends in."""
    words = list(words)
    place = words.index("--") if "--" in words else len(words)
    words[place:place] = ["--data", str(data)]
    if words[0] != "start":
        words[:0] = ["--binary", BINARY]
    return [sys.executable, "-B", str(LAUNCHER), *words]


def ask(command):
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False,
                          env=environment())


def processes_of(folder):
    """Whose command line names that folder."""
    found = []
    for one in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = one.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if str(folder) in words:
            found.append(words)
    return found


class Launch(Case):
    def launch(self):
        folder = self.folder()
        folder.chmod(0o755)  # PostgreSQL does not run as root
        launcher = Launcher(folder / "cluster")
        self.addCleanup(lambda: launcher.process.poll() is None and launcher.end())
        launcher.await_table("n0", "n1", "n2")
        return launcher

    def line(self, launcher, name):
        one = Client(launcher.nodes[name][0], timeout=20)
        self.addCleanup(one.close)
        return one

    def operate(self, launcher, *words, node="n0", status=0):
        done = ask([BINARY, "cluster", *words, "--data", launcher.data, "--url",
                    f"http://127.0.0.1:{launcher.nodes[node][0]}"])
        self.assertEqual(done.returncode, status, done)
        return done.stderr if status else done.stdout

    def shards(self, launcher):
        said = json.loads(self.operate(launcher, "status", "--json"))
        return {one["name"]: one["shards"] for one in said["members"]}

    def owner(self, launcher, shard):
        said = json.loads(self.operate(launcher, "status", "--json"))
        return said["shards"][shard].get("owner")

    def book(self, launcher, name, user):
        line = self.line(launcher, name)
        self.assertEqual(line.charge(user, 200_000).status, 200)
        held = line.reserve(user, user, 150_000, 500)
        self.assertEqual(held.status, 200, held)
        self.assertEqual(line.settle("confirm", held["reservationId"]).status, 200)
        return held["reservationId"]

    def test_a_cluster_from_nothing_and_a_node_that_is_killed(self):
        launcher = self.launch()
        for secret in ("operator-token", "queue-secret", "n0/frontrow.toml"):
            self.assertEqual((launcher.data / secret).stat().st_mode & 0o777, 0o600, secret)
        booked = [self.book(launcher, f"n{n}", 21 + n) for n in range(3)]
        self.refuses_beside(launcher)

        os.kill(int(launcher.nodes["n1"][1]), signal.SIGKILL)
        said = launcher.await_line(lambda line: "n1 was killed" in line, "who was killed")
        self.assertIn("./run cluster start n1", said)
        launcher.await_line(lambda line: "n1 is gone" in line, "who is gone")
        launcher.await_table("n0", "n2")
        self.assertNotIn("n1 ", self.operate(launcher, "status"))
        for number in booked:
            self.assertEqual(self.line(launcher, "n2").get(f"/api/reservations/{number}")["status"],
                             "CONFIRMED")

        self.assertEqual(ask(launch(launcher.data, "start", "n1")).returncode, 0)
        launcher.await_line(lambda line: "n1 has joined" in line, "who has joined")
        launcher.await_table("n0", "n1", "n2")
        for number in booked:
            self.assertEqual(self.line(launcher, "n1").get(f"/api/reservations/{number}")["status"],
                             "CONFIRMED")

        self.assertEqual(launcher.end(), 0)
        self.assertEqual(processes_of(launcher.data), [])
        self.complains(ask(launch(launcher.data, "start", "n1")), "no cluster runs in")

    def refuses_beside(self, launcher):
        """One line says what is in the way."""
        self.complains(ask(launch(launcher.data)), "runs in")
        self.complains(ask(launch(launcher.data, "start", "n9")), "there is no node n9")
        port = str(launcher.nodes["n0"][0])
        self.complains(ask(launch(self.folder(), "--port", port)), f"port {port} is in use")

    def complains(self, done, words):
        self.assertEqual(done.returncode, 2, done)
        self.assertEqual(len(done.stderr.splitlines()), 1, done)
        self.assertIn(words, done.stderr)

    def test_an_operator_drains_and_moves(self):
        launcher = self.launch()
        self.assertIn("draining", self.operate(launcher, "drain", "n1", node="n2"))
        await_until(lambda: self.shards(launcher) == {"n0": 128, "n1": 0, "n2": 128},
                    "n1 has given everything away")
        self.book(launcher, "n1", 31)
        self.operate(launcher, "undrain", "n1", node="n1")
        await_until(lambda: self.shards(launcher)["n1"] >= 85, "n1 has its share again")

        for name in ("n0", "n1", "n2"):
            self.assertIn(f"shard 7 was moved to {name}", self.operate(launcher, "move", "7", name))
            await_until(lambda to=name: self.owner(launcher, 7) == to, f"shard 7 is at {name}")
        self.assertNotIn("moved", self.operate(launcher, "move", "7", "-"))

        for words, why in ((("drain", "n9"), "There is no node n9; there are n"),
                           (("move", "7", "n9"), "There is no node n9; there are n"),
                           (("move", "256", "n1"), "0 to 255"), (("lead",), "right would be"),
                           (("status", "--operator_token", "wrong-token-of-an-operator"),
                            "not the operator's token")):
            said = self.operate(launcher, *words, status=2)
            self.assertEqual(len(said.splitlines()), 1, said)
            self.assertIn(why, said)
        self.assertEqual(launcher.end(), 0)

    def test_a_server_alone_has_no_cluster(self):
        port = self.serve().port
        done = ask([BINARY, "cluster", "status", "--operator_token", OPERATOR, "--url",
                    f"http://127.0.0.1:{port}"])
        self.complains(done, "This server is alone")


if __name__ == "__main__":
    main()
