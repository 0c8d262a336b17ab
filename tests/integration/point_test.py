"""The document of the concert face: points, and the concerts that the operator makes."""

from support.case import Case, main


class Points(Case):
    def setUp(self):
        self.one = self.client(self.serve())

    def test_balance_has_a_version(self):
        answer = self.one.get("/api/users/101/point")
        self.assertEqual(answer.json, {"userId": 101, "balance": 200000, "version": 1})
        self.assertEqual(answer.header("ETag"), '"1"')
        nobody = self.one.get("/api/users/5/point")
        self.assertEqual(nobody.json, {"userId": 5, "balance": 0, "version": 0})

    def test_charge_and_use(self):
        charged = self.one.charge(101, 1)
        self.assertEqual(charged.json, {"userId": 101, "balance": 200001, "version": 2})
        self.assertEqual(charged.header("ETag"), '"2"')
        used = self.one.post("/api/users/101/point/use", {"amount": 200001})
        self.assertEqual(used.json, {"userId": 101, "balance": 0, "version": 3})
        poor = self.one.post("/api/users/101/point/use", {"amount": 1})
        self.has_problem(poor, 422, "insufficient_balance", balance=0)

    def test_amounts(self):
        self.assertEqual(self.one.charge(5, 1_000_000_000).status, 200)
        for bad in (0, -1, 1_000_000_001, 1.5, "5", None, True, [1], 2**70):
            self.has_problem(self.one.charge(5, bad), 400, "validation")
        for text in ('{"amount":1.0}', '{"amount":1e3}', '{"amount":5,"more":{}', "", "[]", "5"):
            answer = self.one.post("/api/users/5/point/charge", text,
                                   Content_Type="application/json")
            self.assertEqual(answer.status, 400, text)
        twice = self.one.post("/api/users/5/point/charge", '{"amount":1,"amount":2}',
                              Content_Type="application/json")
        self.has_problem(twice, 400, "malformed_json")
        self.assertEqual(self.one.get("/api/users/5/point")["balance"], 1_000_000_000)

    def test_if_match(self):
        self.assertEqual(self.one.charge(101, 1, If_Match='"1"').status, 200)
        old = self.one.charge(101, 1, If_Match='"1"')
        self.has_problem(old, 412, "version_conflict")
        self.assertEqual(self.one.charge(101, 1, If_Match="*").status, 200)
        self.has_problem(self.one.charge(101, 1, If_Match="x"), 400, "if_match_malformed")
        foreign = self.one.charge(101, 1, If_Match='"abc"')
        self.has_problem(foreign, 412, "version_conflict")

    def test_a_key_is_honoured_where_sent(self):
        first = self.one.charge(101, 5, Idempotency_Key="k")
        again = self.one.charge(101, 5, Idempotency_Key="k")
        self.assertEqual((again.status, again.body), (200, first.body))
        self.assertEqual(again.header("Idempotent-Replayed"), "true")
        self.has_problem(self.one.charge(101, 6, Idempotency_Key="k"), 422,
                         "idempotency_mismatch")
        self.has_problem(self.one.charge(101, 6, Idempotency_Key="a b"), 400,
                         "idempotency_key_malformed")
        # Another operation of the same user has keys of its own.
        used = self.one.post("/api/users/101/point/use", {"amount": 5}, Idempotency_Key="k")
        self.assertEqual(used["balance"], 200000)

    def test_history_in_pages(self):
        for n in range(1, 6):
            self.one.charge(9, n)
        page = self.one.get("/api/users/9/point/history?limit=2").json
        self.assertEqual([e["amount"] for e in page["entries"]], [5, 4])
        self.assertEqual(set(page["entries"][0]), {"entryId", "type", "amount", "balance", "at"})
        entries = self.one.pages("/api/users/9/point/history", "entries", limit=2)
        self.assertEqual([e["amount"] for e in entries], [5, 4, 3, 2, 1])
        self.assertEqual([e["balance"] for e in entries], [15, 10, 6, 3, 1])

    def test_users_in_the_path(self):
        for bad in ("0", "x", "-1", "9223372036854775808", "1.0"):
            self.has_problem(self.one.get(f"/api/users/{bad}/point"), 400, "validation")


