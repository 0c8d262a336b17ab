"""Guard and sequence in Redis: the document's codes, and what a Redis that fails does to a sale."""

import collections
import http.client
import threading
import time

from support.case import Case, main
from support.client import Client
from support.redis import RedisError
from support.server import await_until

SEATS = 400
nothing = threading.Event()


class Guarded(Case):
    def setUp(self):
        self.store = self.redis()

    def open(self, **settings):
        self.server = self.serve(**{**self.store.settings, **settings})
        self.gateway = self.client(self.server)
        return self.gateway

    def metric(self, name):
        for line in self.gateway.get("/metrics").body.decode().splitlines():
            if line.startswith(name + " "):
                return float(line.rsplit(" ", 1)[1])
        return None

    def said(self, message):
        return [line for line in self.server.log if f'"{message}"' in line]


class Documented(Guarded):
    def test_keys_are_as_documented(self):
        self.open(fcfs__guard_by_ip="true")
        self.assertEqual(self.gateway.join("user-1")["sequence"], 1)
        keys = ["fcfs:ip:127.0.0.1", "fcfs:seq", "fcfs:user:user-1"]
        self.assertEqual(sorted(self.store.ask("KEYS", "fcfs:*")), keys)
        for key in ("fcfs:user:user-1", "fcfs:ip:127.0.0.1"):
            await_until(lambda k=key: self.store.ask("TTL", k) > 30, "a guard of whole life")
            self.assertTrue(890 <= self.store.ask("TTL", key) <= 900)
        self.assertEqual(self.store.ask("GET", "fcfs:seq"), "1")

    def test_duplicate_says_when_and_takes_no_number(self):
        self.open()
        first = self.gateway.join("user-1")
        self.assertEqual((first.status, first["sequence"]), (200, 1))
        answer = self.gateway.join("user-1")
        ttl = answer.json["userTtlRemaining"]
        self.has_failure(answer, 409, "duplicate", userTtlRemaining=ttl)
        self.assertTrue(890 <= ttl <= 900, ttl)
        self.assertEqual(answer.header("Retry-After"), str(ttl))
        self.assertIsNone(answer.header("X-Fcfs-Seq"))
        self.assertEqual(self.gateway.join("user-2")["sequence"], 2)

    def test_another_user_of_a_guarded_address(self):
        self.open(fcfs__guard_by_ip="true", trusted_proxies="127.0.0.0/8")
        self.assertEqual(self.gateway.join("a", X_Forwarded_For="203.0.113.7").status, 200)
        same = self.gateway.join("b", X_Forwarded_For="203.0.113.7")
        self.assertEqual((same.status, same["reason"]), (409, "duplicate"))
        self.assertIsNone(self.store.ask("GET", "fcfs:user:b"), "half a guard is none")
        self.assertEqual(self.gateway.join("b", X_Forwarded_For="203.0.113.8")["sequence"], 2)

    def test_a_refusal_releases_the_guard_and_burns_its_number(self):
        self.open(fcfs__seats="1", fcfs__guard_by_ip="true", trusted_proxies="127.0.0.0/8")
        self.gateway.join("winner", X_Forwarded_For="203.0.113.1")
        for n in (2, 3, 4):
            late = self.gateway.join("late", X_Forwarded_For="203.0.113.2")
            self.has_failure(late, 409, "sold_out")
            self.assertEqual(late.header("X-Fcfs-Seq"), str(n))
        await_until(lambda: self.store.ask("EXISTS", "fcfs:user:late", "fcfs:ip:203.0.113.2") == 0,
                    "the guard's release")

    def test_already_reserved_when_redis_forgot(self):
        self.open()
        first = self.gateway.join("user-1")
        self.store.ask("FLUSHALL")
        for _ in range(2):
            self.has_failure(self.gateway.join("user-1"), 409, "already_reserved",
                             seat=first["seat"], sequence=1)
        self.assertEqual(self.gateway.join("user-2")["sequence"], 2, "above the highest")
        self.assertEqual(self.store.ask("GET", "fcfs:seq"), "2")
        self.assertEqual(self.metric("frontrow_fcfs_sequence_restorations_total"), 1)
        self.assertTrue(self.said("Redis was behind the FCFS sequence, which goes on above it"))

    def test_a_guard_that_ends(self):
        self.open(fcfs__user_ttl="1s")
        first = self.gateway.join("user-1")
        answers = []

        def try_again():
            answers.append(self.gateway.join("user-1"))
            return answers[-1]["reason"] == "already_reserved"

        await_until(try_again, "the end of a guard of one second", pause=0.05)
        self.has_failure(answers[-1], 409, "already_reserved", seat=first["seat"], sequence=1)
        self.assertTrue(all(a["reason"] == "duplicate" for a in answers[:-1]))
        self.assertEqual(answers[0]["userTtlRemaining"], 1)

    def test_a_guard_for_ever(self):
        self.open(fcfs__user_ttl="0")
        self.assertNotIn("userTtlRemaining", self.gateway.join("user-1").json)
        again = self.gateway.join("user-1")
        self.has_failure(again, 409, "duplicate")
        self.assertIsNone(again.header("Retry-After"))
        await_until(lambda: self.store.ask("TTL", "fcfs:user:user-1") == -1, "a guard for ever")

    def test_a_reset_frees_everybody_and_the_sequence_goes_on(self):
        self.open()
        for n in (1, 2):
            self.assertEqual(self.gateway.join(f"user-{n}")["sequence"], n)
        self.gateway.operate("POST", "/api/v1/seats/reset", {"seat_count": 3})
        again = self.gateway.join("user-1")
        self.assertEqual((again.status, again["seat"]["id"], again["sequence"]), (200, 1, 3))
        self.assertEqual(self.gateway.join("user-1")["reason"], "duplicate")

    def test_somebody_elses_guard_holds(self):
        self.open()
        self.store.ask("SET", "fcfs:user:user-1", "set by a gateway", "EX", "100")
        answer = self.gateway.join("user-1")
        self.assertEqual((answer.status, answer["reason"]), (409, "duplicate"))
        self.assertTrue(99 <= answer["userTtlRemaining"] <= 100)


