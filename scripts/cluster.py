"""Several nodes of one cluster on this machine, for looking and for trying out: ./run cluster."""

import argparse
import contextlib
import fcntl
import pathlib
import signal
import sys

from cluster_nodes import ASKING, DEFAULT_DATA, Cluster, say
from cluster_stores import Trouble

NODES_MAX = 16


def ask_for_start(how):
    """Tells the launcher that runs there to start a node."""
    folder = pathlib.Path(how.data).absolute() / how.node
    with contextlib.suppress(FileNotFoundError), \
            open(folder.parent / "lock", "a", encoding="ascii") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not (folder / "frontrow.toml").exists():
                raise Trouble(f"there is no node {how.node} in {folder.parent}") from None
            (folder / ASKING).touch()
            return
    raise Trouble(f"no cluster runs in {folder.parent}: ./run cluster starts one")


def parse(words):
    """What was said, and the flags behind -- that are said to every node."""
    place = words.index("--") if "--" in words else len(words)
    words, flags = words[:place], words[place + 1:]
    if words[:1] == ["start"]:
        words = words[1:]
        parser = argparse.ArgumentParser(prog="./run cluster start", exit_on_error=False,
                                         description="Starts a node that ended.")
        parser.add_argument("node", help="such as n1")
    else:
        parser = argparse.ArgumentParser(
            prog="./run cluster", exit_on_error=False, epilog="start NODE starts a node that ended. "
            "What follows -- is said to every node: -- --reservation.hold 7m",
            description="Several nodes of one cluster on this machine, with a PostgreSQL and a "
            "Redis of their own.")
        parser.add_argument("--nodes", type=int, default=3, help="how many, 1 to 16 (3)")
        parser.add_argument("--port", type=int, default=8080,
                            help="of the first node; the others follow (8080). 0: free ones")
        parser.add_argument("--postgres_url", help="a database that is there")
        parser.add_argument("--redis.host", dest="redis_host", help="a Redis that is there")
        parser.add_argument("--redis.port", dest="redis_port", type=int, default=6379)
        parser.add_argument("--binary", default="build/release/frontrow", help=argparse.SUPPRESS)
    parser.add_argument("--data", default=DEFAULT_DATA, help=f"what is kept ({DEFAULT_DATA})")
    try:
        how, rest = parser.parse_known_args(words)
    except argparse.ArgumentError as wrong:
        raise Trouble(str(wrong)) from None
    if rest:
        raise Trouble(f"there is no {rest[0]}; ./run cluster --help shows what there is")
    if not 1 <= getattr(how, "nodes", 1) <= NODES_MAX:
        raise Trouble(f"--nodes must be 1 to {NODES_MAX}")
    if not 0 <= getattr(how, "port", 0) <= 65535 - NODES_MAX:
        raise Trouble(f"--port must be 0 to {65535 - NODES_MAX}")
    how.flags = flags
    return how


def run(how):
    if hasattr(how, "node"):
        ask_for_start(how)
        return
    cluster = Cluster(how)

    def stop(*_):
        cluster.is_over = True

    for which in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(which, stop)
    try:
        cluster.begin()
        if not cluster.is_over:
            cluster.watch()
    finally:
        cluster.end()
    say("stopped")


def main():
    try:
        run(parse(sys.argv[1:]))
    except (Trouble, OSError) as why:
        print(f"frontrow: cluster: {why}", file=sys.stderr)
        return 2
    return 0


sys.exit(main())
