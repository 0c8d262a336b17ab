"""The console's API: who may look and who may act, what is seen of a sale, a reservation followed
from its key to its events, a queue that is steered, an actor that is sent away, and all of it
written down before it is done."""

import json

from support.case import Case, main
from support.client import Client, token_of
from support.server import OPERATOR, await_until
from support.stream import Stream

READER = "reader-token-of-the-tests"


class Console(Case):
    def setUp(self):
        self.data = self.folder() / "data"
        self.server = self.serve(self.data, reader_token=READER)
        self.line = self.client(self.server)

    def look(self, path, status=200, token=READER):
        answer = self.line.call("GET", f"/admin/{path}", None, {"X-Admin-Token": token})
        self.assertEqual(answer.status, status, answer)
        return answer.json

    def act(self, action, wish, status=200, token=OPERATOR):
        answer = self.line.call("POST", f"/admin/actions/{action}", wish,
                                {"X-Admin-Token": token, "X-Operator-Name": "Ada"})
        self.assertEqual(answer.status, status, answer)
        return answer.json

    def confirmed(self, action, wish):
        preview = self.act(action, wish)
        self.assertTrue(preview["preview"])
        done = self.act(action, {**wish, "confirm": preview["confirm"]})
        self.assertFalse(done["preview"])
        return done

    def held(self, seat=25, user=101):
        answer = self.line.reserve(user, seat, key=f"hold-{seat}")
        self.assertEqual(answer.status, 200, answer)
        return answer["reservationId"]

    def test_roles(self):
        self.assertEqual(self.look("role")["role"], "reader")
        self.assertEqual(self.look("role", token=OPERATOR)["role"], "operator")
        self.has_problem(self.line.get("/admin/actors"), 401, "operator_token_missing")
        for path in ("role", "cluster", "actors", "sales", "invariants", "audit", "stream"):
            self.assertEqual(self.look(path, 403, READER + "x")["code"], "operator_token_wrong")
        for path in ("queue", "passivate", "replay"):
            self.assertEqual(self.act(path, {}, 403, READER)["code"], "read_only")
        wish = {"X-Admin-Token": READER}
        self.has_problem(self.line.call("POST", "/api/concerts", {"title": "a", "artist": "b"}, wish),
                         403, "read_only")
        self.assertEqual(self.line.call("GET", "/api/events", None, wish).status, 200)

    def test_without_a_reader_nobody_else_looks(self):
        line = self.client(self.serve())
        for token in ("", READER):
            self.assertIn(line.call("GET", "/admin/actors", None, {"X-Admin-Token": token}).status,
                          (401, 403))

    def test_the_node_and_its_actors(self):
        self.held()
        cluster = self.look("cluster")
        self.assertFalse(cluster["cluster"])
        self.assertEqual(cluster["note"], "one node, no cluster")
        self.assertEqual([n["node"] for n in cluster["nodes"]], [0])
        self.assertGreater(cluster["nodes"][0]["memoryBytes"], 1_000_000)
        kinds = {k["kind"]: k for k in self.look("actors")["kinds"]}
        self.assertEqual(kinds["seat"]["alive"], 1)
        self.assertGreaterEqual(kinds["schedule"]["alive"], 1)
        await_until(lambda: self.busy_schedule(), "the schedule's messages were timed")

    def busy_schedule(self):
        self.line.get("/api/schedules/500/seats")
        kind = {k["kind"]: k for k in self.look("actors")["kinds"]}["schedule"]
        busiest = [s["id"] for s in self.look("actors")["busiest"]]
        return kind["messagesPerSecond"] > 0 and kind["p99Micros"] > 0 and "schedule 500" in busiest

    def test_one_actor(self):
        reservation = self.held()
        actor = self.look("actor?id=seat%20500/25")
        facts = {f["name"]: f["value"] for f in actor["facts"]}
        self.assertTrue(actor["alive"])
        self.assertEqual((facts["state"], facts["reservation"], facts["user"], facts["parent"]),
                         ("HELD", reservation, "101", "schedule 500"))
        self.assertIsNone(actor["tap"])
        self.assertFalse(self.look("actor?id=seat%20500/26")["alive"])
        for wrong in ("", "seat%20500", "wallet%20x", "cat%201"):
            self.look(f"actor?id={wrong}", 400)

    def test_a_tap_shows_names_of_messages_and_nothing_of_them(self):
        self.held()
        self.assertEqual(self.look("actor?id=schedule%20500&tap=1")["tap"], [])
        self.line.get("/api/schedules/500/seats")
        messages = self.look("actor?id=schedule%20500&tap=1")["tap"]
        self.assertIn("read_seats", [m["message"] for m in messages])
        self.assertGreater(messages[0]["micros"], 0)

    def test_follow_the_money(self):
        reservation = self.held()
        paid = self.line.settle("confirm", reservation, key="pay-it")
        self.assertEqual(paid.status, 200, paid)
        money = self.look(f"money?reservation={reservation}")
        self.assertEqual(money["reservation"]["state"], "CONFIRMED")
        self.assertEqual((money["seat"]["id"], money["seat"]["state"], money["seat"]["isThisOne"]),
                         ("seat 500/25", "SOLD", True))
        self.assertEqual([(e["type"], e["amount"]) for e in money["ledger"]],
                         [("PAYMENT", 150_000)])
        self.assertEqual({a["key"]: a["operation"] for a in money["answers"]},
                         {"hold-25": "reserve", "pay-it": "confirm"})
        self.assertEqual([e["type"] for e in money["events"]],
                         ["reservation.preempted", "reservation.confirmed", "point.used"])
        self.assertEqual({e["publication"] for e in money["events"]}, {"FEED"})
        self.look("money?reservation=0000000000001", 404)
        history = self.look("history?id=seat%20500/25")
        self.assertEqual([e["type"] for e in history["events"]],
                         ["reservation.confirmed", "reservation.preempted"])
        self.assertIsNone(history["before"])

    def test_search(self):
        reservation = self.held()
        room = self.line.schedule(maxConcurrentUser=1)
        token = token_of(self.line.enter(7, room))
        for text, found in (("seat 500/25", "seat 500/25"), ("500/25", "seat 500/25"),
                            (reservation.lower(), reservation), ("101", "wallet 101"),
                            ("500", "schedule 500"), (token, f"queue {room}"),
                            (token.partition(".")[0], f"queue {room}")):
            with self.subTest(text):
                hits = self.look(f"search?q={text.replace(' ', '%20')}")["hits"]
                self.assertIn(found, [h["id"] for h in hits])
        keys = self.look("search?q=hold-25")
        self.assertEqual([(a["key"], a["reservation"]) for a in keys["answers"]],
                         [("hold-25", reservation)])
        self.assertEqual(self.look("search?q=%3Cscript%3E")["hits"], [])
        self.look("search?q=", 400)

    def test_invariants_are_looked_at_while_somebody_looks(self):
        self.line.settle("confirm", self.held())

        def passed():
            states = self.look("invariants")["invariants"]
            self.assertNotIn("BROKEN", {i["state"] for i in states}, states)
            return all(i["state"] == "HOLDS" and (i["checked"] > 0 or i["name"] == "queues")
                       for i in states)
        await_until(passed, "everything was looked at once")

    def test_a_sale(self):
        self.held()
        self.line.reserve(102, 25)
        sale = self.look("sale?schedule=500")
        self.assertEqual((sale["seats"], sale["available"], sale["held"], sale["sold"]),
                         (100, 99, 1, 0))
        self.assertIn("seat_taken", [r["code"] for r in sale["house"]["refusals"]])
        self.assertIsNone(sale["house"]["outboxLag"])
        self.look("sale?schedule=99", 404)
        self.assertIn(500, [s["schedule"] for s in self.look("sales")["sales"]])

    def test_a_queue_is_paused_widened_and_slowed_and_stays_so(self):
        room = self.line.schedule(maxConcurrentUser=1)
        for user in (1, 2, 3):
            self.line.enter(user, room)
        queue = lambda: self.look(f"sale?schedule={room}")["queue"]
        self.assertEqual((queue()["active"], queue()["waiting"]), (1, 2))
        self.confirmed("queue", {"schedule": room, "doors": "pause"})
        self.confirmed("queue", {"schedule": room, "capacity": 3})
        self.assertEqual(self.line.get(f"/api/schedules/{room}")["maxConcurrentUser"], 3)
        self.assertEqual((queue()["state"], queue()["active"]), ("PAUSED", 1))
        self.server.stop()
        self.server.start()
        self.line = self.client(self.server)
        self.line.enter(4, room)
        self.assertEqual((queue()["state"], queue()["capacity"], queue()["active"],
                          queue()["waiting"]), ("PAUSED", 3, 1, 3))
        done = self.confirmed("queue", {"schedule": room, "doors": "resume", "perSecond": 1000})
        self.assertIn("open", done["came"])
        await_until(lambda: queue()["active"] == 3, "they are let in")
        self.assertEqual(queue()["waiting"], 1)
        self.confirmed("queue", {"schedule": room, "capacity": 1})
        self.assertEqual((queue()["active"], queue()["ceiling"]), (3, 3))

    def test_only_what_was_previewed_is_done(self):
        room = self.line.schedule(maxConcurrentUser=2)
        first = self.act("queue", {"schedule": room, "capacity": 5})
        self.assertEqual(first["confirm"], "capacity 2 to 5")
        self.confirmed("queue", {"schedule": room, "capacity": 4})
        late = self.act("queue", {"schedule": room, "capacity": 5, "confirm": first["confirm"]},
                        409)
        self.assertEqual(late["code"], "preview_outdated")
        self.assertEqual(self.look(f"sale?schedule={room}")["queue"]["capacity"], 4)
        for wish in ({}, {"schedule": room, "doors": "ajar"}, {"schedule": room, "capacity": 0},
                     {"schedule": 500, "capacity": 3}):
            self.act("queue", wish, 400)
        self.act("queue", {"schedule": 99}, 404)
        self.act("replay", {"subject": "*"}, 404)

    def test_an_actor_goes_and_comes_back_as_it_was(self):
        reservation = self.held()
        for name in ("seat 500/25", "wallet 101", "schedule 500"):
            with self.subTest(name):
                self.line.get("/api/users/101/point")
                self.line.get("/api/schedules/500/seats")
                if name.startswith("seat"):
                    self.assertTrue(self.look("actor?id=seat%20500/25")["alive"])
                self.assertEqual(self.confirmed("passivate", {"actor": name})["came"], "it goes")
                if name.startswith("seat"):
                    await_until(lambda: not self.look("actor?id=seat%20500/25")["alive"], "gone")
        paid = self.line.settle("confirm", reservation)
        await_until(lambda: self.line.settle("confirm", reservation, key="p").status == 200
                    or paid.status == 200, "it is paid for")
        self.act("passivate", {"actor": "seat 500/99"}, 404)
        self.act("passivate", {"actor": "directory"}, 400)

    def test_everything_done_is_written_down(self):
        room = self.line.schedule(maxConcurrentUser=2)
        self.act("queue", {"schedule": room, "doors": "pause"})
        before = self.look("audit")["entries"]
        self.assertNotIn("queue", [e["action"] for e in before], "a preview is no action")
        self.assertIn("schedule_create", [e["action"] for e in before])
        self.confirmed("queue", {"schedule": room, "doors": "pause"})
        entries = [e for e in self.look("audit")["entries"] if e["action"] == "queue"]
        self.assertEqual([(e["phase"], e["target"], e["change"], e["name"]) for e in entries],
                         [("done", f"queue {room}", "pause", "Ada"),
                          ("begins", f"queue {room}", "pause", "Ada")])
        self.server.kill()
        lines = (self.data / "audit.jsonl").read_text(encoding="utf-8").splitlines()
        self.assertEqual(json.loads(lines[-1])["phase"], "done")
        self.assertEqual((self.data / "audit.jsonl").stat().st_mode & 0o777, 0o600)

    def test_nothing_is_done_that_cannot_be_written_down(self):
        room = self.line.schedule(maxConcurrentUser=2)
        self.server.stop()
        (self.data / "audit.jsonl").unlink()
        (self.data / "audit.jsonl").mkdir()
        self.server.start()
        self.line = self.client(self.server)
        preview = self.act("queue", {"schedule": room, "doors": "pause"})
        self.act("queue", {"schedule": room, "doors": "pause", "confirm": preview["confirm"]}, 503)
        self.assertEqual(self.look(f"sale?schedule={room}")["queue"]["state"], "OPEN")

    def test_a_stream_of_views(self):
        stream = Stream(self.server.port, "/admin/stream?views=cluster,actors,sale:500,sale:99",
                        X_Admin_Token=READER)
        self.addCleanup(stream.close)
        twice = stream.wait("every view twice",
                            lambda said: sum(name == "sale" for name, _, _ in said) >= 4)
        self.assertEqual([name for name, _, _ in twice[:4]],
                         ["cluster", "actors", "sale", "sale"])
        sales = [data for name, _, data in twice if name == "sale"]
        self.assertEqual(sales[0]["seats"], 100)
        self.assertEqual(sales[1]["error"], "schedule_not_found")
        self.look("stream?views=cat", 400)
        self.look("stream?views=" + ",".join(["cluster"] * 7), 400)

    def test_at_the_operators_port(self):
        server = self.serve(admin_port=True)
        public = self.client(server)
        self.assertEqual(public.operate("GET", "/admin/actors").status, 404)
        with Client(server.admin_port) as admin:
            self.assertEqual(admin.operate("GET", "/admin/actors").status, 200)
            self.assertEqual(admin.get("/console").status, 200)


if __name__ == "__main__":
    main()
