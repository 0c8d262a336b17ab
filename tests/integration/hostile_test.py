"""Bytes that mean no good: random ones, requests smuggled in others, JSON of every bad kind. Each
ends in a refusal or a closed connection, and never in a 5xx, growing memory, or a second request
that nobody sent."""

import os
import random

from support.case import Case, main
from support.client import Client, speak, statuses

SEED = int(os.environ.get("FRONTROW_SEED", 0)) or random.SystemRandom().randrange(1, 2**32)
MIB = 1024 * 1024
INNER = b"POST /api/users/66/point/charge HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\n\r\n" \
        b'{"amount":1}'


def post(headers, body=b"", path=b"/api/users/5/point/charge"):
    return b"POST " + path + b" HTTP/1.1\r\nHost: a\r\n" + headers + b"\r\n" + body


SMUGGLING = {
    "both lengths": post(b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n",
                         b"0\r\n\r\n" + INNER),
    "two lengths": post(b"Content-Length: 0\r\nContent-Length: 100\r\n", INNER),
    "lengths in a list": post(b"Content-Length: 0, 100\r\n", INNER),
    "length with a sign": post(b"Content-Length: +12\r\n", b'{"amount":1}'),
    "length below nothing": post(b"Content-Length: -1\r\n", INNER),
    "length in hexadecimal": post(b"Content-Length: 0x0c\r\n", b'{"amount":1}'),
    "length beyond numbers": post(b"Content-Length: 99999999999999999999999\r\n", INNER),
    "length with a blank in it": post(b"Content-Length: 1 2\r\n", b'{"amount":1}'),
    "blank before the colon": post(b"Content-Length : 12\r\n", b'{"amount":1}'),
    "chunked twice": post(b"Transfer-Encoding: chunked, chunked\r\n", b"0\r\n\r\n" + INNER),
    "chunked not last": post(b"Transfer-Encoding: chunked, identity\r\n", b"0\r\n\r\n" + INNER),
    "an unknown coding": post(b"Transfer-Encoding: xchunked\r\n", b"0\r\n\r\n" + INNER),
    "a coding in quotes": post(b"Transfer-Encoding: \"chunked\"\r\n", b"0\r\n\r\n" + INNER),
    "a folded coding": post(b"Transfer-Encoding:\r\n chunked\r\n", b"0\r\n\r\n" + INNER),
    "chunked in HTTP/1.0": b"POST /api/users/5/point/charge HTTP/1.0\r\n"
                           b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + INNER,
    "chunk below nothing": post(b"Transfer-Encoding: chunked\r\n", b"-1\r\n\r\n" + INNER),
    "chunk beyond numbers": post(b"Transfer-Encoding: chunked\r\n",
                                 b"ffffffffffffffff1\r\n" + INNER),
    "chunk with a bare line feed": post(b"Transfer-Encoding: chunked\r\n", b"0\n\n" + INNER),
    "chunk without its end": post(b"Transfer-Encoding: chunked\r\n", b"1\r\nxx0\r\n\r\n" + INNER),
    "a bare line feed": b"POST /api/users/5/point/charge HTTP/1.1\nHost: a\n\n" + INNER,
    "a bare carriage return": post(b"X-A: b\rContent-Length: 0\r\n", INNER),
    "a folded header": post(b"X-A: b\r\n Content-Length: 5\r\n", INNER),
    "a header without a name": post(b": 5\r\n", INNER),
    "a header without a colon": post(b"Content-Length 5\r\n", INNER),
    "a zero byte": post(b"X-A: b\0c\r\n", INNER),
    "no host": b"GET /api/concerts HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /api/concerts HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "a blank in the target": b"GET /api/con certs HTTP/1.1\r\nHost: a\r\n\r\n",
    "a method of its own": b"G\xffT / HTTP/1.1\r\nHost: a\r\n\r\n",
    "another protocol": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 100,
    "the next HTTP": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "a version of its own": b"GET /healthz HTTP/9.9\r\nHost: a\r\n\r\n",
    "a line too long": b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    "headers without end": b"GET /healthz HTTP/1.1\r\n" + b"X-A: b\r\n" * 20_000,
}

