"""Three nodes sell one house: any node takes any request, and a node may die at any instant."""

import collections
import http.client
import signal
import threading
import time

from support.case import Case, main
from support.client import Client
from support.nodes import await_shares, figure, settings_of
from support.postgres import PrivatePostgres
from support.server import OPERATOR, Server, await_until, nothing

GONE = (OSError, http.client.HTTPException)


class Crowd:
    """Keeps charging wallets at all nodes, each with a key of its own that is tried again until it
    is answered."""

    def __init__(self, ports, users=range(1000, 1012)):
        self.ports = ports
        self.users = users
        self.paid = collections.Counter()
        self.refused = []
        self.slowest = 0.0
        self.is_over = threading.Event()
        self.threads = [threading.Thread(target=self.charge, args=(user,)) for user in users]

    def __enter__(self):
        for each in self.threads:
            each.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        for each in self.threads:
            each.join(60)

    def charge(self, user):
        lines = [Client(port, timeout=20) for port in self.ports]
        turn = user
        number = 0
        while not self.is_over.is_set():
            number += 1
            begin = time.monotonic()
            while True:
                turn += 1
                try:
                    said = lines[turn % len(lines)].charge(
                        user, 1, Idempotency_Key=f"charge-{user}-{number}")
                except GONE:
                    nothing.wait(0.02)
                    continue
                if said.status == 200:
                    self.paid[user] += 1
                    break
                self.refused.append(said.status)
                if said.status not in (503, 504):
                    return
                nothing.wait(0.02)
            self.slowest = max(self.slowest, time.monotonic() - begin)
        for line in lines:
            line.close()

    def audit(self, case, line):
        """Every point that was acknowledged is there, and none besides."""
        case.assertLessEqual(set(self.refused), {503, 504})
        for user in self.users:
            case.assertEqual(line.get(f"/api/users/{user}/point")["balance"], self.paid[user])


class Cluster(Case):
    @classmethod
    def setUpClass(cls):
        cls.postgres = PrivatePostgres(max_connections="100").start()

    @classmethod
    def tearDownClass(cls):
        cls.postgres.end()

    def begin(self, count=3, **more):
        self.url = self.postgres.fresh_database()
        self.nodes = [Server(self.folder() / "data", settings_of(f"n{n}", self.url, **more))
                      for n in range(count)]
        for node in self.nodes:
            self.addCleanup(self.see_off, node)
            node.start(awaited=False)
        for node in self.nodes:
            node.await_ready()
        self.lines = [self.client(node) for node in self.nodes]
        await_shares(self.lines, "all nodes have their share")

    def is_whole(self):
        """Events are gapless in every aggregate, whichever node wrote them."""
        last = collections.Counter()
        for event in self.lines[0].events():
            last[event["subject"]] += 1
            self.assertEqual(int(event["sequence"]), last[event["subject"]])

    def test_any_node_takes_any_request(self):
        self.begin()
        seats, numbers = set(), set()
        for n in range(9):
            said = self.lines[n % 3].join(f"user-{n}")
            self.assertEqual(said.status, 200, said)
            seats.add(said["seat"]["id"])
            numbers.add(said["sequence"])
        self.assertEqual((len(seats), numbers), (9, set(range(1, 10))))
        for line in self.lines:
            self.assertEqual(line.join("user-0")["reason"], "duplicate")
            self.assertEqual(line.join("somebody")["reason"], "sold_out")
        made = self.lines[0].schedule()
        for n in range(9):
            held = self.lines[n % 3].reserve(101 + n, n + 1, 1000, made, key=f"hold-{n}")
            self.assertEqual(held.status, 200, held)
            again = self.lines[(n + 1) % 3].reserve(101 + n, n + 1, 1000, made, key=f"hold-{n}")
            self.assertEqual(again.body, held.body)
            taken = self.lines[(n + 2) % 3].reserve(99, n + 1, 1000, made)
            self.assertEqual(taken.status, 409, taken)
            self.lines[(n + 1) % 3].charge(101 + n, 5000)
            number = held["reservationId"]
            paid = self.lines[(n + 2) % 3].settle("confirm", number)
            self.assertEqual(paid.status, 200, paid)
            for line in self.lines:
                self.assertEqual(line.get(f"/api/reservations/{number}")["status"], "CONFIRMED")
        self.is_whole()

    def test_a_killed_node_is_missed_for_seconds_and_loses_nothing(self):
        self.begin()
        with Crowd([node.port for node in self.nodes]) as crowd:
            await_until(lambda: sum(crowd.paid.values()) > 200, "points are charged")
            self.nodes[1].kill()
            alive = [self.lines[0], self.lines[2]]
            await_shares(alive, "the others have taken over")
            before = sum(crowd.paid.values())
            await_until(lambda: sum(crowd.paid.values()) > before + 200, "the others go on")
            self.nodes[1].start()
            crowd.ports[1] = self.nodes[1].port
            self.lines[1] = self.client(self.nodes[1])
            await_shares(self.lines, "it is back with its share")
            before = sum(crowd.paid.values())
            await_until(lambda: sum(crowd.paid.values()) > before + 200, "all go on")
        for line in self.lines:
            crowd.audit(self, line)
        self.is_whole()

    def test_a_node_that_is_told_to_stop_fails_no_request(self):
        self.begin()
        # Those who ask the node that goes would meet its closed port: they ask the others.
        with Crowd([self.nodes[0].port, self.nodes[2].port]) as crowd:
            await_until(lambda: sum(crowd.paid.values()) > 200, "points are charged")
            self.nodes[1].stop()
            await_shares([self.lines[0], self.lines[2]], "the others have taken over")
            before = sum(crowd.paid.values())
            await_until(lambda: sum(crowd.paid.values()) > before + 100, "the others go on")
        self.assertEqual(self.nodes[1].wait(), 0)
        self.assertEqual(crowd.refused, [])
        crowd.audit(self, self.lines[0])
        self.is_whole()

    def test_a_zombie_can_do_nothing_and_begins_anew(self):
        self.begin()
        first = figure(self.lines[1], "frontrow_cluster_node")
        with Crowd([self.nodes[0].port, self.nodes[2].port]) as crowd:
            await_until(lambda: sum(crowd.paid.values()) > 100, "points are charged")
            self.nodes[1].signal(signal.SIGSTOP)
            await_shares([self.lines[0], self.lines[2]], "the others have taken over")
            balances = {user: self.lines[0].get(f"/api/users/{user}/point")["balance"]
                        for user in crowd.users}
            self.nodes[1].signal(signal.SIGCONT)
            # Whatever it says from now on, it is not what it knew before.
            for user, least in balances.items():
                with Client(self.nodes[1].port, timeout=20) as line:
                    try:
                        said = line.get(f"/api/users/{user}/point")
                    except GONE:
                        continue
                    if said.status == 200:
                        self.assertGreaterEqual(said["balance"], least)
            self.nodes[1].await_ready()
            self.lines[1] = self.client(self.nodes[1])
            await_shares(self.lines, "it is back with its share")
        self.assertGreater(figure(self.lines[1], "frontrow_cluster_node"), first)
        for line in self.lines:
            crowd.audit(self, line)
        self.is_whole()

    def test_who_does_not_agree_stays_out(self):
        self.begin(1)
        self.refuses(["reservation.hold"], operator_token=OPERATOR, fcfs__guard_by_ip="false",
                     **settings_of("n9", self.url, **{"reservation.hold": "7m"}))
        self.refuses(["another server"], store="postgres", postgres_url=self.url)


if __name__ == "__main__":
    main()