class Codes(Guarded):
    """What Redis cannot do is 503 with Retry-After, and nobody gets through unguarded."""

    def is_refused(self, answer, reason):
        self.has_failure(answer, 503, reason)
        self.assertEqual(answer.header("Retry-After"), "1")
        self.assertIsNone(answer.header("X-Fcfs-Seq"))

    def test_no_connection(self):
        self.open()
        self.store.kill()
        self.is_refused(self.gateway.join("user-1"), "service_unavailable")
        self.is_refused(self.gateway.join("user-1"), "service_unavailable")
        self.assertEqual(self.gateway.get("/api/v1/seats").json["seats"][0]["status"], False)
        self.assertEqual(self.gateway.get("/readyz").status, 200, "the rest is served")
        self.assertEqual(self.metric('frontrow_redis_up{user="guard"}'), 0)
        self.store.start()
        await_until(lambda: self.metric('frontrow_redis_up{user="guard"}') == 1, "Redis' return")
        self.assertEqual(self.gateway.join("user-1").status, 200)
        self.assertGreaterEqual(self.metric('frontrow_redis_reconnects_total{user="guard"}'), 1)
        for message in ("Redis is lost", "Redis is there again"):
            guards = [line for line in self.said(message) if '"user":"guard"' in line]
            self.assertEqual(len(guards), 1, message)

    def test_a_script_that_fails(self):
        self.open()
        self.store.ask("LPUSH", "fcfs:user:user-1", "no guard")
        self.is_refused(self.gateway.join("user-1"), "redis_error")
        self.assertEqual(self.gateway.join("user-2")["sequence"], 1)

    def test_a_redis_without_room(self):
        self.open()
        self.store.ask("CONFIG", "SET", "maxmemory", "1")
        self.is_refused(self.gateway.join("user-1"), "redis_error")
        self.store.ask("CONFIG", "SET", "maxmemory", "0")
        self.assertEqual(self.gateway.join("user-1")["sequence"], 1)

    def test_a_sequence_that_fails(self):
        self.open()
        for wrong in (("SET", "fcfs:seq", "many"), ("LPUSH", "fcfs:seq", "1"),
                      ("SET", "fcfs:seq", str(2**63 - 1))):
            self.store.ask("DEL", "fcfs:seq")
            self.store.ask(*wrong)
            self.is_refused(self.gateway.join("user-1"), "sequence_unavailable")
            self.assertEqual(self.store.ask("EXISTS", "fcfs:user:user-1"), 0, "released")
        self.store.ask("DEL", "fcfs:seq")
        self.assertEqual(self.gateway.join("user-1")["sequence"], 1)

    def test_forgotten_scripts(self):
        self.open()
        self.assertEqual(self.gateway.join("user-1")["sequence"], 1)
        self.store.ask("SCRIPT", "FLUSH")
        self.assertEqual(self.gateway.join("user-2")["sequence"], 2)

    def test_a_redis_that_does_not_answer(self):
        self.open(redis__timeout="300ms")
        self.store.stall()
        begin = time.monotonic()
        answers = []
        crowd = [threading.Thread(target=self.join_once, args=(n, answers)) for n in range(20)]
        for one in crowd:
            one.start()
        slowest = 0
        with Client(self.server.port) as other:
            while any(one.is_alive() for one in crowd):
                asked = time.monotonic()
                self.assertEqual(other.get("/api/v1/seats").status, 200)
                slowest = max(slowest, time.monotonic() - asked)
        for one in crowd:
            one.join()
        self.assertLess(time.monotonic() - begin, 5)
        self.assertLess(slowest, 0.25, "other calls waited for Redis")
        for answer in answers:
            self.is_refused(answer, "service_unavailable")
        self.store.resume()
        # A guard that it set for somebody who was told no does not keep them out.
        await_until(lambda: self.gateway.join("user 0").status == 200, "a way in for user 0",
                    seconds=15)

    def join_once(self, n, answers):
        with Client(self.server.port) as line:
            answers.append(line.join(f"user {n}"))


