#!/usr/bin/env python3
"""Checks what the compiler cannot: the shape of the house."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Room -> the rooms it may look into. A room always sees itself.
MAY_SEE = {
    "config": set(),
    "actors": {"config"},
    "persistence": {"actors", "config"},
    "cluster": {"actors", "config"},
    "http": {"actors", "config"},
    "console": {"actors", "config"},
    "bench": {"actors", "config", "persistence"},
    "tests": {"actors", "config", "persistence", "cluster", "http", "console", "bench"},
}

# Library -> the rooms that may name it.
MAY_NAME = {
    "caf": {"actors", "persistence", "cluster", "http", "console", "tests"},
    "boost": {"http", "console", "bench", "tests"},
    "pqxx": {"persistence"},
    "sqlite3.h": {"persistence", "tests"},
    "hiredis": {"persistence"},
}

LINE_MAX = 100
FUNCTION_MAX = 70

INCLUDE = re.compile(r'#include ["<]([^">]+)[">]')


def is_rules(path):
    """Rules are what is neither an actor, nor a message, nor the wire."""
    return path.parts[0] == "actors" and not re.search(r"_actor|_messages|wire", path.name)


def complaints(path, text):
    room = path.parts[0]
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LINE_MAX and "https://" not in line:
            yield number, f"longer than {LINE_MAX} columns"
        if "\t" in line or line != line.rstrip():
            yield number, "tab or trailing space"
        if "FIXME" in line:
            yield number, "left-over FIXME"
        if not (found := INCLUDE.match(line)):
            continue
        first = found[1].split("/")[0]
        if first in MAY_SEE and first != room and first not in MAY_SEE.get(room, set()):
            yield number, f"{room} may not see {first}"
        if first in MAY_NAME and room not in MAY_NAME[first]:
            yield number, f"{room} may not name {first}"
        if first in MAY_NAME and is_rules(path):
            yield number, f"rules may not name {first}"
    for found in re.finditer(r"^\S.*\{\n(?:(?!\}).*\n)*\}", text, re.M):
        if not found[0].startswith("namespace") and found[0].count("\n") >= FUNCTION_MAX:
            yield text[: found.start()].count("\n") + 1, f"longer than {FUNCTION_MAX} lines"
    if path.suffix == ".hpp" and not text.startswith("#pragma once"):
        yield 1, "does not begin with #pragma once"


def main():
    count = 0
    for room in MAY_SEE:
        for file in sorted((ROOT / room).rglob("*.[ch]pp")):
            path = file.relative_to(ROOT)
            for number, what in complaints(path, file.read_text()):
                print(f"{path}:{number}: {what}")
                count += 1
    return min(count, 1)


sys.exit(main())