GOOD = '{"userId":1,"concertScheduleId":500,"seatId":1,"price":150000%s}'
JSON = {
    "nested lists": "[" * 30_000,
    "nested objects": '{"a":' * 10_000,
    "nested and whole": '{"amount":' + "[" * 5_000 + "]" * 5_000 + "}",
    "nested beside": GOOD % (',"x":' + "[" * 20_000 + "]" * 20_000),
    "a key twice": '{"userId":1,"userId":2,"concertScheduleId":500,"seatId":1,"price":150000}',
    "a key twice, escaped": GOOD % ',"user\\u0049d":2',
    "a number too large": GOOD % ',"x":1e999999',
    "digits without end": GOOD.replace("150000", "1" * 60_000) % "",
    "an infinite number": GOOD.replace("150000", "Infinity") % "",
    "not a number": GOOD.replace("150000", "NaN") % "",
    "a leading zero": GOOD.replace("150000", "0150000") % "",
    "a plus": GOOD.replace("150000", "+150000") % "",
    "a comment": GOOD % "/* */",
    "a comma too many": GOOD % ",",
    "single quotes": "{'userId':1}",
    "more behind it": (GOOD % "") + "{}",
    "a mark in front": "\ufeff" + GOOD % "",
    "half an escape": GOOD % ',"x":"\\u12"',
    "half a pair": GOOD % ',"x":"\\ud800"',
    "a control character": GOOD % ',"x":"\n"',
    "many values": GOOD % (',"x":[' + "1," * 20_000 + "1]"),
    "a list": "[]", "a string": '"x"', "null": "null", "true": "true", "nothing": "",
    "blanks": " " * 1000, "a zero": "\0", "wrong types": '{"userId":[],"concertScheduleId":{},'
    '"seatId":null,"price":"x"}', "a real seat": GOOD.replace('"seatId":1', '"seatId":1.5') % "",
    "a truth as a user": GOOD.replace('"userId":1', '"userId":true') % "",
}


class Hostile(Case):
    def setUp(self):
        self.server = self.serve(http__head_timeout="300ms", http__body_timeout="300ms",
                                 http__idle_timeout="500ms")

    def is_well(self):
        with Client(self.server.port) as line:
            self.assertEqual(line.get("/api/v1/seats").status, 200)
            self.assertEqual(line.get("/api/users/66/point")["balance"], 0,
                             "a request inside another was served")

    def has_not_grown(self, before):
        if not self.server.is_sanitized():
            self.assertLess(self.server.resident() - before, 64 * MIB)

    def test_smuggling(self):
        for name, data in SMUGGLING.items():
            with self.subTest(name):
                found = statuses(speak(self.server.port, data))
                self.assertLessEqual(len(found), 1, found)
                self.assertTrue(all(400 <= s < 500 or s == 505 for s in found), found)
        self.is_well()
        with Client(self.server.port) as line:
            self.assertEqual(line.get("/api/users/5/point")["version"], 0)

    def test_json(self):
        paths = ("/api/reservations", "/fcfs/join", "/api/users/5/point/charge",
                 "/api/queue/tokens")
        headers = {"Content-Type": "application/json", "Idempotency-Key": "k", "X-User-Id": "u"}
        with Client(self.server.port) as line:
            for name, text in JSON.items():
                for path in paths:
                    with self.subTest(f"{name} to {path}"):
                        answer = line.call("POST", path, text, headers)
                        self.assertIn(answer.status, (400, 413, 422), answer)
            for text in (b"\xff\xfe", b'{"user_name":"\xff","phone":"123"}', b"\xc0\x80",
                         b'{"user_name":"\xed\xa0\x80","phone":"123"}'):
                for path in paths:
                    answer = line.call("POST", path, text, headers)
                    self.assertEqual(answer.status, 400, (path, text, answer))
        self.is_well()

    def test_random_bytes(self):
        dice = random.Random(SEED)
        before = None
        for n in range(400):
            if n == 100:
                before = self.server.resident()
            data = self.nonsense(dice)
            found = statuses(speak(self.server.port, data, half_close=True))
            self.assertTrue(
                all(s < 500 or s == 505 for s in found),
                f"{found} for {data!r}; repeat with: FRONTROW_SEED={SEED} FRONTROW_BINARY=… "
                f"python3 tests/integration/hostile_test.py Hostile.test_random_bytes")
        self.has_not_grown(before)
        with Client(self.server.port) as line:
            self.assertEqual(line.get("/api/v1/seats").status, 200)

    def nonsense(self, dice):
        """Noise, or a good request with a few bytes changed, left out, or said twice."""
        if dice.random() < 0.3:
            return dice.randbytes(dice.randrange(1, 5000))
        data = bytearray(dice.choice(list(SMUGGLING.values()))[:4000] if dice.random() < 0.5
                         else INNER * dice.randrange(1, 4))
        for _ in range(dice.randrange(1, 6)):
            at = dice.randrange(len(data))
            kind = dice.random()
            if kind < 0.5:
                data[at] = dice.randrange(256)
            elif kind < 0.75:
                del data[at:at + dice.randrange(1, 8)]
            else:
                data[at:at] = data[at:at + dice.randrange(1, 40)]
            if not data:
                data = bytearray(b"\0")
        return bytes(data)

    def test_large_bodies_cost_nothing(self):
        before = self.server.resident()
        body = b'{"x":"' + b"y" * MIB * 4 + b'"}'
        for _ in range(50):
            found = statuses(speak(self.server.port,
                                   post(b"Content-Length: %d\r\n" % len(body), body)))
            self.assertIn(found, ([413], []))
        self.has_not_grown(before)
        self.is_well()


if __name__ == "__main__":
    main()
