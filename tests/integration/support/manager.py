"""A service manager's end of systemd's notify protocol: a datagram socket of the test's own."""

import contextlib
import socket
import time


class Manager:
    def __init__(self, folder):
        self.path = str(folder / "notify")
        self.ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.ear.bind(self.path)

    def environment(self, patience=None):
        """What a service is given; `patience` in seconds makes the manager a watchdog."""
        given = {"NOTIFY_SOCKET": self.path}
        if patience:
            given["WATCHDOG_USEC"] = str(int(patience * 1e6))
        return given

    def hear(self, seconds=60.0):
        """The next message as a dictionary; None when there is none in that time."""
        self.ear.settimeout(seconds)
        try:
            text = self.ear.recv(4096).decode()
        except (TimeoutError, BlockingIOError):
            return None
        return dict(line.split("=", 1) for line in text.splitlines())

    def forget(self):
        """Drops what was said until now."""
        with contextlib.suppress(TimeoutError, BlockingIOError):
            self.ear.settimeout(0)
            while True:
                self.ear.recv(4096)

    def await_message(self, name, seconds=60.0):
        """The first message that sets the name."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if (said := self.hear(left)) and name in said:
                return said
        raise AssertionError(f"not within {seconds:g} s: the message {name}")

    def close(self):
        self.ear.close()
