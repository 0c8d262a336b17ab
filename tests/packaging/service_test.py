"""The systemd unit: systemd reads it, its walls are up, and its limits fit the program's."""

import configparser
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from project import BINARY, PACKAGING, check_config, effective, read, seconds

UNIT = PACKAGING / "frontrow.service"
ANALYZE = shutil.which("systemd-analyze")
# Of systemd's scale from 0 (locked in) to 100 (free); it serves a network and keeps files.
EXPOSURE_MAX = 15


def settings():
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str
    unit.read_string(UNIT.read_text(encoding="utf-8"))
    return unit


@unittest.skipUnless(ANALYZE, "systemd-analyze is not there (Debian package systemd)")
class Analyze(unittest.TestCase):
    def analyze(self, *words):
        with tempfile.TemporaryDirectory() as folder:
            # The program is where it was built, not where a package puts it.
            copy = pathlib.Path(folder) / UNIT.name
            text = UNIT.read_text(encoding="utf-8")
            copy.write_text(text.replace("/usr/bin/frontrow", BINARY), encoding="utf-8")
            return subprocess.run([ANALYZE, *words, str(copy)], capture_output=True, text=True,
                                  timeout=60, check=False)

    def test_systemd_understands_every_line(self):
        done = self.analyze("verify", "--man=no")
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_the_walls_are_up(self):
        done = self.analyze("security", "--offline=true", f"--threshold={EXPOSURE_MAX}")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


class Limits(unittest.TestCase):
    def setUp(self):
        self.service = settings()["Service"]
        done = check_config({}, "--config", PACKAGING / "frontrow.toml")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.effective = effective(done.stdout)

    def test_it_speaks_the_protocol(self):
        self.assertEqual(self.service["Type"], "notify")
        self.assertGreaterEqual(seconds(self.service["WatchdogSec"]), 30)
        self.assertEqual(self.service["Restart"], "on-failure")

    def test_descriptors_are_enough_for_the_connections(self):
        wanted = int(self.effective["http.connections_max"]) + 1024
        self.assertGreaterEqual(int(self.service["LimitNOFILE"]), wanted)

    def test_stopping_may_take_as_long_as_the_grace(self):
        grace = seconds(self.effective["shutdown.grace"])
        self.assertGreaterEqual(seconds(self.service["TimeoutStopSec"]), grace + 30)

    def test_the_data_is_in_the_folder_that_systemd_makes(self):
        self.assertEqual(self.effective["data"], "/var/lib/" + self.service["StateDirectory"])

    def test_it_runs_what_the_package_installs(self):
        self.assertEqual(self.service["ExecStart"],
                         "/usr/bin/frontrow serve --config /etc/frontrow/frontrow.toml")
        self.assertIn("adduser", read("packaging/debian/postinst"))
        self.assertEqual(self.service["User"], "frontrow")


if __name__ == "__main__":
    unittest.main(verbosity=2)
