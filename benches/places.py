#!/usr/bin/env python3
"""How often `tawatur inspect` finds the place that annotated documents name, and settles which place it is.

    python3 benches/places.py FOLDER [--program target/release/tawatur] [--codebook DIR] [--errors]

FOLDER holds NAME.txt with NAME.json (docs/claims.md, "Annotated documents"); every place of every claim counts, once for each
claim. A place is
  right    its country is, and so is its name: the same letters but vowels, or one name within the other, words such as camp,
           city, northern left out; a place that the annotation leaves unnamed needs the right country only, and one that no
           list has is right when its words are the annotated ones and its country is
  near     the country is right and the name another
  wrong    another country
  open     found, but no country is known
  missed   no place is found at its words
An annotation without a country is right when none is given.
"""

import argparse
import collections
import json
import pathlib
import re
import subprocess
import unicodedata

KINDS = ("right", "near", "wrong", "open", "missed")
GENERIC = set(
    "city town village camp district quarter neighbourhood governorate province state region area crossing border airport "
    "international port base air oil field strip island desert countryside road university prison mount river of the and "
    "northern southern eastern western northwestern northeastern southwestern southeastern north south east west bank al el ad as ash "
    "an ar at az".split()
)


def skeleton(name):
    """The consonants of a name's own words, with what transcriptions confuse put together."""
    name = unicodedata.normalize("NFD", name or "").lower()
    name = re.sub(r"\(.*?\)", " ", name)
    name = "".join(c for c in name if not unicodedata.combining(c))
    words = [w for w in re.split("[^a-z0-9]+", name) if w and w not in GENERIC]
    words = words or re.split("[^a-z0-9]+", name)
    out = []
    for word in words:
        word = re.sub("^(al|ad|as|ash|an|ar|at|az|el)(?=[a-z]{4})", "", word) if name.startswith(("al", "el")) else word
        word = word.replace("ph", "f").replace("th", "t").replace("dh", "d").replace("kh", "h").replace("gh", "g")
        word = word.replace("sh", "s").replace("ch", "s").replace("q", "k").replace("c", "k").replace("z", "s").replace("j", "g")
        word = word.replace("p", "b").replace("v", "f").replace("w", "").replace("y", "").replace("h", "")
        out.append(re.sub(r"(.)\1+", r"\1", re.sub("[aeiou]", "", word)))
    return [w for w in out if w]


def same_name(a, b):
    a, b = skeleton(a), skeleton(b)
    if not a or not b:
        return False
    return "".join(a) == "".join(b) or set(a) <= set(b) or set(b) <= set(a)


def locate(text, quote):
    at = -1
    for _ in range(quote.get("n", 1)):
        at = text.index(quote["q"], at + 1)
    return at, at + len(quote["q"])


def overlap(a, b):
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def verdict(gold, span, words, mentions):
    """The verdict on the mention that fits the annotated words best, and what it was taken for."""
    country, name = gold.get("country"), gold.get("name_en")
    found = []
    for mention in mentions:
        shared = overlap(span, mention["span"])
        if not shared:
            continue
        union = span[1] - span[0] + mention["span"][1] - mention["span"][0] - shared
        place = mention.get("place")
        if place is None and mention.get("nisba"):
            place = {"name": None, "country": mention["nisba"], "by_nisba": True}
        if place:
            found.append((shared / union, place, mention))
    if not found:
        return ("right" if country is None else "missed"), None
    _, place, mention = max(found, key=lambda f: f[0])
    theirs = place.get("country")
    if theirs != country:
        return ("open" if theirs is None else "wrong"), place
    if name is None or country is None or place.get("by_nisba") or same_name(name, place.get("name")):
        return "right", place
    kept = place.get("words")
    if kept and any(w in words for w in kept.split()):
        return "right", place
    return "near", place


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--program", default="target/release/tawatur")
    parser.add_argument("--codebook")
    parser.add_argument("--errors", action="store_true", help="list what is not right")
    args = parser.parse_args()
    command = [args.program, "inspect", "--format", "json"]
    if args.codebook:
        command += ["--codebook", args.codebook]
    counts, listed, kept = collections.Counter(), [], 0
    for path in sorted(args.folder.glob("*.json")):
        if path.name.endswith(".meta.json"):
            continue
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        claims = json.loads(path.read_text(encoding="utf-8"))["claims"]
        mentions = json.loads(subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout)["mentions"]
        for claim in claims:
            for gold in claim.get("places") or []:
                span = locate(text, gold)
                kind, place = verdict(gold, span, gold["q"], mentions)
                counts[kind] += 1
                kept += kind == "right" and bool(place) and bool(place.get("words"))
                if kind != "right":
                    told = place and (place.get("name"), place.get("country"), place.get("words"), place.get("container"))
                    around = text[max(0, span[0] - 25):span[1] + 25].replace("\n", " ")
                    listed.append(f"{path.stem}\t{kind}\t{gold['q']}\t{gold.get('name_en')} {gold.get('country')}\t{told}\t…{around}…")
    if args.errors:
        seen = collections.Counter(listed)
        for line, times in seen.items():
            print(f"{times}\t{line}")
    total = sum(counts.values())
    for kind in KINDS:
        print(f"{kind:<7} {counts[kind]:4}  {100 * counts[kind] / max(total, 1):5.1f} %")
    print(f"{total} places; {kept} of the right ones are in no list and keep their words")


if __name__ == "__main__":
    main()
