"""A client of one port: keeps its connection, speaks JSON, and sees status, headers and body."""

import http.client
import itertools
import json
import socket

from support.server import OPERATOR

keys = (f"key-{n}" for n in itertools.count(1))


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    def __getitem__(self, name):
        return self.json[name]

    @property
    def json(self):
        return json.loads(self.body)

    def header(self, name):
        return self.headers.get(name)

    def __repr__(self):
        return f"{self.status} {dict(self.headers)} {self.body[:600]!r}"


def connection(port, timeout, tls):
    """Not connected yet. `tls` is an ssl.SSLContext, or None to speak plainly."""
    if tls is None:
        return http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    return http.client.HTTPSConnection("127.0.0.1", port, timeout=timeout, context=tls)


class Client:
    def __init__(self, port, timeout=60.0, tls=None):
        self.port = port
        self.timeout = timeout
        self.tls = tls
        self.line = None

    def close(self):
        if self.line:
            self.line.close()
            self.line = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def call(self, method, path, body=None, headers=None):
        """One request and its answer. A body that is no text or bytes is sent as JSON.
        Raises OSError or HTTPException when there is no answer; the next call connects anew."""
        sent = dict(headers or {})
        if body is not None and not isinstance(body, (str, bytes)):
            body = json.dumps(body)
            sent.setdefault("Content-Type", "application/json")
        if isinstance(body, str):
            body = body.encode()
        if self.line is None:
            self.line = connection(self.port, self.timeout, self.tls)
        try:
            self.line.request(method, path, body=body, headers=sent)
            got = self.line.getresponse()
            answer = Answer(got.status, got.headers, got.read())
            if got.will_close:
                self.close()
            return answer
        except (OSError, http.client.HTTPException):
            self.close()
            raise

    def get(self, path, **headers):
        return self.call("GET", path, headers=spelled(headers))

    def post(self, path, body=None, **headers):
        return self.call("POST", path, body, spelled(headers))

    def operate(self, method, path, body=None):
        return self.call(method, path, body, {"X-Admin-Token": OPERATOR})

    # The words of the two faces.

    def join(self, user, name="Alice", phone="010-1234-5678", path="/fcfs/join", **headers):
        return self.post(path, {"user_name": name, "phone": phone}, X_User_Id=user, **headers)

    def reserve(self, user, seat, price=150000, schedule=500, key=None, **headers):
        body = {"userId": user, "concertScheduleId": schedule, "seatId": seat, "price": price}
        return self.post("/api/reservations", body, Idempotency_Key=key or next(keys), **headers)

    def settle(self, verb, reservation, key=None, body=None):
        return self.post(f"/api/reservations/{reservation}/{verb}", body,
                         Idempotency_Key=key or next(keys))

    def charge(self, user, amount, **headers):
        return self.post(f"/api/users/{user}/point/charge", {"amount": amount}, **headers)

    def enter(self, user, schedule):
        return self.post(f"/api/queue/tokens?userId={user}&scheduleId={schedule}")

    def schedule(self, **facts):
        """A schedule of the first concert; its id."""
        body = {"startsAt": "2099-06-01T19:00:00", "maxConcurrentUser": 0,
                "sections": [{"name": "A", "rows": 2, "seatsPerRow": 5, "price": 1000}], **facts}
        made = self.operate("POST", "/api/concerts/1/schedules", body)
        assert made.status == 201, made
        return made["scheduleId"]

    def pages(self, path, name, limit=100):
        """All entries of a list that comes in pages."""
        found, cursor = [], ""
        while True:
            page = self.get(f"{path}?limit={limit}{cursor}")
            assert page.status == 200, page
            found += page[name]
            if page["next"] is None:
                return found
            cursor = f"&cursor={page['next']}"

    def events(self, after="0"):
        """All events so far."""
        found = []
        while True:
            page = self.operate("GET", f"/api/events?after={after}&limit=1000")
            assert page.status == 200, page
            if not page["events"]:
                return found
            found += page["events"]
            after = page["next"]


def spelled(headers):
    return {name.replace("_", "-"): value for name, value in headers.items() if value is not None}


def token_of(answer):
    """The waiting-room token that an answer put into the cookie."""
    return answer.header("Set-Cookie").split("tokenId=")[1].split(";")[0]


def speak(port, data, seconds=30.0, half_close=False):
    """Sends bytes on a connection of its own; all that comes back until the server closes or is
    silent for a second after an answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as line:
        out = b""
        try:
            line.sendall(data)
            if half_close:
                line.shutdown(socket.SHUT_WR)
            while True:
                piece = line.recv(65536)
                if not piece:
                    return out
                out += piece
                if is_whole(out):
                    line.settimeout(0.3)
        except (TimeoutError, ConnectionError):
            return out


def is_whole(data):
    head, mark, rest = data.partition(b"\r\n\r\n")
    if not mark:
        return False
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return len(rest) >= int(line.split(b":")[1])
    return True


def statuses(data):
    """The status of every answer in what a server sent."""
    found = []
    while data:
        head, mark, data = data.partition(b"\r\n\r\n")
        if not mark or not head.startswith(b"HTTP/1.1 "):
            break
        found.append(int(head[9:12]))
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                data = data[int(line.split(b":")[1]):]
    return found
