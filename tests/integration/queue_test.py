"""The waiting room: places, admission that comes by itself, and who may reserve."""

from support.case import Case, main
from support.client import token_of
from support.server import await_until
from support.stream import Stream

TOKEN = (r"^tokenId=[0-9a-f]{32}(\.[0-9a-f]+){4}\.[0-9a-f]{64}; Max-Age=(\d+); Path=/; "
         r"HttpOnly; Secure; SameSite=Lax$")


class WaitingRoom(Case):
    settings = {"queue__tick": "20ms"}

    def setUp(self):
        self.server = self.serve(**self.settings)
        self.one = self.client(self.server)
        self.schedule = self.one.schedule(maxConcurrentUser=1)

    def enter(self, user):
        answer = self.one.enter(user, self.schedule)
        self.assertEqual(answer.status, 200, answer)
        return token_of(answer), answer.json

    def status(self, token):
        return self.one.get(f"/api/queue/status?scheduleId={self.schedule}", X_Queue_Token=token)

    def leave(self, token):
        return self.one.call("DELETE", f"/api/queue/tokens?scheduleId={self.schedule}",
                             headers={"X-Queue-Token": token})

    def await_active(self, token):
        await_until(lambda: self.status(token)["queueStatus"] == "ACTIVE", "the admission")


