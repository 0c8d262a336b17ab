"""TLS on the public port: what is agreed on, that HTTP in it is as without it, new certificates
while it runs, and what a server with bad papers says."""

import os
import shutil
import signal
import socket
import ssl
import subprocess
import time
import warnings

from support.case import main
from support.client import speak, statuses
from support.papers import Papers, line_to, read_to_goodbye, shown_name
from support.server import BINARY, OPERATOR, await_until, environment
from support.stream import Stream
from support.tls_case import TlsCase

GET = b"GET /api/v1/seats HTTP/1.1\r\nHost: a\r\n\r\n"
LAST = GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")


class Agreement(TlsCase):
    def agreed(self, server, context):
        with line_to(server.port, context) as line:
            line.sendall(LAST)
            self.assertEqual(statuses(read_to_goodbye(line)), [200])
            return line.version(), line.cipher()[0], line.selected_alpn_protocol()

    def test_versions_and_ciphers(self):
        server = self.serve_tls()
        for version, name in ((ssl.TLSVersion.TLSv1_2, "TLSv1.2"),
                              (ssl.TLSVersion.TLSv1_3, "TLSv1.3")):
            said, cipher, _ = self.agreed(server, self.papers.context(version))
            self.assertEqual(said, name)
            self.assertRegex(cipher, "GCM|CHACHA20")
        old = self.papers.context()
        old.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            old.minimum_version = ssl.TLSVersion.TLSv1
            old.maximum_version = ssl.TLSVersion.TLSv1_1
        weak = self.papers.context(ssl.TLSVersion.TLSv1_2)
        weak.set_ciphers("ECDHE-ECDSA-AES256-SHA:AES128-GCM-SHA256")
        for context in (old, weak):
            with self.assertRaises(ssl.SSLError), line_to(server.port, context):
                pass
        self.agreed(server, self.papers.context())

    def test_protocols_in_it(self):
        server = self.serve_tls()
        for offered, chosen in ((["h2", "http/1.1"], "http/1.1"), (["http/1.1"], "http/1.1")):
            context = self.papers.context()
            context.set_alpn_protocols(offered)
            self.assertEqual(self.agreed(server, context)[2], chosen)
        self.assertIsNone(self.agreed(server, self.papers.context())[2])
        context = self.papers.context()
        context.set_alpn_protocols(["h2"])
        with self.assertRaisesRegex(ssl.SSLError, "no application protocol"), \
                line_to(server.port, context):
            pass

    def test_sessions_are_resumed(self):
        server = self.serve_tls()
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            context = self.papers.context(version)
            session = None
            for again in (False, True, True):
                with line_to(server.port, context, session) as line:
                    line.sendall(LAST)
                    read_to_goodbye(line)
                    self.assertEqual(line.session_reused, again, version)
                    session = line.session
        # New papers, new keys to the tickets: an old ticket is a handshake from the beginning.
        server.signal(signal.SIGHUP)
        await_until(lambda: self.metric("frontrow_tls_reloads_total") == 1, "the reload")
        with line_to(server.port, context, session) as line:
            line.sendall(LAST)
            self.assertEqual(statuses(read_to_goodbye(line)), [200])
            self.assertFalse(line.session_reused)

    def test_browsers_are_bound_when_told_to(self):
        self.serve_tls()
        self.assertIsNone(self.one.get("/healthz").header("Strict-Transport-Security"))
        self.serve_tls(tls__hsts="8760h")
        self.assertEqual(self.one.get("/healthz").header("Strict-Transport-Security"),
                         "max-age=31536000")
        self.assertEqual(self.one.get("/nothing").header("Strict-Transport-Security"),
                         "max-age=31536000")


