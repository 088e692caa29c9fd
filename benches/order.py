#!/usr/bin/env python3
"""Whether what is said across documents hangs on the order in which they come.

    python3 benches/order.py NEWS --program P [--steps 10] [--seed 1]

NEWS is a folder of files. They are put into one ledger all at once, and into another shuffled and in steps, each linked
before the next comes. The tables across documents must have the same rows. Prints how many rows each has, how many are in one ledger alone,
and how long both took; exits with 1 where a row is.
"""

import argparse
import collections
import hashlib
import pathlib
import random
import subprocess
import sys
import tempfile
import time

TABLES = ["fingerprints", "copies", "claim_keys", "links", "events", "event_claims", "contradictions"]


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stderr.strip()[-2000:]}")


def fill(program, ledger, steps):
    begun = time.monotonic()
    run(program, "init", ledger)
    for files in steps:
        run(program, "add", "--ledger", ledger, *files)
    return time.monotonic() - begun


def rows(program, ledger, table):
    """The rows of a table, as hashes with how often each is there."""
    command = [program, "sql", "--ledger", ledger, "--format", "jsonl", f"SELECT * FROM {table}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as asked:
        held = collections.Counter(hashlib.sha256(line).digest()[:12] for line in asked.stdout)
    if asked.returncode:
        sys.exit(f"{table}: not read")
    return held


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=pathlib.Path)
    parser.add_argument("--program", default="tawatur")
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    # What is known of a file stands beside it and comes with it.
    files = sorted(path for path in options.news.iterdir() if not path.name.endswith(".meta.json"))
    shuffled = random.Random(options.seed).sample(files, len(files))
    steps = [shuffled[at :: options.steps] for at in range(options.steps)]
    with tempfile.TemporaryDirectory() as place:
        at_once, grown = pathlib.Path(place, "at-once"), pathlib.Path(place, "grown")
        print(f"{len(files)} files: at once {fill(options.program, at_once, [[options.news]]):.0f} s", flush=True)
        print(f"in {options.steps} steps, shuffled {fill(options.program, grown, steps):.0f} s", flush=True)
        apart = 0
        for table in TABLES:
            one, other = (rows(options.program, ledger, table) for ledger in (at_once, grown))
            alone = sum((one - other).values()), sum((other - one).values())
            apart += sum(alone)
            print(f"{table:16}{sum(one.values()):>9} rows, {alone[0]} only at once, {alone[1]} only in steps", flush=True)
    sys.exit(apart > 0)


if __name__ == "__main__":
    main()
