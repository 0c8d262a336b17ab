"""The document of the concert face: holding, paying, giving back, and asking twice."""

import re

from support.case import Case, main
from support.server import await_until

TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$")
DOCUMENTED = {"userId": 101, "concertScheduleId": 500, "seatId": 25, "price": 150000}
UUID = "7c9e6679-7425-40de-944b-e07fc1f90ae7"


class Reservations(Case):
    def setUp(self):
        self.server = self.serve()
        self.one = self.client(self.server)

    def test_the_documents_examples_in_their_order(self):
        entered = self.one.enter(101, 500)
        self.assertEqual(entered.status, 200)
        held = self.one.post("/api/reservations", DOCUMENTED, Idempotency_Key=f'"{UUID}"')
        self.assertEqual(held.status, 200, held)
        body = held.json
        self.assertRegex(body["reservationId"], r"^[0-9A-HJKMNP-TV-Z]{13}$")
        self.assertRegex(body["expiredAt"], TIME)
        self.assertEqual(body, {
            "reservationId": body["reservationId"], "status": "PREEMPTED",
            "expiredAt": body["expiredAt"], "seatNumber": 25, "concertScheduleId": 500,
            "seatId": 25, "price": 150000, "expiresInSeconds": 300})
        used = self.one.post("/api/users/101/point/use", {"amount": 150000})
        self.assertEqual(used.status, 200)
        self.assertEqual((used["userId"], used["balance"]), (101, 50000))
        poor = self.one.settle("confirm", body["reservationId"])
        self.has_problem(poor, 422, "insufficient_balance", balance=50000)

    def test_life_of_a_reservation(self):
        held = self.one.reserve(101, 25).json
        path = f"/api/reservations/{held['reservationId']}"
        seen = self.one.get(path).json
        self.assertTrue(295 <= seen["expiresInSeconds"] <= 300)
        facts = {"reservationId": held["reservationId"], "userId": 101, "seatNumber": 25,
                 "concertScheduleId": 500, "seatId": 25, "price": 150000,
                 "createdAt": seen["createdAt"], "expiredAt": held["expiredAt"]}
        self.assertEqual(seen, facts | {"status": "PREEMPTED",
                                        "expiresInSeconds": seen["expiresInSeconds"]})
        paid = self.one.settle("confirm", held["reservationId"]).json
        self.assertRegex(paid["paidAt"], TIME)
        self.assertEqual(paid, {
            "reservationId": held["reservationId"], "status": "CONFIRMED", "seatNumber": 25,
            "concertScheduleId": 500, "seatId": 25, "price": 150000, "paidAt": paid["paidAt"],
            "balance": 50000})
        self.assertEqual(self.one.get(path).json,
                         facts | {"status": "CONFIRMED", "paidAt": paid["paidAt"]})
        again = self.one.settle("confirm", held["reservationId"])
        self.has_problem(again, 409, "reservation_confirmed")
        gone = self.one.settle("cancel", held["reservationId"]).json
        self.assertEqual((gone["status"], gone["refunded"], gone["balance"]),
                         ("CANCELLED", 150000, 200000))
        self.assertEqual(self.one.get(path).json["status"], "CANCELLED")
        for verb in ("cancel", "confirm"):
            answer = self.one.settle(verb, held["reservationId"])
            self.has_problem(answer, 409, "reservation_cancelled")
        ledger = self.one.pages("/api/users/101/point/history", "entries")
        self.assertEqual([(e["type"], e["amount"], e["balance"], e.get("reservationId"))
                          for e in ledger],
                         [("REFUND", 150000, 200000, held["reservationId"]),
                          ("PAYMENT", 150000, 50000, held["reservationId"]),
                          ("CHARGE", 200000, 200000, None)])
        free = self.one.reserve(102, 25)
        self.assertEqual(free.status, 200, "a cancelled seat is free again")

    def test_an_unpaid_hold_is_given_back(self):
        held = self.one.reserve(101, 1).json
        gone = self.one.settle("cancel", held["reservationId"]).json
        self.assertEqual(gone, {"reservationId": held["reservationId"], "status": "CANCELLED",
                                "seatNumber": 1, "concertScheduleId": 500, "seatId": 1,
                                "price": 150000, "refunded": 0})

    def test_ids_as_decimal_strings(self):
        strings = DOCUMENTED | {"userId": "101", "concertScheduleId": "500", "seatId": "25"}
        held = self.one.post("/api/reservations", strings, Idempotency_Key="k")
        self.assertEqual(held.status, 200, held)
        for bad in (" 1", "1.0", "", "-1", "0", 0, -1, 1.5, "9223372036854775808", True, [], None):
            answer = self.one.post("/api/reservations", DOCUMENTED | {"userId": bad},
                                   Idempotency_Key="k2")
            self.has_problem(answer, 400, "validation")

    def test_refusals(self):
        self.one.reserve(101, 25)
        self.has_problem(self.one.reserve(102, 25), 409, "seat_taken")
        self.has_problem(self.one.reserve(102, 26, price=1), 409, "price_changed", price=150000)
        self.has_problem(self.one.reserve(102, 101), 404, "seat_not_found")
        self.has_problem(self.one.reserve(102, 2**40), 404, "seat_not_found")
        self.has_problem(self.one.reserve(102, 1, schedule=999), 404, "schedule_not_found")
        unknown = self.one.settle("confirm", "0000000000001")
        self.has_problem(unknown, 404, "reservation_not_found")
        self.has_problem(self.one.get("/api/reservations/nothing"), 404, "reservation_not_found")
        held = self.one.reserve(103, 30).json["reservationId"]
        stranger = self.one.settle("confirm", held, body={"userId": 104})
        self.has_problem(stranger, 403, "not_the_owner")

    def test_sale_window(self):
        later = self.one.schedule(saleOpensAt="2099-01-01T00:00:00")
        self.has_problem(self.one.reserve(1, 1, 1000, later), 409, "sale_not_open")
        over = self.one.schedule(saleClosesAt="2020-01-01T00:00:00")
        self.has_problem(self.one.reserve(1, 1, 1000, over), 409, "sale_closed")
        now = self.one.schedule(saleOpensAt="2020-01-01T00:00:00",
                                saleClosesAt="2099-01-01T00:00:00")
        self.assertEqual(self.one.reserve(1, 1, 1000, now).status, 200)

    def test_pages_newest_first(self):
        held = [self.one.reserve(7, n).json["reservationId"] for n in range(1, 8)]
        page = self.one.get("/api/users/7/reservations?limit=3").json
        self.assertEqual([r["reservationId"] for r in page["reservations"]], held[:-4:-1])
        everything = self.one.pages("/api/users/7/reservations", "reservations", limit=3)
        self.assertEqual([r["reservationId"] for r in everything], held[::-1])
        nobody = self.one.get("/api/users/8/reservations").json
        self.assertEqual(nobody, {"reservations": [], "next": None})
        for bad in ("limit=0", "limit=101", "limit=x", "cursor=x"):
            self.has_problem(self.one.get(f"/api/users/7/reservations?{bad}"), 400, "validation")


