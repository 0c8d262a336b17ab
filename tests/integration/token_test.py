"""auth = jwt: nobody acts for another, hostile tokens get nowhere, and keys change under way."""

import http.client
import json
import os
import subprocess

from support.case import Case, main
from support.client import token_of
from support.server import BINARY, OPERATOR, await_until, environment
from support.tokens import Pair, Secret, base64url, bearer, token


class Tokens(Case):
    def setUp(self):
        self.keys = self.folder()
        self.pair = Pair(self.keys, "issuer", "EdDSA")
        self.rsa = Pair(self.keys, "rsa", "RS256")
        self.secret = Secret()
        self.set = self.keys / "set.json"
        self.write_set({"old": self.secret})
        files = f"{self.pair.public},{self.rsa.public},{self.set}"
        self.server = self.serve(auth="jwt", auth__jwt_keys=files, app_port=True)
        self.one = self.client(self.server)
        self.mine = bearer(self.pair, "101")

    def write_set(self, secrets):
        """In one step, as operating.md has it."""
        text = json.dumps({"keys": [each.jwk(kid) for kid, each in secrets.items()]})
        fresh = self.set.with_suffix(".new")
        fresh.write_text(text, encoding="utf-8")
        os.replace(fresh, self.set)

    def status(self, authorization):
        return self.one.get("/api/users/101/point", Authorization=authorization).status

    def metric(self, name):
        for line in self.one.get("/metrics").body.decode().splitlines():
            if line.startswith(name + " "):
                return float(line.rsplit(" ", 1)[1])
        raise AssertionError(f"{name} is not among the metrics")

    def test_all_algorithms(self):
        for by, header in ((self.pair, {}), (self.rsa, {}), (self.secret, {"kid": "old"})):
            for sub in ("101", 101):
                self.assertEqual(self.status(bearer(by, sub, header=header)), 200)

    def test_every_call_for_a_user(self):
        held = self.one.reserve(101, 25, Authorization=self.mine)
        self.assertEqual(held.status, 200, held)
        reservation = f"/api/reservations/{held['reservationId']}"
        room = self.one.schedule(maxConcurrentUser=1)
        entered = self.one.post(f"/api/queue/tokens?userId=101&scheduleId={room}",
                                Authorization=self.mine)
        ticket = {"X-Queue-Token": token_of(entered)}
        wish = {"userId": 101, "concertScheduleId": 500, "seatId": 26, "price": 150000}
        queue = f"?scheduleId={room}"
        calls = [
            ("POST", f"/api/queue/tokens?userId=101&scheduleId={room}", None, {}),
            ("POST", "/api/queue/tokens", {"userId": "101", "scheduleId": room}, {}),
            ("GET", f"/api/queue/status{queue}", None, ticket),
            ("GET", f"/api/queue/stream{queue}", None, ticket),
            ("POST", "/api/reservations", wish, {}),
            ("GET", reservation, None, {}),
            ("POST", f"{reservation}/confirm", None, {}),
            ("POST", f"{reservation}/cancel", {"userId": 101}, {}),
            ("GET", "/api/users/101/reservations", None, {}),
            ("GET", "/api/users/101/point", None, {}),
            ("POST", "/api/users/101/point/charge", {"amount": 1}, {}),
            ("POST", "/api/users/101/point/use", {"amount": 1}, {}),
            ("GET", "/api/users/101/point/history", None, {}),
            ("DELETE", f"/api/queue/tokens{queue}", None, ticket),
        ]
        theirs = {102: bearer(self.pair, 102), "0101": bearer(self.pair, "0101"),
                  "alice": bearer(self.pair, "alice")}
        for method, path, body, headers in calls:
            with self.subTest(f"{method} {path}"):
                headers = {**headers, "Idempotency-Key": f"{method} {path}".replace(" ", "-")}
                none = self.one.call(method, path, body, headers)
                self.has_problem(none, 401, "identity_missing")
                self.assertEqual(none.header("WWW-Authenticate"), 'Bearer realm="frontrow"')
                for other in theirs.values():
                    got = self.one.call(method, path, body, {**headers, "Authorization": other})
                    self.assertEqual(got.status, 403, got)
                if "stream" not in path:
                    got = self.one.call(method, path, body,
                                        {**headers, "Authorization": self.mine})
                    self.assertIn(got.status, (200, 204), got)

    def test_a_connection_is_nobodys(self):
        self.assertEqual(self.status(self.mine), 200)
        self.assertEqual(self.one.get("/api/users/101/point").status, 401)
        self.assertEqual(self.status(bearer(self.pair, 102)), 403)
        self.assertEqual(self.status(self.mine), 200)

    def test_fcfs(self):
        for port in (self.one, self.client(self.server, at_app_port=True)):
            with self.subTest(port.port):
                none = port.join("alice", X_Fcfs_Seq="7")
                self.has_failure(none, 401, "validation")
                theirs = port.join("alice", X_Fcfs_Seq="7", Authorization=bearer(self.pair, "bob"))
                self.has_failure(theirs, 403, "validation")
                nobody = port.join("", X_Fcfs_Seq="7", Authorization=bearer(self.pair, "alice"))
                self.has_failure(nobody, 400, "missing_user")
        joined = self.one.join("alice", Authorization=bearer(self.pair, "alice"))
        self.assertEqual(joined.status, 200, joined)
        self.assertEqual(self.one.get("/api/v1/seats").status, 200)

    def test_queue_tokens_come_another_way(self):
        room = self.one.schedule(maxConcurrentUser=1)
        ticket = token_of(self.one.post(f"/api/queue/tokens?userId=101&scheduleId={room}",
                                        Authorization=self.mine))
        path = f"/api/queue/status?scheduleId={room}"
        for headers in ({"X_Queue_Token": ticket}, {"Cookie": f"tokenId={ticket}"}):
            self.assertEqual(self.one.get(path, Authorization=self.mine, **headers).status, 200)
        self.has_problem(self.one.get(path, Authorization=self.mine), 401, "token_missing")
        self.has_problem(self.one.get(path, Authorization=f"Bearer {ticket}"), 401,
                         "identity_invalid")

    def test_what_is_public_or_the_operators(self):
        for path in ("/api/concerts", "/api/schedules/500/seats", "/api/v1/seats", "/healthz"):
            self.assertEqual(self.one.get(path, Authorization="Bearer rubbish").status, 200)
        self.assertEqual(self.one.operate("GET", "/api/events").status, 200)

    def test_hostile_tokens(self):
        good = token(self.pair, "101")
        head, body, signature = good.split(".")
        none = base64url(b'{"alg":"none"}')
        public = Secret(self.rsa.public.read_bytes())
        short_lived = token(self.pair, "101", life=-31)
        early = token(self.pair, "101", nbf=4_000_000_000, life=4_000_000_000)
        for text in (f"{none}.{body}.", f"{none}.{body}.{signature}", f"{head}.{body}.",
                     f"{head}.{body}.{signature[:-4]}", f"{head}.{body}", "..", "a.b.c",
                     f"{head}.{base64url(b'{}')}.{signature}", f"{good}.{signature}",
                     token(public, "101"), token(Secret(), "101"),
                     token(self.secret, "101", header={"kid": "else"}),
                     token(self.secret, "101", header={"alg": "RS256", "kid": "old"}),
                     token(self.pair, "101", header={"crit": ["b64"], "b64": False}),
                     token(self.pair, "101", header={"jwk": {"kty": "OKP"}}),
                     token(self.pair, "101", aud="others"), token(self.pair, None),
                     short_lived, early, token(self.pair, "101", pad="x" * 9000)):
            with self.subTest(text[:60]):
                refused = self.one.get("/api/users/101/point", Authorization=f"Bearer {text}")
                self.has_problem(refused, 401, "identity_invalid")
                self.assertIn('error="invalid_token"', refused.header("WWW-Authenticate"))
        self.assertEqual(self.status(f"Bearer {good}"), 200)

    def test_two_tokens_in_one_request(self):
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        self.addCleanup(line.close)
        line.putrequest("GET", "/api/users/101/point")
        line.putheader("Authorization", self.mine)
        line.putheader("Authorization", bearer(self.pair, 102))
        line.endheaders()
        self.assertEqual(line.getresponse().status, 401)

    def test_keys_change_under_way(self):
        old = bearer(self.secret, 101, header={"kid": "old"})
        fresh = Secret()
        new = bearer(fresh, 101, header={"kid": "new"})
        self.assertEqual((self.status(old), self.status(new)), (200, 401))
        self.write_set({"old": self.secret, "new": fresh})
        await_until(lambda: self.status(new) == 200, "the new key")
        self.assertEqual(self.status(old), 200)
        self.write_set({"new": fresh})
        await_until(lambda: self.status(old) == 401, "the end of the old key")
        self.assertEqual(self.metric("frontrow_token_keys_stale"), 0)
        self.set.write_text('{"keys":[', encoding="utf-8")
        await_until(lambda: self.metric("frontrow_token_keys_stale") == 1, "that it is noticed")
        self.assertEqual(self.status(new), 200)
        said = await_until(lambda: [line for line in self.server.log if "not taken" in line],
                           "a line in the log")
        self.assertEqual(len(said), 1, self.server.log)
        self.assertIn(str(self.set), said[0])
        self.write_set({"old": self.secret})
        await_until(lambda: self.status(old) == 200, "keys that are good again")
        self.assertEqual(self.metric("frontrow_token_keys_stale"), 0)
        self.assertEqual(self.status(new), 401)

    def test_tokens_are_verified_once(self):
        for _ in range(50):
            self.assertEqual(self.status(self.mine), 200)
        self.assertEqual(self.metric('frontrow_tokens_total{result="verified"}'), 1)
        self.assertEqual(self.metric('frontrow_tokens_total{result="remembered"}'), 49)


