"""More than can be done at once: what is past the limit is refused at once with a time to come
back, and who holds a seat may finish all the same."""

import re
import socket
import threading

from support.case import Case, main
from support.client import Client, speak, statuses
from support.server import OPERATOR, await_until
from support.stream import Stream

INFLIGHT = 4
POLLS = 3  # leaves the place that is kept for who may finish


class Flood(Case):
    def setUp(self):
        self.server = self.serve(http__inflight_max=INFLIGHT, http__threads=1)
        self.one = self.client(self.server)
        self.spare = [self.one.reserve(7, seat)["reservationId"] for seat in range(1, 6)]
        self.lines = []
        self.addCleanup(lambda: [line.close() for line in self.lines])

    def occupy(self):
        """Fills every place among the requests at work: long polls that nothing answers yet."""
        last = self.one.events()[-1]["id"]
        ask = (f"GET /api/events?after={last}&wait=15 HTTP/1.1\r\nHost: a\r\n"
               f"X-Admin-Token: {OPERATOR}\r\n\r\n").encode()
        for _ in range(POLLS):
            line = socket.create_connection(("127.0.0.1", self.server.port), timeout=60)
            line.sendall(ask)
            self.lines.append(line)
        await_until(lambda: self.in_flight() >= POLLS + 1, "all places taken")

    def in_flight(self):
        text = self.one.get("/metrics").body.decode()
        return int(re.search(r"^frontrow_http_requests_in_flight (\d+)", text, re.M)[1])

    def release(self):
        """An event answers the long polls: to cancel is let through."""
        self.assertEqual(self.one.settle("cancel", self.spare.pop()).status, 200)
        for line in self.lines:
            self.assertTrue(line.recv(65536).startswith(b"HTTP/1.1 200 "))
            line.close()
        self.lines.clear()

    def is_overloaded(self, answer):
        self.assertEqual(answer.status, 503, answer)
        self.assertEqual(answer.headers.get_all("Retry-After"), ["1"])

    def test_refused_at_once_and_finishing_goes_through(self):
        held = [self.one.reserve(101, 51, price=120000), self.one.reserve(102, 52, price=120000)]
        held = [answer["reservationId"] for answer in held]
        token = self.one.enter(5, self.one.schedule(maxConcurrentUser=1))
        cookie = token.header("Set-Cookie").split(";")[0]
        self.occupy()
        refused = self.one.reserve(103, 53, price=120000)
        self.is_overloaded(refused)
        self.has_problem(refused, 503, "overloaded")
        joined = self.one.join("user-1")
        self.is_overloaded(joined)
        self.has_failure(joined, 503, "service_unavailable")
        self.is_overloaded(self.one.get("/api/concerts"))
        paid = self.one.settle("confirm", held[0])
        self.assertEqual((paid.status, paid["status"]), (200, "CONFIRMED"))
        # Its events answered the polls; take the places again for the other half.
        self.release()
        await_until(lambda: self.in_flight() <= 1, "free places")
        self.occupy()
        self.is_overloaded(self.one.get("/api/concerts"))
        self.assertEqual(self.one.settle("cancel", held[1]).status, 200)
        self.release()
        await_until(lambda: self.in_flight() <= 1, "free places")
        schedules = self.one.get("/api/concerts/1")["schedules"]
        room = max(s["scheduleId"] for s in schedules)
        self.occupy()
        left = self.one.call("DELETE", f"/api/queue/tokens?scheduleId={room}",
                             headers={"Cookie": cookie})
        self.assertEqual(left.status, 204)
        for path in ("/livez", "/metrics", "/healthz"):
            self.assertEqual(self.one.get(path).status, 200)
        self.release()
        await_until(lambda: self.one.get("/api/concerts").status == 200, "being served again")
        self.assertEqual(self.one.reserve(103, 53, price=120000).status, 200)

    def test_a_refusal_is_not_kept_and_takes_no_number(self):
        self.occupy()
        self.is_overloaded(self.one.reserve(101, 25, key="k"))
        self.is_overloaded(self.one.join("user-1"))
        self.release()
        await_until(lambda: self.in_flight() <= 1, "free places")
        again = self.one.reserve(101, 25, key="k")
        self.assertEqual(again.status, 200)
        self.assertIsNone(again.header("Idempotent-Replayed"))
        self.assertEqual(self.one.join("user-1")["sequence"], 1)

    def test_storm(self):
        """Many at once over few places: every answer is a success or a refusal, and all who ask
        until they are let in get their points, once."""
        def buy(user):
            with Client(self.server.port) as line:
                for n in range(20):
                    def is_done(n=n):
                        answer = line.charge(user, 1, Idempotency_Key=f"k{n}")
                        seen.add(answer.status)
                        return answer.status == 200
                    await_until(is_done, "a place", seconds=120)

        seen = set()
        buyers = [threading.Thread(target=buy, args=(200 + n,)) for n in range(40)]
        for buyer in buyers:
            buyer.start()
        for buyer in buyers:
            buyer.join(180)
            self.assertFalse(buyer.is_alive(), "not within 180 s: the end of a buyer")
        self.assertLessEqual(seen, {200, 503})
        for n in range(40):
            self.assertEqual(self.one.get(f"/api/users/{200 + n}/point")["balance"], 20)

    def test_streams_hold_no_place(self):
        streams = [Stream(self.server.port, "/api/schedules/500/seats/stream")
                   for _ in range(3 * INFLIGHT)]
        for stream in streams:
            self.addCleanup(stream.close)
            stream.wait("the snapshot", lambda said: said)
        self.assertEqual(self.one.get("/api/concerts").status, 200)


class Connections(Case):
    def test_no_more_than_so_many(self):
        server = self.serve(http__connections_max=10)
        lines = [Client(server.port) for _ in range(10)]
        for line in lines:
            self.addCleanup(line.close)
            self.assertEqual(line.get("/healthz").status, 200)
        said = speak(server.port, b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        self.assertIn(statuses(said), ([503], []))
        self.assertEqual(lines[0].get("/healthz").status, 200)
        lines[1].close()
        await_until(lambda: statuses(speak(
            server.port, b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")) == [200], "a free place")


if __name__ == "__main__":
    main()
