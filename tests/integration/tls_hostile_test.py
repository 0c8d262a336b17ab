"""Clients that mean no good to the TLS port: they stall in the handshake, leave in it, speak
nonsense, or ask for more handshakes. Everybody else is served meanwhile, and nobody hangs."""

import contextlib
import os
import random
import selectors
import signal
import socket
import ssl
import subprocess
import time

from support.case import main
from support.client import statuses
from support.crowd import room_for
from support.papers import careless, line_to, read_to_goodbye
from support.server import await_until
from support.tls_case import TlsCase

SEED = int(os.environ.get("FRONTROW_SEED", 0)) or random.SystemRandom().randrange(1, 2**32)
MIB = 1024 * 1024
STALLED = 1_000
LAST = b"GET /api/v1/seats HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"


def hello():
    """The first bytes of a client."""
    coming, going = ssl.MemoryBIO(), ssl.MemoryBIO()
    talk = careless().wrap_bio(coming, going)
    with contextlib.suppress(ssl.SSLWantReadError):
        talk.do_handshake()
    return going.read()


class Hostile(TlsCase):
    def connect(self, server, data=b""):
        line = socket.create_connection(("127.0.0.1", server.port), timeout=60)
        self.addCleanup(line.close)
        with contextlib.suppress(ConnectionError):
            line.sendall(data)
        return line

    def see_closed(self, lines, seconds=60.0):
        """All of them are closed by the server, whatever it says before."""
        end = time.monotonic() + seconds
        with selectors.DefaultSelector() as waiting:
            for line in lines:
                waiting.register(line, selectors.EVENT_READ)
            while waiting.get_map():
                self.assertLess(time.monotonic(), end, f"{len(waiting.get_map())} hang")
                for key, _ in waiting.select(1):
                    try:
                        is_over = not key.fileobj.recv(65536)
                    except ConnectionError:
                        is_over = True
                    if is_over:
                        waiting.unregister(key.fileobj)

    def test_a_thousand_stalled_handshakes(self):
        self.assertGreaterEqual(room_for(STALLED), STALLED, "open files")
        server = self.serve_tls(http__head_timeout="3s")
        whole = hello()
        stalls = (b"", whole[:1], whole[:5], whole[:40], whole[:-1], whole)
        before = server.resident()
        lines = [self.connect(server, stalls[i % len(stalls)]) for i in range(STALLED)]
        began = time.monotonic()
        self.assertEqual(self.one.get("/healthz").status, 200, "somebody else is served")
        with line_to(server.port, self.papers.context()) as line:
            line.sendall(LAST)
            self.assertEqual(statuses(read_to_goodbye(line)), [200], "so is somebody new")
        self.assertLess(time.monotonic() - began, 10)
        grown = server.resident() - before
        self.see_closed(lines)
        if not server.is_sanitized():
            self.assertLess(grown, 150 * MIB, "more than 150 KiB a handshake")
        await_until(lambda: self.metric("frontrow_http_connections") == 1, "the end of all of them")
        self.assertGreaterEqual(self.metric("frontrow_tls_handshake_failures_total"), STALLED)

    def test_clients_that_leave(self):
        server = self.serve_tls()
        whole = hello()
        for size in (0, 1, 4, 5, 6, 100, len(whole) - 1, len(whole)):
            for how in ("close", "reset", "half"):
                line = self.connect(server, whole[:size])
                if how == "reset":
                    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                if how == "half":
                    line.shutdown(socket.SHUT_WR)
                    self.see_closed([line])
                line.close()
        await_until(lambda: self.metric("frontrow_http_connections") == 1, "the end of all of them")
        self.assertEqual(self.metric("frontrow_tls_handshake_failures_total"), 24)

    def test_random_bytes(self):
        server = self.serve_tls(http__head_timeout="1s")
        dice = random.Random(SEED)
        whole = hello()
        lines = []
        for number in range(200):
            junk = bytearray(whole if number % 2 else dice.randbytes(dice.randrange(1, 3_000)))
            for _ in range(dice.randrange(1, 10)):
                junk[dice.randrange(len(junk))] = dice.randrange(256)
            lines.append(self.connect(server, bytes(junk)))
        with self.subTest(seed=SEED):
            self.see_closed(lines)
            self.assertEqual(self.one.get("/healthz").status, 200)
            self.assertTrue(server.is_running())

    def test_junk_after_the_handshake(self):
        """Records that nobody can read end the connection; so does a goodbye in mid-request."""
        server = self.serve_tls()
        dice = random.Random(SEED)
        for junk in (dice.randbytes(500), b"\x17\x03\x03\x00\x20" + dice.randbytes(32),
                     b"\x17\x03\x03\xff\xff" + dice.randbytes(70_000), b"\x15\x03\x03\x00\x02\x02\x28",
                     b"GET / HTTP/1.1\r\n\r\n"):
            with line_to(server.port, self.papers.context()) as line:
                line.sendall(LAST[:20])
                bare = socket.socket(fileno=os.dup(line.fileno()))
                self.addCleanup(bare.close)
                bare.settimeout(60)
                with contextlib.suppress(ConnectionError):
                    bare.sendall(junk)
                self.see_closed([bare])
        self.assertEqual(self.one.get("/healthz").status, 200)

    def converse(self, server, lines, *flags):
        """What `openssl s_client` hears and says about these lines, in interactive mode."""
        client = subprocess.Popen(
            ["openssl", "s_client", "-connect", f"127.0.0.1:{server.port}", *flags],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, bufsize=0)
        self.addCleanup(client.stdout.close)
        for line in lines:
            with contextlib.suppress(BrokenPipeError):
                client.stdin.write(line)
        with contextlib.suppress(BrokenPipeError):
            client.stdin.close()
        said = client.stdout.read()
        client.wait(60)
        return said

    def test_renegotiation_is_refused(self):
        server = self.serve_tls()
        # A line that is R alone asks for another handshake.
        said = self.converse(server, [b"R\n"], "-tls1_2")
        self.assertIn(b"RENEGOTIATING", said)
        self.assertIn(b"no renegotiation", said)
        self.assertEqual(self.metric("frontrow_tls_handshakes_total"), 2)

    def test_key_updates_are_no_way_to_keep_the_server_busy(self):
        server = self.serve_tls(http__head_timeout="1s")
        said = self.converse(server, [b"K\n"] * 200, "-tls1_3")
        self.assertIn(b"KEYUPDATE", said)
        self.assertEqual(self.one.get("/healthz").status, 200)

    def test_connections_are_limited(self):
        server = self.serve_tls(http__connections_max="3", http__head_timeout="60s")
        lines = [self.connect(server, hello()) for _ in range(2)]
        for line in lines:
            self.assertTrue(line.recv(1), "it was let in")
        self.assertEqual(self.one.get("/healthz").status, 200)
        self.see_closed([self.connect(server, hello())])
        self.assertGreaterEqual(self.metric("frontrow_http_connections_refused_total"), 1)
        for line in lines:
            line.close()

        def is_let_in():
            try:
                with line_to(server.port, self.papers.context()) as line:
                    line.sendall(LAST)
                    return statuses(read_to_goodbye(line)) == [200]
            except OSError:
                return False

        await_until(is_let_in, "room after the others have left")

    def test_a_stop_with_handshakes_under_way(self):
        server = self.serve_tls(shutdown__grace="5s")
        lines = [self.connect(server, hello()[:size]) for size in (0, 5, 100)]
        lines.append(self.connect(server, hello()))
        self.assertTrue(lines[-1].recv(1))
        self.one.close()
        began = time.monotonic()
        server.signal(signal.SIGTERM)
        self.see_closed(lines)
        self.assertEqual(server.wait(), 0, server.log)
        self.assertLess(time.monotonic() - began, 5, "the grace was used up")


if __name__ == "__main__":
    main()
