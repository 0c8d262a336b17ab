"""Events reach Redis streams once each and in order, whatever dies; and consumers with an inbox
bring about their effect exactly once."""

import collections
import json
import os
import pathlib
import random
import sqlite3
import subprocess
import sys
import threading

from support.case import Case, main
from support.client import Client
from support.refusing_redis import RefusingRedis
from support.sale import GONE
from support.server import BINARY, OPERATOR, Ended, Server, await_until, environment, nothing

SEED = int(os.environ.get("FRONTROW_SEED", 0)) or random.SystemRandom().randrange(1, 2**32)
ROUNDS = int(os.environ.get("FRONTROW_ROUNDS", 12))
EXAMPLE = (pathlib.Path(__file__).resolve().parents[2] / "docs" / "examples" / "consumer"
           / "consumer.py")
USERS = range(201, 207)
PRICE = 1000


def outbox(line):
    return line.operate("GET", "/admin/outbox").json


def flows(line):
    """Whether everything committed is in the stream, or parked."""
    return all(lane["state"] == "FLOWING" and lane["lag"] == 0 for lane in outbox(line)["streams"])


def partitions(line):
    return [lane["partition"] for lane in outbox(line)["streams"]]


def entries(redis, partition=0):
    found = redis.ask("XRANGE", f"outbox:{partition}", "-", "+")
    return [(entry, dict(zip(fields[::2], fields[1::2]))) for entry, fields in found]


def events_of(redis, partition=0):
    return [json.loads(fields["event"]) for _, fields in entries(redis, partition)]


def metric(line, name, partition=0):
    wanted = f'{name}{{partition="{partition}"}} '
    for text in line.get("/metrics").body.decode().splitlines():
        if text.startswith(wanted):
            return float(text[len(wanted):])
    return None


def operate(server, *words):
    """`frontrow outbox …` as an operator types it."""
    return subprocess.run([BINARY, "outbox", *words, "--url", f"http://127.0.0.1:{server.port}"],
                          env=environment({"FRONTROW_OPERATOR_TOKEN": OPERATOR}),
                          capture_output=True, text=True, timeout=60, check=False)


