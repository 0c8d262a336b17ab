"""The commands that the documents tell people to copy."""

import pathlib
import re
import subprocess

DOCS = pathlib.Path(__file__).resolve().parents[3] / "docs"


def commands(page, heading):
    """The shell blocks below a heading, up to the next heading."""
    text = (DOCS / page).read_text(encoding="utf-8")
    _, _, rest = text.partition(f"\n{heading}\n")
    if not rest:
        raise AssertionError(f"{page} has no heading {heading}")
    part = re.split(r"\n##+ ", rest)[0]
    return re.findall(r"```sh\n(.*?)```", part, re.DOTALL)


def paste(block, folder, variables):
    """Runs a block there as a person would, and stops at the first line that fails."""
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", block], cwd=folder, env=variables,
                          text=True, capture_output=True, check=False, timeout=120,
                          stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise AssertionError(f"{block} said {done.stdout}{done.stderr}")
    return done.stdout
