#!/usr/bin/env python3
"""How well `tawatur entities` finds persons, places and organisations: exact spans, as in CoNLL.

    python3 benches/entities.py FILE.tsv [--program target/release/tawatur] [--errors N] [--sentences N] [--whole]

FILE has a token and its tags a line, B-, I-, O; further columns are nested entities; an empty line ends a sentence. Tokens are
joined to text as print has them, and every span of the program is mapped back to the tokens that it touches. So many sentences
(--sentences) are one document. Nothing is learnt from the file.

Conventions. Such corpora tag names: the title of a person, and a noun that only says what is named (شركة, مدينة), are left out, as
in the field `name` of a mention (with --whole the latter is not); a description (التنظيم) is none. Cities, states and buildings are LOC; groups, organisations and
outlets are ORG; so are offices (الكونغرس). An army or government called by its state (الجيش, القوات, الشرطة, الحكومة, with or
without nisba) and a ministry are not tagged in the news corpora this was made for: see STATE_BODIES. A
direction before a place (شمال) is left out.
"""

import argparse
import collections
import json
import os
import subprocess
import sys
import tempfile
import time

LABELS = {"PERS": "PER", "PER": "PER", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC", "ORG": "ORG"}
CLASSES = {"person": "PER", "place": "LOC", "state": "LOC", "facility": "LOC", "group": "ORG", "organisation": "ORG",
           "outlet": "ORG", "force": "ORG", "official": "ORG"}
DIRECTIONS = "شمال جنوب شرق غرب وسط شمالي جنوبي شرقي غربي".split()
STATE_BODIES = "الخارجية الداخلية الدفاع الرئاسة مكتب الجيش القوات الشرطة الحكومة جيش قوات شرطة حكومة وزارة سفارة سلاح الأمن الاستخبارات المخابرات".split()


def sentences(path):
    rows = []
    with open(path, encoding="utf-8") as handle:
        for line in handle:
            cells = line.rstrip("\n").split("\t")
            if not cells[0]:
                if rows:
                    yield rows
                rows = []
            elif cells[0] != "$#$":
                rows.append((cells[0], cells[1:]))
    if rows:
        yield rows


def gold_spans(rows):
    """(start, end, label) of every entity that maps, over all columns."""
    open_, found = {}, set()
    for at, (_, tags) in enumerate(rows + [("", [])]):
        begun, going = {}, set()
        for tag in tags:
            mark, _, label = tag.partition("-")
            if label in LABELS and mark == "B":
                begun[label] = at
            elif mark == "I":
                going.add(label)
        for label in list(open_):
            if label not in going or label in begun:
                found.add((open_.pop(label), at, LABELS[label]))
        open_.update(begun)
    return found


def join(rows):
    """The words as print has them, with where each stands: no space before a closing mark or after an opening one."""
    text, spans, quoted, glue = "", [], False, True
    for word, _ in rows:
        quote = word in ('"', "'")
        closes = word in (".", "،", ",", "؛", ":", "؟", "!", ")", "]", "»", "”") or quote and quoted
        if not (glue or closes):
            text += " "
        spans.append((len(text), len(text) + len(word)))
        text += word
        glue = word in ("(", "[", "«", "“") or quote and not quoted
        quoted ^= quote
    return text, spans


def bare(word):
    """A word without what is attached before it."""
    for start in ("ول", "وب", "و", "ل", "ب"):
        if word.startswith(start) and (word[len(start):] in DIRECTIONS or word[len(start):] in STATE_BODIES):
            return word[len(start):]
    return "ال" + word[2:] if word.startswith("لل") else word


def state_body(words, held):
    """Whether a phrase is an organ of a state that is not tagged; the armed forces as a whole are."""
    return bare(words[held[0]]) in STATE_BODIES and not (len(held) > 1 and words[held[1]] == "المسلحة")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("--program", default="target/release/tawatur")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print the N most frequent misses and false alarms")
    parser.add_argument("--sentences", type=int, default=20, metavar="N", help="sentences in a document [default: 20]")
    parser.add_argument("--whole", action="store_true", help="the corpus tags a noun that says what is named too (مدينة, شركة)")
    options = parser.parse_args()
    if not os.path.exists(options.corpus):
        print(f"SKIPPED: {options.corpus} is not there")
        return 0
    gold = list(sentences(options.corpus))
    blocks = [gold[i:i + options.sentences] for i in range(0, len(gold), options.sentences)]
    truth, words, places = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for number, block in enumerate(blocks):
            text, offsets, tokens, spans = "", [], [], set()
            for rows in block:
                line, where = join(rows)
                spans |= {(a + len(tokens), b + len(tokens), label) for a, b, label in gold_spans(rows)}
                offsets += [(a + len(text), b + len(text)) for a, b in where]
                tokens += [word for word, _ in rows]
                text += line + "\n"
            truth.append(spans)
            words.append(tokens)
            places.append(offsets)
            with open(os.path.join(folder, f"{number:05}.txt"), "w", encoding="utf-8") as handle:
                handle.write(text)
        begun = time.perf_counter()
        run = subprocess.run([options.program, "entities", "--format", "jsonl", folder], capture_output=True, text=True, check=True)
        seconds = time.perf_counter() - begun
    said = [set() for _ in blocks]
    for line in run.stdout.splitlines():
        entity = json.loads(line)
        label, number = CLASSES.get(entity["class"]), int(entity["doc"])
        if not label:
            continue
        for mention in entity["mentions"]:
            if mention["how"] == "epithet":
                continue
            whole = options.whole and label != "PER"
            start, end = mention["span" if whole else "name"]
            held = [i for i, (a, b) in enumerate(places[number]) if a < end and start < b]
            if not held or label == "ORG" and state_body(words[number], held) and not options.whole:
                continue
            first = held[0]
            if label == "LOC" and len(held) > 1 and bare(words[number][first]) in DIRECTIONS and not options.whole:
                first += 1
            said[number].add((first, held[-1] + 1, label))
    count, missed, alarms = collections.Counter(), collections.Counter(), collections.Counter()
    for number, (want, have) in enumerate(zip(truth, said)):
        token = words[number]
        show = lambda a, b: " ".join(token[max(a - 2, 0):a]) + " [" + " ".join(token[a:b]) + "] " + " ".join(token[b:b + 2])
        for a, b, label in want:
            count["gold", label] += 1
            count["right", label] += (a, b, label) in have
            if (a, b, label) not in have:
                other = [x for x in have if x[0] < b and a < x[1]]
                why = " | ".join(f"{x[2]} {' '.join(token[x[0]:x[1]])}" for x in sorted(other)) or "nothing"
                missed[f"{label}  {show(a, b)}  said {why}"] += 1
        for a, b, label in have:
            count["said", label] += 1
            if not any(x[0] < b and a < x[1] for x in want):
                alarms[f"{label}  {show(a, b)}"] += 1
    for label in ("PER", "LOC", "ORG"):
        right, have, want = (count[k, label] for k in ("right", "said", "gold"))
        p, r = right / max(have, 1), right / max(want, 1)
        print(f"{label}  precision {p:.3f}  recall {r:.3f}  f1 {2 * p * r / max(p + r, 1e-9):.3f}  gold {want}  said {have}")
    print(f"{sum(len(w) for w in words) / seconds:,.0f} tokens a second, start of the program included")
    for title, counter in (("missed or wrong", missed), ("false alarms", alarms)):
        if options.errors:
            print(f"\n{title}")
        for line, times in counter.most_common(options.errors):
            print(f"{times:4d}  {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
