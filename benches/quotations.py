#!/usr/bin/env python3
"""Measures who is taken to say a direct quotation.

Usage: quotations.py GOLD_DIR [--program target/release/tawatur] [--show]

GOLD_DIR holds annotated documents, NAME.txt with NAME.json beside it, as `tawatur eval` takes them. Counted are the
quotations of four words or more that hold the trigger of an annotated claim. Who says one is, in the annotation and in
what is read alike, the last hop of a claim triggered inside it, or the actor of a statement there. Of several claims
the commonest answer counts. It is right when the words of the two overlap, when both name one
entity, or when one name holds the other.

Prints precision (of those given a speaker), recall (of those that have one) and how many hold no claim that was read,
which recall counts as missed; `held` is recall without these. --show lists what is wrong.
"""

import argparse
import collections
import json
import pathlib
import re
import subprocess

from places import locate

MARKS = re.compile(r"«[^«»\n]+»|“[^“”\n]+”|\"[^\"\n]+\"")
WORDS = 4


def quotations(text):
    """Spans between quotation marks, in code points; a paragraph's end closes what is open."""
    for match in MARKS.finditer(text):
        if len(match.group().split()) >= WORDS:
            yield match.start() + 1, match.end() - 1


def annotated(path, text):
    for claim in json.loads(path.read_text())["claims"]:
        def named(mentions):
            return [(locate(text, m), m.get("entity")) for m in mentions or []]
        yield claim["type"], locate(text, claim["trigger"]), named(claim.get("chain")), named(claim.get("actors"))


def read(claim):
    def named(mentions):
        return [(tuple(m["span"]), m.get("entity")) for m in mentions]
    return claim["type"], tuple(claim["trigger"]["span"]), named(claim["chain"]), named(claim["actors"])


def speaker(claims, start, end):
    """Who says what stands between two offsets; None if no claim there says, and whether a claim is there at all."""
    answers = []
    held = False
    for kind, trigger, chain, actors in claims:
        if not (start <= trigger[0] < end):
            continue
        held = True
        if chain:
            answers.append(chain[-1])
        elif kind.startswith("statement.") and actors:
            answers.append(actors[0])
    return (collections.Counter(answers).most_common(1)[0][0] if answers else None), held


def same(text, a, b):
    """Whether two mentions are of one source: the same words, one entity, or one name within the other (a surname)."""
    if min(a[0][1], b[0][1]) > max(a[0][0], b[0][0]) or a[1] and a[1] == b[1]:
        return True
    short, long = sorted((set(re.findall(r"\w+", text[slice(*m[0])])) for m in (a, b)), key=len)
    return bool(short) and short <= long


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=pathlib.Path)
    parser.add_argument("--program", default="target/release/tawatur")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    texts = sorted(p for p in options.gold.glob("*.txt") if p.with_suffix(".json").exists())
    output = subprocess.run(
        [options.program, "read", "--format", "jsonl", *map(str, texts)], capture_output=True, text=True, check=True
    ).stdout
    claims = collections.defaultdict(list)
    for line in output.splitlines():
        claim = json.loads(line)
        claims[claim["doc"]].append(read(claim))
    right = given = due = unread = total = 0
    for path in texts:
        text = path.read_text()
        gold = list(annotated(path.with_suffix(".json"), text))
        for start, end in quotations(text):
            wanted, held = speaker(gold, start, end)
            if not held:
                continue
            found, read_there = speaker(claims[path.stem], start, end)
            total += 1
            due += wanted is not None
            given += found is not None
            ok = wanted is not None and found is not None and same(text, wanted, found)
            right += ok
            unread += wanted is not None and not read_there
            if options.show and not ok and (wanted or found):
                words = [text[slice(*who[0])] if who else None for who in (wanted, found)]
                print(f"{path.stem}\twanted {words[0]}\tfound {words[1]}\t{text[start:end][:80]}")
    print(f"quotations {total}  with a speaker {due}  given one {given}  right {right}  no claim read {unread}")
    print(f"precision {right / max(given, 1):.3f}  recall {right / max(due, 1):.3f}  held {right / max(due - unread, 1):.3f}")


if __name__ == "__main__":
    main()