class Issuers(Case):
    def test_issuer_audience_and_leeway(self):
        pair = Pair(self.folder(), "issuer", "RS256")
        server = self.serve(auth="jwt", auth__jwt_keys=pair.public, auth__issuer="https://id.example",
                            auth__audience="frontrow", auth__leeway="0")
        one = self.client(server)

        def status(**claims):
            given = bearer(pair, 101, **claims)
            return one.get("/api/users/101/point", Authorization=given).status

        ours = {"iss": "https://id.example", "aud": ["web", "frontrow"]}
        self.assertEqual(status(**ours), 200)
        self.assertEqual(status(**{**ours, "aud": "web"}), 401)
        self.assertEqual(status(**{**ours, "iss": "https://evil.example"}), 401)
        self.assertEqual(status(aud="frontrow"), 401)
        self.assertEqual(status(**ours, life=-1), 401)


class Load(Case):
    def test_a_crowd_that_brings_tokens(self):
        """`frontrow load` against a server that believes nobody without."""
        folder = self.folder()
        keys = folder / "set.json"
        keys.write_text(json.dumps({"keys": [Secret().jwk("one")]}), encoding="utf-8")
        server = self.serve(auth="jwt", auth__jwt_keys=keys, auth__issuer="us",
                            auth__audience="the sale")
        for words in (["onsale", "--seats", "40", "--rate", "40"],
                      ["fcfs", "--seats", "40", "--rate", "40"],
                      ["reads", "--schedule", "500", "--rate", "40"]):
            done = subprocess.run(
                [BINARY, "load", *words, "--target", f"http://127.0.0.1:{server.port}",
                 "--operator_token", OPERATOR, "--duration", "1s", "--jwt_key", str(keys),
                 "--jwt_issuer", "us", "--jwt_audience", "the sale"],
                capture_output=True, text=True, timeout=120, check=False, env=environment())
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertNotIn("unauthorized", done.stdout.lower())
            self.assertNotIn(" 401", done.stdout)
            self.assertNotIn(" 403", done.stdout)


if __name__ == "__main__":
    main()
