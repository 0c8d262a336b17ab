"""Seats as they change, and events as they are written: by asking and by streams."""

import threading

from support.case import Case, main
from support.client import Client
from support.server import OPERATOR
from support.stream import Stream


class Seats(Case):
    path = "/api/schedules/500/seats/stream"

    def setUp(self):
        self.server = self.serve()
        self.one = self.client(self.server)

    def stream(self, **headers):
        made = Stream(self.server.port, self.path, **headers)
        self.addCleanup(made.close)
        return made

    def test_snapshot_then_numbered_changes(self):
        stream = self.stream()
        said = stream.wait("the snapshot", lambda said: said)
        listed = self.one.get("/api/schedules/500/seats").json
        self.assertEqual(said[0], ("snapshot", str(listed["version"]), listed))
        held = self.one.reserve(101, 25).json["reservationId"]
        self.one.settle("confirm", held)
        self.one.settle("cancel", held)
        said = stream.wait("three changes", lambda said: len(said) == 4)[1:]
        versions = [listed["version"] + n for n in (1, 2, 3)]
        self.assertEqual([(e, n, d["version"]) for e, n, d in said],
                         [("change", str(v), v) for v in versions])
        self.assertEqual([(d["seatId"], d["status"]) for _, _, d in said],
                         [(25, "HELD"), (25, "SOLD"), (25, "AVAILABLE")])

    def test_resume(self):
        before = self.one.get("/api/schedules/500/seats")["version"]
        for seat in range(1, 6):
            self.one.reserve(101, seat)
        stream = self.stream(Last_Event_ID=str(before + 2))
        said = stream.wait("what was missed", lambda said: len(said) == 3)
        self.assertEqual([(e, d["seatId"]) for e, _, d in said],
                         [("change", 3), ("change", 4), ("change", 5)])
        # Who comes from a version of another life is given a whole list.
        lost = self.stream(Last_Event_ID="999999")
        self.assertEqual(lost.wait("a snapshot", lambda said: said)[0][0], "snapshot")

    def test_resume_over_a_restart(self):
        self.one.reserve(101, 1)
        before = self.one.get("/api/schedules/500/seats").json
        self.server.kill()
        self.server.start()
        one = self.client(self.server)
        after = one.get("/api/schedules/500/seats").json
        self.assertEqual(after["seats"], before["seats"])
        self.assertGreaterEqual(after["version"], before["version"])
        stream = self.stream(Last_Event_ID=str(before["version"]))
        one.reserve(101, 2)
        said = stream.wait("seat 2 taken", lambda said: any(
            d.get("seatId") == 2 or d.get("available") == 98 for _, _, d in said))
        if said[0][0] == "change":
            self.assertEqual(said[0][2]["version"], before["version"] + 1)

    def test_unknown_schedule(self):
        self.has_problem(self.one.get("/api/schedules/9/seats/stream"), 404, "schedule_not_found")


class Events(Case):
    def setUp(self):
        self.server = self.serve()
        self.one = self.client(self.server)

    def test_every_change_has_its_event(self):
        held = self.one.reserve(101, 25).json["reservationId"]
        self.one.settle("confirm", held)
        self.one.settle("cancel", held)
        self.one.charge(101, 7)
        self.one.post("/api/users/101/point/use", {"amount": 3})
        self.one.join("user-1")
        events = self.one.events()
        reservation, wallet = f"reservation/{held}", "wallet/101"
        self.assertEqual(
            sorted((e["subject"], e["sequence"], e["type"]) for e in events),
            sorted([(wallet, 1, "point.charged"), (reservation, 1, "reservation.preempted"),
                    (reservation, 2, "reservation.confirmed"), (wallet, 2, "point.used"),
                    (reservation, 3, "reservation.cancelled"), (wallet, 3, "point.refunded"),
                    (wallet, 4, "point.charged"), (wallet, 5, "point.used"),
                    ("seat/501/1", 1, "seat.booked")]))
        self.assertEqual([e["position"] for e in events], list(range(1, 10)))
        for event in events:
            self.assertEqual((event["specversion"], event["id"], event["datacontenttype"]),
                             ("1.0", str(event["position"]), "application/json"))
            self.assertRegex(event["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$")
        for secret in ("Alice", "010-1234"):
            self.assertNotIn(secret, str(events))

    def test_pages_and_cursors(self):
        for n in range(1, 6):
            self.one.charge(5, n)
        page = self.one.operate("GET", "/api/events?after=0&limit=2").json
        self.assertEqual(len(page["events"]), 2)
        rest = self.one.operate("GET", f"/api/events?after={page['next']}").json
        self.assertEqual(rest["events"][0]["position"], 3)
        end = self.one.operate("GET", f"/api/events?after={rest['next']}").json
        self.assertEqual(end, {"events": [], "next": rest["next"]})
        for bad in ("after=x", "limit=0", "limit=1001", "wait=99"):
            self.has_problem(self.one.operate("GET", f"/api/events?{bad}"), 400, "validation")

    def test_long_poll(self):
        last = self.one.operate("GET", "/api/events?after=0").json["next"]
        found = []

        def poll():
            with Client(self.server.port) as other:
                found.append(other.operate("GET", f"/api/events?after={last}&wait=15").json)

        poller = threading.Thread(target=poll)
        poller.start()
        self.one.charge(5, 1)
        poller.join(30)
        self.assertFalse(poller.is_alive(), "not within 30 s: the answer of a long poll")
        self.assertEqual([e["type"] for e in found[0]["events"]], ["point.charged"])

    def test_stream_and_resume(self):
        headers = {"X_Admin_Token": OPERATOR, "Accept": "text/event-stream"}
        stream = Stream(self.server.port, "/api/events", **headers)
        self.addCleanup(stream.close)
        stream.wait("the first charge", lambda said: len(said) == 1)
        for n in range(1, 4):
            self.one.charge(5, n)
        said = stream.wait("three more", lambda said: len(said) == 4)
        self.assertEqual([n for _, n, _ in said], ["1", "2", "3", "4"])
        again = Stream(self.server.port, "/api/events", Last_Event_ID="3", **headers)
        self.addCleanup(again.close)
        self.assertEqual(again.wait("the last", lambda said: said), said[3:])


if __name__ == "__main__":
    main()
