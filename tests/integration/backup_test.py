"""Backups in the middle of a sale, by the commands of docs/operating.md, and what is sold from one
that was restored."""

import os
import random
import shutil
import threading

from support.case import Case, main
from support.client import Client
from support.documents import commands, paste
from support.postgres import PrivatePostgres
from support.restored import check_restored, remember
from support.sale import PRICE, SEATS, Book, Buyer
from support.server import OPERATOR, Server, await_until

SETTINGS = {"fcfs.seats": 2000, "reservation.hold": "24h", "queue.claim": "1h",
            "queue.session_life": "24h", "fcfs.user_ttl": "24h", "operator_token": None}
BACKUPS = 3
PATH = {"PATH": os.environ["PATH"]}
BUYERS = 6


class Backup(Case):
    """What a sale is, and what is sold from a copy."""

    def opened(self, data, how):
        server = Server(data, {**SETTINGS, **how})
        self.addCleanup(self.see_off, server)
        return server

    def begin(self, how):
        """A server whose secrets are in its data folder, and an empty book."""
        house = self.folder()
        data = house / "data"
        data.mkdir(mode=0o700)
        (data / "operator-token").write_text(OPERATOR + "\n", encoding="utf-8")
        server = self.opened(data, how).start()
        with Client(server.port) as line:
            seats = [{"name": "A", "rows": SEATS // 20, "seatsPerRow": 20, "price": PRICE}]
            hall = line.schedule(sections=seats)
            return server, house, Book(hall, line.schedule(maxConcurrentUser=3))

    def sell(self, server, book, house, takers):
        """Sells, and takes backups meanwhile. Gives each one's folder and the book as it began."""
        faults = []

        def run(buyer):
            try:
                buyer.run(server.port)
            except Exception as why:  # told by the thread that checks
                faults.append(why)

        threads = [threading.Thread(target=run, args=(Buyer(book, n, random.Random(n)),))
                   for n in range(BUYERS)]
        for thread in threads:
            thread.start()
        copies = []
        for take in takers:
            await_progress(book, faults)
            folder = self.folder()
            (folder / "data").symlink_to(house / "data")
            then = remember(book)
            take(folder)
            copies.append((folder, then))
        # The sale goes on after the last one, so that it is not of a server at rest.
        await_progress(book, faults)
        self.assertEqual(server.stop(), 0, server.log)
        for thread in threads:
            thread.join(60)
            self.assertFalse(thread.is_alive(), "not within 60 s: the end of a buyer")
        self.assertEqual(faults, [])
        return copies

    def check(self, restored, then, last, **how):
        self.assertGreater(len(then.kept), 0)
        self.assertEqual(restored.stat().st_mode & 0o777, 0o700)
        server = self.opened(restored, how).start()
        with Client(server.port) as line:
            highest = check_restored(line, then, last)
            self.assertGreater(line.join("after the restore")["sequence"], highest)
            self.assertEqual(line.charge(7, 70).status, 200)
        # It is a store like any other: what is sold from it stays.
        server.kill()
        server.start()
        with Client(server.port) as line:
            self.assertEqual(line.get("/api/users/7/point")["balance"], 70)
            check_restored(line, then, last)
        self.assertEqual(server.stop(), 0)


class OfSqlite(Backup):
    def setUp(self):
        if not shutil.which("sqlite3"):
            self.skipTest("sqlite3 is not there (Debian package sqlite3)")
        self.backup, self.restore, _ = commands("operating.md", "### SQLite")

    def take(self, folder):
        self.assertEqual(paste(self.backup, folder, PATH), "ok\n")

    def test_in_the_middle_of_a_sale(self):
        server, house, book = self.begin({})
        for folder, then in self.sell(server, book, house, [self.take] * BACKUPS):
            paste(self.restore, folder, PATH)
            self.assertEqual((folder / "night.db").stat().st_mode & 0o777, 0o600)
            self.check(folder / "restored", then, book)


class OfPostgres(Backup):
    """Each copy is brought back in a server of its own."""

    def postgres(self, **how):
        one = PrivatePostgres(**how).start()
        self.addCleanup(one.end)
        return one

    def test_in_the_middle_of_a_sale(self):
        dump, restore, _, base = commands("operating.md", "### PostgreSQL")
        old = self.postgres()
        url = old.fresh_database()
        server, house, book = self.begin({"store": "postgres", "postgres_url": url})
        (dumped, early), (based, late) = self.sell(
            server, book, house,
            [lambda folder: paste(dump, folder, {**PATH, "DATABASE_URL": url}),
             lambda folder: paste(base, folder, {**PATH, "ADMIN_URL": old.url("postgres")})])
        old.end()

        fresh = self.postgres()
        paste(restore, dumped, {**PATH, "DATABASE_URL": fresh.url("postgres"),
                                "RESTORED_URL": fresh.url("restored")})
        self.check(dumped / "restored", early, book, store="postgres",
                   postgres_url=fresh.url("restored"))

        again = self.postgres(base=based / "base")
        shutil.copytree(dumped / "restored", based / "restored")
        self.check(based / "restored", late, book, store="postgres",
                   postgres_url=again.url(url.rsplit("/", 1)[1]))


def await_progress(book, faults):
    before = len(book.kept)
    await_until(lambda: faults or len(book.kept) > before + 60, "a sale under way", seconds=60)


if __name__ == "__main__":
    main()
