"""The project's files, and the settings that the binary knows."""

import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
BINARY = os.environ.get("FRONTROW_BINARY", "")


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def known_variables():
    """Every variable that sets something: the table in the documents, which a test of its own
    holds to be the program's."""
    rows = [row for row in read("docs/operating.md").splitlines() if row.startswith("| `")]
    found = {name for row in rows for name in re.findall(r"`([A-Z][A-Z0-9_]+)`", row.split("|")[2])}
    assert "FRONTROW_QUEUE_TICK" in found and "REDIS_HOST" in found, found
    return found | {"FRONTROW_CONFIG"}


def check_config(variables=None, *flags):
    """What the program says about settings; nothing of this process's own is handed on."""
    return subprocess.run([BINARY, "check-config", *map(str, flags)], env=variables or {},
                          capture_output=True, text=True, timeout=60, check=False)


def effective(said):
    """The settings that `check-config` printed."""
    lines = (line.split() for line in said.splitlines()[1:])
    return {words[0]: words[1] for words in lines if len(words) > 2}


def seconds(text):
    """A duration such as 10s, 5m or 5min."""
    number, unit = re.fullmatch(r"(\d+)(s|m|min)", text).groups()
    return int(number) * (1 if unit == "s" else 60)
