"""The disk full: writes are refused and say so, reads go on, nothing that was answered is lost, and
all is well by itself when there is room again."""

import random
import unittest

from support.audit import check_answers, check_everything
from support.case import Case, main
from support.disk import MIB, SmallDisk
from support.sale import PRICE, SEATS, Book, Buyer
from support.server import Server, await_until

SETTINGS = {"fcfs.seats": 300, "reservation.hold": "24h", "queue.claim": "1h",
            "queue.session_life": "24h", "idle.seat": "50ms", "idle.wallet": "50ms",
            "idle.schedule": "100ms"}


class Patient(Buyer):
    """A buyer who asks on while the disk is full, and notes what was promised."""

    def do(self, wish):
        """Whether it was refused for want of room."""
        self.refused = None
        try:
            wish()
        except Full as full:
            self.refused = full.answer
        return self.refused


class Full(Exception):
    def __init__(self, answer):
        super().__init__(repr(answer))
        self.answer = answer


class Watchful:
    """A client's calls, with refusals for want of room thrown."""

    def __init__(self, line):
        self.line = line

    def __getattr__(self, name):
        call = getattr(self.line, name)

        def watched(*args, **more):
            answer = call(*args, **more)
            if answer.status == 503:
                raise Full(answer)
            return answer

        return watched


class FullDisk(Case):
    def setUp(self):
        self.disk = SmallDisk(24 * MIB)
        self.addCleanup(self.disk.close)
        if self.disk.why_not:
            raise unittest.SkipTest(self.disk.why_not)
        self.server = Server(self.disk.path / "data", SETTINGS)
        self.addCleanup(self.see_off, self.server)
        self.server.start()
        self.line = self.client(self.server)
        seats = [{"name": "A", "rows": SEATS // 20, "seatsPerRow": 20, "price": PRICE}]
        hall = self.line.schedule(sections=seats)
        self.book = Book(hall, self.line.schedule(maxConcurrentUser=3))
        self.buyer = Patient(self.book, 1, random.Random(1))
        self.buyer.line = Watchful(self.line)
        self.writes = (self.buyer.charge, self.buyer.reserve, self.buyer.join, self.buyer.enter)

    def buy_until_full(self):
        """Every write is tried until it is refused."""
        for wish in self.writes:
            def is_refused(wish=wish):
                if self.buyer.do(wish):
                    # It may be asked again with its key, and come out whole.
                    self.pending.append(self.buyer.open)
                    return True
                return False

            await_until(is_refused, f"a refusal of {wish.__name__}", seconds=120, pause=0)
            self.check_refusal(self.buyer.refused, wish)

    def check_refusal(self, answer, wish):
        body = answer.json
        self.assertRegex(answer.headers.get_all("Retry-After")[0], r"^[1-9]\d*$")
        self.assertEqual(len(answer.headers.get_all("Retry-After")), 1)
        if wish == self.buyer.join:
            self.assertEqual(body["reason"], "service_unavailable")
        else:
            self.assertIn(body["code"], ("storage_full", "service_unavailable"))

    def test_full_and_room_again(self):
        self.pending = []
        for _ in range(20):
            for wish in self.writes:
                self.assertIsNone(self.buyer.do(wish), self.buyer.refused)
        for _ in range(2):
            self.disk.fill()
            self.buy_until_full()
            self.check_reads()
            self.check_readiness(503)
            self.disk.make_room()
            # No write of ours is needed for that: a balancer that sends nothing must hear of it.
            self.check_readiness(200)
            self.check_recovery()
        self.server.kill()
        self.book.begin_life()
        self.server.start()
        self.check_all()

    def check_readiness(self, status):
        await_until(lambda: self.line.get("/readyz").status == status, f"/readyz {status}")

    def check_reads(self):
        for path in ("/api/v1/seats", "/api/concerts", f"/api/schedules/{self.book.hall}/seats",
                     f"/api/users/{self.buyer.user}/point", "/metrics", "/livez",
                     f"/api/users/{self.buyer.user}/point/history",
                     f"/api/users/{self.buyer.user}/reservations"):
            answer = self.line.get(path)
            self.assertEqual(answer.status, 200, (path, answer))
        self.assertEqual(self.line.operate("GET", "/api/events").status, 200)

    def check_recovery(self):
        """Nobody restarts it: what was refused is done when it is asked again."""
        for again in self.pending:
            await_until(lambda again=again: not self.buyer.do(again),
                        "a write done after there was room again")
        self.pending = []
        for wish in self.writes:
            await_until(lambda wish=wish: not self.buyer.do(wish), "a new write after that")
        self.check_all()

    def check_all(self):
        with self.client(self.server) as line:
            check_everything(line, self.book)

    def test_killed_while_full(self):
        self.pending = []
        self.disk.fill()
        self.buy_until_full()
        self.server.kill()
        self.disk.make_room()
        self.book.begin_life()
        self.server.start()
        self.buyer.line = Watchful(self.client(self.server))
        for again in self.pending:
            self.assertIsNone(self.buyer.do(again))
        with self.client(self.server) as line:
            check_answers(line, self.book)
            check_everything(line, self.book)


if __name__ == "__main__":
    main()
