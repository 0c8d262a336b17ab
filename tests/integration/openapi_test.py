"""The OpenAPI document and the server, held against each other both ways: every answer is one that
the document describes, every operation of the document is there, and every route is in it."""

import json
import pathlib
import re

from support.case import Case, main
from support.client import token_of
from support.nodes import settings_of
from support.postgres import PrivatePostgres
from support.refusing_redis import RefusingRedis
from support.schema import Schemas
from support.server import OPERATOR, await_until
from support.stream import Stream
from support.tokens import Pair, bearer

METHODS = ("get", "post", "put", "delete", "patch")
ROUTES = pathlib.Path(__file__).parents[2] / "http" / "routes.cpp"
CONSOLE = ROUTES.parent / "admin" / "console_calls.cpp"


def routes_of_the_server():
    """The rows of the one table of routes."""
    rows = re.findall(r"\w+\{(\w+), \"(/[^\"]*)\"", ROUTES.read_text(encoding="utf-8"))
    rows += [({"looks": "get", "acts": "post"}[kind], path) for kind, path in
             re.findall(r"(looks|acts)\(\"(/[^\"]*)\"", CONSOLE.read_text(encoding="utf-8"))]
    assert len(rows) > 20, "the table of routes has another form"
    return {(method.rstrip("_"), path) for method, path in rows}