class Doors(Guarded):
    def test_password_user_database_and_prefix(self):
        self.store = self.redis("--requirepass", "main", "--user", "seller", "on", ">secret",
                                "~sale:*", "+@all", "-@dangerous")
        self.open(redis__user="seller", redis__password="secret", redis__database="3",
                  redis__prefix="sale:")
        self.assertEqual(self.gateway.join("user-1")["sequence"], 1)
        with self.assertRaises(RedisError):
            self.store.ask("GET", "fcfs:seq")
        self.assertEqual(self.store.ask("DBSIZE", password="main"), 0)
        keyspace = self.store.ask("INFO", "keyspace", password="main")
        self.assertIn("db3:keys=", keyspace)
        self.assertFalse(any("secret" in line for line in self.server.log))

    def test_the_documents_variables(self):
        self.store = self.redis("--requirepass", "redis_pass")
        server = self.serve(environment={"REDIS_HOST": "127.0.0.1", "REDIS_PASSWORD": "redis_pass",
                                         "REDIS_PORT": str(self.store.port)})
        self.assertEqual(self.client(server).join("user-1")["sequence"], 1)
        self.assertEqual(self.store.ask("GET", "fcfs:seq", password="redis_pass"), "1")


class Restart(Guarded):
    def test_redis_lives_on(self):
        data = self.folder() / "data"
        for end in ("stop", "kill"):
            self.open(data=data)
            number = self.gateway.join(f"before {end}")["sequence"]
            getattr(self.server, end)()
            self.open(data=data)
            self.assertEqual(self.gateway.join(f"before {end}")["reason"], "duplicate")
            self.assertGreater(self.gateway.join(f"after {end}")["sequence"], number)
            self.server.stop()

    def test_a_server_that_dies_in_mid_attempt_shuts_nobody_out_for_long(self):
        self.open(fcfs__user_ttl="0", environment={"FRONTROW_FAULT": "before_commit:3"})
        with self.assertRaises((OSError, http.client.HTTPException)):
            self.gateway.join("user-1")
        self.server.wait()
        self.assertTrue(0 < self.store.ask("PTTL", "fcfs:user:user-1") <= 30_000)

    def test_neither_lives_on(self):
        data = self.folder() / "data"
        self.open(data=data)
        number = [self.gateway.join(f"user {n}")["sequence"] for n in range(5)][-1]
        self.server.kill()
        self.store.kill()
        self.store.start()
        self.open(data=data)
        self.assertEqual(self.gateway.join("user 0")["reason"], "already_reserved")
        self.assertGreater(self.gateway.join("user 5")["sequence"], number)


