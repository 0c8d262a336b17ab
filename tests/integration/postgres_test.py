"""The server on PostgreSQL: what it sells, what it says while PostgreSQL is away, and that neither
`kill -9` of it nor of PostgreSQL breaks a promise."""

import os
import random
import subprocess
import sys
import time

from support.case import Case, main
from support.postgres import PrivatePostgres
from support.server import BINARY, OPERATOR, Server, await_until, environment, nothing

import kill_test

SEED = int(os.environ.get("FRONTROW_SEED", 0)) or random.SystemRandom().randrange(1, 2**32)
KILLS = int(os.environ.get("FRONTROW_KILLS", 200)) // 5


class PostgresCase(Case):
    @classmethod
    def setUpClass(cls):
        cls.postgres = PrivatePostgres().start()
        cls.addClassCleanup(cls.postgres.end)

    def on_postgres(self, **more):
        """Settings that lead to a database of its own."""
        return {"store": "postgres", "postgres_url": self.postgres.fresh_database(), **more}


class Serving(PostgresCase):
    def test_sells_and_keeps(self):
        how = self.on_postgres()
        server = self.serve(**how)
        one = self.client(server)
        held = one.reserve(101, 25).json["reservationId"]
        self.assertEqual(one.settle("confirm", held).status, 200)
        self.assertEqual(one.join("user-1").status, 200)
        events = one.events()
        self.assertEqual(len({e["id"] for e in events}), len(events))
        self.assertGreater(len({e["partition"] for e in events}), 1)
        self.assertEqual(server.stop(), 0)
        again = self.client(self.serve(**how))
        self.assertEqual(again.get(f"/api/reservations/{held}").json["status"], "CONFIRMED")
        self.assertEqual(again.events(), events)

    def test_a_stream_goes_on_where_it_was_left(self):
        one = self.client(self.serve(**self.on_postgres()))
        for user in range(1, 20):
            one.charge(user, 1)
        everything, cursor = [], "0"
        while True:
            page = one.operate("GET", f"/api/events?after={cursor}&limit=3").json
            if not page["events"]:
                break
            everything += page["events"]
            cursor = page["next"]
        self.assertEqual(sorted(e["id"] for e in everything),
                         sorted(e["id"] for e in one.events()))
        self.assertIn("-", cursor)

    def test_while_it_is_away(self):
        own = PrivatePostgres().start()
        self.addCleanup(own.end)
        server = self.serve(store="postgres", postgres_url=own.fresh_database())
        one = self.client(server)
        self.assertEqual(one.reserve(101, 1).status, 200)
        own.kill()
        refused = await_until(lambda: (r := one.reserve(102, 2)).status == 503 and r, "a refusal")
        self.assertTrue(refused.header("Retry-After"))
        self.assertEqual(one.get("/api/schedules/500/seats").status, 200)
        for user in range(110, 120):
            self.assertEqual(one.reserve(user, 3).status, 503)
        self.assertEqual(one.get("/livez").status, 200)
        await_until(lambda: one.get("/readyz").status == 503, "being unready")
        own.start()
        await_until(lambda: one.get("/readyz").status == 200, "being ready without any traffic")
        await_until(lambda: one.reserve(103, 3).status == 200, "a sale")
        self.assertTrue(server.is_running())

    def test_while_it_stands_still(self):
        """Refused in time, not cut off by the edge; what was asked under a key is done once."""
        own = PrivatePostgres().start()
        self.addCleanup(own.end)
        server = self.serve(store="postgres", postgres_url=own.fresh_database(),
                            postgres__statement_timeout="1s", http__deadline="60s")
        one = self.client(server)
        # What is in memory need not be read any more.
        self.assertEqual(one.charge(7, 5).status, 200)
        self.assertEqual(one.get("/api/schedules/500/seats").status, 200)
        own.stall()
        refused = one.charge(7, 70, Idempotency_Key="in-doubt")
        self.assertEqual(refused.status, 503, refused)
        self.assertTrue(refused.header("Retry-After"))
        self.assertEqual(one.get("/api/schedules/500/seats").status, 200)
        await_until(lambda: one.get("/readyz").status == 503, "being unready")
        own.resume()
        await_until(lambda: one.charge(7, 70, Idempotency_Key="in-doubt").status == 200, "a charge")
        self.assertEqual(one.get("/api/users/7/point")["balance"], 75)
        await_until(lambda: one.get("/readyz").status == 200, "being ready")

    def test_refusals_to_start(self):
        how = self.on_postgres()
        self.serve(**how)
        for settings, words in (
                (how, "another server uses this database"),
                (self.on_postgres(postgres_url="postgresql://me:hush@127.0.0.1:1/x"), "reached")):
            server = Server(self.folder() / "data", {k.replace("__", "."): v
                                                     for k, v in settings.items()})
            self.addCleanup(self.see_off, server)
            server.start(awaited=False)
            self.assertEqual(server.wait(), 2)
            self.assertEqual(len(server.log), 1, server.log)
            self.assertIn(words, server.log[0])
            self.assertNotIn("hush", server.log[0])

    def test_migrate(self):
        url = self.postgres.fresh_database()
        said = [subprocess.run([BINARY, "migrate", "--store", "postgres", "--postgres_url", url],
                               capture_output=True, text=True, timeout=60, check=True,
                               env=environment()).stdout
                for _ in range(2)]
        self.assertEqual(said, ["the schema went from version 0 to 3\n",
                                "the schema is up to date (version 3)\n"])
        shown = subprocess.run([BINARY, "check-config", "--store", "postgres", "--postgres_url",
                                "postgresql://me:hush@there/x"],
                               capture_output=True, text=True, timeout=60, check=True,
                               env=environment()).stdout
        self.assertIn("postgres_url", shown)
        self.assertNotIn("hush", shown)


