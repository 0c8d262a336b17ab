"""A line that Redis keeps, and loses, in the middle of a sale: people keep their places, nobody is
let in beyond the capacity, and no seat, hold or point is touched."""

import json
import random
import time

from support.case import Case, main
from support.client import token_of
from support.server import await_until

PEOPLE = 200
INSIDE = 3


class Line(Case):
    def setUp(self):
        self.keeper = self.redis()
        self.server = self.serve(queue__tick="50ms", queue__return_time="8s",
                                 queue__claim="10m", redis__timeout="300ms", **self.keeper.settings)
        self.one = self.client(self.server)
        self.schedule = self.one.schedule(maxConcurrentUser=INSIDE)
        self.tokens = {}
        for user in range(1, PEOPLE + 1):
            self.enter(user)
        # One inside holds a seat, one has paid for his; who followed him in holds nothing.
        self.assertEqual(self.one.charge(2, 5000).status, 200)
        self.held = self.reserve(1, 1)
        paid = self.reserve(2, 2)
        self.assertEqual(self.one.settle("confirm", paid).status, 200)
        self.await_active(4)
        self.before = self.belongings()

    def enter(self, user):
        answer = self.one.enter(user, self.schedule)
        self.assertEqual(answer.status, 200, answer)
        self.tokens[user] = token_of(answer)
        self.assertLess(len(self.tokens[user]), 170)

    def reserve(self, user, seat):
        made = self.one.reserve(user, seat, price=1000, schedule=self.schedule,
                                X_Queue_Token=self.tokens[user])
        self.assertEqual(made.status, 200, made)
        return made["reservationId"]

    def status(self, user):
        return self.one.get(f"/api/queue/status?scheduleId={self.schedule}",
                            X_Queue_Token=self.tokens[user])

    def leave(self, user):
        left = self.one.call("DELETE", f"/api/queue/tokens?scheduleId={self.schedule}",
                             headers={"X-Queue-Token": self.tokens[user]})
        self.assertEqual(left.status, 204, left)

    def is_active(self, user):
        answer = self.status(user)
        return answer.status == 200 and answer["queueStatus"] == "ACTIVE"

    def await_active(self, user):
        await_until(lambda: self.is_active(user), f"that {user} is let in")

    def belongings(self):
        """All that must not be touched."""
        return ([self.one.get(f"/api/users/{user}/{what}").json
                 for user in (1, 2) for what in ("reservations", "point", "point/history")],
                [seat["status"] for seat in
                 self.one.get(f"/api/schedules/{self.schedule}/seats")["seats"]])

    def without_countdowns(self, belongings):
        return json.loads(json.dumps(belongings), object_hook=lambda o: {
            name: value for name, value in o.items() if name != "expiresInSeconds"})

    def check_belongings(self):
        self.assertEqual(self.without_countdowns(self.belongings()),
                         self.without_countdowns(self.before))

    def check_line(self, inside=(1, 3, 4)):
        """Everybody but who has paid is where he was."""
        standing = {user: self.status(user) for user in self.tokens if user != 2}
        for user, answer in standing.items():
            self.assertEqual(answer.status, 200, (user, answer))
        active = [u for u, answer in standing.items() if answer["queueStatus"] == "ACTIVE"]
        self.assertEqual(active, list(inside))
        waiting = [u for u in standing if u not in inside]
        self.assertEqual([standing[u]["position"] for u in waiting],
                         list(range(1, len(waiting) + 1)))

    def metric(self, name):
        for line in self.one.get("/metrics").body.decode().splitlines():
            if line.startswith(name + " "):
                return float(line.split()[1])
        raise AssertionError(f"no metric {name}")

    def logged(self, message):
        """The fields of what the log said so."""
        return [said for said in map(json.loads, list(self.server.log))
                if said.get("message") == message]

    def kept(self, what="HLEN", key="tokens"):
        return self.keeper.ask(what, f"{{queue:{self.schedule}}}:{key}")

    def restart(self):
        self.server.start()
        self.one = self.client(self.server)