class Speech(TlsCase):
    def test_both_faces(self):
        self.serve_tls()
        self.assertEqual(self.one.join("u")["success"], True)
        held = self.one.reserve(101, 25)
        self.assertEqual(self.one.settle("confirm", held["reservationId"])["status"], "CONFIRMED")
        room = self.one.schedule(maxConcurrentUser=1)
        self.assertIn("; Secure", self.one.enter(1, room).header("Set-Cookie"))
        self.has_problem(self.one.get("/api/nothing"), 404, "not_found")

    def test_large_bodies_both_ways(self):
        self.serve_tls()
        hall = self.one.schedule(sections=[{"name": "A", "rows": 100, "seatsPerRow": 200,
                                            "price": 1}])
        listed = self.one.get(f"/api/schedules/{hall}/seats")
        self.assertGreater(len(listed.body), 1_000_000)
        self.assertEqual([s["seatId"] for s in listed["seats"]], list(range(1, 20_001)))
        self.assertEqual(self.one.get(f"/api/schedules/{hall}/seats").body, listed.body)
        fits = '{"amount":1,"more":"' + "x" * (64 * 1024 - 22) + '"}'
        self.assertEqual(self.one.post("/api/users/1/point/charge", fits).status, 200)
        self.has_problem(self.one.post("/api/users/1/point/charge", fits + " "), 413,
                         "payload_too_large")

    def test_pipelining(self):
        server = self.serve_tls()
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            with line_to(server.port, self.papers.context(version)) as line:
                line.sendall(GET * 199 + LAST)
                self.assertEqual(statuses(read_to_goodbye(line)), [200] * 200)
            with line_to(server.port, self.papers.context(version)) as line:
                for at in range(0, len(GET), 7):  # a record each
                    line.sendall(GET[at:at + 7])
                line.sendall(LAST)
                self.assertEqual(statuses(read_to_goodbye(line)), [200] * 2)

    def test_half_closed(self):
        """Whoever says goodbye after asking still hears the answer."""
        server = self.serve_tls()
        hall = self.one.schedule(sections=[{"name": "A", "rows": 100, "seatsPerRow": 200,
                                            "price": 1}])
        to_server, from_server = ssl.MemoryBIO(), ssl.MemoryBIO()
        talk = self.papers.context().wrap_bio(from_server, to_server, server_hostname="127.0.0.1")
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as line:
            def until_done(act):
                while True:
                    try:
                        return act()
                    except ssl.SSLWantReadError:
                        line.sendall(to_server.read())
                        from_server.write(line.recv(65536))

            until_done(talk.do_handshake)
            talk.write(b"GET /api/schedules/%d/seats HTTP/1.1\r\nHost: a\r\n\r\n" % hall)
            with self.assertRaises(ssl.SSLWantReadError):
                talk.unwrap()
            line.sendall(to_server.read())
            said = b""
            while piece := line.recv(65536):
                said += piece
        self.assertGreater(len(said), 1_000_000)

    def test_streams(self):
        server = self.serve_tls()
        stream = Stream(server.port, "/api/schedules/500/seats/stream", self.papers.context())
        self.addCleanup(stream.close)
        stream.wait("the list", lambda said: said)
        for seat in (1, 2, 3):
            self.one.reserve(seat, seat)
            stream.wait(f"the change of seat {seat}", lambda said: f'"seatId": {seat}, '
                        in str(said[1:]).replace("'", '"'))
        left = self.metric("frontrow_http_streams")
        stream.close()
        await_until(lambda: self.metric("frontrow_http_streams") == left - 1,
                    "the end of a stream that was left")

    def test_drain_says_goodbye(self):
        server = self.serve_tls(shutdown__grace="10s")
        stream = Stream(server.port, "/api/events", self.papers.context(),
                        X_Admin_Token=OPERATOR, Accept="text/event-stream")
        self.addCleanup(stream.close)
        stream.wait("the first event", lambda said: said)
        body = b'{"amount":5}'
        with line_to(server.port, self.papers.context()) as idle, \
                line_to(server.port, self.papers.context()) as busy, \
                socket.create_connection(("127.0.0.1", server.port), timeout=60) as silent:
            idle.sendall(GET)
            idle.recv(65536)
            busy.sendall(b"POST /api/users/9/point/charge HTTP/1.1\r\nHost: a\r\n"
                         b"Content-Length: %d\r\n\r\n%s" % (len(body), body[:3]))
            self.assertEqual(self.one.get("/healthz").status, 200)
            began = time.monotonic()
            server.signal(signal.SIGTERM)
            self.assertEqual(read_to_goodbye(idle), b"")
            self.assertEqual(silent.recv(1), b"")
            busy.sendall(body[3:])
            self.assertIn(b"Connection: close", read_to_goodbye(busy))
        stream.wait_end()
        self.assertEqual(server.wait(), 0, server.log)
        self.assertLess(time.monotonic() - began, 10, "longer than it had to")

    def test_plain_http_hears_why(self):
        server = self.serve_tls()
        for request in (GET, b"POST /fcfs/join HTTP/1.1\r\nHost: a\r\n\r\n", b"HEAD / HTTP/1.0\r\n\r\n",
                        b"CONNECT a:1 HTTP/1.1\r\n\r\n"):
            said = speak(server.port, request)
            self.assertEqual(statuses(said), [400], request)
            self.assertTrue(said.endswith(b"This port speaks TLS: use https://.\n"), said)
        for request in (b"DELETE /api/queue/tokens HTTP/1.1\r\nHost: a\r\n\r\n", b"OPTIONS * HTTP/1.1\r\n"):
            self.assertNotIn(200, statuses(speak(server.port, request)))
        self.assertEqual(self.one.get("/healthz").status, 200)


