#!/usr/bin/env python3
"""How often a sentence is taken to report an assault or a protest as readers took it, and who is found in it.

    python3 benches/events.py TESTS [--program target/release/tawatur] [--min-score X] [--half 0|1] [--errors N] [--baseline]

TESTS is a folder of test sets; events/gsr_KIND*.jsonl are sentences that several readers were asked about: does it report an
ASSAULT (a PROTEST) of the PLOVER ontology? "yes" is what all or nearly all of them affirmed; "easy no" and "difficult no" are both
no; "ambiguous" is left out. Nothing is learnt from them. A type of ours is one of the two kinds by the mapping `plover` of the
codebook's types, exact or approximate.

A sentence is said to report one if a claim of such a type is read in it that happened (affirmed, certain, past) and names
somebody who did or underwent it, or counts casualties: a coded event needs parties. `any claim` drops these conditions. `one
reader` is what a single reader would get, his answers being those of all readers in their shares; it flatters him, since his own vote
is among those that decide.

Spans: files gsr_KIND_spans* have for the same kinds of sentence which words each reader took as source and as target. What overlaps
is one span; it is due if at least half of the readers of that sentence marked it, else neither right nor wrong. Compared are the actors and
targets of the claims of that kind, without conditions: overlap is right, a due span is found by one of its side. Passages printed
twice are counted once.

--half reads every second sentence (by a hash of its words), so that errors may be read on one half and figures checked on the
other. --errors prints N sentences wrongly taken to report one, N missed, and N with wrong spans. --baseline trains TF-IDF and logistic regression on
each half for the other (needs scikit-learn), with the threshold that is best on its own half.
"""

import argparse
import collections
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib

KINDS = ("ASSAULT", "PROTEST")


def half(text):
    return hashlib.sha256(text.encode()).digest()[-1] % 2


def rows(path, only):
    if not path.exists():
        print(f"SKIPPED: {path} is not there")
        return []
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [r for r in found if only is None or half(r["text"]) == only]


