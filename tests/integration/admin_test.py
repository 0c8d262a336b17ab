"""The operators' port: their calls are there and nowhere else. And what browsers are told, of
whatever origin they are."""

from support.case import Case, main
from support.client import Client, speak
from support.server import OPERATOR, free_port

OPERATE = (("POST", "/api/concerts", {"title": "a", "artist": "b"}, 201),
           ("POST", "/api/concerts/1/schedules", {
               "startsAt": "2099-06-01T19:00:00", "maxConcurrentUser": 0,
               "sections": [{"name": "A", "rows": 1, "seatsPerRow": 2, "price": 5}]}, 201),
           ("POST", "/api/v1/seats/reset", {"seat_count": 2}, 200),
           ("GET", "/api/events", None, 200),
           ("GET", "/metrics", None, 200))


class Admin(Case):
    def test_a_port_of_their_own(self):
        server = self.serve(app_port=True, admin_port=True)
        public, app = self.client(server), self.client(server, at_app_port=True)
        admin = Client(server.admin_port)
        self.addCleanup(admin.close)
        for method, path, body, status in OPERATE:
            self.assertEqual(public.operate(method, path, body).status, 404, path)
            self.assertIn(app.operate(method, path, body).status, (404, 405), path)
            self.assertEqual(admin.operate(method, path, body).status, status, path)
            if path != "/metrics":
                self.assertEqual(admin.call(method, path, body).status, 401, path)
                wrong = admin.call(method, path, body, {"X-Admin-Token": OPERATOR + "x"})
                self.assertEqual(wrong.status, 403, path)
        self.assertEqual(set(public.call("OPTIONS", "/api/concerts").header("Allow").split(", ")),
                         {"OPTIONS", "GET", "HEAD"})
        for path in ("/livez", "/readyz", "/health", "/healthz"):
            for each in (public, app, admin):
                self.assertEqual(each.get(path).status, 200)
        for path in ("/api/concerts", "/api/v1/seats", "/api/users/1/point", "/docs"):
            self.assertEqual(public.get(path).status, 200)
            self.assertIn(admin.get(path).status, (404, 405), path)
        self.assertEqual(admin.join("u").status, 404)

    def test_without_one_they_are_at_the_public_port(self):
        one = self.client(self.serve())
        for method, path, body, status in OPERATE:
            self.assertEqual(one.operate(method, path, body).status, status, path)

    def test_ports_that_are_taken(self):
        port = free_port()
        for clash in ({"port": port}, {"port": 0, "app_port": port}):
            self.refuses(["admin_port", "right would be another"], admin_port=port, **clash)
        server = self.serve(admin_port=True)
        self.refuses([str(server.admin_port), "in use"], admin_port=server.admin_port)

    def test_it_ends_with_the_server(self):
        server = self.serve(admin_port=True)
        with Client(server.admin_port) as admin:
            self.assertEqual(admin.get("/metrics").status, 200)
            self.assertEqual(server.stop(), 0)
        with self.assertRaises(OSError):
            speak(server.admin_port, b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n")


class Answers(Case):
    def test_headers_of_every_answer(self):
        server = self.serve()
        one = self.client(server)
        for answer in (one.get("/api/v1/seats"), one.get("/api/nothing"), one.get("/docs"),
                       one.get("/metrics"), one.call("OPTIONS", "/api/concerts"), one.join("u"),
                       one.call("PUT", "/api/concerts"), one.get("/openapi.json"),
                       one.post("/api/users/1/point/charge", "{")):
            self.assertEqual(answer.headers.get_all("X-Content-Type-Options"), ["nosniff"])
        self.assertIn(b"nosniff", speak(server.port, b"junk\r\n\r\n"))

    def test_what_speaks_of_one_person_is_not_kept(self):
        one = self.client(self.serve())
        held = one.reserve(101, 25)
        room = one.schedule(maxConcurrentUser=1)
        for answer in (held, one.get(f"/api/reservations/{held['reservationId']}"),
                       one.get("/api/users/101/reservations"), one.get("/api/users/101/point"),
                       one.get("/api/users/101/point/history"), one.charge(101, 5),
                       one.enter(1, room), one.get(f"/api/queue/status?scheduleId={room}"),
                       one.get("/api/reservations/nobody"), one.join("u"),
                       one.operate("GET", "/api/events")):
            self.assertEqual(answer.headers.get_all("Cache-Control"), ["no-store"], answer)
        for path in ("/api/v1/seats", "/api/concerts", "/api/schedules/500/seats"):
            self.assertNotEqual(one.get(path).header("Cache-Control"), "no-store")

    def test_the_page_of_the_documents(self):
        page = self.client(self.serve()).get("/docs")
        policy = page.header("Content-Security-Policy")
        for rule in ("default-src 'none'", "script-src 'sha256-", "style-src 'sha256-",
                     "connect-src 'self'", "base-uri 'none'", "form-action 'none'",
                     "frame-ancestors 'none'"):
            self.assertIn(rule, policy)
        self.assertNotIn("unsafe", policy)
        self.assertEqual(page.header("Referrer-Policy"), "no-referrer")
        self.assertEqual(page.header("Cross-Origin-Resource-Policy"), "same-origin")


class Browsers(Case):
    """What a page of another origin may do."""

    NEEDED = ("authorization", "content-type", "idempotency-key", "if-match", "if-none-match",
              "last-event-id", "traceparent", "x-buyer", "x-queue-token", "x-request-id")
    READ = ("X-Fcfs-Seq", "X-Request-Id", "Idempotent-Replayed", "Retry-After", "ETag", "Location")

    def preflight(self, one, path, method, origin="https://shop.example"):
        return one.call("OPTIONS", path, headers={
            "Origin": origin, "Access-Control-Request-Method": method,
            "Access-Control-Request-Headers": ",".join(self.NEEDED)})

    def test_of_an_origin_that_is_named(self):
        one = self.client(self.serve(cors__origins="https://shop.example,https://app.example",
                                     fcfs__user_header="X-Buyer"))
        for origin in ("https://shop.example", "https://app.example"):
            for method, path in (("POST", "/api/reservations"), ("POST", "/fcfs/join"),
                                 ("GET", "/api/queue/stream")):
                asked = self.preflight(one, path, method, origin)
                self.assertEqual(asked.status, 204)
                self.assertEqual(asked.header("Access-Control-Allow-Origin"), origin)
                self.assertEqual(asked.header("Access-Control-Allow-Credentials"), "true")
                self.assertIn(method, asked.header("Access-Control-Allow-Methods").split(", "))
                allowed = asked.header("Access-Control-Allow-Headers").lower().split(",")
                self.assertLessEqual(set(self.NEEDED), {each.strip() for each in allowed})
                self.assertGreaterEqual(int(asked.header("Access-Control-Max-Age")), 600)
            for answer in (one.get("/api/v1/seats", Origin=origin),
                           one.get("/api/nothing", Origin=origin)):
                self.assertEqual(answer.header("Access-Control-Allow-Origin"), origin)
                self.assertEqual(answer.header("Access-Control-Allow-Credentials"), "true")
                self.assertEqual(answer.headers.get_all("Vary"), ["Origin"])
                self.assertLessEqual(
                    set(self.READ),
                    set(answer.header("Access-Control-Expose-Headers").split(", ")))

    def test_of_an_origin_that_is_not(self):
        one = self.client(self.serve(cors__origins="https://shop.example"))
        for origin in ("https://evil.example", "null", "https://shop.example.evil.example",
                       "http://shop.example", "https://shop.example:444"):
            for answer in (self.preflight(one, "/api/reservations", "POST", origin),
                           one.get("/api/v1/seats", Origin=origin)):
                self.assertEqual([name for name in answer.headers
                                  if name.lower().startswith("access-control")], [])
                self.assertEqual(answer.header("Vary"), "Origin")
        # A cache must not give a page of another origin what was printed for none.
        self.assertEqual(one.get("/api/v1/seats").header("Vary"), "Origin")

    def test_of_any(self):
        one = self.client(self.serve())
        answer = one.get("/api/v1/seats", Origin="https://any.example")
        self.assertEqual(answer.header("Access-Control-Allow-Origin"), "*")
        self.assertIsNone(answer.header("Access-Control-Allow-Credentials"))
        self.assertEqual(self.preflight(one, "/fcfs/join", "POST").status, 204)
        # Who is named beside the star keeps the right to use cookies.
        one = self.client(self.serve(cors__origins="*,https://shop.example"))
        for origin, said, cookies in (("https://any.example", "*", None),
                                      ("https://shop.example", "https://shop.example", "true")):
            answer = one.get("/api/v1/seats", Origin=origin)
            self.assertEqual(answer.header("Access-Control-Allow-Origin"), said)
            self.assertEqual(answer.header("Access-Control-Allow-Credentials"), cookies)
            self.assertEqual(answer.header("Vary"), "Origin")


if __name__ == "__main__":
    main()
