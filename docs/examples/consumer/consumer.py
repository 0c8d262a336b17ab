#!/usr/bin/env python3
"""A consumer of Frontrow's event streams whose effect happens exactly once.

Redis delivers at least once: after a crash, a time-out or a FLUSHALL the same entry comes again,
and a group's members get the events of one aggregate side by side. What makes the effect happen
once and in order is the inbox: a table in the consumer's own database, written in the same
transaction as the effect. Only after its commit is the entry acknowledged.

Needs nothing but Python 3.9. Start as many as you like, with the same --inbox and --group:

    consumer.py --redis 127.0.0.1:6379 --inbox inbox.db --name one
"""

import argparse
import json
import socket
import sqlite3
import threading

SCHEMA = """
-- Which events were taken. In PostgreSQL the same tables do; see README.md.
CREATE TABLE IF NOT EXISTS inbox (source TEXT, id TEXT, PRIMARY KEY (source, id));
-- How far each aggregate has come.
CREATE TABLE IF NOT EXISTS aggregate (subject TEXT PRIMARY KEY, sequence INTEGER NOT NULL);
-- Events whose predecessors another consumer has still in its hands.
CREATE TABLE IF NOT EXISTS early (subject TEXT, sequence INTEGER, event TEXT,
                                  PRIMARY KEY (subject, sequence));
-- The effect: what a box office's books may look like.
CREATE TABLE IF NOT EXISTS points (user INTEGER PRIMARY KEY, sum INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS taken (kind TEXT PRIMARY KEY, count INTEGER NOT NULL);
"""


class RedisError(Exception):
    pass


class Redis:
    """As much of a client as is needed here."""

    def __init__(self, host, port, password=None, patience=10.0):
        self.line = socket.create_connection((host, port), timeout=patience)
        self.stream = self.line.makefile("rb")
        if password:
            self.ask("AUTH", password)

    def ask(self, *words):
        data = [str(word).encode() for word in words]
        self.line.sendall(b"*%d\r\n" % len(data)
                          + b"".join(b"$%d\r\n%s\r\n" % (len(d), d) for d in data))
        return self._reply()

    def _reply(self):
        line = self.stream.readline()
        if not line.endswith(b"\r\n"):
            raise ConnectionError("Redis has gone")
        kind, rest = line[:1], line[1:-2].decode()
        if kind == b"-":
            raise RedisError(rest)
        if kind == b":":
            return int(rest)
        if kind == b"$":
            return None if rest == "-1" else self.stream.read(int(rest) + 2)[:-2].decode()
        if kind == b"*":
            return None if rest == "-1" else [self._reply_or_error() for _ in range(int(rest))]
        return rest

    def _reply_or_error(self):
        try:
            return self._reply()
        except RedisError as why:
            return why

    def close(self):
        self.line.close()


def apply(db, event):
    """The effect of one event: not repeatable in itself, so that a mistake would show."""
    kind, data = event["type"], event["data"]
    if kind.startswith("point."):
        amount = -data["amount"] if kind == "point.used" else data["amount"]
        db.execute("INSERT INTO points VALUES (?, ?) ON CONFLICT (user)"
                   " DO UPDATE SET sum = sum + excluded.sum", (data["userId"], amount))
    db.execute("INSERT INTO taken VALUES (?, 1) ON CONFLICT (kind)"
               " DO UPDATE SET count = count + 1", (kind,))