class Lost(Line):
    def test_redis_is_emptied(self):
        self.assertEqual(self.kept(), PEOPLE)
        self.assertEqual((self.kept("ZCARD", "waiting"), self.kept("ZCARD", "active")),
                         (PEOPLE - 4, INSIDE))
        self.assertGreater(self.kept("PTTL"), 11 * 3600 * 1000)
        self.keeper.ask("FLUSHALL")
        await_until(lambda: self.metric("frontrow_queue_lines_restored_total") == 1,
                    "that the line is written back")
        self.assertEqual(self.kept(), PEOPLE)
        self.check_line()
        self.check_belongings()
        lost = self.logged("Redis has lost a line: it is written back")
        self.assertEqual([(said["schedule"], said["count"]) for said in lost],
                         [(self.schedule, PEOPLE)])
        # It is as good as it was: the server may go too.
        self.server.kill()
        self.restart()
        self.check_line()
        self.leave(3)
        self.await_active(5)
        self.assertEqual(self.metric("frontrow_queue_places_returned_total"), 0)
        self.check_belongings()

    def test_redis_is_killed_and_comes_back_empty(self):
        self.keeper.kill()
        begin = time.monotonic()
        self.has_unavailable(self.one.enter(900, self.schedule))
        again = time.monotonic()
        self.assertLess(again - begin, 5)
        for user in range(901, 921):
            self.has_unavailable(self.one.enter(user, self.schedule))
        self.assertLess(time.monotonic() - again, 5)
        self.check_line()
        # The sale goes on for those inside, but the slot of who leaves it waits.
        self.reserve(3, 3)
        self.before = self.belongings()
        self.assertEqual(self.one.enter(10, self.schedule)["position"], 6)
        self.assertEqual(len(self.logged("a line is not saved: until Redis answers, nobody is let "
                                         "in and no token made")), 1)
        self.keeper.start()
        await_until(lambda: self.metric("frontrow_queue_lines_restored_total") == 1,
                    "that the line is written back")
        # Who asked just before it was noticed has a place already.
        self.assertIn(self.kept(), (PEOPLE, PEOPLE + 1))
        self.check_line()
        self.check_belongings()
        self.enter(900)
        self.assertEqual(self.status(900)["position"], PEOPLE - 3)

    def test_both_are_killed(self):
        self.server.kill()
        self.keeper.kill()
        self.keeper.start()
        self.restart()
        fresh = self.one.enter(5000, self.schedule)
        self.assertEqual((fresh.status, fresh["queueStatus"]), (200, "WAIT"))
        back = [user for user in self.tokens if user != 2]
        random.Random(7).shuffle(back)
        for user in back:
            answer = self.status(user)
            self.assertEqual(answer.status, 200, answer)
            if user != 1:
                self.assertEqual(answer["queueStatus"], "WAIT", user)
        # What the store knows counts: who holds a seat goes on, who has paid is done.
        self.await_active(1)
        self.has_problem(self.status(2), 410, "token_expired")
        self.await_active(4)
        self.check_line()
        self.tokens[5000] = token_of(fresh)
        self.assertEqual(self.status(5000)["position"], PEOPLE - 3)
        self.check_belongings()
        self.assertEqual(self.metric("frontrow_queue_lines_lost_total"), 1)
        self.assertEqual(self.metric("frontrow_queue_places_returned_total"), PEOPLE)
        self.assertEqual(len(self.logged("a line is lost: people come back to the places in their "
                                         "tokens")), 1)
        await_until(lambda: PEOPLE == sum(said["count"] for said in self.logged(
            "people came back to the places in their tokens")), "the log of who came back")
        for user in (3, 4, 5):
            self.leave(user)
            self.has_problem(self.status(user), 410, "token_expired")
            self.await_active(user + 2)
            self.assertLessEqual(self.metric("frontrow_queue_active"), INSIDE)

    def test_a_forged_place_is_no_place(self):
        self.server.kill()
        self.keeper.kill()
        self.keeper.start()
        self.restart()
        good = self.tokens[150]
        parts = good.split(".")
        first = ".".join([*parts[:3], "1", *parts[4:]])
        other = parts[5][:-1] + ("0" if parts[5][-1] != "0" else "1")
        bad = (first, ".".join([*parts[:5], other]), parts[0], good + "0", good.upper(),
               self.tokens[151].replace(self.tokens[151][:32], parts[0]))
        for token in bad:
            answer = self.one.get(f"/api/queue/status?scheduleId={self.schedule}",
                                  X_Queue_Token=token)
            self.has_problem(answer, 401, "token_unknown")
        self.assertEqual(self.status(150)["position"], 1)

    def has_unavailable(self, answer):
        self.assertEqual(answer.status, 503, answer)
        self.assertGreaterEqual(int(answer.header("Retry-After")), 1)


if __name__ == "__main__":
    main()
