#!/usr/bin/env python3
"""Checks what the compiler cannot: the shape of the house."""

import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Room -> the rooms it may look into. A room always sees itself; main.cpp, serve.cpp and
# assembly.cpp see all.
MAY_SEE = {
    "config": set(),
    "actors": {"config"},
    "persistence": {"actors", "config"},
    "cluster": {"actors", "config"},
    "http": {"actors", "config"},
    "console": {"actors", "config"},
    "supervisor": {"actors"},
    "web": {"http"},
    "bench": {"actors", "config", "persistence", "http"},
    "tests": {"actors", "config", "persistence", "cluster", "http", "console", "bench",
              "supervisor"},
}

# Library -> the rooms that may name it.
MAY_NAME = {
    "caf": {"actors", "persistence", "cluster", "http", "console", "bench", "tests", "supervisor",
            "main.cpp", "serve.cpp", "assembly.cpp"},
    "boost": {"http", "console", "bench", "tests", "supervisor", "main.cpp", "serve.cpp",
              "assembly.cpp"},
    "CLI": {"config", "console", "bench"},
    "pqxx": {"persistence", "tests"},
    "sqlite3.h": {"persistence", "tests"},
    "hiredis": {"persistence"},
    "openssl": {"persistence", "http", "console", "cluster", "bench", "tests", "main.cpp",
                "serve.cpp", "assembly.cpp"},
}

# What the pages of a folder of web/ may import from: itself, what all share, and these packages.
MAY_IMPORT = {
    "buyer": {"preact"},
    "console": {"preact", "uplot"},
    "base": {"preact"},
}

# Headers so dear to compile that few files may name them.
DEAR = {"openssl/ssl.h": re.compile(r"tls_\w+\.cpp$")}

PAGES = {".ts", ".tsx", ".mjs", ".css"}

LINE_MAX = 100
FUNCTION_MAX = 70
FILE_MAX = 300

INCLUDE = re.compile(r'#include ["<]([^">]+)[">]')
# Spelled so that this file does not find itself.
LEFT_OVER = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
OUTSIDE = re.compile(r"\.\./" r"shared|(?<![\w.$}])/(work|home|root)/")
SLEEP = re.compile(r"\b(sleep_for|sleep_until|usleep|nanosleep|time\.sleep)\b")
# What is passed over must be a kind of error that is named, for a reason that is given.
SILENT_CATCH = re.compile(
    r"\bcatch *\(\.\.\.\) *\{(\s|//[^\n]*)*\}|\bcatch *\([^)]*\) *\{\s*\}")
# Text that a page shows is never markup, and a page's script is never text.
MARKUP = re.compile(
    r"\b(inner|outer)HTML\b|dangerouslySetInner|insertAdjacentHTML|document\.write\b"
    r"|\beval\(|new Function\(|\bjavascript:")
IMPORT = re.compile(r"""^\s*(?:import|export)\b(?:[^'"]*\bfrom)?\s*['"]([^'"]+)['"]""", re.M)
OPENS_TYPE = re.compile(
    r"^\s*(\w+ )*(namespace|class|struct|enum|union|extern|interface)\b|^(export )?const .*= \{$")
NO_ROOM = {"util", "utils", "common", "misc", "core", "helper", "helpers", "manager"}
SKIPPED = {"build", "node_modules", "data", "out"}


# The files of actors/ that may speak CAF: actors, what is said to them, and what they are made of.
SHELL = re.compile(r"_actor|_messages|owed_answer|wire|house|backstage|seat_family|seat_talk")


def is_rules(path):
    """Rules are what is no shell."""
    return path.parts[0] == "actors" and not SHELL.search(path.name)


def include_complaints(path, number, line):
    if not (found := INCLUDE.match(line)):
        return
    room = path.parts[0]
    first = found[1].split("/")[0]
    if first in MAY_SEE and room in MAY_SEE and first != room and first not in MAY_SEE[room]:
        yield number, f"{room} may not see {first}"
    if first in MAY_NAME and room not in MAY_NAME[first]:
        yield number, f"{room} may not name {first}"
    if found[1] in DEAR and not DEAR[found[1]].search(path.name):
        yield number, f"{path.name} may not name {found[1]}"
    if first in MAY_NAME and is_rules(path):
        yield number, f"rules may not name {first}"


