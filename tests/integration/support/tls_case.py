"""The base of the tests of TLS: a server with a certificate of its own, and a client that trusts
it."""

from support.case import Case
from support.client import Client
from support.papers import Papers


class TlsCase(Case):
    def setUp(self):
        self.papers = Papers(self.folder())

    def serve_tls(self, **settings):
        server = self.serve(**self.papers.settings, **settings)
        self.one = Client(server.port, tls=self.papers.context())
        self.addCleanup(self.one.close)
        return server

    def metric(self, name):
        for line in self.one.get("/metrics").body.decode().splitlines():
            if line.startswith(name + " "):
                return float(line.split()[1])
        raise AssertionError(f"no metric {name}")
