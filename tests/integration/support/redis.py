"""A Redis of a test's own, on a free port, keeping nothing on disk; it ends with the test."""

import signal
import socket
import subprocess

from support.server import await_until, free_port


class PrivateRedis:
    def __init__(self, *flags):
        self.flags = flags
        self.port = free_port()
        self.process = None

    @property
    def settings(self):
        """What leads a server to it, for Case.serve."""
        return {"redis__host": "127.0.0.1", "redis__port": str(self.port)}

    def start(self):
        """Also after kill, again on the same port and empty."""
        self.process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "redis-server", "--port", str(self.port), "--bind",
             "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", "/tmp", *self.flags],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        await_until(self._is_listening, f"Redis at port {self.port}")
        return self

    def _is_listening(self):
        assert self.process.poll() is None, f"redis-server ended with {self.process.returncode}"
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
            return True
        except ConnectionRefusedError:
            return False

    def kill(self):
        """As kill -9 does; its memory is gone."""
        if self.process:
            self.process.kill()
            self.process.wait(30)
            self.process = None

    def stall(self):
        """It takes connections and answers nothing, until `resume`."""
        self.process.send_signal(signal.SIGSTOP)

    def resume(self):
        self.process.send_signal(signal.SIGCONT)

    def ask(self, *words, password=None):
        """One command on a connection of its own, and its answer: str, int, None or a list.
        An error raises RedisError."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as line:
            stream = line.makefile("rb")
            if password:
                line.sendall(spelled(("AUTH", password)))
                read_reply(stream)
            line.sendall(spelled(words))
            return read_reply(stream)


class RedisError(Exception):
    pass


def spelled(words):
    out = b"*%d\r\n" % len(words)
    for word in words:
        data = str(word).encode()
        out += b"$%d\r\n%s\r\n" % (len(data), data)
    return out


def read_reply(stream):
    line = stream.readline()
    kind, rest = line[:1], line[1:].strip().decode()
    if kind == b"+":
        return rest
    if kind == b"-":
        raise RedisError(rest)
    if kind == b":":
        return int(rest)
    if kind == b"$":
        if int(rest) < 0:
            return None
        return stream.read(int(rest) + 2)[:-2].decode()
    if kind == b"*":
        return None if int(rest) < 0 else [read_reply(stream) for _ in range(int(rest))]
    raise ConnectionError(f"Redis said {line!r}")
