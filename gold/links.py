#!/usr/bin/env python3
"""Learns what findings about a pair of claims are worth from event-days that readers labelled.

    python3 gold/links.py join gold/happenings.jsonl:odd gold/happenings_learn.jsonl > DAYS.jsonl
    tawatur eval-links TEXTS --events DAYS.jsonl --claims CLAIMS.jsonl --found FOUND.jsonl
    python3 gold/links.py learn FOUND.jsonl [--points codebooks/link/points.toml]

`join` lays neighbouring days together, so that claims on other subjects are among the pairs, as in a ledger; a day marked `alone` stays by itself, since
days near it tell of the same happenings under other names. FOUND is what the program finds of all pairs. `learn` fits a logistic regression with an L2 penalty (scikit-learn, as requirements.txt beside this file has it): how much
each finding speaks for one happening. Tenths of its log-odds, rounded, go into `start` and the tables `same` and `rule`; the bounds stay as they
are. Printed is how well pairs of days left out are told, each in turn. The even lines of gold/happenings.jsonl are for measuring and never
learned from.
"""

import argparse
import datetime
import json
import pathlib
import re
import sys

PENALTY = 0.01
TENTHS = 10


def labelled(source):
    """The days of a file of labels; behind a colon stands which lines, odd or even."""
    name, _, half = source.partition(":")
    lines = open(name, encoding="utf-8").read().splitlines()
    return [json.loads(line) for line in lines[{"": 0, "odd": 0, "even": 1}[half] :: 2 if half else 1]]


def join(sources):
    """Neighbouring days as one, their happenings apart, and those that are alone."""
    days = [day for source in sources for day in labelled(source)]
    for number, day in enumerate(days):
        for claim in day["claims"]:
            claim["event"] = claim["event"] and f"{number}:{claim['event']}"
        day["events"] = {f"{number}:{name}": behind for name, behind in day["events"].items()}
    groups, alone = [], []
    for day in sorted(days, key=lambda day: day["day"]):
        if day.get("alone"):
            alone.append(day)
            continue
        date = datetime.date.fromisoformat(day["day"])
        if not groups or (date - groups[-1]["last"]).days > 1:
            groups.append({"day": day["day"], "last": date, "claims": {}, "events": {}})
        group = groups[-1]
        group["last"] = date
        group["events"] |= day["events"]
        for claim in day["claims"]:
            group["claims"].setdefault((claim["doc"], claim["claim"]), claim)
    laid = [{"day": group["day"], "claims": list(group["claims"].values()), "events": group["events"]} for group in groups]
    for group in laid + alone:
        print(json.dumps(group, ensure_ascii=False))


def findings(pair):
    """What was found of a pair, by the names of the tables."""
    for reason in pair["reasons"]:
        if reason["rule"] == "type.this":
            yield "same/" + reason["words"].removeprefix("both ")
        elif reason["rule"] != "start":
            yield "rule/" + reason["rule"]


def lessons(found):
    rows, same, group = [], [], []
    for number, line in enumerate(open(found, encoding="utf-8")):
        for pair in json.loads(line)["pairs"]:
            if pair["same"] is not None:
                rows.append(dict.fromkeys(findings(pair), 1))
                same.append(pair["same"])
                group.append(number)
    return rows, same, group


def learn(found, path):
    try:
        import numpy as np
        from sklearn.feature_extraction import DictVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.metrics import average_precision_score
        from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict
    except ImportError:
        sys.exit("learning needs scikit-learn: python3 -m venv VENV && VENV/bin/pip install -r gold/requirements.txt")
    rows, same, group = lessons(found)
    vectorizer = DictVectorizer()
    pairs, same = vectorizer.fit_transform(rows), np.array(same)
    # liblinear takes small indices only.
    pairs.indices, pairs.indptr = pairs.indices.astype(np.int32), pairs.indptr.astype(np.int32)
    model = LogisticRegression(C=PENALTY, max_iter=600, solver="liblinear")
    left_out = cross_val_predict(model, pairs, same, groups=group, cv=LeaveOneGroupOut(), method="decision_function")
    print(f"{len(same)} pairs, {same.sum()} of one happening: average precision of days left out {average_precision_score(same, left_out):.3f}")
    model.fit(pairs, same)
    tables = {"same": [], "rule": []}
    for name, value in zip(vectorizer.feature_names_, model.coef_[0]):
        table, name = name.split("/", 1)
        points = round(float(value) * TENTHS)
        if points or table == "rule":
            tables[table].append(f'"{name}" = {points}')
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"^start = .*$", f"start = {round(float(model.intercept_[0]) * TENTHS)}", text, flags=re.M)
    text = text[: text.index("[same]")] + "\n\n".join("\n".join([f"[{name}]", *lines]) for name, lines in tables.items()) + "\n"
    path.write_text(text, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    joining = commands.add_parser("join", help="lay neighbouring days together")
    joining.add_argument("labels", nargs="+", metavar="LABELS[:odd|:even]")
    learning = commands.add_parser("learn", help="learn the points")
    learning.add_argument("found")
    learning.add_argument("--points", type=pathlib.Path, default=pathlib.Path("codebooks/link/points.toml"))
    options = parser.parse_args()
    if options.command == "join":
        join(options.labels)
    else:
        learn(options.found, options.points)


if __name__ == "__main__":
    main()