class World(kill_test.World):
    """One database through many lives of the server, or of PostgreSQL."""

    def __init__(self, case, dice, postgres):
        self.postgres = postgres
        kill_test.LIVES.update(store="postgres", postgres_url=postgres.fresh_database())
        super().__init__(case, dice)


class Kill(PostgresCase):
    def test_the_server_at_any_instant(self):
        print(f"seed {SEED}", file=sys.stderr)
        world = World(self, random.Random(SEED), self.postgres)
        began = time.monotonic()
        for n in range(KILLS):
            world.kill_in_a_while()
            world.recover()
            if time.monotonic() > began + 100:
                break
        world.check()

    def test_the_server_at_fault_points(self):
        world = World(self, random.Random(SEED), self.postgres)
        for point in ("before_commit", "after_commit", "after_answer"):
            for count in (3, 9, 33):
                world.server.kill()
                world.server.environment = {"FRONTROW_FAULT": f"{point}:{count}"}
                try:
                    world.begin().close()
                except kill_test.Ended as early:
                    self.assertEqual(early.status, -9, early)
                else:
                    world.load()
                    self.assertEqual(world.server.wait(), -9)
                    world.await_buyers()
                world.server.environment = {}
                world.recover()
        world.check()


class Sale(PostgresCase):
    """`frontrow load onsale` while what the server rests on dies: its own check must hold."""

    def setUp(self):
        self.own = PrivatePostgres().start()
        self.addCleanup(self.own.end)

    def sell_while(self, strike, **settings):
        server = self.serve(store="postgres", postgres_url=self.own.fresh_database(), **settings)
        load = subprocess.Popen(
            [BINARY, "load", "onsale", "--target", f"http://127.0.0.1:{server.port}",
             "--operator_token", OPERATOR, "--seats", "300", "--rate", "20", "--duration", "40s",
             "--settle", "60s"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        strike()
        said, _ = load.communicate(timeout=180)
        self.assertEqual(load.returncode, 0, said)
        return server

    def test_a_sale_while_postgres_is_killed(self):
        def strike():
            nothing.wait(3)  # not for anything: that is when it strikes
            self.own.kill()
            self.own.start()
        self.sell_while(strike)

    def test_a_sale_on_postgres_and_redis_whatever_dies(self):
        store = self.redis()
        dice = random.Random(SEED)

        def kill_redis():
            store.kill()
            store.start()

        def kill_postgres():
            self.own.kill()
            self.own.start()

        def stall_redis():
            store.stall()
            nothing.wait(1.5)
            store.resume()

        def strike():
            faults = [kill_redis, kill_postgres, stall_redis, lambda: store.ask("FLUSHALL")] * 2
            dice.shuffle(faults)
            for fault in faults:
                nothing.wait(dice.uniform(1, 3))  # not for anything: the instants are drawn
                fault()

        print(f"seed {SEED}", file=sys.stderr)
        server = self.sell_while(strike, **store.settings)
        line = self.client(server)
        await_until(lambda: self.lag(line) == 0, "all events in their streams")
        for partition in range(16):
            entries = store.ask("XRANGE", f"outbox:{partition}", "-", "+")
            self.assertEqual([e[0] for e in entries],
                             [f"{n}-0" for n in range(1, len(entries) + 1)], partition)

    @staticmethod
    def lag(line):
        text = line.get("/metrics").body.decode()
        return sum(float(x.rsplit(" ", 1)[1]) for x in text.splitlines()
                   if x.startswith("frontrow_outbox_lag_events{"))


if __name__ == "__main__":
    main()
