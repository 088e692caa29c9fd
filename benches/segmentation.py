#!/usr/bin/env python3
"""How often `tawatur inspect` cuts, lemmatises and classes Arabic words as a Universal Dependencies treebank does.

    python3 benches/segmentation.py FILE.conllu [--program target/release/tawatur] [--errors N]

A word is what stands between spaces and punctuation; it is right when all its cuts are (clitics are rows joined by
SpaceAfter=No, the article is not cut). Lemmas are compared without marks, with hamza, ya and ta marbuta folded, for nouns,
adjectives and verbs; classes are verb, nominal and particle. Multiword ranges and empty nodes are skipped.
"""

import argparse
import bisect
import collections
import json
import re
import subprocess
import time

MARKS = re.compile("[\u064b-\u0652\u0640\u0670]")
FOLD = str.maketrans("أإآٱىةؤئ", "اااايهوي")
CLASSES = {
    "VERB": "verb", "NOUN": "nominal", "PROPN": "nominal", "ADJ": "nominal",
    "ADP": "particle", "CCONJ": "particle", "SCONJ": "particle", "PART": "particle",
}


def fold(word):
    return MARKS.sub("", word).translate(FOLD)


def sentences(path):
    text, rows = "", []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# text ="):
            text, rows = line[len("# text ="):].strip(), []
        elif line and line[0].isdigit():
            row = line.split("\t")
            if not re.search("[-.]", row[0]):
                rows.append((row[1], row[2], row[3], "SpaceAfter=No" in row[9]))
        elif not line and rows:
            yield text, rows
            rows = []
    if rows:
        yield text, rows


def words(text, rows, base):
    """Runs of rows without space or punctuation between them, each row with its place in the whole text."""
    at, run = 0, []
    for form, lemma, upos, joined in rows:
        start = max(text.find(form, at), at)
        at = start + len(form)
        if upos in ("PUNCT", "SYM"):
            if run:
                yield run
            run = []
            continue
        run.append((base + start, base + at, form, lemma, upos))
        if not joined:
            yield run
            run = []
    if run:
        yield run


def cuts(token):
    """Where the segments of a token begin, in the text; marks and tatweel belong to the letter before them."""
    letters = [i for i, c in enumerate(token["text"]) if not MARKS.match(c)]
    starts, letter = [token["span"][0]], 0
    for segment in token["segments"][:-1]:
        letter += len(segment)
        if letter < len(letters):
            starts.append(token["span"][0] + letters[letter])
    return starts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("treebank")
    parser.add_argument("--program", default="target/release/tawatur")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print the N most frequent wrong lemmas, cuts and classes")
    options = parser.parse_args()
    gold = list(sentences(options.treebank))
    text = "\n".join(t for t, _ in gold)
    begun = time.perf_counter()
    run = subprocess.run([options.program, "inspect", "--format", "json"], input=text, capture_output=True, text=True,
                         check=True)
    seconds = time.perf_counter() - begun
    tokens = json.loads(run.stdout)["tokens"]
    begins = [t["span"][0] for t in tokens]
    count = collections.Counter()
    wrong, lemmas, classes = collections.Counter(), collections.Counter(), collections.Counter()
    base = 0
    for sentence, rows in gold:
        for word in words(sentence, rows, base):
            start, end = word[0][0], word[-1][1]
            if not re.search("[\u0621-\u064a]", text[start:end]):
                continue
            found, at = [], bisect.bisect_left(begins, start)
            ours = []
            while at < len(tokens) and begins[at] < end:
                found += cuts(tokens[at])
                ours.append(tokens[at])
                at += 1
            right = found == [row[0] for row in word]
            count["words"] += 1
            count["right"] += right
            if len(word) > 1:
                count["cliticised"] += 1
                count["cliticised right"] += right
            if not right:
                said = "+".join(text[a:b] for a, b in zip(found, found[1:] + [end]))
                wrong["+".join(row[2] for row in word) + "  cut  " + said] += 1
            stem = max(word, key=lambda row: (row[4] in ("VERB", "NOUN", "ADJ", "PROPN"), len(row[2])))
            if len(ours) != 1:
                continue
            token = ours[0]
            if stem[4] in ("VERB", "NOUN", "ADJ"):
                count["content"] += 1
                lemma = token["lemma"]
                same = fold(lemma) == fold(stem[3])
                count["lemma"] += same
                if not same:
                    lemmas[f"{stem[2]} {stem[4]}: {stem[3]}  said  {lemma}"] += 1
            if stem[4] in CLASSES:
                count["classed"] += 1
                said = token["class"]
                count["class"] += said == CLASSES[stem[4]]
                if said != CLASSES[stem[4]]:
                    classes[f"{stem[2]} {stem[4]}  taken for a  {said}"] += 1
        base += len(sentence) + 1
    share = lambda a, b: f"{100 * count[a] / max(count[b], 1):5.1f} % of {count[b]}"
    print("words cut right          ", share("right", "words"))
    print("words with clitics       ", share("cliticised right", "cliticised"))
    print("lemmas of content words  ", share("lemma", "content"))
    print("verb, nominal, particle  ", share("class", "classed"))
    print(f"{len(tokens) / seconds:,.0f} tokens a second, start of the program and JSON included")
    for kind in (lemmas, wrong, classes):
        for line, times in kind.most_common(options.errors):
            print(f"{times:5d}  {line}")


if __name__ == "__main__":
    main()
