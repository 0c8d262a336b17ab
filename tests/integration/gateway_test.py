"""The FCFS document's architecture for real: nginx with Lua takes guard and number in Redis, and
Frontrow at its app port has the seats."""

from support.case import Case, main
from support.gateway import Gateway
from support.server import await_until

OURS = {"FCFS_GUARD_BY_IP": "0"}


class Architecture(Case):
    def open(self, seats=9, redis_flags=(), **variables):
        self.store = self.redis(*redis_flags)
        self.server = self.serve(app_port=True, fcfs__seats=str(seats))
        self.gateway = Gateway(self.folder(), self.server.app_port,
                               {**OURS, "REDIS_PORT": str(self.store.port), **variables})
        self.addCleanup(self.gateway.stop)
        self.buyer = self.client(self.gateway)
        return self.buyer

    def has_no_guard(self, *users):
        keys = [f"fcfs:user:{user}" for user in users]
        await_until(lambda: self.store.ask("EXISTS", *keys) == 0, f"the release of {keys}")

    def test_success(self):
        buyer = self.open()
        answer = buyer.join("user-1")
        self.assertEqual(answer.json, {
            "success": True, "seat": {"id": 1, "status": True}, "remainingSeats": 8,
            "userTtlRemaining": 900, "sequence": 1})
        self.assertEqual((answer.status, answer.header("X-Fcfs-Seq")), (200, "1"))
        self.assertEqual(buyer.join("user-2")["sequence"], 2)
        self.assertEqual(self.store.ask("GET", "fcfs:seq"), "2")
        self.assertTrue(890 <= self.store.ask("TTL", "fcfs:user:user-1") <= 900)
        self.assertEqual(buyer.get("/api/v1/seats/1").json,
                         {"success": True, "seat": {"id": 1, "status": True}})
        self.assertEqual(len(buyer.get("/api/v1/seats")["seats"]), 9)

    def test_duplicate(self):
        buyer = self.open()
        buyer.join("user-1")
        answer = buyer.join("user-1")
        self.assertEqual((answer.status, answer["reason"]), (409, "duplicate"))
        self.assertTrue(890 <= answer["userTtlRemaining"] <= 900)
        self.assertEqual(answer.header("Retry-After"), str(answer["userTtlRemaining"]))
        self.assertEqual(self.store.ask("GET", "fcfs:seq"), "1", "a duplicate takes no number")

    def test_duplicate_by_address(self):
        buyer = self.open(FCFS_GUARD_BY_IP="1")
        self.assertEqual(buyer.join("user-1").status, 200)
        self.assertEqual(buyer.join("user-2")["reason"], "duplicate")
        self.assertEqual(self.store.ask("EXISTS", "fcfs:user:user-2"), 0)

    def test_refusals_release_the_guard(self):
        buyer = self.open(seats=1)
        bad = buyer.join("user-1", phone="1")
        self.assertEqual((bad.status, bad["reason"]), (400, "validation"))
        self.has_no_guard("user-1")
        self.assertEqual(buyer.join("user-1").status, 200)
        for n in (3, 4):
            late = buyer.join("user-2")
            self.assertEqual((late.status, late["reason"]), (409, "sold_out"))
            self.assertEqual(late.header("X-Fcfs-Seq"), str(n))
            self.has_no_guard("user-2")

    def test_already_reserved_when_redis_forgot(self):
        buyer = self.open()
        first = buyer.join("user-1")
        self.store.ask("FLUSHALL")
        self.store.ask("SCRIPT", "FLUSH")
        again = buyer.join("user-1")
        self.assertEqual((again.status, again["reason"]), (409, "already_reserved"))
        self.assertEqual((again["seat"], again["sequence"]), (first["seat"], 1))
        self.has_no_guard("user-1")

    def test_missing_user(self):
        buyer = self.open()
        for user in (None, " "):
            answer = buyer.post("/fcfs/join", {"user_name": "A", "phone": "010"}, X_User_Id=user)
            self.assertEqual((answer.status, answer.json),
                             (400, {"success": False, "reason": "missing_user"}))

    def test_redis_that_is_gone(self):
        buyer = self.open()
        self.store.kill()
        answer = buyer.join("user-1")
        self.assertEqual((answer.status, answer["reason"]), (503, "service_unavailable"))
        self.assertEqual(answer.header("Retry-After"), "1")
        self.assertEqual(buyer.get("/api/v1/seats").status, 200)
        self.store.start()
        self.assertEqual(buyer.join("user-1").status, 200)

    def test_redis_that_fails(self):
        buyer = self.open()
        self.store.ask("CONFIG", "SET", "maxmemory", "1")
        self.assertEqual(buyer.join("user-1")["reason"], "redis_error")
        self.store.ask("CONFIG", "SET", "maxmemory", "0")
        self.store.ask("SET", "fcfs:seq", "many")
        answer = buyer.join("user-1")
        self.assertEqual((answer.status, answer["reason"]), (503, "sequence_unavailable"))
        self.has_no_guard("user-1")
        self.store.ask("DEL", "fcfs:seq")
        self.assertEqual(buyer.join("user-1")["sequence"], 1)

    def test_back_end_that_is_gone(self):
        buyer = self.open()
        self.server.kill()
        answer = buyer.join("user-1")
        self.assertEqual((answer.status, answer["reason"]), (503, "service_unavailable"))
        self.has_no_guard("user-1")

    def test_a_clients_own_number_is_nothing(self):
        self.assertEqual(self.open().join("user-1", X_Fcfs_Seq="77")["sequence"], 1)

    def test_wrap(self):
        buyer = self.open()
        answer = buyer.join('user-"1"', path="/fcfs/join?wrap=1")
        body = answer.json
        self.assertEqual((answer.status, body["status"], body["sequence"], body["user"]),
                         (200, 200, 1, 'user-"1"'))
        self.assertIs(body["gatewayWrapped"], True)
        self.assertEqual(body["requestId"], answer.header("X-Request-Id"))
        self.assertEqual(body["body"]["seat"], {"id": 1, "status": True})
        again = buyer.join('user-"1"', path="/fcfs/join?wrap=1")
        self.assertEqual((again.status, again["body"]["reason"]), (409, "duplicate"))

    def test_password_prefix_header_and_a_guard_for_ever(self):
        buyer = self.open(redis_flags=("--requirepass", "redis_pass"), REDIS_PASSWORD="redis_pass",
                          REDIS_PREFIX="sale:", FCFS_USER_HEADER="X-Member", FCFS_USER_TTL="0")
        body = {"user_name": "Alice", "phone": "010-1234-5678"}
        answer = buyer.post("/fcfs/join", body, X_Member="user-1", X_User_Id="user-1")
        self.assertEqual(answer.status, 200, answer)
        self.assertNotIn("userTtlRemaining", answer.json)
        self.assertEqual(self.store.ask("TTL", "sale:fcfs:user:user-1", password="redis_pass"), -1)

    def test_one_guard_with_frontrows_own_gateway(self):
        """Both in front of one Redis: a user who came by one is a duplicate at the other."""
        buyer = self.open()
        both = self.client(self.serve(**self.store.settings))
        self.assertEqual(buyer.join("user-1")["sequence"], 1)
        self.assertEqual(both.join("user-1")["reason"], "duplicate")
        self.assertEqual(both.join("user-2")["sequence"], 2)
        self.assertEqual(buyer.join("user-2")["reason"], "duplicate")


if __name__ == "__main__":
    main()
