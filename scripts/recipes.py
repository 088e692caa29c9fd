#!/usr/bin/env python3
"""Runs the recipes of docs/recipes.md on a ledger of the samples.

    python3 scripts/recipes.py --program target/release/tawatur

Runs every `sh` and `python` block in its order, each by itself, in a new ledger in a temporary folder. Blocks in other languages are
not run. Needs the packages that the page names; exit status 1 when a block fails.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", default="target/release/tawatur")
    parser.add_argument("--show", action="store_true", help="print what the blocks write")
    options = parser.parse_args()
    page = (PROJECT / "docs" / "recipes.md").read_text("utf-8")
    blocks = re.findall(r"^```(sh|python)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    program = Path(options.program).resolve()
    # Tools of packages stand beside the interpreter.
    path = os.pathsep.join([str(program.parent), str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "PYTHONUTF8": "1"}
    environment.pop("TAWATUR_LEDGER", None)
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "ledger"
        subprocess.run([program, "init", ledger], check=True, capture_output=True)
        subprocess.run([program, "add", "--ledger", ledger, PROJECT / "samples"], check=True, capture_output=True)
        for language, block in blocks:
            command = ["sh", "-e", "-c", block] if language == "sh" else [sys.executable, "-c", block]
            done = subprocess.run(
                command, cwd=ledger, env=environment, text=True, encoding="utf-8",
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )
            passed, failed = passed + (done.returncode == 0), failed + (done.returncode != 0)
            if done.returncode or options.show:
                print(block + ("FAILED\n" if done.returncode else "") + done.stdout)
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0 or passed == 0)


if __name__ == "__main__":
    main()
