#!/usr/bin/env python3
"""Planted reuse: passages of given texts are put into others, changed, and looked for again.

    python3 benches/planted.py TEXTS --program P [--pairs 400] [--seed 1] [--keep FOLDER]

TEXTS is a folder of NAME.txt with NAME.meta.json, as `gold/pack.py unpack` writes one; nothing of it is written anywhere but into
a folder that is deleted again. Every pair has an original, a text of the folder, and a second text made of another text of the
folder, of another day, into which passages of the original are put. A passage is some sentences of the original in a row, changed
in one or more of these ways, each by its own rate: respelled (hamza seats, ya and alef maqsura, ta marbuta, tatweel, vowels, a weak
letter left out of a foreign word), clitics (و or ف before the first word of a sentence put or taken, Arabic digits), figures edited,
words replaced, words left out, sentences left out. Half of the pairs name the outlet of the original in the second text, most
others have another day of publication, some have nothing that shows a direction.

Printed: precision, recall and F1 of characters (of both texts, over all pairs; a character is right where the program puts it
into a passage and it was taken over unchanged or changed, and furniture aside), direction right where one is given, how many
figures that were edited are found, and pairs that share nothing but are found to share a passage of over 200 letters.
"""

import argparse
import json
import pathlib
import random
import re
import subprocess
import tempfile

OUTLETS = {  # what metadata call an outlet, and how others credit it
    "aawsat": "نقلت صحيفة الشرق الأوسط عن مصادر قولها",
    "okaz": "ذكرت صحيفة عكاظ",
    "alriyadh": "بحسب صحيفة الرياض",
    "skynewsarabia": "وفق قناة سكاي نيوز عربية",
    "alarabiya": "أفادت قناة العربية",
    "reuters": "",
}
SENTENCE = re.compile(r"[^.!؟\n]+[.!؟]?\s*")
NUMBER = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
VOWELS = "\u064B\u064C\u064D\u064E\u064F\u0650\u0651\u0652"


def sentences(text):
    return [(m.start(), m.end()) for m in SENTENCE.finditer(text) if len(m.group().split()) >= 5]


def respell(word, rng):
    swaps = [("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ى", "ي"), ("ة", "ه"), ("ئ", "ي"), ("ؤ", "و")]
    rng.shuffle(swaps)
    for one, other in swaps:
        if one in word:
            return word.replace(one, other)
    if len(word) > 3 and rng.random() < 0.3:
        at = rng.randrange(1, len(word) - 1)
        return word[:at] + rng.choice(["ـ", rng.choice(VOWELS)]) + word[at:]
    if len(word) > 6 and rng.random() < 0.3:
        inner = [k for k in range(2, len(word) - 1) if word[k] in "ايو"]
        if inner:
            at = rng.choice(inner)
            return word[:at] + word[at + 1 :]
    return word


def changed(text, rng, rates, vocabulary):
    """The passage as it is taken over, and which of its figures were edited."""
    edited = 0
    words = re.split(r"(\s+)", text)
    out = []
    opens = True
    for word in words:
        if not word or word.isspace():
            out.append(word)
            continue
        if rng.random() < rates["drop"]:
            continue
        if rng.random() < rates["replace"]:
            word = rng.choice(vocabulary)
        elif NUMBER.search(word) and rng.random() < rates["figure"]:
            word = NUMBER.sub(lambda m: str(int(m.group()) + rng.choice([1, 2, 3, 5, 10])), word, count=1)
            edited += 1
        else:
            if rng.random() < rates["spell"]:
                word = respell(word, rng)
            if opens and rng.random() < rates["clitic"]:
                word = word[1:] if word[0] in "وف" and len(word) > 4 else rng.choice("وف") + word
        opens = word[-1] in ".،؛:"
        out.append(word)
    return "".join(out), edited