class Streams(Case):
    def begin(self, redis, **settings):
        server = self.serve(**redis.settings, **settings)
        return server, self.client(server)

    def await_flow(self, line, what="the streams are complete"):
        await_until(lambda: flows(line), what)

    def is_complete(self, line, redis):
        """The streams hold what the feed holds, each entry at its position."""
        self.await_flow(line)
        there = collections.defaultdict(list)
        for event in line.events():
            there[event["partition"]].append(event)
        for partition in partitions(line):
            self.assertEqual(events_of(redis, partition), there[partition])
            self.assertEqual([entry for entry, _ in entries(redis, partition)],
                             [f"{e['position']}-0" for e in there[partition]])

    def test_the_stream_is_what_the_feed_is(self):
        redis = self.redis()
        server, line = self.begin(redis)
        for user in USERS:
            line.charge(user, 10)
            line.join(f"user-{user}")
        self.is_complete(line, redis)
        self.assertEqual(metric(line, "frontrow_outbox_up"), 1)
        # Another process finds its place by itself.
        server.kill()
        server.start()
        line = self.client(server)
        line.charge(201, 10)
        self.is_complete(line, redis)

    def test_a_prefix_and_a_cap(self):
        redis = self.redis()
        _, line = self.begin(redis, redis__prefix="night:", outbox__stream_max="100")
        for n in range(400):
            line.charge(USERS[n % len(USERS)], 1)
        self.await_flow(line)
        lengths = [redis.ask("XLEN", f"night:outbox:{p}") for p in partitions(line)]
        self.assertLess(max(lengths), 300)

    def test_an_absence_of_redis_delays_events_and_loses_none(self):
        redis = self.redis()
        server, line = self.begin(redis)
        line.charge(201, 10)
        self.await_flow(line)
        redis.kill()
        for n in range(300):
            self.assertEqual(line.charge(201 + n % 5, 10).status, 200)
        await_until(lambda: outbox(line)["streams"][0]["state"] == "AWAY", "the loss is noticed")
        lag = sum(metric(line, "frontrow_outbox_lag_events", p) for p in partitions(line))
        self.assertEqual(lag, 300)
        self.assertGreater(max(metric(line, "frontrow_outbox_lag_seconds", p)
                               for p in partitions(line)), 0)
        self.assertEqual(line.get("/readyz").status, 200)
        redis.start()
        self.is_complete(line, redis)
        self.assertEqual(outbox(line)["events"], [])
        redis.ask("FLUSHALL")
        await_until(lambda: flows(line) and redis.ask("EXISTS", "outbox:0"), "it is filled again")
        self.is_complete(line, redis)

    def test_a_stream_of_another_history_is_left_alone(self):
        redis = self.redis()
        redis.ask("XADD", "outbox:0", "999-0", "position", "999", "event", "{}")
        _, line = self.begin(redis)
        line.charge(201, 10)
        stream = await_until(
            lambda: next((s for s in outbox(line)["streams"] if s["state"] == "REFUSING"), None),
            "the stream is refused")
        self.assertIn("999", stream["why"])
        self.assertEqual(metric(line, "frontrow_outbox_refusing"), 1)
        self.assertEqual(redis.ask("XLEN", "outbox:0"), 1)
        redis.ask("RENAME", "outbox:0", "outbox:0:of-last-year")
        self.is_complete(line, redis)

    def test_a_refused_event_is_parked_with_its_aggregate_and_dealt_with(self):
        redis = self.redis()
        between = RefusingRedis(redis.port)
        self.addCleanup(between.close)
        server, line = self.begin(between)
        between.refused = {"wallet/201"}
        for _ in range(3):
            for user in (201, 202):
                line.charge(user, 10)
        self.await_flow(line)
        shown = outbox(line)
        self.assertEqual([(e["subject"], e["sequence"], e["state"]) for e in shown["events"]],
                         [("wallet/201", n, "PARKED") for n in (1, 2, 3)])
        self.assertEqual(shown["events"][0]["why"], "ERR refused by the test")

        # A restart forgets nothing of it.
        server.kill()
        server.start()
        line = self.client(server)
        listed = operate(server, "list")
        self.assertEqual(listed.returncode, 0, listed)
        self.assertIn("PARKED  wallet/201 #3  point.charged", listed.stdout)
        again = operate(server, "replay", "wallet/201")
        self.assertEqual((again.returncode, again.stdout),
                         (1, "published 0, still waiting 3 (ERR refused by the test)\n"))

        between.refused = set()
        where = [str(shown["events"][0][n]) for n in ("partition", "position")]
        given_up = operate(server, "discard", "wallet/201", "--partition", where[0],
                           "--position", where[1])
        self.assertEqual((given_up.returncode, given_up.stdout), (0, "given up 1\n"))
        done = operate(server, "replay", "--all", "--json")
        self.assertEqual(json.loads(done.stdout), {"done": 2, "waiting": 0})
        line.charge(201, 10)
        self.await_flow(line)
        got = [e["sequence"] for p in partitions(line) for e in events_of(redis, p)
               if e["subject"] == "wallet/201"]
        self.assertEqual(got, [2, 3, 4])
        self.assertEqual(json.loads(operate(server, "list", "--json").stdout)["events"][0]["state"],
                         "DISCARDED")
        self.assertEqual(operate(server, "list", "--operator_token", "wrong").returncode, 2)

    def test_without_redis_there_is_nothing_to_look_at(self):
        server = self.serve()
        self.has_problem(self.client(server).operate("GET", "/admin/outbox"), 404, "not_found")
        self.assertEqual(operate(server, "list").returncode, 2)


class Crowd:
    """Charges, uses, reserves, pays, cancels and joins until told to stop, whatever dies."""

    def __init__(self, hall, dice):
        self.hall, self.dice = hall, dice
        self.port = 0
        self.is_over = threading.Event()
        self.count = 0
        self.threads = [threading.Thread(target=self.run, args=(user, random.Random(dice.random())))
                        for user in USERS]

    def run(self, user, dice):
        held = []
        while not self.is_over.is_set():
            try:
                with Client(self.port) as line:
                    while not self.is_over.is_set():
                        self.do_something(line, user, dice, held)
            except GONE:  # it comes back
                nothing.wait(0.02)

    def do_something(self, line, user, dice, held):
        self.count += 1
        wish = dice.randrange(6)
        if wish < 2:
            line.charge(user, dice.randrange(1, 3 * PRICE))
        elif wish == 2:
            answer = line.reserve(user, dice.randrange(1, 201), PRICE, self.hall,
                                  key=f"{user}-{self.count}-{dice.random()}")
            if answer.status == 200:
                held.append(answer["reservationId"])
        elif wish == 3 and held:
            line.settle("confirm", dice.choice(held), key=f"c-{dice.random()}", body={})
        elif wish == 4 and held:
            line.settle("cancel", held.pop(0), key=f"x-{dice.random()}", body={})
        else:
            line.join(f"user-{user}-{dice.random()}")


