#!/usr/bin/env python3
"""Learns the weights of a codebook from annotated documents.

    python3 gold/learn.py GOLD_DIR… [--codebook codebooks/conflict] [--program tawatur] [--folds 8] [--only DECISION…]

GOLD_DIR is what `gold/pack.py unpack` writes (NAME.txt, NAME.json, NAME.meta.json). The program says what it weighs
(`tawatur codebook lessons`); each decision gets a logistic regression with an L2 penalty (scikit-learn, as requirements.txt
beside this file has it). Strength of the penalty and threshold are those with the best F1 of the slot over documents left out, eight
parts in turn; the figures printed are of those documents. Written are CODEBOOK/weights/DECISION.tsv. Which of its types a trigger tells,
or none, is learned last, as one choice (conditional logit), from claims whose slots are filled by the weights just written; its threshold
is `--min-score` of the reading program. With --only the other decisions keep their weights.
"""

import argparse
import collections
import json
import pathlib
import subprocess
import sys

try:
    import numpy as np
    from scipy.optimize import minimize
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold
except ImportError:
    sys.exit("learning needs scikit-learn: python3 -m venv VENV && VENV/bin/pip install -r gold/requirements.txt")

SLOTS = ["actor", "target", "place", "time", "quantity"]
PENALTIES = [0.03, 0.1, 0.3]
# Features seen less often say nothing of other texts.
SELDOM = 2
# A weight below this hardly changes a probability. Slots are weighed often, and in small tables weights are found sooner.
SMALL = 0.08
SMALL_OF_CLAIMS = 0.03
MOST = 4
# What is left out is measured over claims that were found. Invented ones bring numbers too, of which this takes account.
CAUTION = {"quantity": 0.06}


def lessons(options):
    """What the program weighs for the claims of all documents, by decision."""
    by = collections.defaultdict(list)
    for folder in options.gold:
        command = [options.program, "codebook", "lessons", str(folder), "--codebook", str(options.codebook)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode:
            sys.exit(f"{' '.join(command)}: {run.stderr.strip()}")
        for lesson in map(json.loads, run.stdout.splitlines()):
            by[lesson["decision"]].append(lesson)
    return by


def overlap(a, b):
    return a[0] < b[1] and b[0] < a[1]


def question(decision, row):
    """What one filler is chosen for: a claim, or the trigger of claims that rule each other out."""
    return tuple(row["trigger"]) if decision == "claim" else row["claim"]


def f1(decision, rows, probability, threshold, further, wanted):
    """F1 of a slot over claims that were found, filled as the program fills it; of claims over all documents."""
    claims = collections.defaultdict(list)
    for row, p in zip(rows, probability):
        claims[row["doc"], question(decision, row)].append((p, row))
    right = taken = 0
    for candidates in claims.values():
        chosen = sorted((c for c in candidates if c[0] >= threshold), key=lambda c: -c[0])
        if decision in ("time", "claim"):
            chosen = chosen[:1]
        kept, answered = [], set()
        for row_p, row in chosen:
            if kept and row_p < further:
                break
            apart = decision not in ("actor", "target", "place") or not any(overlap(row["span"], k) for k in kept)
            if not apart or len(kept) == MOST:
                continue
            kept.append(row["span"])
            taken += 1
            if row["answer"] is not None and row["answer"] not in answered:
                answered.add(row["answer"])
                right += 1
    precision, recall = right / max(1, taken), right / max(1, wanted)
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall


def matrix(rows):
    vectorizer = DictVectorizer()
    x = vectorizer.fit_transform([dict.fromkeys(row["features"], 1.0) for row in rows])
    # The solver takes no wider indices.
    x.indices, x.indptr = x.indices.astype(np.int32), x.indptr.astype(np.int32)
    return x, vectorizer


class Choice:
    """Weights of a choice among the rows of one trigger and none (conditional logit)."""

    def __init__(self, penalty):
        self.penalty = penalty

    def fit(self, x, right, triggers):
        _, group = np.unique(triggers, return_inverse=True)
        groups, across = group.max() + 1, x.T.tocsr()
        # Of two that are right the first counts.
        first = np.zeros(len(right))
        rows = np.flatnonzero(right)
        first[rows[np.unique(group[rows], return_index=True)[1]]] = 1.0

        def loss(weights):
            sums = x @ weights[:-1] + weights[-1]
            most = np.zeros(groups)
            np.maximum.at(most, group, sums)
            odds = np.exp(sums - most[group])
            total = np.bincount(group, odds, groups) + np.exp(-most)
            off = odds / total[group] - first
            value = (most + np.log(total)).sum() - first @ sums + weights[:-1] @ weights[:-1] / (2 * self.penalty)
            return value, np.append(across @ off + weights[:-1] / self.penalty, off.sum())

        found = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 200, "gtol": 1e-2})
        self.weights, self.bias = found.x[:-1], found.x[-1]
        return self

    def probability(self, x, triggers):
        _, group = np.unique(triggers, return_inverse=True)
        odds = np.exp(np.clip(x @ self.weights + self.bias, -30, 30))
        return odds / (1 + np.bincount(group, odds)[group])