class Keys(Case):
    def setUp(self):
        self.one = self.client(self.serve())

    def reserve(self, body=None, **headers):
        return self.one.post("/api/reservations", body or DOCUMENTED, **headers)

    def test_missing_and_malformed(self):
        self.has_problem(self.reserve(), 400, "idempotency_key_missing")
        for bad in ("", '""', "a b", "k" * 256, "é"):
            answer = self.reserve(Idempotency_Key=bad)
            self.has_problem(answer, 400, "idempotency_key_malformed")
        self.assertEqual(self.reserve(Idempotency_Key="k" * 255).status, 200)

    def test_replay(self):
        first = self.reserve(Idempotency_Key="k")
        self.assertIsNone(first.header("Idempotent-Replayed"))
        reordered = '{ "price":150000, "seatId":25,\n"concertScheduleId":500, "userId":101 }'
        for again in (self.reserve(Idempotency_Key='"k"'),
                      self.one.post("/api/reservations", reordered, Idempotency_Key="k",
                                    Content_Type="application/json")):
            self.assertEqual((again.status, again.body), (200, first.body))
            self.assertEqual(again.header("Idempotent-Replayed"), "true")
        other = self.reserve(DOCUMENTED | {"seatId": 26}, Idempotency_Key="k")
        self.has_problem(other, 422, "idempotency_mismatch")
        # Another user's key of the same name is another key.
        theirs = self.reserve(DOCUMENTED | {"userId": 102, "seatId": 26}, Idempotency_Key="k")
        self.assertEqual(theirs.status, 200)

    def test_business_refusals_are_kept(self):
        held = self.reserve(Idempotency_Key="k").json["reservationId"]
        body = DOCUMENTED | {"userId": 102}
        taken = self.reserve(body, Idempotency_Key="mine")
        self.has_problem(taken, 409, "seat_taken")
        self.one.settle("cancel", held)
        again = self.reserve(body, Idempotency_Key="mine")
        self.assertEqual((again.status, again.body), (409, taken.body))
        self.assertEqual(again.header("Idempotent-Replayed"), "true")
        self.assertEqual(self.reserve(body, Idempotency_Key="new").status, 200)

    def test_invalid_requests_are_not_kept(self):
        bad = self.reserve(DOCUMENTED | {"price": "x"}, Idempotency_Key="k")
        self.has_problem(bad, 400, "validation")
        self.assertEqual(self.reserve(Idempotency_Key="k").status, 200)

    def test_confirm_and_cancel_replay(self):
        held = self.reserve(Idempotency_Key="k").json["reservationId"]
        for verb in ("confirm", "cancel"):
            missing = self.one.post(f"/api/reservations/{held}/{verb}")
            self.has_problem(missing, 400, "idempotency_key_missing")
            first = self.one.settle(verb, held, key="k")
            again = self.one.settle(verb, held, key="k")
            self.assertEqual((again.status, again.body), (200, first.body))
            self.assertEqual(again.header("Idempotent-Replayed"), "true")
        balance = self.one.get("/api/users/101/point")["balance"]
        self.assertEqual(balance, 200000, "paid once, refunded once")


class Expiry(Case):
    def test_a_hold_ends(self):
        one = self.client(self.serve(reservation__hold="1s"))
        held = one.reserve(101, 25)
        self.assertEqual(held["expiresInSeconds"], 1)
        path = f"/api/reservations/{held['reservationId']}"
        await_until(lambda: one.get(path)["status"] == "EXPIRED", "the end of a hold of 1 s",
                    pause=0.05)
        late = one.settle("confirm", held["reservationId"])
        self.has_problem(late, 410, "reservation_expired")
        self.assertEqual(one.reserve(102, 25).status, 200, "an expired seat is free")

        def types():
            subject = f"reservation/{held['reservationId']}"
            return [e["type"] for e in one.events() if e["subject"] == subject]

        await_until(lambda: types() == ["reservation.preempted", "reservation.expired"],
                    "the event of the expiry")


if __name__ == "__main__":
    main()