def plant(number, texts, rng):
    """A pair: original, second text, the passages in both, who was first, edited figures."""
    (a_name, a_text, a_day), (_, b_text, b_day) = rng.sample(texts, 2)
    rates = {
        "spell": rng.choice([0.0, 0.1, 0.3]),
        "clitic": rng.choice([0.0, 0.5]),
        "figure": rng.choice([0.0, 0.5]),
        "replace": rng.choice([0.0, 0.02, 0.05]),
        "drop": rng.choice([0.0, 0.02, 0.05]),
    }
    vocabulary = b_text.split()
    a_sentences, b_sentences = sentences(a_text), sentences(b_text)
    blocks = rng.choice([1, 1, 2, 3])
    cuts = sorted(rng.sample(range(len(a_sentences) + 1), min(2 * blocks, len(a_sentences) + 1) // 2 * 2))
    planted = [(cuts[k], cuts[k + 1]) for k in range(0, len(cuts), 2) if cuts[k + 1] > cuts[k]]
    if rng.random() < 0.3:
        rng.shuffle(planted)
    # What stays of the second text, and where the passages go in it.
    keep = rng.sample(range(len(b_sentences)), rng.randrange(0, len(b_sentences) + 1))
    parts = [("own", b_text[slice(*b_sentences[k])]) for k in sorted(keep)]
    for block in planted:
        parts.insert(rng.randrange(len(parts) + 1), ("block", block))
    second, spans, edited = "", [], 0
    leave = rng.choice([0.0, 0.0, 0.2])
    for kind, part in parts:
        if second and not second[-1].isspace():
            second += " "
        if kind == "own":
            second += part
            continue
        for k in range(*part):
            if rng.random() < leave:
                continue
            start, end = a_sentences[k]
            passage, figures = changed(a_text[start:end], rng, rates, vocabulary)
            spans.append(((start, end), (len(second), len(second) + len(passage))))
            second += passage
            edited += figures
    outlets = rng.sample(sorted(OUTLETS), 2)
    direction, days = rng.choice([("credit", (a_day, a_day)), ("time", (a_day, b_day)), ("none", (a_day, a_day))])
    if direction == "credit" and OUTLETS[outlets[0]]:
        second = f"{second.rstrip()}\n\n{OUTLETS[outlets[0]]} ذلك."
    first = {"name": f"{number:05}a", "text": a_text, "outlet": outlets[0], "published": min(days)}
    other = {"name": f"{number:05}b", "text": second, "outlet": outlets[1], "published": max(days)}
    return first, other, spans, edited


def covered(spans, text):
    """Characters in spans, those between words aside."""
    return {k for start, end in spans for k in range(start, min(end, len(text))) if text[k].isalnum()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=pathlib.Path)
    parser.add_argument("--program", required=True)
    parser.add_argument("--pairs", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=pathlib.Path, help="write the pairs into this folder and leave them there")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    texts = []
    for path in sorted(options.texts.glob("*.txt")):
        meta = json.loads(path.with_suffix(".meta.json").read_text(encoding="utf-8"))
        text = path.read_text(encoding="utf-8")
        if meta.get("published") and len(sentences(text)) >= 6 and len(text) < 8000:
            texts.append((path.stem, text, meta["published"]))
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        truth, pairs = [], []
        for number in range(options.pairs):
            first, other, spans, edited = plant(number, texts, rng)
            truth.append((first, other, spans, edited))
            pairs.append({"a": first["name"], "b": other["name"], "label": "edited" if spans else "different"})
            for one in (first, other):
                (folder / f"{one['name']}.txt").write_text(one["text"], encoding="utf-8", newline="")
                meta = {"outlet": one["outlet"], "published": one["published"]}
                (folder / f"{one['name']}.meta.json").write_text(json.dumps(meta), encoding="utf-8")
        lines = folder / "pairs.jsonl"
        lines.write_text("".join(json.dumps(pair) + "\n" for pair in pairs), encoding="utf-8")
        found = folder / "found.jsonl"
        command = [options.program, "eval-links", str(folder), "--pairs", str(lines), "--found", str(found), "--json"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        results = [json.loads(line)["copy"] for line in found.open(encoding="utf-8")]
    report(truth, results)


def report(truth, results):
    right = found = planted = 0
    answered = direction_right = edited = edits = strangers = 0
    for (first, other, spans, figures), copy in zip(truth, results, strict=True):
        passages = [p["spans"] for p in copy["passages"]] if copy else []
        for side, text in enumerate((first["text"], other["text"])):
            want = covered([s[side] for s in spans], text)
            have = covered([p[side] for p in passages], text)
            right += len(want & have)
            found += len(have)
            planted += len(want)
        if not spans and copy and sum(p["letters"] for p in copy["passages"]) > 200:
            strangers += 1
        if copy and spans:
            edited += figures
            edits += min(figures, len(copy["figures"]))
            if copy["direction"]["from"]:
                answered += 1
                direction_right += copy["direction"]["from"] == "a"
    precision, recall = right / max(found, 1), right / max(planted, 1)
    print(f"characters of passages: precision {precision:.3f}  recall {recall:.3f}  F1 {2 * right / max(found + planted, 1):.3f}")
    print(f"direction: right in {direction_right} of {answered} that are answered, of {sum(bool(s) for _, _, s, _ in truth)} pairs")
    print(f"figures edited: {edited}, found {edits}")
    print(f"pairs without reuse: {sum(not s for _, _, s, _ in truth)}, found to share over 200 letters: {strangers}")


if __name__ == "__main__":
    main()
