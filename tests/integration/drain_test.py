"""SIGTERM in the middle of a sale: what was taken on is answered or its connection closed, streams
end, the server leaves in good order and in time, and all that it said is there after the restart."""

import http.client
import random
import signal
import socket
import threading
import time

from support.audit import check_everything
from support.case import Case, main
from support.client import Client
from support.sale import PRICE, SEATS, Book, Buyer
from support.server import OPERATOR, Server, await_until
from support.stream import Stream

SETTINGS = {"fcfs.seats": 300, "reservation.hold": "24h", "queue.claim": "1h",
            "queue.session_life": "24h", "fcfs.user_ttl": "24h"}


class Drain(Case):
    def test_the_sequence_goes_on_where_it_was(self):
        server = Server(self.folder() / "data", {"fcfs.guard_by_ip": "false"})
        self.addCleanup(self.see_off, server)
        for number in (1, 2, 3):
            server.start()
            with Client(server.port) as line:
                self.assertEqual(line.join(f"user-{number}").json["sequence"], number)
            self.assertEqual(server.stop(), 0, server.log)

    def test_in_the_middle_of_a_sale(self):
        server = Server(self.folder() / "data", SETTINGS)
        self.addCleanup(self.see_off, server)
        server.start()
        with Client(server.port) as line:
            seats = [{"name": "A", "rows": SEATS // 20, "seatsPerRow": 20, "price": PRICE}]
            hall = line.schedule(sections=seats)
            book = Book(hall, line.schedule(maxConcurrentUser=3))
        buyers = [Buyer(book, n, random.Random(n)) for n in range(6)]
        for _ in range(5):
            faults = self.sell_until_told_to_stop(server, book, buyers)
            self.assertEqual(faults, [])
            book.begin_life()
            server.start()
            with Client(server.port) as line:
                for buyer in buyers:
                    buyer.settle(line)
                check_everything(line, book)

    def sell_until_told_to_stop(self, server, book, buyers):
        faults = []

        def run(buyer):
            try:
                buyer.run(server.port)
            except Exception as why:  # told by the thread that checks
                faults.append(why)

        before = len(book.kept)
        threads = [threading.Thread(target=run, args=(b,)) for b in buyers]
        for thread in threads:
            thread.start()
        await_until(lambda: len(book.kept) > before + 50, "a sale under way", seconds=60)
        self.assertEqual(server.stop(), 0, server.log)
        for thread in threads:
            thread.join(60)
            self.assertFalse(thread.is_alive(), "not within 60 s: the end of a buyer")
        return faults

    def test_streams_end_and_polls_are_answered(self):
        server = self.serve(shutdown__grace="10s")
        operator = {"X_Admin_Token": OPERATOR, "Accept": "text/event-stream"}
        streams = [Stream(server.port, "/api/schedules/500/seats/stream"),
                   Stream(server.port, "/api/events", **operator)]
        for stream in streams:
            self.addCleanup(stream.close)
            stream.wait("the first event", lambda said: said)
        with Client(server.port) as line:
            token = line.enter(5, line.schedule(maxConcurrentUser=1))
            room = max(s["scheduleId"] for s in line.get("/api/concerts/1")["schedules"])
            cookie = token.header("Set-Cookie").split(";")[0]
        stream = Stream(server.port, f"/api/queue/stream?scheduleId={room}", Cookie=cookie)
        self.addCleanup(stream.close)
        stream.wait("the status", lambda said: said)
        began = time.monotonic()
        self.assertEqual(server.stop(), 0)
        self.assertLess(time.monotonic() - began, 10 + 10, "not within the grace")
        for each in (*streams, stream):
            each.wait_end()

    def test_grace_is_kept_with_clients_that_stall(self):
        server = self.serve(shutdown__grace="1s")
        stalled = []
        for data in (b"", b"GET /healthz HTT", b"POST /fcfs/join HTTP/1.1\r\nHost: a\r\n"
                     b"X-User-Id: u\r\nContent-Length: 99\r\n\r\n{"):
            line = socket.create_connection(("127.0.0.1", server.port), timeout=60)
            self.addCleanup(line.close)
            line.sendall(data)
            stalled.append(line)
        # A poll that would wait for longer than the grace.
        poll = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.addCleanup(poll.close)
        poll.request("GET", "/api/events?after=1&wait=15", headers={"X-Admin-Token": OPERATOR})
        with Client(server.port) as line:
            await_until(lambda: b"frontrow_http_requests_in_flight 2"
                        in line.get("/metrics").body, "the poll at work")
        began = time.monotonic()
        self.assertEqual(server.stop(), 0, server.log)
        self.assertLess(time.monotonic() - began, 1 + 10, "long past the grace")
        for line in stalled:
            while line.recv(4096):
                pass

    def test_nobody_new_is_let_in(self):
        server = self.serve(shutdown__grace="5s")
        half = socket.create_connection(("127.0.0.1", server.port), timeout=60)
        self.addCleanup(half.close)
        body = b'{"amount":5}'
        half.sendall(b"POST /api/users/9/point/charge HTTP/1.1\r\nHost: a\r\n"
                     b"Content-Length: %d\r\n\r\n%s" % (len(body), body[:3]))
        with Client(server.port) as line:
            self.assertEqual(line.get("/healthz").status, 200)
        server.signal(signal.SIGTERM)

        def is_refused():
            try:
                socket.create_connection(("127.0.0.1", server.port), timeout=5).close()
            except ConnectionRefusedError:
                return True
            return False

        await_until(is_refused, "the closed door")
        # What had been begun may be finished.
        half.sendall(body[3:])
        said = b""
        while piece := half.recv(4096):
            said += piece
        self.assertIn(b" 200 OK", said)
        self.assertIn(b"Connection: close", said)
        self.assertEqual(server.wait(), 0)
        server.start()
        with Client(server.port) as line:
            self.assertEqual(line.get("/api/users/9/point")["balance"], 5)

    def test_twice_and_interrupted(self):
        server = self.serve()
        server.signal(signal.SIGINT)
        self.assertEqual(server.wait(), 0)
        self.assertIn("stopped", server.log[-1])


if __name__ == "__main__":
    main()
