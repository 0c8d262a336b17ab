"""The document of the first-come-first-served face, example by example, at both ports."""

from support.case import Case, main
from support.server import OPERATOR
from support.server import await_until

ALICE = {"user_name": "Alice", "phone": "010-1234-5678"}


class Documented(Case):
    def setUp(self):
        self.server = self.serve(app_port=True)
        self.gateway = self.client(self.server)
        self.app = self.client(self.server, at_app_port=True)

    def test_list_and_one_seat(self):
        for port in (self.gateway, self.app):
            answer = port.get("/api/v1/seats")
            self.assertEqual(answer.status, 200)
            self.assertEqual(answer.header("Content-Type"), "application/json")
            seats = [{"id": n, "status": False} for n in range(1, 10)]
            self.assertEqual(answer.json, {"success": True, "seats": seats})
            one = port.get("/api/v1/seats/3")
            self.assertEqual(one.json, {"success": True, "seat": {"id": 3, "status": False}})
            for unknown in ("10", "0", "-1", "x", "99999999999999999999"):
                self.has_failure(port.get(f"/api/v1/seats/{unknown}"), 404, "not_found")

    def test_join_by_the_documents_curl(self):
        answer = self.gateway.post("/fcfs/join", ALICE, X_User_Id="user-123")
        self.assertEqual(answer.status, 200)
        ttl = answer.json["userTtlRemaining"]
        self.assertTrue(890 <= ttl <= 900, ttl)
        self.assertEqual(answer.json, {
            "success": True, "seat": {"id": 1, "status": True}, "remainingSeats": 8,
            "userTtlRemaining": ttl, "sequence": 1})
        self.assertEqual(answer.header("X-Fcfs-Seq"), "1")
        self.assertEqual(self.gateway.get("/api/v1/seats/1")["seat"], {"id": 1, "status": True})
        self.assertEqual(self.app.get("/api/v1/seats").json["seats"][:2],
                         [{"id": 1, "status": True}, {"id": 2, "status": False}])

    def test_nine_seats_then_sold_out_and_the_sequence_goes_on(self):
        for n in range(1, 10):
            answer = self.gateway.join(f"user-{n}")
            self.assertEqual((answer.status, answer["seat"]["id"], answer["remainingSeats"],
                              answer["sequence"]), (200, n, 9 - n, n))
        for n in (10, 11):
            late = self.gateway.join("late")
            self.has_failure(late, 409, "sold_out")
            self.assertEqual(late.header("X-Fcfs-Seq"), str(n), "a refusal burns its number")
        self.assertTrue(all(s["status"] for s in self.gateway.get("/api/v1/seats")["seats"]))
        reset = self.gateway.operate("POST", "/api/v1/seats/reset", {"seat_count": 4})
        self.assertEqual(reset.status, 200, reset)
        self.assertEqual(reset.json, {"success": True, "scheduleId": reset["scheduleId"],
                                      "seatCount": 4, "remainingSeats": 4})
        again = self.gateway.join("user-1")
        self.assertEqual((again.status, again["seat"]["id"], again["sequence"]), (200, 1, 12))
        self.assertEqual(len(self.gateway.get("/api/v1/seats")["seats"]), 4)

    def test_duplicate_says_when(self):
        self.gateway.join("user-1")
        answer = self.gateway.join("user-1")
        ttl = answer.json["userTtlRemaining"]
        self.has_failure(answer, 409, "duplicate", userTtlRemaining=ttl)
        self.assertTrue(890 <= ttl <= 900, ttl)
        self.assertEqual(answer.header("Retry-After"), str(ttl))
        self.assertIsNone(answer.header("X-Fcfs-Seq"), "no number before the guard")

    def test_order_of_checks(self):
        nobody = self.gateway.post("/fcfs/join", "{", Content_Type="application/json")
        self.has_failure(nobody, 400, "missing_user")
        self.has_failure(self.gateway.join(" "), 400, "missing_user")
        self.gateway.join("user-1")
        self.has_failure(self.gateway.join("user-1", name=""), 400, "validation")

    def test_validation(self):
        good = (ALICE | {"user_name": "가" * 50}, ALICE | {"phone": "1" * 20},
                ALICE | {"user_name": "A", "phone": "119"})
        bad = ({}, [], None, ALICE | {"user_name": "x" * 51}, ALICE | {"user_name": "  "},
               ALICE | {"phone": "12"}, ALICE | {"phone": "1" * 21}, ALICE | {"phone": 119},
               ALICE | {"user_name": None}, {"user_name": "Alice"}, {"phone": "010-1"},
               {"userName": "Alice", "phone": "010-1234-5678"})
        for n, body in enumerate(good):
            answer = self.gateway.post("/fcfs/join", body, X_User_Id=f"good-{n}")
            self.assertEqual(answer.status, 200, body)
        for body in bad:
            answer = self.gateway.post("/fcfs/join", body if body is not None else "null",
                                       X_User_Id="bad", Content_Type="application/json")
            self.has_failure(answer, 400, "validation")
        text = self.gateway.post("/fcfs/join", "a=b", X_User_Id="bad", Content_Type="text/plain")
        self.has_failure(text, 415, "validation")

    def test_back_end_port_wants_the_gateways_number(self):
        for wrong in (None, "", "0", "-1", "x", "1.5"):
            answer = self.app.join("user-1", X_Fcfs_Seq=wrong)
            self.has_failure(answer, 400, "validation")
        answer = self.app.join("user-1", X_Fcfs_Seq="42")
        self.assertEqual(answer.json, {"success": True, "seat": {"id": 1, "status": True},
                                       "remainingSeats": 8, "sequence": 42})
        self.assertEqual(answer.header("X-Fcfs-Seq"), "42")
        again = self.app.join("user-1", X_Fcfs_Seq="43")
        self.has_failure(again, 409, "already_reserved",
                         seat={"id": 1, "status": True}, sequence=42)
        # No guard was set, so only the success is on record at the gateway too.
        self.has_failure(self.gateway.join("user-1"), 409, "already_reserved",
                         seat={"id": 1, "status": True}, sequence=42)
        # A client's own number is nothing to the gateway, which has handed out none so far.
        self.assertEqual(self.gateway.join("user-2", X_Fcfs_Seq="77")["sequence"], 1)

    def test_back_end_port_serves_nothing_else(self):
        self.assertEqual(self.app.get("/healthz").body, b"ok")
        for method, path in (("GET", "/api/concerts"), ("GET", "/metrics"), ("GET", "/api/events"),
                             ("POST", "/api/reservations"), ("POST", "/api/queue/tokens")):
            self.assertEqual(self.app.call(method, path).status, 404, path)
        self.assertIn(self.app.operate("POST", "/api/v1/seats/reset", {"seat_count": 1}).status,
                      (404, 405))

    def test_wrap(self):
        answer = self.gateway.join("user-1", path="/fcfs/join?wrap=1")
        self.assertEqual(answer.status, 200)
        body = answer.json
        self.assertEqual(set(body), {"gatewayWrapped", "status", "requestId", "sequence", "user",
                                     "elapsedMs", "body"})
        self.assertIs(body["gatewayWrapped"], True)
        self.assertEqual((body["status"], body["sequence"], body["user"]), (200, 1, "user-1"))
        self.assertEqual(body["requestId"], answer.header("X-Request-Id"))
        self.assertIsInstance(body["elapsedMs"], int)
        self.assertEqual(body["body"]["seat"], {"id": 1, "status": True})
        again = self.gateway.join("user-1", path="/fcfs/join?wrap=1")
        self.assertEqual((again.status, again["status"]), (409, 409))
        self.assertEqual(again["body"]["reason"], "duplicate")
        seats = self.gateway.get("/api/v1/seats?wrap=1")
        self.assertEqual(len(seats["body"]["seats"]), 9)
        self.assertIsNone(seats["user"])
        nothing = self.gateway.get("/api/v1/nothing?wrap=1")
        self.assertEqual((nothing.status, nothing["body"]["reason"]), (404, "not_found"))

    def test_health(self):
        for port in (self.gateway, self.app):
            for path in ("/health", "/healthz"):
                answer = port.get(path)
                self.assertEqual((answer.status, answer.body), (200, b"ok"))

    def test_reset_is_the_operators(self):
        body = {"seat_count": 3}
        self.has_failure(self.gateway.post("/api/v1/seats/reset", body), 401, "validation")
        wrong = self.gateway.post("/api/v1/seats/reset", body, X_Admin_Token=OPERATOR + "x")
        self.has_failure(wrong, 403, "validation")
        for bad in ({}, {"seat_count": 0}, {"seat_count": "many"}, {"seat_count": 1000001}):
            answer = self.gateway.operate("POST", "/api/v1/seats/reset", bad)
            self.has_failure(answer, 400, "validation")

    def test_one_seat_for_both_faces(self):
        seats = self.gateway.get("/api/schedules/501/seats").json["seats"]
        held = self.gateway.reserve(7, 1, seats[0]["price"], schedule=501)
        self.assertEqual(held.status, 200, held)
        self.assertEqual(self.gateway.get("/api/v1/seats/1")["seat"], {"id": 1, "status": True})
        joined = self.gateway.join("user-1")
        self.assertEqual((joined["seat"]["id"], joined["remainingSeats"]), (2, 7))
        taken = self.gateway.reserve(7, 2, seats[1]["price"], schedule=501)
        self.has_problem(taken, 409, "seat_taken")
        statuses = [s["status"] for s in self.gateway.get("/api/schedules/501/seats").json["seats"]]
        self.assertEqual(statuses, ["HELD", "SOLD"] + ["AVAILABLE"] * 7)


