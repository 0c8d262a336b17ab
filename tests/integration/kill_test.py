"""kill -9 under load, at seeded instants and at the writer's fault points: whatever was answered
before is there after the restart."""

import os
import random
import sys
import threading
import time

from support.audit import check_answers, check_everything, check_tokens, check_wallets
from support.case import Case, main
from support.client import Client
from support.sale import PRICE, SEATS, Book, Buyer, Broken
from support.server import Ended, Server, nothing

SEED = int(os.environ.get("FRONTROW_SEED", 0)) or random.SystemRandom().randrange(1, 2**32)
KILLS = int(os.environ.get("FRONTROW_KILLS", 200))
KILLS_A_WORLD = 25
BUYERS = 6
# A slow build on a slow machine kills fewer times instead of for hours.
TIME_MAX = 200.0

LIVES = {"fcfs.seats": 300, "reservation.hold": "24h", "queue.claim": "1h", "queue.tick": "20ms",
         "queue.session_life": "24h", "fcfs.user_ttl": "24h", "idle.seat": "50ms",
         "idle.wallet": "50ms", "idle.schedule": "100ms"}


class World:
    """One data folder through many lives."""

    def __init__(self, case, dice):
        self.dice = dice
        self.case = case
        self.server = Server(case.folder() / "data", LIVES)
        case.addCleanup(case.see_off, self.server)
        with self.begin() as line:
            seats = [{"name": "A", "rows": SEATS // 20, "seatsPerRow": 20, "price": PRICE}]
            hall = line.schedule(sections=seats)
            self.book = Book(hall, line.schedule(maxConcurrentUser=3))
        self.buyers = [Buyer(self.book, n, random.Random(dice.random())) for n in range(BUYERS)]

    def begin(self):
        self.server.start()
        return Client(self.server.port)

    def load(self):
        """Starts all buyers; they end when the server has gone."""
        self.faults = []

        def run(buyer):
            try:
                buyer.run(self.server.port)
            except Exception as why:  # told by the thread that checks
                self.faults.append(why)

        self.threads = [threading.Thread(target=run, args=(b,)) for b in self.buyers]
        for thread in self.threads:
            thread.start()

    def await_buyers(self):
        for thread in self.threads:
            thread.join(60)
            self.case.assertFalse(thread.is_alive(), "not within 60 s: the end of a buyer")
        if self.faults:
            raise self.faults[0]

    def kill_in_a_while(self):
        self.load()
        # Not a wait for anything: the instant of the kill is what is drawn.
        nothing.wait(self.dice.uniform(0.005, 0.25))
        self.server.kill()
        self.await_buyers()

    def kill_at_start(self):
        self.server.start(awaited=False)
        nothing.wait(self.dice.uniform(0, 0.08))
        self.server.kill()

    def recover(self):
        """The next life, with everything known that came of the last."""
        self.book.begin_life()
        with self.begin() as line:
            for buyer in self.buyers:
                buyer.settle(line)
            check_answers(line, self.book)

    def check(self):
        with Client(self.server.port) as line:
            check_everything(line, self.book)

    def check_quickly(self):
        with Client(self.server.port) as line:
            check_wallets(line, self.book)
            check_tokens(line, self.book)


class Kill(Case):
    def run_with_seed(self, what):
        try:
            what(random.Random(SEED))
        except Broken as why:
            raise AssertionError(f"{why}\nrepeat with: FRONTROW_SEED={SEED} FRONTROW_BINARY=… "
                                 f"python3 tests/integration/kill_test.py {self.id()[9:]}") from why

    def test_at_any_instant(self):
        self.run_with_seed(self.kill_at_any_instant)

    def kill_at_any_instant(self, dice):
        began = time.monotonic()
        kills = promises = 0
        while kills < KILLS and time.monotonic() < began + TIME_MAX:
            world = World(self, dice)
            for n in range(1, KILLS_A_WORLD + 1):
                world.kill_in_a_while()
                kills += 1
                if dice.random() < 0.1:
                    world.kill_at_start()
                    kills += 1
                world.recover()
                if n % 5 == 0:
                    world.check_quickly()
                if time.monotonic() > began + TIME_MAX:
                    break
            world.check()
            world.server.kill()
            book = world.book
            promises += len(book.kept) + len(book.seats) + len(book.tokens) + len(book.left)
        print(f"{kills} kills, {promises} promises kept, seed {SEED}, "
              f"{time.monotonic() - began:.0f} s", file=sys.stderr)
        self.assertGreater(promises, kills, "there was hardly a load")

    def test_at_fault_points(self):
        self.run_with_seed(self.kill_at_fault_points)

    def kill_at_fault_points(self, dice):
        world = World(self, dice)
        for point in ("before_commit", "after_commit", "after_answer"):
            for count in (1, 2, 3, 5, 9, 17, 33):
                world.server.kill()
                world.server.environment = {"FRONTROW_FAULT": f"{point}:{count}"}
                try:
                    world.begin().close()
                except Ended as early:
                    # What a start writes reached the point already.
                    self.assertEqual(early.status, -9, early)
                else:
                    world.load()
                    self.assertEqual(world.server.wait(), -9)
                    world.await_buyers()
                world.server.environment = {}
                world.recover()
                world.check_quickly()
        world.check()


if __name__ == "__main__":
    main()