def take(db, event):
    """Takes an event once, and its effect in its aggregate's order. Inside a transaction."""
    fresh = db.execute("INSERT INTO inbox VALUES (?, ?) ON CONFLICT DO NOTHING",
                       (event["source"], event["id"])).rowcount
    if not fresh:
        return
    subject = event["subject"]
    db.execute("INSERT INTO early VALUES (?, ?, ?)",
               (subject, event["sequence"], json.dumps(event)))
    found = db.execute("SELECT sequence FROM aggregate WHERE subject = ?", (subject,)).fetchone()
    sequence = found[0] if found else 0
    while True:
        following = db.execute("SELECT event FROM early WHERE subject = ? AND sequence = ?",
                               (subject, sequence + 1)).fetchone()
        if not following:
            break
        sequence += 1
        apply(db, json.loads(following[0]))
        db.execute("DELETE FROM early WHERE subject = ? AND sequence = ?", (subject, sequence))
    db.execute("INSERT INTO aggregate VALUES (?, ?) ON CONFLICT (subject)"
               " DO UPDATE SET sequence = excluded.sequence", (subject, sequence))


def take_all(db, entries):
    """All of a batch and its effect, or nothing."""
    db.execute("BEGIN IMMEDIATE")
    try:
        for _, fields in entries:
            take(db, json.loads(dict(zip(fields[::2], fields[1::2]))["event"]))
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


class Consumer:
    def __init__(self, how):
        self.how = how
        self.streams = [f"{how.prefix}outbox:{p}" for p in range(how.partitions)]
        self.db = sqlite3.connect(how.inbox, timeout=60, isolation_level=None)
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = FULL")
        self.db.executescript(SCHEMA)

    def join_group(self, redis):
        """From the beginning of what the streams have: the inbox knows what was taken."""
        for stream in self.streams:
            try:
                redis.ask("XGROUP", "CREATE", stream, self.how.group, "0", "MKSTREAM")
            except RedisError as why:
                if not str(why).startswith("BUSYGROUP"):
                    raise

    def settle(self, redis, stream, entries):
        # An entry that was trimmed while it was pending has no fields any more.
        whole = [entry for entry in entries if entry and entry[1]]
        if whole:
            take_all(self.db, whole)
            redis.ask("XACK", stream, self.how.group, *(entry[0] for entry in whole))

    def adopt(self, redis):
        """Entries that somebody took and did not finish in time."""
        for stream in self.streams:
            start = "0-0"
            while True:
                start, entries, _ = redis.ask("XAUTOCLAIM", stream, self.how.group, self.how.name,
                                              self.how.idle, start, "COUNT", self.how.batch)
                self.settle(redis, stream, entries)
                if start == "0-0":
                    break

    def read(self, redis):
        fresh = redis.ask("XREADGROUP", "GROUP", self.how.group, self.how.name,
                          "COUNT", self.how.batch, "BLOCK", self.how.block, "STREAMS",
                          *self.streams, *(">" for _ in self.streams))
        for stream, entries in fresh or ():
            self.settle(redis, stream, entries)

    def run(self):
        pause = threading.Event()
        while True:
            redis = None
            try:
                redis = Redis(*self.how.redis, self.how.password)
                self.join_group(redis)
                while True:
                    self.adopt(redis)
                    self.read(redis)
            except (OSError, RedisError) as why:
                # Away, or emptied (NOGROUP): the streams will be filled again.
                print(f"Redis: {why}", flush=True)
                pause.wait(0.2)
            finally:
                if redis:
                    redis.close()


def address(text):
    host, _, port = text.rpartition(":")
    return host, int(port)


def main():
    reader = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    reader.add_argument("--redis", type=address, default=("127.0.0.1", 6379), metavar="HOST:PORT")
    reader.add_argument("--password")
    reader.add_argument("--prefix", default="", help="the server's redis.prefix")
    reader.add_argument("--partitions", type=int, default=1, help="how many streams there are")
    reader.add_argument("--group", default="box-office")
    reader.add_argument("--name", required=True, help="of this consumer in its group")
    reader.add_argument("--inbox", required=True, help="SQLite file of all consumers of the group")
    reader.add_argument("--batch", type=int, default=100)
    reader.add_argument("--block", type=int, default=1000, help="milliseconds to wait for entries")
    reader.add_argument("--idle", type=int, default=30000,
                        help="milliseconds after which another's unfinished entries are taken over")
    try:
        Consumer(reader.parse_args()).run()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
