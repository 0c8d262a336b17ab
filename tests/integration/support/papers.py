"""Certificates and keys of the tests' own, and clients that trust them."""

import contextlib
import socket
import ssl
import subprocess


class Papers:
    """A certificate for 127.0.0.1 and its key. `name` is in the certificate."""

    def __init__(self, folder, name="one", days=30):
        self.certificate = folder / f"{name}.pem"
        self.key = folder / f"{name}.key"
        self.settings = {"tls__certificate": self.certificate, "tls__key": self.key}
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-nodes", "-keyout", self.key, "-out", self.certificate, "-days", str(days),
             "-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1"],
            check=True, capture_output=True, timeout=60)
        self.key.chmod(0o600)

    def context(self, version=None):
        """Of a client that trusts this certificate alone."""
        made = ssl.create_default_context(cafile=str(self.certificate))
        if version:
            made.minimum_version = made.maximum_version = version
        return made


def careless():
    """A context of a client that believes anybody."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    return made


@contextlib.contextmanager
def line_to(port, context, session=None):
    """A connection that tells a proper goodbye from an end without one: that raises SSLEOFError."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as bare:
        with context.wrap_socket(bare, server_hostname="127.0.0.1", session=session,
                                 suppress_ragged_eofs=False) as line:
            yield line


def read_to_goodbye(line):
    said = b""
    while piece := line.recv(65536):
        said += piece
    return said


def shown_name(port):
    """The name in the certificate that a new client is shown."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as bare:
        with careless().wrap_socket(bare) as line:
            der = line.getpeercert(binary_form=True)
    done = subprocess.run(["openssl", "x509", "-inform", "DER", "-noout", "-subject", "-nameopt",
                           "multiline"], input=der, capture_output=True, check=True, timeout=60)
    return done.stdout.decode().rsplit("=", 1)[1].strip()
