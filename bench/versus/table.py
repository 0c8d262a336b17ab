"""Rounds of a row, and the table of all."""

import argparse
import statistics
from pathlib import Path


def arguments(description, rounds=5, seconds=3):
    parser = argparse.ArgumentParser(description=description,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=rounds)
    parser.add_argument("--seconds", type=int, default=seconds)
    parser.add_argument("--only", default="", help="names of rows, separated by commas")
    parser.add_argument("--markdown", type=Path, help="where to write the table")
    return parser


def wanted_rows(args, table):
    names = {row[0] for row in table}
    wanted = set(filter(None, args.only.split(","))) or names
    if wanted - names:
        raise SystemExit(f"no such row: {', '.join(sorted(wanted - names))};"
                         f" there are {', '.join(sorted(names))}")
    return wanted


def measure(stage, row, rounds):
    """The row's sides in turn, `rounds` times; ratios are taken within a round."""
    name, what, once, limits = row
    taken = []
    for n in range(rounds):
        rates = once(stage)
        taken.append(rates)
        print(f"  {name} {n + 1}/{rounds}: " + " : ".join(f"{r:,.0f}" for r in rates), flush=True)
    lines = []
    for side, least in limits:
        ratios = [r[0] / r[side] for r in taken]
        middle = statistics.median(ratios)
        lines.append((what, least, middle, min(ratios), max(ratios), taken, side))
        print(f"  {what}: {middle:.2f} ({min(ratios):.2f} to {max(ratios):.2f}), wanted {least}",
              flush=True)
    return lines


def finish(lines, markdown):
    text = "| what | at least | median | least | most | medians, a second |\n|---|--:|--:|--:|--:|---|\n"
    for what, least, middle, low, high, taken, side in lines:
        own = statistics.median(r[0] for r in taken)
        other = statistics.median(r[side] for r in taken)
        text += (f"| {what} | {least:.2f} | **{middle:.2f}** | {low:.2f} | {high:.2f} |"
                 f" {own:,.0f} : {other:,.0f} |\n")
    print(text)
    if markdown:
        markdown.write_text(text)
