"""Thousands of clients on one thread: sockets that stall at a place of their request."""

import resource
import selectors
import socket

STALLS = (
    b"",
    b"G",
    b"GET /healthz HTTP/1.1",
    b"GET /healthz HTTP/1.1\r\nHost: a\r\n",
    b"GET /healthz HTTP/1.1\r\nHost: a\r\nX-Long: " + b"x" * 2000,
    b"POST /fcfs/join HTTP/1.1\r\nHost: a\r\nX-User-Id: u\r\nContent-Length: 60000\r\n\r\n",
    b"POST /fcfs/join HTTP/1.1\r\nHost: a\r\nX-User-Id: u\r\nContent-Length: 60000\r\n\r\n{\"user",
    b"POST /fcfs/join HTTP/1.1\r\nHost: a\r\nX-User-Id: u\r\nTransfer-Encoding: chunked\r\n\r\nff",
)
WHOLE = b"GET /api/v1/seats HTTP/1.1\r\nHost: a\r\n\r\n"
SPARE = 200  # files that the test and the server have open besides


def room_for(wanted):
    """How many clients fit below the limit of open files, raised as far as it goes."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most == resource.RLIM_INFINITY or most > wanted + SPARE:
        most = max(wanted + SPARE, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    resource.setrlimit(resource.RLIMIT_NOFILE,
                       (most, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    return min(wanted, most - SPARE)


class Crowd:
    """So many connections; every other one stalls in mid-request, the rest can be served."""

    def __init__(self, port, count):
        self.port = port
        self.selector = selectors.DefaultSelector()
        self.stalled = []
        self.willing = []
        for n in range(count):
            # From several addresses of loopback: one has not ports enough for all.
            line = socket.create_connection(("127.0.0.1", port), timeout=60,
                                            source_address=(f"127.0.0.{2 + n // 10000}", 0))
            if n % 2 == 0:
                line.sendall(STALLS[n // 2 % len(STALLS)])
                self.stalled.append(line)
            else:
                line.sendall(WHOLE)
                self.willing.append(line)
                if not is_served(line):
                    raise AssertionError(f"client {n} is not served")

    def serve_willing(self):
        """Each of the willing asks once; how many were answered in full."""
        served = 0
        for begin in range(0, len(self.willing), 500):
            some = self.willing[begin:begin + 500]
            for line in some:
                line.sendall(WHOLE)
            served += sum(is_served(line) for line in some)
        return served

    def are_stalled_gone(self):
        """Whether the server has cut off all that stall; whatever it says to them is 408."""
        for line in self.stalled[:]:
            line.setblocking(False)
            try:
                said = line.recv(65536)
            except BlockingIOError:
                return False
            except ConnectionError:
                said = b""
            assert said == b"" or said.startswith(b"HTTP/1.1 408 "), said
            if said == b"":
                line.close()
                self.stalled.remove(line)
        return not self.stalled

    def close(self):
        for line in self.stalled + self.willing:
            line.close()


def is_served(line):
    said = b""
    while b"]}" not in said:
        piece = line.recv(65536)
        if not piece:
            return False
        said += piece
    return said.startswith(b"HTTP/1.1 200 ")