def long_functions(lines):
    """A body begins where a line at an indent of 0 or 2 ends in {, and ends at the } below it."""
    for start, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        if indent > 2 or not line.endswith("{") or OPENS_TYPE.match(line):
            continue
        closing = " " * indent + "}"
        end = next((i for i in range(start, len(lines)) if lines[i].startswith(closing)), start)
        if end - start >= FUNCTION_MAX:
            yield start + 1, f"longer than {FUNCTION_MAX} lines"


def source_complaints(path, text, lines):
    for number, line in enumerate(lines, 1):
        if len(line) > LINE_MAX and "https://" not in line:
            yield number, f"longer than {LINE_MAX} columns"
        yield from include_complaints(path, number, line)
    yield from long_functions(lines)
    if len(lines) > FILE_MAX:
        yield 1, f"longer than {FILE_MAX} lines"
    for found in SILENT_CATCH.finditer(text):
        yield text[: found.start()].count("\n") + 1, "an error is swallowed here"
    if path.suffix == ".hpp" and not text.startswith("#pragma once"):
        yield 1, "does not begin with #pragma once"


def page_complaints(path, text, lines):
    for number, line in enumerate(lines, 1):
        if len(line) > LINE_MAX and "https://" not in line:
            yield number, f"longer than {LINE_MAX} columns"
        if MARKUP.search(line):
            yield number, "makes markup or script of text"
    if path.suffix != ".css":
        yield from long_functions(lines)
    if len(lines) > FILE_MAX:
        yield 1, f"longer than {FILE_MAX} lines"
    app = path.parts[1]
    if path.parts[0] != "web" or app not in MAY_IMPORT:
        return
    for found in IMPORT.finditer(text):
        name = found[1]
        number = text[: found.start(1)].count("\n") + 1
        if not name.startswith("."):
            if name.split("/")[0] not in MAY_IMPORT[app]:
                yield number, f"web/{app} may not import {name}"
            continue
        room = Path(os.path.normpath(path.parent / name)).parts[:2]
        if room not in {("web", app), ("web", "base")}:
            yield number, f"web/{app} may not look into {'/'.join(room)}"


def complaints(path, text):
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if "\t" in line or line != line.rstrip():
            yield number, "tab or trailing space"
        if LEFT_OVER.search(line):
            yield number, "left over"
        if OUTSIDE.search(line):
            yield number, "names what lies outside the project"
        if path.parts[0] == "tests" and SLEEP.search(line):
            yield number, "sleeps in a test; arm the wait, act, await"
    for part in path.parts[:-1]:
        if part in NO_ROOM:
            yield 1, f"no room is called {part}"
    if path.suffix in {".cpp", ".hpp"}:
        yield from source_complaints(path, text, lines)
    if path.suffix in PAGES:
        yield from page_complaints(path, text, lines)


def unlisted(files):
    """Sources that no CMakeLists.txt names, by the path from its own folder."""
    listed = {file.parent: file.read_text() for file in files if file.name == "CMakeLists.txt"}
    for file in files:
        names = ((os.path.relpath(file, folder), text) for folder, text in listed.items())
        if file.suffix == ".cpp" and not any(name in text for name, text in names):
            yield file


def project_files():
    kinds = {".cpp", ".hpp", ".py", ".sh", ".cmake"} | PAGES
    names = {"CMakeLists.txt", "run", "test"}
    for top in sorted(ROOT.iterdir()):
        if top.name in SKIPPED or top.name.startswith(".git"):
            continue
        inside = sorted(top.rglob("*")) if top.is_dir() else [top]
        for file in inside:
            skipped = SKIPPED & set(file.relative_to(ROOT).parts)
            if not skipped and file.is_file() and (file.suffix in kinds or file.name in names):
                yield file


def main():
    files = list(project_files())
    found = [(file.relative_to(ROOT), 1, "no CMakeLists.txt lists it") for file in unlisted(files)]
    for file in files:
        path = file.relative_to(ROOT)
        found += [(path, number, what) for number, what in complaints(path, file.read_text())]
    for path, number, what in found:
        print(f"{path}:{number}: {what}")
    return 1 if found else 0


sys.exit(main())
