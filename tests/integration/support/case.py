"""The base of the tests: a folder and servers that go away with the test."""

import faulthandler
import pathlib
import sys
import tempfile
import unittest

from support.client import Client
from support.redis import PrivateRedis
from support.server import BINARY, Server


class Case(unittest.TestCase):
    maxDiff = None

    def folder(self):
        made = tempfile.TemporaryDirectory(prefix="frontrow-")
        self.addCleanup(made.cleanup)
        return pathlib.Path(made.name)

    def serve(self, data=None, environment=None, app_port=False, **settings):
        """A running server. Settings are written with __ for the dot."""
        server = Server(data or self.folder() / "data", dotted(settings), environment, app_port)
        self.addCleanup(self.see_off, server)
        return server.start()

    def redis(self, *flags):
        """A Redis of the test's own, running; the settings that lead to it are its `settings`."""
        one = PrivateRedis(*flags)
        self.addCleanup(one.kill)
        return one.start()

    def see_off(self, server):
        if server.is_running():
            server.kill()
        self.assertIn(server.process.returncode, (0, 2, -9), f"it died: {server.log[-20:]}")
        if not getattr(self._outcome, "success", True):
            print("the server said:", *server.log[-20:], sep="\n  ", file=sys.stderr)

    def client(self, server, at_app_port=False):
        one = Client(server.app_port if at_app_port else server.port)
        self.addCleanup(one.close)
        return one

    def has_problem(self, answer, status, code, **members):
        """A refusal of the concert face, in full."""
        self.assertEqual(answer.status, status, answer)
        self.assertEqual(answer.header("Content-Type"), "application/problem+json")
        body = answer.json
        self.assertEqual(body["code"], code)
        self.assertEqual(body["status"], status)
        for name in ("type", "title", "detail", "instance"):
            self.assertIsInstance(body.pop(name), str)
        self.assertEqual({**body, **members}, body)
        self.assertEqual(set(body) - set(members), {"code", "status"})

    def has_failure(self, answer, status, reason, **members):
        """A refusal of the FCFS face, in full."""
        self.assertEqual(answer.status, status, answer)
        body = answer.json
        self.assertIs(body["success"], False)
        self.assertEqual(body["reason"], reason, answer)
        self.assertIsInstance(body.pop("message"), str)
        self.assertEqual(set(body), {"success", "reason", *members})
        self.assertEqual({**body, **members}, body)


def dotted(settings):
    return {name.replace("__", "."): value for name, value in settings.items()}


def main():
    if not BINARY:
        sys.exit("FRONTROW_BINARY names the server's binary")
    faulthandler.enable()
    unittest.main(verbosity=2)
