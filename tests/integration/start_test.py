"""What the server refuses to start on: one clear line, status 2, and nothing touched."""

import json
import os
import socket
import sqlite3
import subprocess
import unittest

from support.case import Case, main
from support.client import Client
from support.disk import MIB, SmallDisk
from support.server import BINARY, Server, await_until, environment


class Start(Case):
    def filled(self):
        """A folder in which a server has served."""
        data = self.folder() / "data"
        server = self.serve(data)
        self.client(server).charge(5, 7)
        self.assertEqual(server.stop(), 0)
        return data

    def test_second_server_on_a_folder(self):
        data = self.folder() / "data"
        server = self.serve(data)
        self.refuses(["another server", str(data)], data)
        self.assertEqual(self.client(server).charge(5, 7).status, 200, "the first serves on")
        server.kill()
        with Client(self.serve(data).port) as line:
            self.assertEqual(line.get("/api/users/5/point")["balance"], 7)

    def test_ready_is_said_at_every_level(self):
        server = self.serve(self.folder() / "data", log__level="error")
        self.assertEqual(self.client(server).charge(5, 7).status, 200, "at the port it told of")
        self.assertEqual(server.stop(), 0)
        self.assertEqual([json.loads(line)["message"] for line in server.log], ["ready"])

    def test_damaged_database(self):
        data = self.filled()
        file = data / "frontrow.db"
        whole = file.read_bytes()
        for begin, junk in ((0, b"\0" * 100), (4096, b"\xa5" * 8192), (100, b"\xff" * 50)):
            spoilt = whole[:begin] + junk + whole[begin + len(junk):]
            file.write_bytes(spoilt)
            self.refuses(["cannot use the database", str(file)], data)
            self.assertEqual(file.read_bytes(), spoilt, "nothing is repaired")
        file.write_bytes(whole[: len(whole) // 2])
        self.refuses(["cannot use the database", str(file)], data)
        file.write_bytes(whole)
        with Client(self.serve(data).port) as line:
            self.assertEqual(line.get("/api/users/5/point")["balance"], 7)

    def test_newer_schema(self):
        data = self.filled()
        with sqlite3.connect(data / "frontrow.db") as db:
            db.execute("PRAGMA user_version = 999")
        db.close()
        self.refuses(["newer", "999"], data)

    def test_strange_database(self):
        data = self.folder() / "data"
        data.mkdir()
        with sqlite3.connect(data / "frontrow.db") as db:
            db.execute("CREATE TABLE other (a)")
        db.close()
        self.refuses(["not a database of Frontrow"], data)

    def test_data_that_is_no_folder(self):
        file = self.folder() / "file"
        file.write_text("x")
        self.refuses([str(file)], file)
        self.refuses([str(file)], file / "below")

    def test_occupied_port(self):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            self.refuses([f"127.0.0.1:{port}", "in use"], port=port)
            self.refuses([f"127.0.0.1:{port}", "in use"], app_port=port)
        self.refuses(["203.0.113.1"], listen="203.0.113.1")

    def test_settings_that_cannot_be_meant(self):
        self.refuses(["--nonsense"], nonsense=1)
        self.refuses(["queue.tick"], queue__tick="soon")
        self.refuses(["port"], port=70000)
        self.refuses(["auth"], auth="maybe")
        self.refuses(["store"], store="paper")
        self.refuses(["rate_limit.address", "20/s"], rate_limit__address="often")

    def test_tokens_without_keys(self):
        self.refuses(["auth.jwt_keys"], auth="jwt")
        keys = self.folder() / "keys.json"
        self.refuses([str(keys), "there is no such file"], auth="jwt", auth__jwt_keys=keys)
        keys.write_text('{"keys":[{"kty":"oct","k":"c2hvcnQ"}]}', encoding="utf-8")
        self.refuses([str(keys), "5 bytes"], auth="jwt", auth__jwt_keys=keys)
        self.refuses(["rate_limit.user", "auth"], rate_limit__user="20/s")

    def test_a_postgres_out_of_reach(self):
        self.refuses(["PostgreSQL cannot be reached"], store="postgres",
                     postgres_url="postgres://me:hush@127.0.0.1:1/x")
        self.refuses(["postgres_url"], store="postgres")

    def test_a_redis_out_of_reach(self):
        data = self.folder() / "data"
        redis = self.redis("--requirepass", "right")
        to_it = dict(redis.settings)
        self.refuses(["Redis at 127.0.0.1", "NOAUTH"], data, **to_it)
        self.refuses(["Redis at", "WRONGPASS"], data, **to_it, redis__password="wrong")
        self.refuses(["Redis at", "DB index"], data, **to_it, redis__password="right",
                     redis__database=9999)
        redis.kill()
        self.refuses([f"Redis at 127.0.0.1:{redis.port}", "refused"], data, **to_it)
        self.refuses(["Redis at no.such.host.invalid:6379"], data,
                     redis__host="no.such.host.invalid")
        self.assertFalse(data.exists(), "nothing was touched")

    def test_an_occupied_port_with_redis(self):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            self.refuses([f"127.0.0.1:{port}", "in use"], port=port, **self.redis().settings)

    def test_a_redis_that_takes_no_writes(self):
        primary = self.redis()
        replica = self.redis("--replicaof", "127.0.0.1", str(primary.port))
        self.refuses(["Redis at 127.0.0.1", "READONLY"], **replica.settings)

    def test_variables_and_files(self):
        def run(variables, *flags):
            return subprocess.run([BINARY, "check-config", *flags], text=True, timeout=60,
                                  capture_output=True, check=False, env=environment(variables))

        wrong = run({"FRONTROW_QUEUE_TIKC": "1s"})
        self.assertEqual(wrong.returncode, 2)
        self.assertIn("FRONTROW_QUEUE_TICK", wrong.stderr)
        file = self.folder() / "frontrow.toml"
        file.write_text('port = 0\n[queue]\ntick = "1s"\nbatsh = 5\n')
        wrong = run({}, "--config", str(file))
        self.assertEqual(wrong.returncode, 2)
        self.assertIn(f"{file}:4", wrong.stderr)
        right = run({"FRONTROW_QUEUE_BATCH": "7"}, "--queue.tick", "2s")
        self.assertEqual((right.returncode, right.stderr), (0, ""))


class ReadOnly(Case):
    """Root may write anywhere, so the disk itself has to be read-only."""

    def test_read_only_folder(self):
        disk = SmallDisk(24 * MIB)
        self.addCleanup(disk.close)
        if disk.why_not:
            raise unittest.SkipTest(disk.why_not)
        data = disk.path / "data"
        server = self.serve(data)
        self.client(server).charge(5, 7)
        self.assertEqual(server.stop(), 0)
        disk.remount("ro")
        self.refuses([str(data)], data)
        disk.remount("rw")
        with Client(self.serve(data).port) as line:
            self.assertEqual(line.get("/api/users/5/point")["balance"], 7)

    def test_a_folder_that_others_own(self):
        if os.geteuid() == 0:
            raise unittest.SkipTest("root may write where it is not allowed to")
        data = self.folder() / "data"
        data.mkdir(mode=0o500)
        self.refuses([str(data)], data)


class Operator(Case):
    def test_a_token_of_its_own(self):
        data = self.folder() / "data"
        server = Server(data, {"operator_token": None})
        self.addCleanup(self.see_off, server)
        server.start()
        file = data / "operator-token"
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        token = file.read_text().strip()
        self.assertGreaterEqual(len(token), 32)
        self.assertTrue(any(str(file) in line for line in server.log), server.log)
        self.assertFalse(any(token in line for line in server.log), "the token itself is told")
        path = "/api/events"
        with Client(server.port) as line:
            self.assertEqual(line.get(path, X_Admin_Token=token).status, 200)
        server.kill()
        server.start()
        with Client(server.port) as line:
            self.assertEqual(line.get(path, X_Admin_Token=token).status, 200)

    def test_a_server_leaves_no_lock_behind(self):
        data = self.folder() / "data"
        server = self.serve(data)
        for _ in range(3):
            server.kill()
            await_until(lambda: not server.is_running(), "the end")
            server.start()


if __name__ == "__main__":
    main()
