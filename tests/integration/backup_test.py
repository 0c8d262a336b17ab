"""Backups in the middle of a sale, by the commands of docs/operating.md, and what is sold from one
that was restored."""

import os
import random
import shutil
import threading

from support.case import Case, main
from support.client import Client
from support.documents import commands, paste
from support.restored import check_restored, remember
from support.sale import PRICE, SEATS, Book, Buyer
from support.server import OPERATOR, Server, await_until

SETTINGS = {"fcfs.seats": 2000, "reservation.hold": "24h", "queue.claim": "1h",
            "queue.session_life": "24h", "fcfs.user_ttl": "24h", "operator_token": None}
BACKUPS = 3
BUYERS = 6


class Backup(Case):
    def setUp(self):
        if not shutil.which("sqlite3"):
            self.skipTest("sqlite3 is not there (Debian package sqlite3)")
        self.backup, self.restore, _ = commands("operating.md", "### SQLite")

    def opened(self, data):
        server = Server(data, SETTINGS)
        self.addCleanup(self.see_off, server)
        return server

    def test_in_the_middle_of_a_sale(self):
        house = self.folder()
        data = house / "data"
        data.mkdir(mode=0o700)
        (data / "operator-token").write_text(OPERATOR + "\n", encoding="utf-8")
        server = self.opened(data).start()
        with Client(server.port) as line:
            seats = [{"name": "A", "rows": SEATS // 20, "seatsPerRow": 20, "price": PRICE}]
            hall = line.schedule(sections=seats)
            book = Book(hall, line.schedule(maxConcurrentUser=3))
        copies, faults = self.sell(server, book, house)
        self.assertEqual(faults, [])
        for folder, then in copies:
            self.check(folder, then, book)

    def sell(self, server, book, house):
        """Sells and takes backups meanwhile. Gives each one's folder and the book as it began."""
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
        for _ in range(BACKUPS):
            await_progress(book, faults)
            folder = self.folder()
            (folder / "data").symlink_to(house / "data")
            then = remember(book)
            said = paste(self.backup, folder, {"PATH": os.environ["PATH"]})
            self.assertEqual(said, "ok\n")
            copies.append((folder, then))
        # The sale goes on after the last one, so that it is not of a server at rest.
        await_progress(book, faults)
        self.assertEqual(server.stop(), 0, server.log)
        for thread in threads:
            thread.join(60)
            self.assertFalse(thread.is_alive(), "not within 60 s: the end of a buyer")
        return copies, faults

    def check(self, folder, then, last):
        self.assertGreater(len(then.kept), 0)
        paste(self.restore, folder, {"PATH": os.environ["PATH"]})
        restored = folder / "restored"
        self.assertEqual(restored.stat().st_mode & 0o777, 0o700)
        self.assertEqual((folder / "night.db").stat().st_mode & 0o777, 0o600)
        server = self.opened(restored).start()
        with Client(server.port) as line:
            highest = check_restored(line, then, last)
            self.assertGreater(line.join("after the restore")["sequence"], highest)
            self.assertEqual(line.charge(7, 70).status, 200)
        # It is a folder like any other: what is sold from it stays.
        server.kill()
        server.start()
        with Client(server.port) as line:
            self.assertEqual(line.get("/api/users/7/point")["balance"], 70)
            check_restored(line, then, last)
        self.assertEqual(server.stop(), 0)


def await_progress(book, faults):
    before = len(book.kept)
    await_until(lambda: faults or len(book.kept) > before + 60, "a sale under way", seconds=60)


if __name__ == "__main__":
    main()