class OpenApi(Case):
    def setUp(self):
        self.server = self.serve(app_port=True)
        self.one = self.client(self.server)
        self.document = self.one.get("/openapi.json").json
        self.schemas = Schemas(self.document)
        self.seen = set()

    def operation(self, method, path):
        path = path.partition("?")[0]
        for template, item in sorted(self.document["paths"].items(), key=lambda p: "{" in p[0]):
            if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path) and method in item:
                return template, item[method]
        raise AssertionError(f"{method} {path} is not in the document")

    def call(self, method, path, body=None, status=None, port=None, **headers):
        """Asks, and holds the answer against the document."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = (port or self.one).call(method.upper(), path, body, sent)
        template, operation = self.operation(method, path)
        with self.subTest(f"{method} {path} {answer.status}"):
            self.seen.add((method, template, str(answer.status)))
            if status:
                self.assertEqual(answer.status, status, answer)
            self.check(answer, operation)
        return answer

    def check(self, answer, operation):
        documented = operation["responses"].get(str(answer.status))
        self.assertIsNotNone(documented, f"an answer of no documented status: {answer}")
        documented = self.schemas.whole(documented)
        for name, header in documented.get("headers", {}).items():
            if self.schemas.whole(header).get("required"):
                self.assertIsNotNone(answer.header(name), f"{name} is missing: {answer}")
        content = documented.get("content", {})
        if not content:
            self.assertEqual(answer.body, b"")
            return
        kind = answer.header("Content-Type").split(";")[0]
        self.assertIn(kind, {name.split(";")[0] for name in content}, answer)
        if kind in ("application/json", "application/problem+json"):
            found = self.schemas.complaints(answer.json, content[kind].get("schema", {}))
            self.assertEqual(found, [], answer)
            code = answer.json.get("code")
            if code and "x-codes" in documented:
                self.assertIn(code, documented["x-codes"])

    def test_routes_and_document_name_the_same(self):
        documented = {(method, path) for path, item in self.document["paths"].items()
                      for method in item if method in METHODS}
        self.assertEqual(documented, routes_of_the_server())

    def test_references_lead_somewhere(self):
        for reference in re.findall(r'"\$ref": ?"([^"]+)"', json.dumps(self.document)):
            self.schemas.find(reference)

    def test_methods_as_allow_says(self):
        for path, item in self.document["paths"].items():
            answer = self.one.call("OPTIONS", re.sub(r"\{\w+\}", "1", path))
            allowed = set(answer.header("Allow").lower().split(", ")) - {"options", "head"}
            if path == "/api/v1/seats/reset":
                allowed -= {"get"}  # a seat of that name would be asked for so
            self.assertEqual(allowed, {m for m in item if m in METHODS}, path)

    def test_every_operation(self):
        self.walk_fcfs()
        self.walk_waiting_room()
        self.walk_reservations()
        self.walk_points()
        self.walk_concerts()
        self.walk_operations()
        self.walk_outbox()
        self.walk_console()
        self.walk_cluster()
        self.walk_pages()
        every = {(method, path) for path, item in self.document["paths"].items()
                 for method in item if method in METHODS}
        asked = {(method, path) for method, path, _ in self.seen}
        self.assertEqual(asked, every - {(m, p) for m, p in every if p.endswith("/stream")})
        lucky = {(m, p) for m, p, status in self.seen if status.startswith("2")}
        self.assertEqual(lucky, asked, "every operation has succeeded once")

    def walk_outbox(self):
        """At a server of its own: it takes a broker, and one that refuses something."""
        between = RefusingRedis(self.redis().port)
        self.addCleanup(between.close)
        between.refused = {"wallet/7"}
        line = self.client(self.serve(**between.settings))
        line.charge(7, 10)
        path, key = "/admin/outbox", {"X_Admin_Token": OPERATOR}
        await_until(lambda: self.call("get", path, None, 200, line, **key)["events"], "it is parked")
        self.call("post", f"{path}/replay", {"subject": "*"}, 200, line, **key)
        self.call("post", "/admin/actions/replay", {"subject": "*"}, 200, line, **key)
        wish = {"subject": "wallet/7"}
        self.call("post", f"{path}/discard", {**wish, "position": 1}, 400, line, **key)
        self.call("post", f"{path}/discard", wish, 200, line, **key)
        for verb in ("replay", "discard"):
            self.call("post", f"{path}/{verb}", {}, 400, line, **key)
            self.call("post", f"{path}/{verb}", "x", 415, line, Content_Type="text/plain", **key)
            self.call("post", f"{path}/{verb}", wish, 401, line)
            self.call("post", f"{path}/{verb}", wish, 404, **key)
        self.call("get", path, None, 403, X_Admin_Token="wrong")
        self.call("get", path, None, 404, **key)

    def walk_console(self):
        key = {"X_Admin_Token": OPERATOR}
        held = self.one.reserve(101, 31, key="console")["reservationId"]
        room = self.one.schedule(maxConcurrentUser=1)
        for path in ("role", "cluster", "actors", "actor?id=seat%20500/31", "history?id=wallet%20101",
                     "search?q=console", f"money?reservation={held}", "sales", "sale?schedule=500",
                     f"sale?schedule={room}", "invariants", "audit"):
            self.call("get", f"/admin/{path}", None, 200, **key)
            self.call("get", f"/admin/{path}", None, 401)
            self.call("get", f"/admin/{path}", None, 403, X_Admin_Token="wrong")
        for path in ("actor", "history", "search", "money", "sale"):
            self.call("get", f"/admin/{path}", None, 400, **key)
        self.call("get", "/admin/sale?schedule=99", None, 404, **key)
        self.call("get", "/admin/money?reservation=0000000000001", None, 404, **key)
        for action, wish in (("queue", {"schedule": room, "capacity": 2}),
                             ("passivate", {"actor": "seat 500/31"})):
            path = f"/admin/actions/{action}"
            preview = self.call("post", path, wish, 200, **key)
            self.call("post", path, {**wish, "confirm": "x"}, 409, **key)
            self.call("post", path, {**wish, "confirm": preview["confirm"]}, 200, **key)
            self.call("post", path, {}, 400, **key)
            self.call("post", path, "x", 415, Content_Type="text/plain", **key)
            self.call("post", path, wish, 401)
        self.call("post", "/admin/actions/replay", {"subject": "*"}, 404, **key)

    def walk_cluster(self):
        """At a node of its own: the others are alone."""
        postgres = PrivatePostgres().start()
        self.addCleanup(postgres.end)
        line = self.client(self.serve(**settings_of("n0", postgres.fresh_database())))
        path, key = "/admin/cluster", {"X_Admin_Token": OPERATOR}
        view = self.call("get", f"{path}/view", None, 200, line, **key)
        self.assertEqual((view["node"], len(view["shards"])), ("n0", 256))
        wishes = {"drain": {"node": "n0", "draining": False}, "move": {"shard": 7, "node": "n0"}}
        for verb, wish in wishes.items():
            self.call("post", f"{path}/{verb}", wish, 200, line, **key)
            self.call("post", f"{path}/{verb}", {**wish, "node": "n9"}, 404, line, **key)
            self.call("post", f"{path}/{verb}", {}, 400, line, **key)
            self.call("post", f"{path}/{verb}", "x", 415, line, Content_Type="text/plain", **key)
            self.call("post", f"{path}/{verb}", wish, 401, line)
            self.call("post", f"{path}/{verb}", wish, 404, **key)
        for number in (-1, 256):
            self.call("post", f"{path}/move", {"shard": number, "node": None}, 400, line, **key)
        self.call("post", f"{path}/move", {"shard": 7, "node": None}, 200, line, **key)
        self.call("get", f"{path}/view", None, 403, line, X_Admin_Token="wrong")
        self.call("get", f"{path}/view", None, 404, **key)

    def walk_fcfs(self):
        alice = {"user_name": "Alice", "phone": "010-1234-5678"}
        for wrap in ("", "?wrap=1"):
            user = "u" + wrap[1:2]
            self.call("post", f"/fcfs/join{wrap}", alice, 200, X_User_Id=user)
            self.call("post", f"/fcfs/join{wrap}", alice, 409, X_User_Id=user)
            self.call("post", f"/fcfs/join{wrap}", alice, 400)
            self.call("post", f"/fcfs/join{wrap}", {}, 400, X_User_Id="v")
            self.call("post", f"/fcfs/join{wrap}", "x", 415, X_User_Id="v",
                      Content_Type="text/plain")
            self.call("post", f"/fcfs/join{wrap}", "x" * 70_000, 413, X_User_Id="v")
            for path in ("/api/v1/seats", "/api/v1/seats/1"):
                self.call("get", path + wrap, status=200)
            self.call("get", f"/api/v1/seats/99{wrap}", status=404)
        app = self.client(self.server, at_app_port=True)
        self.call("post", "/fcfs/join", alice, 200, app, X_User_Id="w", X_Fcfs_Seq="9")
        self.call("post", "/fcfs/join", alice, 409, app, X_User_Id="w", X_Fcfs_Seq="10")
        for token, status in ((OPERATOR, 200), ("wrong", 403)):
            self.call("post", "/api/v1/seats/reset", {"seat_count": 1}, status,
                      X_Admin_Token=token)
        self.call("post", "/api/v1/seats/reset", {"seat_count": 1}, 401)
        self.call("post", "/api/v1/seats/reset", {}, 400, X_Admin_Token=OPERATOR)
        self.call("post", "/fcfs/join", alice, 200, X_User_Id="x")
        self.call("post", "/fcfs/join", alice, 409, X_User_Id="y")

    def walk_waiting_room(self):
        room = self.one.schedule(maxConcurrentUser=1)
        tokens = "/api/queue/tokens"
        first = self.call("post", f"{tokens}?userId=1&scheduleId={room}", status=200)
        second = self.call("post", tokens, {"userId": "2", "scheduleId": room}, 200)
        self.call("post", f"{tokens}?userId=1&scheduleId=999", status=404)
        self.call("post", tokens, status=400)
        self.call("post", tokens, "x", 415, Content_Type="text/plain")
        status = f"/api/queue/status?scheduleId={room}"
        for answer in (first, second):
            self.call("get", status, status=200, X_Queue_Token=token_of(answer))
        self.call("get", status, status=401)
        self.call("get", "/api/queue/status", status=400)
        body = {"userId": 2, "concertScheduleId": room, "seatId": 1, "price": 1000}
        for token, code in ((token_of(second), 403), ("f" * 32, 401)):
            self.call("post", "/api/reservations", body, code, X_Queue_Token=token,
                      Idempotency_Key="k")
        gone = f"{tokens}?scheduleId={room}"
        self.call("delete", gone, status=204, X_Queue_Token=token_of(second))
        self.call("delete", gone, status=401)
        self.call("delete", tokens, status=400)

    def walk_reservations(self):
        body = {"userId": 101, "concertScheduleId": 500, "seatId": 25, "price": 150000}
        path = "/api/reservations"
        held = self.call("post", path, body, 200, Idempotency_Key="k")
        self.call("post", path, body, 200, Idempotency_Key="k")
        self.call("post", path, body | {"seatId": 1}, 422, Idempotency_Key="k")
        self.call("post", path, body, 409, Idempotency_Key="k2")
        self.call("post", path, body | {"seatId": 1, "price": 1}, 409, Idempotency_Key="k3")
        self.call("post", path, body | {"seatId": 999}, 404, Idempotency_Key="k4")
        self.call("post", path, body, 400)
        self.call("post", path, "x", 415, Content_Type="text/plain")
        self.call("post", path, "x" * 70_000, 413)
        mine = f"{path}/{held['reservationId']}"
        self.call("get", mine, status=200)
        self.call("get", f"{path}/x", status=404)
        self.call("post", f"{mine}/confirm", {"userId": 7}, 403, Idempotency_Key="k5")
        for verb in ("confirm", "cancel"):
            self.call("post", f"{mine}/{verb}", status=400)
            self.call("post", f"{mine}/{verb}", status=200, Idempotency_Key="k")
            self.call("post", f"{mine}/{verb}", status=409, Idempotency_Key="k6")
            self.call("post", f"{path}/x/{verb}", status=404, Idempotency_Key="k")
            self.call("get", mine, status=200)
        poor = self.call("post", path, body | {"userId": 8}, 200, Idempotency_Key="k")
        self.call("post", f"{path}/{poor['reservationId']}/confirm", status=422,
                  Idempotency_Key="k")
        self.call("post", f"{path}/{poor['reservationId']}/cancel", status=200,
                  Idempotency_Key="k")
        self.call("get", "/api/users/101/reservations", status=200)
        self.call("get", "/api/users/101/reservations?limit=0", status=400)

    def walk_points(self):
        path = "/api/users/101/point"
        self.call("get", path, status=200)
        self.call("get", "/api/users/x/point", status=400)
        for verb in ("charge", "use"):
            self.call("post", f"{path}/{verb}", {"amount": 1}, 200)
            self.call("post", f"{path}/{verb}", {"amount": 0}, 400)
            self.call("post", f"{path}/{verb}", {"amount": 1}, 412, If_Match='"999"')
            self.call("post", f"{path}/{verb}", {"amount": 1}, 200, Idempotency_Key="k")
            self.call("post", f"{path}/{verb}", {"amount": 2}, 422, Idempotency_Key="k")
            self.call("post", f"{path}/{verb}", "x", 415, Content_Type="text/plain")
        self.call("post", f"{path}/use", {"amount": 10**9}, 422)
        self.call("get", f"{path}/history", status=200)
        self.call("get", f"{path}/history?limit=1", status=200)
        self.call("get", f"{path}/history?cursor=x", status=400)

    def walk_concerts(self):
        body = {"title": "a", "artist": "b"}
        hall = {"startsAt": "2099-06-01T19:00:00", "maxConcurrentUser": 1,
                "saleOpensAt": "2020-01-01T00:00:00", "saleClosesAt": "2099-01-01T00:00:00",
                "sections": [{"name": "A", "rows": 1, "seatsPerRow": 2, "price": 5}]}
        for path, good in (("/api/concerts", body), ("/api/concerts/1/schedules", hall)):
            self.call("post", path, good, 201, X_Admin_Token=OPERATOR)
            self.call("post", path, {}, 400, X_Admin_Token=OPERATOR)
            self.call("post", path, good, 401)
            self.call("post", path, good, 403, X_Admin_Token="wrong")
        self.call("post", "/api/concerts/9/schedules", hall, 404, X_Admin_Token=OPERATOR)
        for path in ("/api/concerts/1", "/api/schedules/500", "/api/schedules/500/seats"):
            self.call("get", path, status=200)
            self.call("get", re.sub(r"\d+", "99", path), status=404)
            self.call("get", re.sub(r"\d+", "x", path), status=400)
        self.call("get", "/api/concerts", status=200)
        tag = self.one.get("/api/schedules/500/seats").header("ETag")
        self.call("get", "/api/schedules/500/seats", status=304, If_None_Match=tag)
        events = self.call("get", "/api/events", status=200, X_Admin_Token=OPERATOR)
        self.assertGreater(len({e["type"] for e in events["events"]}), 5)
        self.call("get", "/api/events", status=401)
        self.call("get", "/api/events?limit=x", status=400, X_Admin_Token=OPERATOR)

    def walk_operations(self):
        for path in ("/metrics", "/livez", "/health", "/healthz", "/readyz", "/openapi.json",
                     "/docs"):
            self.call("get", path, status=200)

    def walk_pages(self):
        for path in ("/", "/concerts/1", "/schedules/500", "/reservations", "/reservations/x",
                     "/points", "/first", "/console"):
            page = self.call("get", path, status=200)
            self.call("get", path, status=304, If_None_Match=page.header("ETag"))
            for name in re.findall(r'"(/assets/[^"]+)"', page.body.decode()):
                self.call("get", name, status=200)
        self.call("get", "/assets/buyer.html", status=404)

    def test_who_is_turned_away(self):
        pair = Pair(self.folder(), "issuer", "EdDSA")
        door = self.client(self.serve(auth="jwt", auth__jwt_keys=pair.public))
        crowd = self.client(self.serve(rate_limit__address="1/h"))
        crowd.get("/api/concerts")
        bodies = {"/fcfs/join": {"user_name": "Alice", "phone": "010-1234-5678"},
                  "/api/reservations": {"userId": 101, "concertScheduleId": 500, "seatId": 25,
                                        "price": 150000}}
        for template, item in self.document["paths"].items():
            for method, operation in item.items():
                if method not in METHODS:
                    continue
                path = re.sub(r"\{\w+\}", "1", template)
                headers = {"X_User_Id": "alice", "Idempotency_Key": "k"}
                if {"bearerToken": []} in operation.get("security", []):
                    self.call(method, path, bodies.get(template, {}), 401, door, **headers)
                    if "userId" in json.dumps(bodies.get(template, {})) or "/users/" in path:
                        self.call(method, path, bodies.get(template, {}), 403, door, **headers,
                                  Authorization=bearer(pair, 7))
                if "429" in operation["responses"]:
                    answer = self.call(method, path, bodies.get(template, {}), 429, crowd, **headers)
                    self.assertIsNotNone(answer.header("Retry-After"))

    def test_streams(self):
        room = self.one.schedule(maxConcurrentUser=1)
        token = token_of(self.one.enter(1, room))
        for path, headers in (("/api/schedules/500/seats/stream", {}),
                              (f"/api/queue/stream?scheduleId={room}", {"X_Queue_Token": token})):
            _, operation = self.operation("get", path)
            stream = Stream(self.server.port, path, **headers)
            self.addCleanup(stream.close)
            stream.wait("the first event", lambda said: said)
            self.assertIn(stream.answer.getheader("Content-Type"),
                          self.schemas.whole(operation["responses"]["200"])["content"])
        self.call("get", "/api/schedules/99/seats/stream", status=404)
        self.call("get", "/admin/stream?views=x", status=400, X_Admin_Token=OPERATOR)
        self.call("get", f"/api/queue/stream?scheduleId={room}", status=401)


if __name__ == "__main__":
    main()