def mapped(codebook):
    """The types of each kind, by the mappings of the codebook."""
    types = collections.defaultdict(set)
    for path in sorted((codebook / "types").glob("*.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["type"]:
            types[entry["plover"].get("code", "").split("/")[0]].add(entry["id"])
    return types


def read(texts, options):
    """The claims of each text, read as a document of its own."""
    claims = {text: [] for text in texts}
    order = list(claims)
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(order):
            pathlib.Path(folder, f"{number:06}.txt").write_text(text, encoding="utf-8")
        command = [options.program, "read", "--format", "jsonl", "--codebook", options.codebook]
        if options.min_score is not None:
            command += ["--min-score", str(options.min_score)]
        output = subprocess.run([*map(str, command), folder], capture_output=True, text=True, check=True).stdout
    for line in output.splitlines():
        claim = json.loads(line)
        claims[order[int(claim["doc"])]].append(claim)
    return claims


def told(claim):
    """Whether the claim says that it happened, and to or by whom."""
    happened = claim["polarity"] == "+" and claim["certainty"] == "certain" and claim["tense"] == "past"
    return happened and bool(claim["actors"] or claim["targets"] or any(q["of"] in ("killed", "injured") for q in claim["quantities"]))


def f1(right, said, due):
    precision, recall = right / max(said, 1), right / max(due, 1)
    return f"precision {precision:.3f}  recall {recall:.3f}  f1 {2 * precision * recall / max(precision + recall, 1e-9):.3f}"


def shown(claim):
    names = lambda side: ", ".join(m["text"] for m in claim[side]) or "–"
    return f"{claim['type']} [{claim['trigger']['text']}] {claim['score']:.2f} {claim['polarity']} {claim['tense']} {names('actors')} → {names('targets')}"


def sentences(kind, items, claims, types, options):
    count = collections.Counter()
    shares = [0.0, 0.0]
    alarms, missed = [], []
    for item in items:
        yes = item["label"] == "yes"
        held = [c for c in claims[item["text"]] if c["type"] in types]
        said = any(map(told, held))
        count["due"] += yes
        count["any"] += bool(held)
        count["any right"] += yes and bool(held)
        count["said"] += said
        count["right"] += yes and said
        share = int(item["accept"]) / max(int(item["total"]), 1)
        shares[0] += share
        shares[1] += share * yes
        if said != yes:
            (missed if yes else alarms).append((item, held))
    print(f"{kind} sentences {len(items)}  yes {count['due']}")
    print(f"  any claim    {f1(count['any right'], count['any'], count['due'])}")
    print(f"  event told   {f1(count['right'], count['said'], count['due'])}")
    print(f"  one reader   {f1(shares[1], shares[0], count['due'])}")
    for title, wrong in (("false alarm", alarms), ("missed", missed)):
        for item, held in wrong[: options.errors]:
            print(f"\n{title} ({item['label']} {item['accept']}/{item['total']}): {item['text']}")
            print("".join(f"    {shown(c)}\n" for c in held), end="")


def placed(text, words):
    """Where a reader's words stand: each of the places of the whole run, or of its single words where they are not one run."""
    if not words:
        return []
    run = list(re.finditer(r"\W*".join(map(re.escape, words)), text))
    if run:
        return [run[0].span()]
    at, found = 0, []
    for word in words:
        here = text.find(word, at)
        if here < 0:
            here = text.find(word)
        if here >= 0:
            found.append((here, here + len(word)))
            at = here + len(word)
    return found


def meet(a, b):
    return a[0] < b[1] and b[0] < a[1]


def gathered(readings, text, side):
    """Spans that overlap as one, with the share of readers that marked it."""
    groups = []
    for number, reading in enumerate(readings):
        for span in placed(text, reading[side]):
            joined = [g for g in groups if any(meet(span, s) for s in g[0])]
            groups = [g for g in groups if g not in joined]
            groups.append(([span] + [s for g in joined for s in g[0]], {number}.union(*(g[1] for g in joined))))
    return [(spans, len(who) / len(readings)) for spans, who in groups]


def spans(kind, items, claims, types, options):
    texts = collections.defaultdict(list)
    for item in items:
        texts[item["text"]] += item["spans"]
    total = collections.Counter()
    left = options.errors
    for text, readings in texts.items():
        lines = []
        for side, gold in (("actors", "source_actor"), ("targets", "target_actor")):
            groups = gathered(readings, text, gold)
            have = {tuple(m["span"]) for c in claims[text] if c["type"] in types for m in c[side]}
            for span in have:
                hit = [share for group, share in groups if any(meet(span, s) for s in group)]
                total[side, "said"] += not hit or max(hit) >= 0.5
                total[side, "right"] += bool(hit) and max(hit) >= 0.5
                if not hit:
                    lines.append(f"    wrong {side}: {text[slice(*span)]}")
            for group, share in groups:
                if share >= 0.5:
                    total[side, "due"] += 1
                    found = any(meet(span, s) for span in have for s in group)
                    total[side, "found"] += found
                    if not found:
                        lines.append(f"    missed {side}: {text[min(group)[0]:min(group)[1]]}")
        if lines and left > 0:
            left -= 1
            print("\n" + text + "\n" + "\n".join(lines))
            print("".join(f"        {shown(c)}\n" for c in claims[text]), end="")
    return total


def report(title, total, sides):
    right, said, found, due = (sum(total[side, key] for side in sides) for key in ("right", "said", "found", "due"))
    precision, recall = right / max(said, 1), found / max(due, 1)
    print(f"{title}  precision {precision:.3f}  recall {recall:.3f}  f1 {2 * precision * recall / max(precision + recall, 1e-9):.3f}  due {due}")


def baseline(items):
    try:
        import numpy
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import cross_val_predict
    except ImportError:
        print("  baseline     SKIPPED: scikit-learn is not there")
        return
    texts = [item["text"] for item in items]
    yes = numpy.array([item["label"] == "yes" for item in items])
    part = numpy.array([half(text) for text in texts])
    right = said = 0
    for test in (0, 1):
        train = part != test
        vector = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
        seen = vector.fit_transform([t for t, k in zip(texts, train) if k])
        model = LogisticRegression(class_weight="balanced", max_iter=1000)
        inner = cross_val_predict(model, seen, yes[train], cv=5, method="predict_proba")[:, 1]
        score = lambda t: 2 * (yes[train] & (inner >= t)).sum() / max(yes[train].sum() + (inner >= t).sum(), 1)
        threshold = max(numpy.arange(0.05, 0.95, 0.01), key=score)
        answer = model.fit(seen, yes[train]).predict_proba(vector.transform([t for t, k in zip(texts, train) if not k]))[:, 1] >= threshold
        right += (answer & yes[~train]).sum()
        said += answer.sum()
    print(f"  baseline     {f1(right, said, yes.sum())}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tests", type=pathlib.Path)
    parser.add_argument("--program", default="target/release/tawatur")
    parser.add_argument("--codebook", type=pathlib.Path, default=pathlib.Path(__file__).parent.parent / "codebooks/conflict")
    parser.add_argument("--min-score", type=float, metavar="X", help="leave out claims with a lower score [default: the program's]")
    parser.add_argument("--half", type=int, choices=(0, 1), help="only every second sentence")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print N errors of each kind")
    parser.add_argument("--baseline", action="store_true", help="what a classifier trained on half of the sentences gets")
    options = parser.parse_args()
    types = mapped(options.codebook)
    folder = options.tests / "events"
    asked = {k: [r for r in rows(folder / f"gsr_{k.lower()}_half.jsonl", options.half) if r["label"] != "ambiguous"] for k in KINDS}
    marked = {k: rows(folder / f"gsr_{k.lower()}_spans_half.jsonl", options.half) for k in KINDS}
    claims = read([r["text"] for group in (asked, marked) for k in KINDS for r in group[k]], options)
    for kind in KINDS:
        if asked[kind]:
            sentences(kind, asked[kind], claims, types[kind], options)
            if options.baseline:
                baseline(asked[kind])
    total = collections.Counter()
    for kind in KINDS:
        if marked[kind]:
            found = spans(kind, marked[kind], claims, types[kind], options)
            total += found
            for side in ("actors", "targets"):
                report(f"{kind} {side:8}", found, (side,))
    if total:
        report("spans            ", total, ("actors", "targets"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