class NewPapers(TlsCase):
    def test_reload(self):
        server = self.serve_tls()
        other = Papers(self.folder(), "two", days=90)
        self.assertEqual(shown_name(server.port), "one")
        first = self.metric("frontrow_tls_certificate_expiry_timestamp_seconds")
        self.assertAlmostEqual(first, time.time() + 30 * 86_400, delta=3_600)
        with line_to(server.port, self.papers.context()) as running:
            shutil.copy(other.certificate, self.papers.certificate)
            # Between the two copies they do not fit: the old ones stay.
            server.signal(signal.SIGHUP)
            await_until(lambda: self.metric("frontrow_tls_reload_failures_total") == 1,
                        "the failed reload")
            self.assertEqual(shown_name(server.port), "one")
            shutil.copy(other.key, self.papers.key)
            server.signal(signal.SIGHUP)
            await_until(lambda: self.metric("frontrow_tls_reloads_total") == 1, "the reload")
            self.assertEqual(shown_name(server.port), "two")
            self.assertAlmostEqual(self.metric("frontrow_tls_certificate_expiry_timestamp_seconds"),
                                   first + 60 * 86_400, delta=3_600)
            running.sendall(LAST)
            self.assertEqual(statuses(read_to_goodbye(running)), [200])
        for spoil in (lambda: self.papers.certificate.write_text("junk"),
                      self.papers.certificate.unlink):
            failures = self.metric("frontrow_tls_reload_failures_total")
            spoil()
            server.signal(signal.SIGHUP)
            await_until(lambda: self.metric("frontrow_tls_reload_failures_total") == failures + 1,
                        "the failed reload")
            self.assertEqual(shown_name(server.port), "two")
        self.assertTrue(any("the old ones stay" in line and str(self.papers.certificate) in line
                            for line in server.log), server.log)

    def test_a_server_without_tls_has_nothing_to_read_again(self):
        server = self.serve()
        server.signal(signal.SIGHUP)
        await_until(lambda: any("nothing to read again" in line for line in server.log),
                    "the line in the log")
        self.assertEqual(self.client(server).get("/healthz").status, 200)

    def test_worries(self):
        self.papers.key.chmod(0o640)
        server = self.serve_tls()
        await_until(lambda: any("chmod 600" in line for line in server.log), "the warning")
        short = Papers(self.folder(), days=3)
        server = self.serve(**short.settings)
        await_until(lambda: any("expires in 7" in line for line in server.log), "the warning")


class BadPapers(TlsCase):
    def test_refused_at_the_start(self):
        papers, folder = self.papers, self.folder()
        other, junk, none = Papers(folder, "other"), folder / "junk.pem", folder / "none.pem"
        junk.write_text("-----BEGIN CERTIFICATE-----\njunk\n-----END CERTIFICATE-----\n")
        locked = folder / "locked.key"
        subprocess.run(["openssl", "ec", "-in", papers.key, "-out", locked, "-aes256", "-passout",
                        "pass:x"], check=True, capture_output=True, timeout=60)
        for certificate, key, words in (
                (none, papers.key, ["certificate", str(none), "No such file"]),
                (junk, papers.key, ["certificate", str(junk)]),
                (folder, papers.key, ["certificate", str(folder)]),
                (papers.key, papers.key, ["certificate", str(papers.key)]),
                (papers.certificate, none, ["key", str(none), "No such file"]),
                (papers.certificate, papers.certificate, ["key", str(papers.certificate)]),
                (papers.certificate, locked, ["key", str(locked)]),
                (papers.certificate, other.key, ["is not that of the certificate"])):
            data = folder / "data"
            self.refuses(words, data, tls__certificate=certificate, tls__key=key)
            self.assertFalse(data.exists(), "something was touched")
        self.refuses(["tls.certificate needs tls.key"], tls__certificate=papers.certificate)
        self.refuses(["tls.key needs tls.certificate"], tls__key=papers.key)
        self.refuses(["tls.hsts"], tls__hsts="1h")

    def test_a_key_that_may_not_be_read(self):
        if os.geteuid() == 0:
            self.skipTest("root may read everything")
        self.papers.key.chmod(0)
        self.refuses(["key", "Permission denied"], **self.papers.settings)


class Operator(TlsCase):
    """`frontrow outbox` at a public port in TLS."""

    def outbox(self, url, *flags):
        return subprocess.run([BINARY, "outbox", "list", "--url", url, "--operator_token", OPERATOR,
                               *flags], capture_output=True, text=True, timeout=60, check=False,
                              env=environment())

    def test_lists_what_a_server_publishes(self):
        server = self.serve_tls(**self.redis().settings)
        url = f"https://127.0.0.1:{server.port}"
        done = self.outbox(url, "--ca", str(self.papers.certificate))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("outbox", done.stdout)

    def test_trusts_nobody_else(self):
        server = self.serve_tls()
        another = Papers(self.folder(), name="another")
        url = f"https://127.0.0.1:{server.port}"
        for flags in ([], ["--ca", str(another.certificate)]):
            done = self.outbox(url, *flags)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
            self.assertIn("certificate", done.stderr)
        # Vouched for, but as another.
        done = self.outbox(f"https://localhost:{server.port}", "--ca",
                           str(self.papers.certificate))
        self.assertEqual(done.returncode, 2)
        self.assertIn("certificate", done.stderr)


if __name__ == "__main__":
    main()