class Places(WaitingRoom):
    def test_first_is_active_the_next_wait_in_order(self):
        answer = self.one.enter(1, self.schedule)
        self.assertRegex(answer.header("Set-Cookie"), TOKEN)
        life = int(answer.header("Set-Cookie").split("Max-Age=")[1].split(";")[0])
        self.assertTrue(12 * 3600 - 5 <= life <= 12 * 3600)
        self.assertEqual(set(answer.json),
                         {"queueStatus", "serverTime", "expiresAt", "pollAfterSeconds",
                          "claimInSeconds"})
        self.assertEqual(answer["queueStatus"], "ACTIVE")
        tokens = [token_of(answer)]
        for n in range(1, 5):
            token, body = self.enter(n + 1)
            self.assertEqual(set(body), {"queueStatus", "estimatedWaitTime", "serverTime",
                                         "position", "expiresAt", "pollAfterSeconds"})
            self.assertEqual((body["queueStatus"], body["position"]), ("WAIT", n))
            self.assertIsInstance(body["estimatedWaitTime"], int)
            tokens.append(token)
        self.assertEqual(len(set(tokens)), 5)
        same, body = self.enter(3)
        self.assertEqual((same, body["position"]), (tokens[2], 2), "asking again keeps the place")
        self.assertEqual(self.leave(tokens[1]).status, 204)
        self.assertEqual(self.status(tokens[2])["position"], 1)
        self.assertEqual(self.leave(tokens[0]).status, 204)
        self.await_active(tokens[2])
        self.assertEqual([self.status(t)["position"] for t in tokens[3:]], [1, 2])

    def test_query_form_and_json_ask_alike(self):
        path = "/api/queue/tokens"
        by_query, _ = self.enter(1)
        json = self.one.post(path, {"userId": "1", "scheduleId": self.schedule})
        form = self.one.post(path, f"userId=1&scheduleId={self.schedule}",
                             Content_Type="application/x-www-form-urlencoded")
        self.assertEqual({by_query}, {token_of(json), token_of(form)})
        self.has_problem(self.one.post(path), 400, "validation")
        self.has_problem(self.one.enter("x", self.schedule), 400, "validation")
        self.has_problem(self.one.enter(1, 999), 404, "schedule_not_found")
        text = self.one.post(path, "x", Content_Type="text/plain")
        self.has_problem(text, 415, "unsupported_media_type")

    def test_three_ways_to_bring_a_token(self):
        token, _ = self.enter(1)
        path = f"/api/queue/status?scheduleId={self.schedule}"
        for headers in ({"Cookie": f"a=b; tokenId={token}; c=d"}, {"X_Queue_Token": token},
                        {"Authorization": f"Bearer {token}"}):
            answer = self.one.get(path, **headers)
            self.assertEqual((answer.status, answer["queueStatus"]), (200, "ACTIVE"))
        self.has_problem(self.one.get(path), 401, "token_missing")
        self.has_problem(self.one.get(path, X_Queue_Token="f" * 32), 401, "token_unknown")
        self.has_problem(self.one.get(path, X_Queue_Token="x"), 401, "token_unknown")
        self.has_problem(self.one.get("/api/queue/status", X_Queue_Token=token), 400, "validation")

    def test_only_the_active_may_reserve(self):
        def reserve(user, token, seat=1):
            return self.one.reserve(user, seat, 1000, self.schedule, X_Queue_Token=token)

        active, _ = self.enter(1)
        waiting, body = self.enter(2)
        self.has_problem(reserve(1, None), 401, "token_missing")
        self.has_problem(reserve(1, "e" * 32), 401, "token_unknown")
        self.has_problem(reserve(1, waiting), 403, "token_mismatch")
        refused = reserve(2, waiting)
        self.has_problem(refused, 403, "token_waiting", position=body["position"],
                         estimatedWaitTime=refused["estimatedWaitTime"])
        held = reserve(1, active)
        self.assertEqual(held.status, 200, held)
        # Giving back the last hold ends the session, and the next one moves without asking.
        self.assertEqual(self.one.settle("cancel", held["reservationId"]).status, 200)
        self.await_active(waiting)
        self.has_problem(reserve(1, active), 410, "token_expired")
        second = reserve(2, waiting)
        self.assertEqual(second.status, 200)
        third, _ = self.enter(3)
        self.one.charge(2, 1000)
        self.assertEqual(self.one.settle("confirm", second["reservationId"]).status, 200)
        self.await_active(third)

    def test_leaving(self):
        token, _ = self.enter(1)
        gone = self.leave(token)
        self.assertEqual((gone.status, gone.body), (204, b""))
        self.assertIn("Max-Age=0", gone.header("Set-Cookie"))
        self.has_problem(self.status(token), 401, "token_unknown")
        fresh, body = self.enter(1)
        self.assertNotEqual(fresh, token)
        self.assertEqual(body["queueStatus"], "ACTIVE")

    def test_places_survive_a_restart(self):
        tokens = [self.enter(n)[0] for n in range(1, 6)]
        self.leave(tokens[2])
        self.server.kill()
        self.server.start()
        self.one = self.client(self.server)
        self.assertEqual(self.status(tokens[0])["queueStatus"], "ACTIVE")
        self.assertEqual([self.status(tokens[n])["position"] for n in (1, 3, 4)], [1, 2, 3])
        self.assertEqual(self.enter(5)[0], tokens[4])

    def test_stream_of_a_place(self):
        tokens = [self.enter(n)[0] for n in (1, 2, 3)]
        stream = Stream(self.server.port, f"/api/queue/stream?scheduleId={self.schedule}",
                        X_Queue_Token=tokens[2])
        self.addCleanup(stream.close)
        self.assertEqual(stream.answer.getheader("Content-Type"), "text/event-stream")

        def positions(said):
            return [data.get("position", data["queueStatus"]) for _, _, data in said]

        stream.wait("the place at once", lambda said: positions(said) == [2])
        self.leave(tokens[1])
        stream.wait("the place one further", lambda said: positions(said) == [2, 1])
        self.leave(tokens[0])
        stream.wait("the admission", lambda said: positions(said) == [2, 1, "ACTIVE"])
        self.leave(tokens[2])
        said = stream.wait("the end", lambda said: said[-1][0] == "end")
        self.assertIn(said[-1][2]["code"], ("token_unknown", "token_expired"))
        stream.wait_end()
        unknown = self.one.get(f"/api/queue/stream?scheduleId={self.schedule}",
                               X_Queue_Token="f" * 32)
        self.has_problem(unknown, 401, "token_unknown")


class Claims(WaitingRoom):
    settings = {"queue__tick": "20ms", "queue__claim": "3s"}

    def test_who_does_not_show_up_waits_again(self):
        first, _ = self.enter(1)
        second, _ = self.enter(2)
        third, _ = self.enter(3)
        self.await_active(second)
        self.assertEqual([self.status(t)["position"] for t in (third, first)], [1, 2])
        held = self.one.reserve(2, 1, 1000, self.schedule, X_Queue_Token=second)
        self.assertEqual(held.status, 200)
        # A session in use is not taken away by the claim.
        self.assertEqual(self.status(second)["queueStatus"], "ACTIVE")


class Sessions(WaitingRoom):
    settings = {"queue__tick": "20ms", "queue__session_life": "1s"}

    def test_a_session_ends(self):
        first, _ = self.enter(1)
        second, _ = self.enter(2)
        self.await_active(second)
        self.has_problem(self.status(first), 410, "token_expired")
        fresh, _ = self.enter(1)
        self.assertNotEqual(fresh, first)


if __name__ == "__main__":
    main()