class Each:
    """Weights that decide each row by itself."""

    def __init__(self, penalty):
        self.model = LogisticRegression(C=penalty, max_iter=200)

    def fit(self, x, right, _):
        self.model.fit(x, right)
        self.weights, self.bias = self.model.coef_[0], self.model.intercept_[0]
        return self

    def probability(self, x, _):
        return self.model.predict_proba(x)[:, 1]


def learn(decision, rows, folds):
    counts = collections.Counter(f for row in rows for f in set(row["features"]))
    for row in rows:
        row["features"] = [f for f in row["features"] if counts[f] >= SELDOM]
    answers = np.array([row["answer"] is not None for row in rows])
    documents = [row["doc"] for row in rows]
    numbers = {}
    questions = np.array([numbers.setdefault((row["doc"], question(decision, row)), len(numbers)) for row in rows])
    model = Choice if decision == "claim" else Each
    if decision == "claim":
        wanted = sum({row["doc"]: row["wanted"] for row in rows}.values())
    else:
        wanted = sum({(row["doc"], row["claim"]): row["wanted"] for row in rows}.values())
    x, vectorizer = matrix(rows)
    best = None
    for penalty in PENALTIES:
        probability = np.zeros(len(rows))
        for seen, unseen in GroupKFold(folds).split(x, answers, documents):
            learned = model(penalty).fit(x[seen], answers[seen], questions[seen])
            probability[unseen] = learned.probability(x[unseen], questions[unseen])
        for threshold in np.arange(0.1, 0.6, 0.04):
            for further in [threshold] if decision in ("claim", "time", "quantity") else np.arange(threshold, 0.8, 0.06):
                figures = f1(decision, rows, probability, threshold, further, wanted)
                if best is None or figures > best[0]:
                    best = (figures, penalty, threshold, further, error(probability, answers))
    (value, precision, recall), penalty, threshold, further, calibration = best
    print(
        f"{decision:<9} {len(rows):>6} candidates {int(answers.sum()):>5} right   left out: "
        f"F1 {value:.3f} P {precision:.3f} R {recall:.3f}   C {penalty} threshold {threshold:.2f} further {further:.2f} "
        f"calibration error {calibration:.3f}"
    )
    threshold, further = (bound + CAUTION.get(decision, 0) for bound in (threshold, further))
    learned = model(penalty).fit(x, answers, questions)
    small = SMALL_OF_CLAIMS if decision == "claim" else SMALL
    weights = {
        feature: weight
        for feature, weight in zip(vectorizer.get_feature_names_out(), learned.weights)
        if abs(weight) >= small
    }
    return weights, learned.bias, threshold, further


def error(probability, answers, bins=10):
    """Expected calibration error over bins of equal width."""
    which = np.minimum((probability * bins).astype(int), bins - 1)
    return sum(
        abs(probability[which == b].mean() - answers[which == b].mean()) * (which == b).mean()
        for b in range(bins)
        if (which == b).any()
    )


def write(path, weights, bias, threshold, further):
    path.parent.mkdir(exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        out.write("feature\tweight\n# learned by gold/learn.py; do not edit\n")
        out.write(f"bias\t{bias:.3f}\nthreshold\t{threshold:.2f}\nfurther\t{further:.2f}\n")
        for feature, weight in sorted(weights.items()):
            out.write(f"{feature}\t{weight:.3f}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", metavar="GOLD_DIR", type=pathlib.Path)
    parser.add_argument("--codebook", default="codebooks/conflict", type=pathlib.Path)
    parser.add_argument("--program", default="target/release/tawatur")
    parser.add_argument("--folds", default=8, type=int)
    parser.add_argument("--only", nargs="+", default=[*SLOTS, "claim"], choices=[*SLOTS, "claim"])
    options = parser.parse_args()
    folder = options.codebook / "weights"
    for decision in options.only:
        (folder / f"{decision}.tsv").unlink(missing_ok=True)
    rows = lessons(options)
    for decision in SLOTS:
        if decision in options.only:
            write(folder / f"{decision}.tsv", *learn(decision, rows[decision], options.folds))
    if "claim" in options.only:
        write(folder / "claim.tsv", *learn("claim", lessons(options)["claim"], options.folds))


if __name__ == "__main__":
    main()
