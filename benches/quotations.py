#!/usr/bin/env python3
"""Measures who is taken to say a direct quotation.

Usage: quotations.py GOLD_DIR [--program target/release/tawatur] [--show]

GOLD_DIR holds annotated documents, NAME.txt with NAME.json beside it, as `tawatur eval` takes them. Counted are the
quotations of four words or more whose speaker the annotation tells: one that holds the trigger of an annotated claim. Its
speaker is the last hop of such a claim, or the actor of a statement without one; of several claims the commonest answer counts. A
quotation that holds statements only may have their actor or their last hop for its speaker: who makes a statement is no hop of it.

`attribution` compares him with the last source that `tawatur inspect` gives the quotation, as systems that attribute
quotations are measured: whether a claim was read in it does not matter. `in claims` compares him with what `tawatur read`
writes down, the last hop of the claims triggered inside (or the actor of a statement); a quotation without any claim counts as missed
there, and `held` is recall without these. An answer is right when the words of the two overlap, when both name one entity (for `attribution`, by the program's own account), or when one
name holds the other.

Prints precision (of those given a speaker) and recall (of those that have one). --show lists what is wrong with the attribution.
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
    """Who may be said to say what stands between two offsets, the likeliest first, and whether a claim is there at all."""
    answers, stating = [], []
    held = told = False
    for kind, trigger, chain, actors in claims:
        if not (start <= trigger[0] < end):
            continue
        held = True
        statement = kind.startswith("statement.")
        told |= not statement
        if chain:
            answers.append(chain[-1])
        elif statement and actors:
            answers.append(actors[0])
        if statement:
            stating += actors[:1]
    first = [who for who, _ in collections.Counter(answers).most_common(1)]
    return first + (stating if first and not told else []), held


def attributed(program, text):
    """Where each quotation starts that has a source, with that source, and what each noun phrase refers to."""
    output = subprocess.run([program, "inspect", "--format", "json"], input=text, capture_output=True, text=True, check=True).stdout
    found = json.loads(output)
    referents = [(m["span"], m["referent"]) for m in found["mentions"] if m["referent"] and not m["inside"]]

    def entity(span):
        return next((name for at, name in referents if at[0] < span[1] and span[0] < at[1]), None)
    sources = {q["span"][0]: tuple(q["sources"][-1]["span"]) for q in found["quotations"] if q["sources"]}
    return {at: (span, entity(span)) for at, span in sources.items()}, entity


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
    count = collections.Counter()
    for path in texts:
        text = path.read_text()
        gold = list(annotated(path.with_suffix(".json"), text))
        asked = [(*span, wanted) for span in quotations(text) for wanted in [speaker(gold, *span)[0]] if wanted]
        if not asked:
            continue
        sources, entity = attributed(options.program, text)
        for start, end, wanted in asked:
            said = next((who for at, who in sources.items() if abs(at - start) <= 1), None)
            found, held = speaker(claims[path.stem], start, end)
            count["due"] += 1
            count["held"] += held
            count["given"] += said is not None
            count["right"] += (ok := said is not None and any(same(text, (who[0], entity(who[0])), said) for who in wanted))
            count["given in claims"] += bool(found)
            count["right in claims"] += bool(found) and any(same(text, who, found[0]) for who in wanted)
            if options.show and not ok:
                words = [text[slice(*who[0])] if who else None for who in (wanted[0], said)]
                around = f"{text[max(start - 60, 0):start]} ¦ {text[start:end][:60]}".replace("\n", " ")
                print(f"{path.stem}\twanted {words[0]}\tfound {words[1]}\t{around}")
    due = max(count["due"], 1)
    print(f"quotations with a speaker {count['due']}  with a claim read {count['held']}")
    for title, suffix in (("attribution", ""), ("in claims  ", " in claims")):
        right, given = count["right" + suffix], count["given" + suffix]
        print(f"{title}  precision {right / max(given, 1):.3f}  recall {right / due:.3f}", end="")
        print(f"  held {right / max(count['held'], 1):.3f}" if suffix else "")


if __name__ == "__main__":
    main()
