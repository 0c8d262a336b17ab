"""The Debian package, made by the script that everybody uses: what is in it, what it asks for, and
that what was unpacked runs."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from project import ROOT, effective


def run(*command):
    # The tests' own variable is no setting.
    variables = {n: v for n, v in os.environ.items() if not n.startswith("FRONTROW_")}
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=600,
                          check=False, stdin=subprocess.DEVNULL, env=variables)
    if done.returncode != 0:
        raise AssertionError(f"{command}: {done.stdout}{done.stderr}")
    return done.stdout


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="frontrow-package-")
        cls.addClassCleanup(cls.folder.cleanup)
        # Careful people's files are their own; the package's are everybody's all the same.
        before = os.umask(0o077)
        cls.addClassCleanup(os.umask, before)
        said = run(ROOT / "scripts/package.sh", cls.folder.name).split()
        os.umask(before)
        (cls.package,) = (pathlib.Path(path) for path in said if path.endswith(".deb"))
        (cls.symbols,) = (pathlib.Path(path) for path in said if path.endswith(".ddeb"))
        cls.root = pathlib.Path(cls.folder.name) / "root"
        run("dpkg-deb", "--extract", cls.package, cls.root)

    def field(self, name):
        return run("dpkg-deb", "--field", self.package, name).strip()

    def test_what_it_is_called(self):
        version = run(self.root / "usr/bin/frontrow", "--version").split()[1]
        architecture = run("dpkg", "--print-architecture").strip()
        self.assertEqual(self.package.name, f"frontrow_{version}_{architecture}.deb")
        self.assertEqual(self.field("Package"), "frontrow")
        self.assertEqual(self.field("Version"), version)

    def test_what_it_puts_where(self):
        files = {str(path.relative_to(self.root)) for path in self.root.rglob("*")
                 if path.is_file()}
        self.assertEqual(files, {
            "etc/frontrow/frontrow.toml",
            "usr/bin/frontrow",
            "usr/lib/systemd/system/frontrow.service",
            "usr/share/doc/frontrow/README.md",
            "usr/share/doc/frontrow/api.md",
            "usr/share/doc/frontrow/changelog.gz",
            "usr/share/doc/frontrow/copyright",
            "usr/share/doc/frontrow/operating.md",
            "usr/share/man/man1/frontrow.1.gz",
        })
        owners = {line.split()[1] for line in
                  run("dpkg-deb", "--contents", self.package).splitlines()}
        self.assertEqual(owners, {"root/root"})
        for path in self.root.rglob("*"):
            mode = path.stat().st_mode & 0o777
            wanted = 0o755 if path.is_dir() or path.name == "frontrow" else 0o644
            self.assertEqual(oct(mode), oct(wanted), path)

    def test_a_core_dump_can_be_read(self):
        """The program is without symbols; a package of its own has them, under the same number."""
        self.assertNotIn(".debug_info", run("readelf", "--sections", "--wide",
                                            self.root / "usr/bin/frontrow"))
        notes = run("readelf", "--notes", "--wide", self.root / "usr/bin/frontrow")
        number = re.search(r"Build ID: (\w+)", notes).group(1)
        self.assertIn(f"usr/lib/debug/.build-id/{number[:2]}/{number[2:]}.debug",
                      run("dpkg-deb", "--contents", self.symbols))

    def test_what_it_needs(self):
        needs = {name.split()[0] for name in self.field("Depends").split(",")}
        for library in ("adduser", "libc6", "libcaf-core0.17", "libsqlite3-0", "libssl3"):
            self.assertTrue(any(name.startswith(library) for name in needs), (library, needs))

    def test_a_changed_settings_file_survives_an_upgrade(self):
        with tempfile.TemporaryDirectory() as folder:
            run("dpkg-deb", "--control", self.package, folder)
            listed = (pathlib.Path(folder) / "conffiles").read_text(encoding="utf-8")
            self.assertEqual(listed.split(), ["/etc/frontrow/frontrow.toml"])
            for script in ("postinst", "prerm", "postrm"):
                path = pathlib.Path(folder) / script
                self.assertTrue(os.access(path, os.X_OK), script)
                run("sh", "-n", path)

    def test_its_settings_are_right(self):
        said = run(self.root / "usr/bin/frontrow", "check-config", "--config",
                   self.root / "etc/frontrow/frontrow.toml")
        self.assertEqual(effective(said)["listen"], "127.0.0.1")


if __name__ == "__main__":
    unittest.main(verbosity=2)
