"""Ten thousand clients of whom half stall in mid-request: they are cut off, memory stays flat, and
everybody else is served meanwhile."""

import socket
import sys

from support.case import Case, main
from support.client import Client
from support.crowd import Crowd, room_for
from support.server import await_until

CLIENTS = 10_000
MIB = 1024 * 1024


class Stalling(Case):
    def test_ten_thousand(self):
        count = room_for(CLIENTS)
        server = self.serve(http__head_timeout="10s", http__body_timeout="10s",
                            http__idle_timeout="10m", fcfs__seats=1)
        before = server.resident()
        first = self.crowd_comes(server, count)
        second = self.crowd_comes(server, count)
        print(f"{count} clients: {(first - before) / MIB:.0f} MiB more, the second time "
              f"{(second - first) / MIB:.0f} MiB more than the first", file=sys.stderr)
        if not server.is_sanitized():
            self.assertLess(first - before, count * 64 * 1024)
            # On a slow machine some of the first visit had been cut off before it was measured.
            self.assertLess(second - first, 64 * MIB)

    def crowd_comes(self, server, count):
        """The memory in use while they are there."""
        crowd = Crowd(server.port, count)
        self.addCleanup(crowd.close)
        with Client(server.port) as other:
            self.assertEqual(crowd.serve_willing(), len(crowd.willing))
            held = server.resident()
            self.assertEqual(other.charge(5, 1).status, 200)
            await_until(crowd.are_stalled_gone, "the end of those who stall", seconds=120,
                        pause=0.2)
            self.assertEqual(crowd.serve_willing(), len(crowd.willing))
            self.assertEqual(other.charge(5, 1).status, 200)
        crowd.close()
        return held

    def test_more_than_are_let_in(self):
        server = self.serve(http__connections_max=300, http__head_timeout="500ms",
                            http__body_timeout="500ms")
        crowd = Crowd(server.port, 290)
        self.addCleanup(crowd.close)
        self.assertEqual(crowd.serve_willing(), len(crowd.willing))
        await_until(crowd.are_stalled_gone, "the end of those who stall")
        with Client(server.port) as other:
            self.assertEqual(other.get("/healthz").status, 200)

    def test_readers_that_do_not_read(self):
        """Who asks on and on and takes no answer away is cut off, and costs little."""
        server = self.serve(http__body_timeout="1s")
        with Client(server.port) as other:
            self.assertEqual(other.get("/api/schedules/500/seats").status, 200)
            before = server.resident()
            ask = b"GET /api/schedules/500/seats HTTP/1.1\r\nHost: a\r\n\r\n"
            crowd = [Asker(server.port, ask) for _ in range(50)]
            for each in crowd:
                self.addCleanup(each.close)
            await_until(lambda: all([each.is_cut_off() for each in crowd]),
                        "the end of those who read nothing", seconds=60, pause=0.05)
            self.assertEqual(other.get("/api/schedules/500/seats").status, 200)
            if not server.is_sanitized():
                self.assertLess(server.resident() - before, 64 * MIB)


class Asker:
    def __init__(self, port, ask):
        self.ask = ask * 100
        self.line = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.line.setblocking(False)

    def is_cut_off(self):
        try:
            while True:
                self.line.send(self.ask)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def close(self):
        self.line.close()


if __name__ == "__main__":
    main()
