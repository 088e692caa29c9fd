#!/usr/bin/env python3
"""Copies on labelled pairs, and the time of all pairs, beside MinHash and plain shingles.

    python3 benches/copies.py PAIRS TEXTS --program P

PAIRS is gold/pairs.jsonl, TEXTS a folder of NAME.txt with NAME.meta.json. What counts is whether a pair is a copy or an edited
copy. The others see the same letters as ours, folded, and each has the threshold that is best on these very pairs; ours has none.
Needs datasketch and rensa (pip). The times are of one run on this machine: ours from texts in
memory to the aligned passages of all pairs, on all cores (P must be a release build), and before that of reading files and marking
furniture, which rensa is spared; rensa's of signing and querying alone, on one core as it works, and with the shingles made in Python.
"""

import argparse
import json
import pathlib
import re
import subprocess
import time

from datasketch import MinHash, MinHashLSH
from rensa import RMinHash, RMinHashLSH

DROPPED = re.compile("[\u064B-\u065F\u0670\u0640]")
FOLDED = str.maketrans("أإآٱىئؤة", "ااااييوه")
PERMUTATIONS = 128


def folded(text):
    return re.sub(r"\W+", " ", DROPPED.sub("", text).translate(FOLDED)).strip()


def letters(n):
    def shingles(text):
        text = text.replace(" ", "")
        return {text[k : k + n] for k in range(max(1, len(text) - n + 1))}

    return shingles


def words(n):
    def shingles(text):
        parts = text.split()
        return {" ".join(parts[k : k + n]) for k in range(max(1, len(parts) - n + 1))}

    return shingles


SHINGLES = {"3 letters": letters(3), "5 letters": letters(5), "9 letters": letters(9), "3 words": words(3)}


def f1(found, gold):
    right = sum(f and g for f, g in zip(found, gold, strict=True))
    return 2 * right / max(1, sum(found) + sum(gold))


def best(scores, gold):
    """The best F1 and the threshold that gives it."""
    return max((f1([s >= t for s in scores], gold), t) for t in sorted(set(scores)))


def jaccard(one, two):
    return len(one & two) / max(1, len(one | two))


def containment(one, two):
    return len(one & two) / max(1, min(len(one), len(two)))


def signature(kind, shingles):
    if kind is MinHash:
        minhash = MinHash(num_perm=PERMUTATIONS)
        minhash.update_batch([s.encode() for s in shingles])
    else:
        minhash = RMinHash(num_perm=PERMUTATIONS, seed=1)
        minhash.update(list(shingles))
    return minhash


def by_index(pairs, signatures, gold):
    """datasketch: a pair is found where one is among what the index gives for the other; the best threshold of the index."""
    found = []
    for threshold in [x / 100 for x in range(4, 60, 2)]:
        index = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
        for name, minhash in signatures.items():
            index.insert(name, minhash)
        near = {a: set(index.query(signatures[a])) for a, _ in pairs}
        found.append((f1([b in near[a] for a, b in pairs], gold), threshold))
    return max(found)


def quality(options, texts, rows):
    pairs = [(row["a"], row["b"]) for row in rows]
    gold = [row["label"] in ("copy", "edited") for row in rows]
    named = sorted({name for pair in pairs for name in pair})
    ours = program(options, "--pairs", str(options.pairs))["pairs"]
    print(f"{len(rows)} pairs, {sum(gold)} of them copies or edited copies\n")
    print(f"{'':42} F1     at")
    print(f"{'tawatur':42} {ours['f1']:.3f}  precision {ours['precision']:.3f}, recall {ours['recall']:.3f}")
    for label, shingles in SHINGLES.items():
        sets = {name: shingles(texts[name]) for name in named}
        for what, measure in (("Jaccard", jaccard), ("containment", containment)):
            score, at = best([measure(sets[a], sets[b]) for a, b in pairs], gold)
            print(f"{what + ' of ' + label:42} {score:.3f}  {at:.3f}")
        signatures = {name: signature(MinHash, sets[name]) for name in named}
        score, at = best([signatures[a].jaccard(signatures[b]) for a, b in pairs], gold)
        print(f"{'datasketch MinHash of ' + label:42} {score:.3f}  {at:.3f}")
        score, at = by_index(pairs, signatures, gold)
        print(f"{'datasketch MinHashLSH of ' + label:42} {score:.3f}  {at:.2f}")
        signatures = {name: signature(RMinHash, sets[name]) for name in named}
        score, at = best([signatures[a].jaccard(signatures[b]) for a, b in pairs], gold)
        print(f"{'rensa RMinHash of ' + label:42} {score:.3f}  {at:.3f}")


def speed(options, texts):
    ours = program(options, "--all")["all"]
    print(f"\nall pairs of {len(texts)} texts")
    print(
        f"  tawatur: {ours['preparing'] + ours['comparing']:.2f} s: prepared {ours['preparing']:.2f} s, "
        f"{ours['compared']} pairs compared {ours['comparing']:.2f} s; {ours['keys']:.1f} keys a text; "
        f"before that files read and furniture marked {ours['reading']:.2f} s"
    )
    for label in ("5 letters", "3 words"):
        start = time.perf_counter()
        sets = [list(SHINGLES[label](folded(text))) for text in texts.values()]
        shingled = time.perf_counter()
        signatures = []
        for shingles in sets:
            minhash = RMinHash(num_perm=PERMUTATIONS, seed=1)
            minhash.update(shingles)
            signatures.append(minhash)
        index = RMinHashLSH(threshold=0.1, num_perm=PERMUTATIONS, num_bands=64)
        for key, minhash in enumerate(signatures):
            index.insert(key, minhash)
        found = sum(len(index.query(minhash)) - 1 for minhash in signatures) // 2
        done = time.perf_counter()
        print(
            f"  rensa, {label}: {done - shingled:.2f} s signing and querying ({found} pairs), "
            f"{done - start:.2f} s with the shingles"
        )


def program(options, *arguments):
    command = [options.program, "eval-links", str(options.texts), *arguments, "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=pathlib.Path)
    parser.add_argument("texts", type=pathlib.Path)
    parser.add_argument("--program", required=True)
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.pairs.open(encoding="utf-8")]
    raw = {path.stem: path.read_text(encoding="utf-8") for path in sorted(options.texts.glob("*.txt"))}
    quality(options, {name: folded(text) for name, text in raw.items()}, rows)
    speed(options, raw)


if __name__ == "__main__":
    main()