class Guard(Case):
    def test_already_reserved_when_the_guard_is_gone(self):
        server = self.serve(environment={"FCFS_USER_TTL": "1"})
        client = self.client(server)
        first = client.join("user-1")
        self.assertEqual(first.status, 200)
        answers = []

        def try_again():
            answers.append(client.join("user-1"))
            return answers[-1]["reason"] == "already_reserved"

        await_until(try_again, "the end of a guard of one second", pause=0.05)
        self.has_failure(answers[-1], 409, "already_reserved", seat=first["seat"], sequence=1)
        self.assertTrue(all(a["reason"] == "duplicate" for a in answers[:-1]))

    def test_guard_for_ever(self):
        client = self.client(self.serve(environment={"FCFS_USER_TTL": "0"}))
        self.assertNotIn("userTtlRemaining", client.join("user-1").json)
        again = client.join("user-1")
        self.has_failure(again, 409, "duplicate")
        self.assertIsNone(again.header("Retry-After"))

    def test_guard_by_address(self):
        server = self.serve(fcfs__guard_by_ip="true", trusted_proxies="127.0.0.0/8")
        client = self.client(server)
        self.assertEqual(client.join("user-1", X_Forwarded_For="203.0.113.7").status, 200)
        same = client.join("user-2", X_Forwarded_For="198.51.100.1, 203.0.113.7")
        self.assertEqual((same.status, same["reason"]), (409, "duplicate"))
        self.assertEqual(client.join("user-2", X_Forwarded_For="203.0.113.8").status, 200)
        # Whom nobody trusts cannot choose an address.
        strict = self.client(self.serve(fcfs__guard_by_ip="true"))
        self.assertEqual(strict.join("user-1", X_Forwarded_For="203.0.113.7").status, 200)
        again = strict.join("user-2", X_Forwarded_For="203.0.113.8")
        self.assertEqual((again.status, again["reason"]), (409, "duplicate"))

    def test_a_refusal_releases_the_guard(self):
        client = self.client(self.serve(fcfs__seats=1))
        client.join("user-1")
        for _ in range(3):
            self.has_failure(client.join("user-2"), 409, "sold_out")

    def test_users_of_another_header(self):
        server = self.serve(environment={"FCFS_USER_HEADER": "X-Member"})
        client = self.client(server)
        self.has_failure(client.join("user-1"), 400, "missing_user")
        self.assertEqual(client.post("/fcfs/join", ALICE, X_Member="user-1").status, 200)


if __name__ == "__main__":
    main()
