"""A reader of server-sent events."""

import contextlib
import http.client
import json
import socket
import threading
import time

from support.client import connection, spelled


class Stream:
    """Reads on a thread of its own; `events` are (event, id, data)."""

    def __init__(self, port, path, tls=None, **headers):
        self.line = connection(port, 60, tls)
        self.line.request("GET", path, headers=spelled(headers))
        self.socket = self.line.sock
        self.answer = self.line.getresponse()
        self.events = []
        self.is_over = False
        self.changed = threading.Condition()
        if self.answer.status == 200:
            threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        event, number, data = None, None, None
        try:
            for raw in self.answer:
                line = raw.decode().rstrip("\r\n")
                name, _, value = line.partition(":")
                value = value.removeprefix(" ")
                if not line:
                    if data is not None:
                        with self.changed:
                            self.events.append((event, number, json.loads(data)))
                            self.changed.notify_all()
                    event, number, data = None, None, None
                elif name == "event":
                    event = value
                elif name == "id":
                    number = value
                elif name == "data":
                    data = value
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            pass
        with self.changed:
            self.is_over = True
            self.changed.notify_all()

    def wait(self, what, is_so, seconds=30.0):
        """The events so far, once they are as described; pings do not count."""
        end = time.monotonic() + seconds
        with self.changed:
            while not is_so(self.said()):
                left = end - time.monotonic()
                if left <= 0 or (self.is_over and not is_so(self.said())):
                    raise AssertionError(
                        f"not within {seconds:g} s: {what}; over: {self.is_over}, {self.events}")
                self.changed.wait(left)
            return self.said()

    def said(self):
        return [e for e in self.events if e[0] != "ping"]

    def wait_end(self, seconds=30.0):
        end = time.monotonic() + seconds
        with self.changed:
            while not self.is_over:
                left = end - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"not within {seconds:g} s: the end of the stream")
                self.changed.wait(left)

    def close(self):
        # First of all: the reader must not be waiting for what never comes.
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.answer.close()
        self.line.close()