class Effect(Case):
    def test_a_consumer_that_dies_before_its_commit_loses_nothing(self):
        redis = self.redis()
        server = self.serve(**redis.settings)
        line = self.client(server)
        self.streams = partitions(line)
        self.inbox = self.folder() / "inbox.db"
        first = self.consume(redis, 1)
        await_until(self.inbox.exists, "the inbox")
        line.charge(201, 10)
        await_until(lambda: flows(line) and self.has_taken_all(line), "the first events")
        # Whoever wants to commit waits.
        lock = sqlite3.connect(self.inbox, timeout=60, isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        before = self.delivered(redis)
        for _ in range(10):
            line.charge(201, 10)
        await_until(lambda: self.delivered(redis) != before, "the consumer has one in its hands")
        first.kill()
        first.wait(30)
        lock.execute("ROLLBACK")
        lock.close()
        self.consume(redis, 2)
        await_until(lambda: self.has_taken_all(line), "another has taken over")
        self.check(line, least=10)

    def delivered(self, redis):
        """The last id that the group was given, by stream."""
        groups = [redis.ask("XINFO", "GROUPS", f"outbox:{p}")[0] for p in self.streams]
        return [dict(zip(facts[::2], facts[1::2]))["last-delivered-id"] for facts in groups]

    def has_taken_all(self, line):
        try:
            return self.books("SELECT count(*) FROM inbox") == [(len(line.events()),)]
        except sqlite3.OperationalError:  # it has no tables yet
            return False

    def test_exactly_once_whatever_dies(self):
        print(f"FRONTROW_SEED={SEED}", file=sys.stderr)
        dice = random.Random(SEED)
        redis = self.redis()
        server = Server(self.folder() / "data",
                        {"fcfs.seats": 300, **{n.replace("__", "."): v
                                               for n, v in redis.settings.items()}})
        self.addCleanup(self.see_off, server)
        server.start()
        with Client(server.port) as line:
            hall = line.schedule(sections=[{"name": "A", "rows": 10, "seatsPerRow": 20,
                                            "price": PRICE}])
            self.streams = partitions(line)
        self.inbox = self.folder() / "inbox.db"
        consumers = [self.consume(redis, n) for n in range(3)]
        crowd = Crowd(hall, dice)
        crowd.port = server.port
        for thread in crowd.threads:
            thread.start()
        try:
            for _ in range(ROUNDS):
                # Not a wait for anything: the instant is what is drawn.
                nothing.wait(dice.uniform(0.05, 0.6))
                self.do_harm(dice, redis, server, crowd, consumers)
        finally:
            crowd.is_over.set()
            for thread in crowd.threads:
                thread.join(60)
        with Client(server.port) as line:
            await_until(lambda: flows(line), "the streams are complete", 60)
            self.check(line)

    def consume(self, redis, number):
        process = subprocess.Popen(
            [sys.executable, "-B", str(EXAMPLE), "--redis", f"127.0.0.1:{redis.port}",
             "--inbox", str(self.inbox), "--name", f"consumer-{number}", "--idle", "300",
             "--block", "100", "--batch", "20", "--partitions", str(len(self.streams))],
            stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)

        def end():
            process.kill()
            process.wait(30)

        self.addCleanup(end)
        return process

    def do_harm(self, dice, redis, server, crowd, consumers):
        what = dice.choice(("consumer", "consumer", "redis", "flush", "server", "point"))
        if what == "consumer":
            which = dice.randrange(len(consumers))
            consumers[which].kill()
            consumers[which].wait(30)
            consumers[which] = self.consume(redis, which)
        elif what == "redis":
            redis.kill()
            nothing.wait(dice.uniform(0, 0.5))
            redis.start()
        elif what == "flush":
            redis.ask("FLUSHALL")
        elif what == "server":
            server.kill()
            server.start()
        else:
            server.kill()
            point = dice.choice(("before_commit", "after_commit", "after_answer",
                                 "before_publish", "after_publish"))
            server.environment = {"FRONTROW_FAULT": f"{point}:{dice.randrange(1, 200)}"}
            try:
                server.start()
                crowd.port = server.port
                nothing.wait(dice.uniform(0.1, 0.6))
                server.kill()
            except Ended as gone:
                self.assertEqual(gone.status, -9)
            server.environment = {}
            server.start()
        crowd.port = server.port

    def books(self, sql):
        with sqlite3.connect(self.inbox, timeout=60) as db:
            return db.execute(sql).fetchall()

    def check(self, line, least=100):
        await_until(lambda: self.has_taken_all(line), "the consumers have taken all events", 60)
        there = line.events()
        self.assertGreater(len(there), least)
        self.assertEqual(self.books("SELECT count(*) FROM early"), [(0,)])
        # Nothing was done twice: the points are what the store says.
        for user, total in self.books("SELECT user, sum FROM points"):
            self.assertEqual(line.get(f"/api/users/{user}/point")["balance"], total, user)
        kinds = collections.Counter(event["type"] for event in there)
        self.assertEqual(dict(self.books("SELECT kind, count FROM taken")), dict(kinds))
        taken = sum(seat["status"] for seat in line.get("/api/v1/seats")["seats"])
        self.assertEqual(taken, kinds["seat.booked"])
        # No aggregate lacks anything.
        last = collections.Counter()
        for event in there:
            last[event["subject"]] += 1
        self.assertEqual(dict(self.books("SELECT subject, sequence FROM aggregate")), dict(last))


if __name__ == "__main__":
    main()
