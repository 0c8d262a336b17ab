"""The console in a terminal: driven in tmux by keys, and by scripts with --once."""

import json
import os
import shutil
import subprocess
import uuid

from support.case import Case, main
from support.server import BINARY, OPERATOR, await_until, environment, free_port


class Terminal(Case):
    def setUp(self):
        self.server = self.serve(port=free_port())
        self.line = self.client(self.server)
        self.url = f"http://127.0.0.1:{self.server.port}"
        self.socket = f"frontrow-{uuid.uuid4().hex}"

    def once(self, *words, status=0):
        done = subprocess.run(
            [BINARY, "console", *words, "--once", "--url", self.url], capture_output=True, text=True,
            timeout=60, check=False, env=environment({"FRONTROW_OPERATOR_TOKEN": OPERATOR}))
        self.assertEqual(done.returncode, status, done)
        return done

    def tmux(self, *words):
        done = subprocess.run(["tmux", "-L", self.socket, *words], capture_output=True, text=True,
                              timeout=30, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"})
        return done.stdout

    def open(self, *words):
        """The console in a terminal of 100 columns and 30 rows."""
        if not shutil.which("tmux"):
            self.skipTest("there is no tmux")
        command = " ".join([f"FRONTROW_OPERATOR_TOKEN={OPERATOR}", BINARY, "console", "--url",
                            self.url, *words, "; echo left with $?; exec cat"])
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30", command)
        self.addCleanup(self.tmux, "kill-server")

    def shows(self, *texts):
        await_until(lambda: all(text in self.tmux("capture-pane", "-p") for text in texts),
                    f"the terminal shows {texts}")

    def type(self, text):
        self.tmux("send-keys", "-l", text)

    def press(self, key):
        self.tmux("send-keys", key)

    def test_for_scripts(self):
        said = json.loads(self.once("cluster", "--json").stdout)
        self.assertEqual(said["nodes"][0]["state"], "UP")
        self.assertIn("one node, no cluster", self.once().stdout)
        self.line.reserve(101, 25, key="hold")
        self.assertIn("HELD", self.once("actor", "seat", "500/25").stdout)
        self.assertIn("seat 500/25", self.once("search", "500/25").stdout)
        wrong = self.once("sale", "99", status=2)
        self.assertEqual(len(wrong.stderr.splitlines()), 1)
        self.server.kill()
        self.assertIn("no answer", self.once(status=2).stderr)

    def test_views_by_keys(self):
        self.line.reserve(101, 25, key="hold")
        self.open()
        self.shows("frontrow  cluster", "one node, no cluster")
        self.press("2")
        self.shows("frontrow  actors", "schedule", "mailboxes")
        self.press("4")
        self.shows("HOLDS")
        self.press("/")
        self.type("500/25")
        self.press("Enter")
        self.shows("actor seat 500/25", "HELD")
        self.press("t")
        self.shows("Last messages", "put off")
        self.press("q")
        self.shows("left with 0")

    def test_an_action_is_previewed_and_done(self):
        room = self.line.schedule(maxConcurrentUser=1)
        self.open("sale", str(room))
        self.shows("OPEN")
        self.press(":")
        self.type(f"pause {room}")
        self.press("Enter")
        self.shows("do it? y", "Nobody is let in")
        self.press("n")
        self.shows("OPEN")
        self.press(":")
        self.type(f"pause {room}")
        self.press("Enter")
        self.shows("do it? y")
        self.press("y")
        self.shows("PAUSED")

    def test_a_server_that_is_gone_and_comes_back(self):
        self.open("actors")
        self.shows("schedule", " s old")
        self.server.kill()
        self.shows("! no answer", "schedule")
        self.server.start()
        await_until(lambda: "! no answer" not in self.tmux("capture-pane", "-p"), "it is back")


if __name__ == "__main__":
    main()