class Load(Guarded):
    """A crowd that asks until it knows, while Redis has a bad day."""

    def crowd(self, harm, count=16):
        self.open(fcfs__seats=str(SEATS), redis__timeout="300ms")
        self.heard = collections.defaultdict(list)
        self.numbers = []
        people = iter(range(SEATS + 50))
        lock = threading.Lock()

        def next_one():
            with lock:
                return next(people, None)

        def shop():
            with Client(self.server.port) as line:
                while (who := next_one()) is not None:
                    self.ask_until_known(line, f"user {who}")

        shoppers = [threading.Thread(target=shop) for _ in range(count)]
        for one in shoppers:
            one.start()
        await_until(lambda: len(self.numbers) > SEATS // 4, "a quarter of the crowd")
        harm()
        for one in shoppers:
            one.join(60)
            self.assertFalse(one.is_alive(), "somebody never got to know")
        self.check()

    def ask_until_known(self, line, user):
        end = time.monotonic() + 50
        while time.monotonic() < end:
            try:
                answer = line.join(user)
            except (OSError, http.client.HTTPException):
                continue
            self.heard[user].append(answer)
            if answer.header("X-Fcfs-Seq") and answer["reason" if answer.status != 200 else
                                                     "success"] != "already_reserved":
                self.numbers.append(int(answer.header("X-Fcfs-Seq")))
            if answer.status != 503:
                return
            nothing.wait(0.02)
        raise AssertionError(f"{user} never got to know: {self.heard[user][-3:]}")

    def check(self):
        last = {user: answers[-1] for user, answers in self.heard.items()}
        won = {u: a for u, a in last.items() if a.status == 200}
        seats = [a["seat"]["id"] for a in won.values()]
        self.assertEqual(sorted(seats), list(range(1, SEATS + 1)), "each seat once")
        self.assertEqual({a["reason"] for u, a in last.items() if u not in won}, {"sold_out"})
        self.assertEqual(len(self.numbers), len(set(self.numbers)), "a number came twice")
        for user, answer in list(won.items())[:40]:
            again = self.gateway.join(user)
            self.assertIn(again["reason"], ("duplicate", "already_reserved"), user)

    def test_killed_and_back(self):
        def harm():
            self.store.kill()
            await_until(lambda: self.metric('frontrow_redis_up{user="guard"}') == 0, "its loss")
            self.store.start()

        self.crowd(harm)

    def test_flushed(self):
        def harm():
            for _ in range(20):
                self.store.ask("FLUSHALL")

        self.crowd(harm)
        self.assertGreaterEqual(self.metric("frontrow_fcfs_sequence_restorations_total"), 1)

    def test_stalled(self):
        def harm():
            self.store.stall()
            await_until(lambda: self.metric('frontrow_redis_up{user="guard"}') == 0, "its loss")
            self.store.resume()

        self.crowd(harm)


if __name__ == "__main__":
    main()
