"""What both faces owe to HTTP: methods, types, limits, ids of requests, browsers."""

import json
import socket

from support.case import Case, main
from support.client import speak, statuses

SMALL = {"http__head_timeout": "500ms", "http__body_timeout": "500ms", "http__idle_timeout": "1s"}


class Edge(Case):
    def setUp(self):
        self.server = self.serve()
        self.one = self.client(self.server)

    def test_head_is_get_without_the_body(self):
        for path in ("/api/v1/seats", "/api/concerts", "/healthz", "/openapi.json",
                     "/api/schedules/500/seats"):
            get, head = self.one.get(path), self.one.call("HEAD", path)
            self.assertEqual((head.status, head.body), (200, b""))
            self.assertEqual(head.header("Content-Length"), str(len(get.body)))
            self.assertEqual(head.header("Content-Type"), get.header("Content-Type"))

    def test_options_and_allow(self):
        for path, methods in (("/api/v1/seats", {"GET", "HEAD", "OPTIONS"}),
                              ("/fcfs/join", {"POST", "OPTIONS"}),
                              ("/api/queue/tokens", {"POST", "DELETE", "OPTIONS"})):
            answer = self.one.call("OPTIONS", path)
            self.assertEqual(answer.status, 204)
            self.assertEqual(set(answer.header("Allow").split(", ")), methods)
            wrong = self.one.call("PUT", path)
            self.assertEqual(wrong.status, 405)
            self.assertEqual(set(wrong.header("Allow").split(", ")), methods)
        self.has_problem(self.one.call("PUT", "/api/concerts"), 405, "method_not_allowed")
        self.has_failure(self.one.call("PUT", "/fcfs/join"), 405, "validation")

    def test_unknown_paths(self):
        self.has_problem(self.one.get("/api/nothing"), 404, "not_found")
        self.has_failure(self.one.get("/fcfs/nothing"), 404, "not_found")
        self.has_failure(self.one.get("/api/v1/nothing"), 404, "not_found")

    def test_types_and_sizes(self):
        text = self.one.post("/api/users/1/point/charge", '{"amount":1}',
                             Content_Type="text/plain")
        self.has_problem(text, 415, "unsupported_media_type")
        typed = self.one.post("/api/users/1/point/charge", '{"amount":1}',
                              Content_Type="Application/JSON; charset=utf-8")
        self.assertEqual(typed.status, 200)
        fits = '{"amount":1,"more":"' + "x" * (64 * 1024 - 22) + '"}'
        self.assertEqual(len(fits), 64 * 1024)
        self.assertEqual(self.one.post("/api/users/1/point/charge", fits).status, 200)
        large = self.one.post("/api/users/1/point/charge", fits + " ")
        self.has_problem(large, 413, "payload_too_large")
        join = self.one.post("/fcfs/join", "x" * 70_000, X_User_Id="u")
        self.has_failure(join, 413, "validation")
        head = self.one.get("/api/concerts", X_Large="x" * 17_000)
        self.has_problem(head, 431, "headers_too_large")
        self.assertEqual(self.one.get("/api/concerts", X_Large="x" * 15_000).status, 200)

    def test_request_ids_and_traces(self):
        given = self.one.get("/healthz", X_Request_Id="my-id-1")
        self.assertEqual(given.header("X-Request-Id"), "my-id-1")
        made = {self.one.get("/healthz").header("X-Request-Id") for _ in range(3)}
        self.assertEqual(len(made), 3)
        trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        self.assertEqual(self.one.get("/healthz", traceparent=trace).header("traceparent"), trace)
        refused = self.one.get("/api/nothing", X_Request_Id="my-id-2")
        self.assertEqual(refused.header("X-Request-Id"), "my-id-2")

    def test_browsers(self):
        got = self.one.get("/api/v1/seats", Origin="https://shop.example")
        self.assertEqual(got.headers.get_all("Access-Control-Allow-Origin"), ["*"])
        self.assertIn("X-Fcfs-Seq", got.header("Access-Control-Expose-Headers"))
        asked = self.one.call("OPTIONS", "/fcfs/join", headers={
            "Origin": "https://shop.example", "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type, x-user-id"})
        self.assertEqual(asked.status, 204)
        self.assertEqual(asked.headers.get_all("Access-Control-Allow-Origin"), ["*"])
        self.assertIn("POST", asked.header("Access-Control-Allow-Methods"))
        allowed = asked.header("Access-Control-Allow-Headers").lower()
        for name in ("content-type", "x-user-id"):
            self.assertIn(name, allowed)
        refused = self.one.join("", Origin="https://shop.example")
        self.assertEqual(refused.header("Access-Control-Allow-Origin"), "*")

    def test_named_origins_only(self):
        one = self.client(self.serve(cors__origins="https://shop.example"))
        mine = one.get("/api/v1/seats", Origin="https://shop.example")
        self.assertEqual(mine.headers.get_all("Access-Control-Allow-Origin"),
                         ["https://shop.example"])
        self.assertEqual(mine.header("Access-Control-Allow-Credentials"), "true")
        self.assertIn("Origin", mine.header("Vary"))
        other = one.get("/api/v1/seats", Origin="https://evil.example")
        self.assertIsNone(other.header("Access-Control-Allow-Origin"))

    def test_pipelining(self):
        one = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
        charge = b'{"amount":5}'
        body = (b"POST /api/users/3/point/charge HTTP/1.1\r\nHost: a\r\n"
                b"Content-Length: %d\r\n\r\n%s" % (len(charge), charge))
        read = b"GET /api/users/3/point HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        said = speak(self.server.port, one + body + one + read)
        self.assertEqual(statuses(said), [200] * 4)
        self.assertIn(b'"balance":5', said.rpartition(b"\r\n\r\n")[2])

    def test_old_clients_and_continue(self):
        said = speak(self.server.port, b"GET /healthz HTTP/1.0\r\n\r\n")
        self.assertEqual(statuses(said), [200])
        chunked = speak(self.server.port, b"POST /api/users/3/point/charge HTTP/1.1\r\nHost: a\r\n"
                        b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                        b"5\r\n{\"amo\r\n8;x=y\r\nunt\": 5}\r\n0\r\n\r\n")
        self.assertEqual(statuses(chunked), [200], chunked)
        waiting = speak(self.server.port, b"POST /api/users/3/point/charge HTTP/1.1\r\nHost: a\r\n"
                        b"Expect: 100-continue\r\nContent-Length: 12\r\n\r\n")
        self.assertTrue(waiting.startswith(b"HTTP/1.1 100 "), waiting)

    def test_operations(self):
        ready = self.one.get("/readyz")
        self.assertEqual((ready.status, ready.json), (200, {"ready": True, "reasons": []}))
        self.assertEqual(self.one.get("/livez").body, b"ok")
        self.one.get("/api/v1/seats")
        metrics = self.one.get("/metrics")
        self.assertTrue(metrics.header("Content-Type").startswith("text/plain; version=0.0.4"))
        text = metrics.body.decode()
        self.assertIn('frontrow_http_requests_total{route="fcfs_seats",status="200"}', text)
        for name in ("frontrow_actors_alive", "frontrow_actor_mailbox_depth",
                     "frontrow_http_request_seconds_bucket"):
            self.assertIn(name, text)
        self.assertEqual(self.one.get("/openapi.json")["openapi"][:4], "3.1.")
        page = self.one.get("/docs")
        self.assertTrue(page.header("Content-Type").startswith("text/html"))

    def test_log_is_one_object_a_line_and_keeps_secrets(self):
        server = self.serve(log__level="debug")
        one = self.client(server)
        one.join("user-1", name="Mallory\nEvil", phone="010-9999-8888")
        one.enter(101, 500)
        self.assertEqual(server.stop(), 0)
        said = [json.loads(line) for line in server.log]
        self.assertIn("fcfs_join", [line.get("route") for line in said])
        for secret in ("Mallory", "010-9999", "tokenId", "operator-token-of"):
            self.assertNotIn(secret, "\n".join(server.log))


