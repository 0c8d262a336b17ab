"""Who issues bearer tokens: keys by openssl, tokens by hand, right and wrong ones."""

import base64
import hashlib
import hmac
import json
import os
import subprocess
import time


def openssl(*arguments, data=None):
    return subprocess.run(["openssl", *arguments], input=data, capture_output=True, check=True,
                          timeout=60).stdout


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Pair:
    """A key pair in files of a folder."""

    def __init__(self, folder, name, algorithm):
        self.algorithm = algorithm
        self.private = folder / f"{name}.key"
        self.public = folder / f"{name}.pem"
        kind = ["ed25519"] if algorithm == "EdDSA" else ["rsa", "-pkeyopt", "rsa_keygen_bits:2048"]
        openssl("genpkey", "-algorithm", *kind, "-out", str(self.private))
        openssl("pkey", "-in", str(self.private), "-pubout", "-out", str(self.public))

    def sign(self, text):
        if self.algorithm == "RS256":
            return openssl("dgst", "-sha256", "-sign", str(self.private), data=text)
        file = self.private.with_suffix(".text")
        file.write_bytes(text)
        return openssl("pkeyutl", "-sign", "-rawin", "-inkey", str(self.private), "-in", str(file))


class Secret:
    algorithm = "HS256"

    def __init__(self, secret=None):
        self.secret = secret or os.urandom(32)

    def sign(self, text):
        return hmac.new(self.secret, text, hashlib.sha256).digest()

    def jwk(self, kid):
        return {"kty": "oct", "kid": kid, "alg": "HS256", "k": base64url(self.secret)}


def token(by, sub, life=600, header=None, **claims):
    """A token of this user; `header` and claims go over what it says by itself."""
    head = {"alg": by.algorithm, "typ": "JWT", **(header or {})}
    body = {"sub": sub, "exp": int(time.time()) + life, **claims}
    text = ".".join(base64url(json.dumps(part).encode()) for part in (head, body))
    return f"{text}.{base64url(by.sign(text.encode()))}"


def bearer(*arguments, **more):
    return f"Bearer {token(*arguments, **more)}"
