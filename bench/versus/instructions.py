#!/usr/bin/env python3
"""What the door costs: instructions a request, counted by callgrind, with tokens and limits off and
on. Counts do not depend on what else the machine does. Needs valgrind.

    bench/versus/instructions.py [--binary build/release/frontrow] [--beside ANOTHER_BINARY]
"""

import argparse
import base64
import hashlib
import hmac
import json
import pathlib
import re
import signal
import socket
import subprocess
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SECRET = b"a secret of thirty-two bytes, ok"
WARM, COUNTED = 1_000, 10_000
PIPELINED = 25


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token(user):
    claims = {"iss": "https://id.example", "sub": str(user), "exp": int(time.time()) + 3600}
    text = ".".join(base64url(json.dumps(part).encode())
                    for part in ({"alg": "HS256", "typ": "JWT"}, claims))
    return f"{text}.{base64url(hmac.new(SECRET, text.encode(), hashlib.sha256).digest())}"


def ask(port, path, headers, count):
    """So many requests on one connection, a few at a time."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    request = f"GET {path} HTTP/1.1\r\nHost: x\r\n{lines}\r\n".encode()
    with socket.create_connection(("127.0.0.1", port)) as line:
        for _ in range(count // PIPELINED):
            line.sendall(request * PIPELINED)
            said = b""
            while said.count(b"HTTP/1.1 200") < PIPELINED:
                piece = line.recv(1 << 20)
                if not piece or b"HTTP/1.1 4" in piece:
                    raise SystemExit(f"{path}: {piece[:300]}")
                said += piece


def instructions(binary, path, headers, settings, count):
    """Of a whole life of the server that answers so many requests."""
    with tempfile.TemporaryDirectory() as folder:
        out = f"{folder}/callgrind"
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", binary, "serve",
                   "--store", "memory", "--data", f"{folder}/data", "--port", "0", "--app_port",
                   "0", "--http.threads", "1", "--log.format", "json", *settings]
        server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        port = next(int(found[1]) for line in server.stderr
                    if (found := re.search(r'"url":"http://127\.0\.0\.1:(\d+)"', line)))
        threading.Thread(target=server.stderr.read, daemon=True).start()
        ask(port, path, headers, count)
        server.send_signal(signal.SIGTERM)
        server.wait()
        text = pathlib.Path(out).read_text(encoding="ascii", errors="replace")
        return int(re.search(r"^(?:summary|totals): (\d+)", text, re.M)[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--binary", default=str(ROOT / "build/release/frontrow"))
    parser.add_argument("--beside", help="another build, for what is off")
    chosen = parser.parse_args()
    keys = tempfile.NamedTemporaryFile("w", suffix=".json")
    json.dump({"keys": [{"kty": "oct", "k": base64url(SECRET)}]}, keys)
    keys.flush()
    seats, points = "/api/v1/seats", "/api/users/101/point"
    bearer = {"Authorization": f"Bearer {token(101)}"}
    jwt = ["--auth", "jwt", "--auth.jwt_keys", keys.name]
    limit = ["--rate_limit.address", "1000000/s"]
    cases = [("seats", seats, {}, []), ("seats, limited", seats, {}, limit),
             ("points, the header not looked at", points, bearer, []),
             ("points, the token known", points, bearer, jwt)]
    if chosen.beside:
        cases.insert(0, ("seats, the other build", seats, {}, None))
    for name, path, headers, settings in cases:
        binary = chosen.beside if settings is None else chosen.binary
        few, many = (instructions(binary, path, headers, settings or [], count)
                     for count in (WARM, WARM + COUNTED))
        print(f"{name:35} {(many - few) / COUNTED:8.0f}", flush=True)


if __name__ == "__main__":
    main()
