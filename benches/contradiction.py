#!/usr/bin/env python3
"""Pairs of short reports that agree or contradict each other, beside words with a trained classifier.

    python3 benches/contradiction.py PAIRS --program P

PAIRS is a file of lines {"s1": TEXT, "s2": TEXT, "stance": "agree", "disagree" or "other"}; pairs of `other` are left out. P is
held against logistic regression over TF-IDF of both texts' words and of what is in one of them only, which is trained and tried on these very
pairs in ten folds. Where texts stand in several pairs, all pairs of one text are in one fold. The program is trained on none.
The classifier is scored on the pairs in which both texts yield a claim too, so that both figures are of the same pairs.
Needs scikit-learn (pip).
"""

import argparse
import json
import pathlib
import subprocess
import tempfile

import numpy
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

FOLDS = 10


def groups(pairs):
    """A number for each pair: pairs that share a text, over any number of others, have the same."""
    of = {}

    def root(text):
        while of.setdefault(text, text) != text:
            text = of[text]
        return text

    for pair in pairs:
        of[root(pair["s1"])] = root(pair["s2"])
    numbers = {}
    return [numbers.setdefault(root(pair["s1"]), len(numbers)) for pair in pairs]


def only(one, other):
    there = set(other.split())
    return " ".join(word for word in one.split() if word not in there)


def columns(pairs):
    """The texts of a pair: the first, the second, and what only either has."""
    return [
        [pair["s1"] for pair in pairs],
        [pair["s2"] for pair in pairs],
        [only(pair["s1"], pair["s2"]) + " " + only(pair["s2"], pair["s1"]) for pair in pairs],
    ]


def trained(pairs, gold):
    """What the classifier says of each pair when it was trained on the other folds."""
    said = numpy.empty(len(pairs), dtype=object)
    texts = columns(pairs)
    for train, test in GroupKFold(FOLDS).split(pairs, groups=groups(pairs)):
        vectorizers = [TfidfVectorizer(ngram_range=(1, 2)) for _ in texts]
        known = hstack([v.fit_transform([c[k] for k in train]) for v, c in zip(vectorizers, texts, strict=True)])
        asked = hstack([v.transform([c[k] for k in test]) for v, c in zip(vectorizers, texts, strict=True)])
        model = LogisticRegression(C=10, max_iter=2000, class_weight="balanced")
        said[test] = model.fit(known, [gold[k] for k in train]).predict(asked)
    return list(said)


def covered(program, pairs):
    """Which pairs have a claim in both texts."""
    with tempfile.TemporaryDirectory() as folder:
        for at, pair in enumerate(pairs):
            for side in ("s1", "s2"):
                (pathlib.Path(folder) / f"{at:05}{side}.txt").write_text(pair[side] + "\n", encoding="utf-8")
        command = [program, "read", "--format", "jsonl", folder]
        lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    documents = {json.loads(line)["doc"] for line in lines}
    return [{f"{at:05}s1", f"{at:05}s2"} <= documents for at in range(len(pairs))]


def macro(gold, said):
    return f1_score(gold, said, average="macro")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=pathlib.Path)
    parser.add_argument("--program", default="tawatur")
    options = parser.parse_args()
    lines = options.pairs.read_text(encoding="utf-8").splitlines()
    pairs = [pair for pair in map(json.loads, lines) if pair["stance"] != "other"]
    gold = [pair["stance"] for pair in pairs]
    both = covered(options.program, pairs)
    said = trained(pairs, gold)
    of_both = [k for k, is_covered in enumerate(both) if is_covered]
    print(f"{len(pairs)} pairs, {len(of_both)} of them with a claim in both texts; macro-F1:")
    for name, verdicts in (("TF-IDF and logistic regression", said), ("always disagree", ["disagree"] * len(pairs))):
        on_both = macro([gold[k] for k in of_both], [verdicts[k] for k in of_both])
        print(f"  {name:<32} both yield a claim {on_both:.3f}  all {macro(gold, verdicts):.3f}")
    command = [options.program, "eval-links", "--stance", str(options.pairs), "--json"]
    figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    ours, every = figures["covered"]["macro_f1"], figures["all"]["macro_f1"]
    print(f"  {'tawatur':<32} both yield a claim {ours:.3f}  all {every:.3f}")


if __name__ == "__main__":
    main()
