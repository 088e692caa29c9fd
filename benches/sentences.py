#!/usr/bin/env python3
"""How often `tawatur inspect` parts sentences where a reader does, beside a regular expression and ICU.

    python3 benches/sentences.py NEWS.jsonl.xz [--program target/release/tawatur] [--errors N] [--part development]

The boundaries stand in sentences.tsv without the texts, which are those of the news sample (one JSON object a line, with
`id` and `text`); README.md says how they were marked. A boundary is where the next sentence begins, white space and controls
skipped; the beginning and the end of a paragraph are not counted. ICU is asked through the package icu4py, and skipped
where that is not installed.
"""

import argparse
import collections
import csv
import hashlib
import json
import lzma
import os
import re
import subprocess
import sys
import unicodedata

STOPS = re.compile(r"[.!؟?]\s")
# Between two paragraphs, so that nothing runs over from one into the other.
BREAK = "\n\n"


def paragraphs(table, sample):
    """Every marked paragraph: its row, its text, its boundaries."""
    rows = collections.defaultdict(list)
    for row in csv.DictReader(open(table, encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
        rows[row["article"]].append(row)
    for line in lzma.open(sample, "rt", encoding="utf-8"):
        article = json.loads(line)
        for row in rows.pop(article["id"], []):
            text = article["text"][int(row["start"]):int(row["end"])]
            if hashlib.sha256(text.encode()).hexdigest()[:16] != row["hash"]:
                sys.exit(f"{row['article']}: the sample has another text than the one that was marked")
            yield row, text, places(text, map(int, row["boundaries"].split()))
    for article in rows:
        sys.exit(f"{article}: not in the sample")


def places(text, starts):
    """Where sentences begin, the first aside."""
    found = set()
    for at in starts:
        while at < len(text) and (text[at].isspace() or unicodedata.category(text[at]) == "Cf"):
            at += 1
        if 0 < at < len(text):
            found.add(at)
    return found


def program(path, texts):
    run = subprocess.run([path, "inspect", "--format", "json"], input=BREAK.join(texts), capture_output=True, text=True,
                         check=True)
    starts, last = [], None
    for token in json.loads(run.stdout)["tokens"]:
        if token["sentence"] != last:
            starts.append(token["span"][0])
            last = token["sentence"]
    base = 0
    for text in texts:
        yield places(text, (at - base for at in starts if base < at < base + len(text)))
        base += len(text) + len(BREAK)


def expression(texts):
    for text in texts:
        yield places(text, (m.end() for m in STOPS.finditer(text)))


def icu(texts):
    from icu4py.breakers import SentenceBreaker

    for text in texts:
        starts, at = [], 0
        for sentence in SentenceBreaker(text, "ar"):
            starts.append(at)
            at += len(sentence)
        yield places(text, starts)


def f1(marked, found):
    right = sum(len(m & f) for m, f in zip(marked, found))
    wanted, said = sum(map(len, marked)), sum(map(len, found))
    precision, recall = right / max(said, 1), right / max(wanted, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sample")
    parser.add_argument("--program", default="target/release/tawatur")
    parser.add_argument("--table", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "sentences.tsv"))
    parser.add_argument("--part", choices=["development", "validation", "later", "fresh"], default="development",
                        help="whose errors to print")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print N errors of the program")
    options = parser.parse_args()
    if not os.path.exists(options.sample):
        print(f"skipped: {options.sample} is not there, so no sentences were counted")
        return
    rows, texts, marked = zip(*paragraphs(options.table, options.sample))
    systems = {"tawatur": list(program(options.program, texts)), "regular expression": list(expression(texts))}
    try:
        systems["ICU"] = list(icu(texts))
    except ImportError:
        print("skipped: ICU, because the package icu4py is not installed")
    first = lambda row: row["part"] in ("development", "validation")
    groups = {
        "first 200": first,
        "development": lambda row: row["part"] == "development",
        "validation": lambda row: row["part"] == "validation",
        "random": lambda row: first(row) and row["phenomenon"] == "random",
        "hard": lambda row: first(row) and row["phenomenon"] != "random",
        "later": lambda row: row["part"] == "later",
        "fresh random": lambda row: row["part"] == "fresh" and row["phenomenon"] == "random",
        "fresh glued": lambda row: row["phenomenon"] == "glued",
    }
    print(f"{'':20}" + "".join(f"{name:>14}" for name in groups))
    chosen = {name: [i for i, row in enumerate(rows) if keep(row)] for name, keep in groups.items()}
    pick = lambda values, name: [values[i] for i in chosen[name]]
    print(f"{'paragraphs':20}" + "".join(f"{len(chosen[name]):14}" for name in groups))
    print(f"{'boundaries':20}" + "".join(f"{sum(map(len, pick(marked, name))):14}" for name in groups))
    for system, found in systems.items():
        scores = [f1(pick(marked, name), pick(found, name)) for name in groups]
        print(f"{system + ' F1':20}" + "".join(f"{score:14.3f}" for _, _, score in scores))
        print(f"{'  precision, recall':20}" + "".join(f"{f'{p:.3f} {r:.3f}':>14}" for p, r, _ in scores))
    # Between two letters, where a page lost its line breaks.
    apart = lambda places: [{at for at in some if not text[at - 1].isalpha()} for text, some in zip(texts, places)]
    lost = sum(map(len, marked)) - sum(map(len, apart(marked)))
    print(f"{lost} boundaries stand between two letters, where a page lost its line breaks; without such places:")
    for system, found in systems.items():
        scores = [f1(pick(apart(marked), name), pick(apart(found), name))[2] for name in groups]
        print(f"{system + ' F1':20}" + "".join(f"{score:14.3f}" for score in scores))
    left = options.errors
    for i, (row, text) in enumerate(zip(rows, texts)):
        if row["part"] != options.part:
            continue
        for at in sorted(marked[i] ^ systems["tawatur"][i])[:max(left, 0)]:
            left -= 1
            said = "missed" if at in marked[i] else "invented"
            print(f"{said:9} {row['phenomenon']:10} {text[max(0, at - 40):at]!r} | {text[at:at + 30]!r}")


if __name__ == "__main__":
    main()
