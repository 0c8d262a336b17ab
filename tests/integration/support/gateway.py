"""The example gateway of packaging/gateway, running: nginx with Lua, as it is in the repository but
for its ports."""

import pathlib
import shutil
import socket
import subprocess

from support.server import await_until, free_port

EXAMPLE = pathlib.Path(__file__).resolve().parents[3] / "packaging/gateway"


class Gateway:
    def __init__(self, folder, app_port, environment):
        self.folder = folder
        self.port = free_port()
        shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
        text = (EXAMPLE / "nginx.conf").read_text()
        for ours, theirs in (("listen 127.0.0.1:8080;", f"listen 127.0.0.1:{self.port};"),
                             ("server 127.0.0.1:5800;", f"server 127.0.0.1:{app_port};")):
            assert text.count(ours) == 1, f"the example no longer says {ours}"
            text = text.replace(ours, theirs)
        (folder / "nginx.conf").write_text(text)
        folder.chmod(0o755)
        self.log = open(folder / "log", "wb")
        self.process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", "nginx", "-e", "stderr", "-p", str(folder), "-c",
             "nginx.conf"],
            env={"PATH": "/usr/sbin:/usr/bin:/bin", **environment}, stdout=self.log,
            stderr=self.log, stdin=subprocess.DEVNULL)
        await_until(self._is_listening, f"nginx at port {self.port}")

    def _is_listening(self):
        assert self.process.poll() is None, f"nginx ended: {self.said()}"
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
            return True
        except ConnectionRefusedError:
            return False

    def said(self):
        return (self.folder / "log").read_text()

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        self.log.close()