class Slow(Case):
    def setUp(self):
        self.server = self.serve(**SMALL)

    def test_half_a_head(self):
        said = speak(self.server.port, b"GET /healthz HTTP/1.1\r\nHost:")
        self.assertIn(statuses(said), ([408], []), said)

    def test_half_a_body(self):
        said = speak(self.server.port, b"POST /fcfs/join HTTP/1.1\r\nHost: a\r\nX-User-Id: u\r\n"
                     b"Content-Length: 50\r\n\r\n{")
        self.assertIn(statuses(said), ([408], []), said)

    def test_many_halves_of_bodies(self):
        """The buffer was once taken back by more than it held."""
        head = (b"POST /fcfs/join HTTP/1.1\r\nHost: a\r\nX-User-Id: u\r\n"
                b"Content-Length: 60000\r\n\r\n")
        lines = [socket.create_connection(("127.0.0.1", self.server.port)) for _ in range(50)]
        for n, line in enumerate(lines):
            self.addCleanup(line.close)
            line.sendall(head + b"x" * n * 100)
        for line in lines:
            line.settimeout(30)
            self.assertEqual(statuses(line.recv(65536)), [408])
        with self.client(self.server) as other:
            self.assertEqual(other.get("/api/v1/seats").status, 200)

    def test_silence(self):
        self.assertEqual(speak(self.server.port, b""), b"")


if __name__ == "__main__":
    main()
