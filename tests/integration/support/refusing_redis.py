"""Between a server and its Redis: passes everything on, but refuses single events of the outbox, as
a broker with rules of its own may do."""

import contextlib
import socket
import threading

from support.redis import spelled

ENTRY = 11  # words of an entry in the append script's arguments
HEAD = 8    # EVALSHA sha 2 key key after maxlen width


class RefusingRedis:
    def __init__(self, port):
        self.behind = port
        self.refused = set()  # subjects
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def settings(self):
        return {"redis__host": "127.0.0.1", "redis__port": str(self.port)}

    def close(self):
        self.door.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                line, _ = self.door.accept()
                threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line):
        with contextlib.suppress(OSError), line, \
                socket.create_connection(("127.0.0.1", self.behind)) as on:
            asked, answered = line.makefile("rb"), on.makefile("rb")
            while words := read_words(asked):
                line.sendall(self._answer(words, on, answered))

    def _answer(self, words, on, answered):
        good = self._good(words)
        if good == len(words):
            on.sendall(packed(words))
            return read_raw(answered)
        count = (good - HEAD) // ENTRY
        if count:
            on.sendall(packed(words[:good]))
            said = read_raw(answered)
            if b"$4\r\ndone" not in said:
                return said
        why = b"ERR refused by the test"
        return b"*3\r\n$7\r\nrefused\r\n:%d\r\n$%d\r\n%s\r\n" % (count, len(why), why)

    def _good(self, words):
        """How many of the words may be passed on."""
        if words[0] != b"EVALSHA" or len(words) < HEAD + ENTRY or words[7] != b"%d" % ENTRY:
            return len(words)
        for at in range(HEAD, len(words), ENTRY):
            entry = words[at:at + ENTRY]
            if entry[entry.index(b"subject") + 1].decode() in self.refused:
                return at
        return len(words)


def packed(words):
    return spelled([word.decode() for word in words])


def read_words(stream):
    head = stream.readline()
    if not head:
        return None
    return [stream.read(int(stream.readline()[1:]) + 2)[:-2] for _ in range(int(head[1:]))]


def read_raw(stream):
    """One reply as it came."""
    line = stream.readline()
    if not line:
        raise ConnectionError("Redis has gone")
    kind, rest = line[:1], line[1:-2]
    if kind == b"$" and int(rest) >= 0:
        return line + stream.read(int(rest) + 2)
    if kind == b"*" and int(rest) > 0:
        return line + b"".join(read_raw(stream) for _ in range(int(rest)))
    return line