class Concerts(Case):
    def setUp(self):
        self.one = self.client(self.serve())

    def test_make_and_read(self):
        made = self.one.operate("POST", "/api/concerts", {"title": "Night", "artist": "밴드"})
        self.assertEqual(made.status, 201, made)
        concert = made.json
        self.assertEqual(set(concert), {"concertId", "title", "artist", "createdAt"})
        self.assertEqual(made.header("Location"), f"/api/concerts/{concert['concertId']}")
        body = {"startsAt": "2099-06-01T19:00:00", "saleOpensAt": "2024-01-01T12:00:00",
                "saleClosesAt": "2099-01-01T12:00:00", "maxConcurrentUser": 100,
                "sections": [{"name": "R", "rows": 2, "seatsPerRow": 3, "price": 150000},
                             {"name": "S", "rows": 1, "seatsPerRow": 2, "price": 90000}]}
        path = f"/api/concerts/{concert['concertId']}"
        made = self.one.operate("POST", f"{path}/schedules", body)
        self.assertEqual(made.status, 201, made)
        schedule = made["scheduleId"]
        self.assertEqual(made.json, body | {"scheduleId": schedule, "seats": 8,
                                            "concertId": concert["concertId"]})
        self.assertEqual(made.header("Location"), f"/api/schedules/{schedule}")
        self.assertEqual(self.one.get(path).json, concert | {"schedules": [made.json]})
        self.assertIn(concert, self.one.get("/api/concerts")["concerts"])
        read = self.one.get(f"/api/schedules/{schedule}").json
        self.assertGreater(read.pop("saleClosesInSeconds"), 0)
        self.assertEqual(read, made.json | {"available": 8})
        self.check_seats(schedule)

    def check_seats(self, schedule):
        path = f"/api/schedules/{schedule}/seats"
        answer = self.one.get(path)
        self.assertEqual((answer["scheduleId"], answer["available"]), (schedule, 8))
        self.assertEqual([(s["seatId"], s["seatNumber"], s["section"], s["row"], s["price"],
                           s["status"]) for s in answer["seats"]],
                         [(1, 1, "R", 1, 150000, "AVAILABLE"), (2, 2, "R", 1, 150000, "AVAILABLE"),
                          (3, 3, "R", 1, 150000, "AVAILABLE"), (4, 4, "R", 2, 150000, "AVAILABLE"),
                          (5, 5, "R", 2, 150000, "AVAILABLE"), (6, 6, "R", 2, 150000, "AVAILABLE"),
                          (7, 7, "S", 1, 90000, "AVAILABLE"), (8, 8, "S", 1, 90000, "AVAILABLE")])
        self.assertEqual(len(answer["seats"][0]), 6)

    def test_seat_list_by_version(self):
        path = "/api/schedules/500/seats"
        first = self.one.get(path)
        tag = first.header("ETag")
        self.assertEqual(tag, f'"{first["version"]}"')
        same = self.one.get(path, If_None_Match=tag)
        self.assertEqual((same.status, same.body, same.header("ETag")), (304, b"", tag))
        self.assertEqual(self.one.get(path, If_None_Match=f'W/{tag}').status, 304)
        self.one.reserve(101, 25)
        changed = self.one.get(path, If_None_Match=tag)
        self.assertEqual(changed.status, 200)
        self.assertEqual(changed["version"], first["version"] + 1)
        self.assertEqual(changed["seats"][24], {"seatId": 25, "seatNumber": 25, "section": "A",
                                                "row": 3, "price": 150000, "status": "HELD"})
        self.assertEqual(changed["available"], 99)

    def test_writing_is_the_operators(self):
        for path, body in (("/api/concerts", {"title": "a", "artist": "b"}),
                           ("/api/concerts/1/schedules", {})):
            self.has_problem(self.one.post(path, body), 401, "operator_token_missing")
            wrong = self.one.post(path, body, X_Admin_Token="wrong")
            self.has_problem(wrong, 403, "operator_token_wrong")
        self.has_problem(self.one.get("/api/events"), 401, "operator_token_missing")

    def test_bad_schedules(self):
        good = {"startsAt": "2099-06-01T19:00:00", "maxConcurrentUser": 0,
                "sections": [{"name": "R", "rows": 1, "seatsPerRow": 1, "price": 1}]}
        for wrong in ({"startsAt": "tomorrow"}, {"startsAt": "2099-02-30T19:00:00"},
                      {"maxConcurrentUser": -1}, {"sections": []}, {"sections": [{}]},
                      {"saleOpensAt": "2099-01-02T00:00:00", "saleClosesAt": "2099-01-01T00:00:00"},
                      {"sections": [{"name": "R", "rows": 10**6, "seatsPerRow": 2, "price": 1}]}):
            answer = self.one.operate("POST", "/api/concerts/1/schedules", good | wrong)
            self.has_problem(answer, 400, "validation")
        answer = self.one.operate("POST", "/api/concerts/77/schedules", good)
        self.has_problem(answer, 404, "concert_not_found")
        self.has_problem(self.one.get("/api/concerts/77"), 404, "concert_not_found")
        self.has_problem(self.one.get("/api/schedules/77"), 404, "schedule_not_found")
        self.has_problem(self.one.get("/api/schedules/77/seats"), 404, "schedule_not_found")


if __name__ == "__main__":
    main()
