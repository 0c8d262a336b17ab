"""Rate limits: who asks too often is told so and when to come back, and nobody else is."""

from support.case import Case, main
from support.server import await_until
from support.tokens import Pair, bearer


class Limits(Case):
    def test_by_address(self):
        one = self.client(self.serve(rate_limit__address="3/h", trusted_proxies="127.0.0.1"))

        def ask(address, path="/api/concerts"):
            return one.get(path, X_Forwarded_For=address)

        first = ask("192.0.2.1")
        self.assertEqual(first.status, 200)
        self.assertEqual(first.header("RateLimit"), '"address";r=2;t=1200')
        self.assertEqual(first.header("RateLimit-Policy"), '"address";q=3;w=3600')
        ask("192.0.2.1")
        ask("192.0.2.1")
        refused = ask("192.0.2.1")
        self.has_problem(refused, 429, "rate_limited")
        self.assertIn(int(refused.header("Retry-After")), range(1190, 1201))
        self.assertRegex(refused.header("RateLimit"), '^"address";r=0;t=3[56][0-9]{2}$')
        self.has_failure(ask("192.0.2.1", "/api/v1/seats"), 429, "rate_limited")
        wrapped = ask("192.0.2.1", "/api/v1/seats?wrap=1")
        self.assertEqual((wrapped.status, wrapped["status"]), (429, 429))
        self.assertEqual(wrapped["body"]["reason"], "rate_limited")
        self.assertEqual(ask("192.0.2.2").status, 200)
        for last in range(3):
            self.assertEqual(ask(f"2001:db8:1:2::{last}").status, 200)
        self.assertEqual(ask("2001:db8:1:2:ffff::1").status, 429, "the same network")
        self.assertEqual(ask("2001:db8:1:3::1").status, 200)
        for path in ("/livez", "/readyz", "/metrics"):
            self.assertEqual(ask("192.0.2.1", path).status, 200)
        self.assertEqual(ask("192.0.2.1", "/livez").header("RateLimit"), None)
        told = one.get("/metrics").body.decode()
        self.assertIn('frontrow_rate_limited_total{by="address"} 4', told)

    def test_who_holds_a_seat_may_finish(self):
        one = self.client(self.serve(rate_limit__address="1/h"))
        held = one.reserve(101, 25)
        self.assertEqual(held.status, 200, held)
        self.assertEqual(one.get("/api/users/101/point").status, 429)
        self.assertEqual(one.settle("confirm", held["reservationId"]).status, 200)
        self.assertEqual(one.settle("cancel", held["reservationId"]).status, 200)
        self.assertEqual(one.operate("GET", "/api/events").status, 200)

    def test_the_app_port_leaves_it_to_its_gateway(self):
        server = self.serve(rate_limit__address="1/h", app_port=True)
        app = self.client(server, at_app_port=True)
        for _ in range(3):
            self.assertEqual(app.get("/api/v1/seats").status, 200)

    def test_by_user_and_no_key_keeps_it(self):
        pair = Pair(self.folder(), "issuer", "EdDSA")
        server = self.serve(auth="jwt", auth__jwt_keys=pair.public, rate_limit__user="30/m")
        one = self.client(server)
        mine, theirs = bearer(pair, 101), bearer(pair, 102)
        path = "/api/users/101/point"
        while one.get(path, Authorization=mine).status == 200:
            pass
        refused = one.reserve(101, 25, key="k", Authorization=mine)
        self.assertEqual(refused.status, 429, refused)
        self.assertIn('"user";q=30;w=60', refused.header("RateLimit-Policy"))
        self.assertEqual(one.get("/api/users/102/point", Authorization=theirs).status, 200)

        def again():
            got = one.reserve(101, 25, key="k", Authorization=mine)
            return got if got.status != 429 else None

        again = await_until(again, "the next request that is let in", pause=0.1)
        self.assertEqual(again.status, 200, again)
        self.assertIsNone(again.header("Idempotent-Replayed"), "the 429 was not kept")


if __name__ == "__main__":
    main()
