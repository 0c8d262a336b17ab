"""What the server tells systemd: that it serves, that it lives, that it is stopping. The test is
the service manager."""

import signal
import sqlite3
import threading

from support.case import Case, main
from support.client import Client
from support.manager import Manager
from support.server import Ended, Server, await_until

# Long against what a canary takes on a busy machine, short against the test's patience.
PATIENCE = 1.5


class Notify(Case):
    def manager(self):
        one = Manager(self.folder())
        self.addCleanup(one.close)
        return one

    def test_from_ready_to_stopping(self):
        manager = self.manager()
        server = self.serve(environment=manager.environment(), shutdown__grace="7s")
        self.assertEqual(manager.hear(), {"READY": "1"})
        with Client(server.port) as line:
            self.assertEqual(line.get("/readyz").status, 200, "ready means that it serves")
        server.signal(signal.SIGTERM)
        said = manager.hear()
        self.assertEqual(said["STOPPING"], "1")
        self.assertGreaterEqual(int(said["EXTEND_TIMEOUT_USEC"]), 7_000_000, "the grace")
        self.assertEqual(server.wait(), 0)
        self.assertIsNone(manager.hear(0.01), "nobody asked for a watchdog")

    def test_a_server_that_cannot_start_is_never_ready(self):
        manager = self.manager()
        data = self.folder() / "data"
        self.serve(data)
        second = Server(data, {}, manager.environment())
        self.addCleanup(self.see_off, second)
        with self.assertRaises(Ended):
            second.start()
        self.assertIsNone(manager.hear(0.01))

    def test_a_manager_that_has_gone_stops_no_sale(self):
        manager = self.manager()
        manager.close()
        server = self.serve(environment=manager.environment(PATIENCE))
        with Client(server.port) as line:
            self.assertEqual(line.charge(5, 7).status, 200)
        await_until(lambda: any("cannot be told" in entry for entry in server.log), "the warning")
        self.assertEqual(server.stop(), 0)

    def test_a_server_at_work_is_seen_to_live(self):
        manager = self.manager()
        server = self.serve(environment=manager.environment(PATIENCE))
        with Client(server.port) as line:
            for user in range(1, 4):
                manager.await_message("WATCHDOG")
                self.assertEqual(line.charge(user, 7).status, 200)
        self.assertEqual(server.stop(), 0)

    def test_a_frozen_process_is_silent(self):
        manager = self.manager()
        server = self.serve(environment=manager.environment(PATIENCE))
        manager.await_message("WATCHDOG")
        server.signal(signal.SIGSTOP)
        await_until(lambda: is_stopped(server.pid), "the stopped process")
        manager.forget()
        self.assertIsNone(manager.hear(2 * PATIENCE))
        server.signal(signal.SIGCONT)
        manager.await_message("WATCHDOG")
        self.assertEqual(server.stop(), 0)

    def test_a_writer_that_hangs_is_not_covered_up(self):
        """The io threads answer, the writer waits for the disk: no word until it goes on."""
        manager = self.manager()
        # The database keeps a commit waiting for a second; the manager hears three times in one.
        server = self.serve(environment=manager.environment(0.3))
        manager.await_message("WATCHDOG")
        other = sqlite3.connect(f"{server.data}/frontrow.db", isolation_level=None)
        self.addCleanup(other.close)
        other.execute("BEGIN IMMEDIATE")
        writer = threading.Thread(target=charge, args=(server.port,))
        writer.start()
        self.addCleanup(writer.join, 60)
        self.assertTrue(any(manager.hear(0.5) is None for _ in range(300)), "never silent")
        with Client(server.port) as line:
            self.assertEqual(line.get("/livez").status, 200, "the io threads do answer")
        other.execute("ROLLBACK")
        manager.await_message("WATCHDOG")
        self.assertEqual(server.stop(), 0)


def charge(port):
    with Client(port) as line:
        line.charge(5, 7)


def is_stopped(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        return file.read().rsplit(")", 1)[1].split()[0] == "T"


if __name__ == "__main__":
    main()
