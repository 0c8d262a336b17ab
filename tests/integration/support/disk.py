"""A small disk of the test's own, where the test may make one."""

import ctypes
import os
import pathlib
import subprocess
import tempfile

MIB = 1024 * 1024


class SmallDisk:
    """A tmpfs. `why_not` says why there is none; it goes away with `close`."""

    def __init__(self, size):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="frontrow-disk-"))
        self.why_not = ""
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.mount(b"tmpfs", os.fsencode(self.path), b"tmpfs", 0,
                      f"size={size},mode=700".encode()) != 0:
            self.why_not = f"no tmpfs can be mounted here ({os.strerror(ctypes.get_errno())})"
            self.path.rmdir()
        self.ballast = self.path / "ballast"

    def fill(self, but=0):
        """Leaves no more than so many bytes."""
        with open(self.ballast, "ab") as file:
            while (left := self.free() - but) >= 4096:
                try:
                    file.write(b"x" * min(left, MIB))
                    file.flush()
                except OSError:
                    return

    def free(self):
        seen = os.statvfs(self.path)
        return seen.f_bavail * seen.f_frsize

    def make_room(self):
        self.ballast.unlink()

    def remount(self, how):
        subprocess.run(["mount", "-o", f"remount,{how}", str(self.path)], check=True)

    def close(self):
        if not self.why_not:
            subprocess.run(["umount", "--lazy", str(self.path)], check=True)
            self.path.rmdir()
