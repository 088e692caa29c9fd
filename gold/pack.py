#!/usr/bin/env python3
"""Between annotations beside their texts and the form in which they are kept here, without any text.

    python3 gold/pack.py pack SAMPLE.jsonl.xz FOLDER… > part.jsonl  what annotators wrote, as offsets
    python3 gold/pack.py unpack part.jsonl SAMPLE.jsonl.xz OUT     with the texts of the sample, to be scored: tawatur eval OUT
    python3 gold/pack.py claims part.jsonl > claims.jsonl          a reading as predictions, to be scored against another
    python3 gold/pack.py texts FILE SAMPLE.jsonl.xz OUT            the texts that pairs or event-days name: tawatur eval-links OUT

An annotator writes `{"q": "words", "n": 2}` for the second place where the words stand; here that is `[start, end)` in code
points. A document's text is the title of an article of the sample, an empty line, and its text; it is known by the article's id
and the SHA-256 of that, of which the first 16 digits are kept.
"""

import argparse
import hashlib
import json
import lzma
import pathlib
import sys


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def articles(sample):
    """Id and document text of every article of the sample."""
    if not pathlib.Path(sample).exists():
        sys.exit(f"skipped: {sample} is not there, and without it there are no texts")
    with lzma.open(sample, "rt", encoding="utf-8") as lines:
        for article in map(json.loads, lines):
            yield article["id"], f"{article['title']}\n\n{article['text']}"


def located(value, text):
    """Quotations as offsets, all the way down."""
    if isinstance(value, list):
        return [located(v, text) for v in value]
    if not isinstance(value, dict):
        return value
    rest = {k: located(v, text) for k, v in value.items() if k not in ("q", "n")}
    if "q" in value:
        at = -1
        for _ in range(value.get("n") or 1):
            at = text.find(value["q"], at + 1)
            if at < 0:
                raise ValueError(f"not in the text: {value['q']}")
        rest["span"] = [at, at + len(value["q"])]
    return rest


def quoted(value, text):
    """Offsets as quotations, all the way down."""
    if isinstance(value, list):
        return [quoted(v, text) for v in value]
    if not isinstance(value, dict):
        return value
    rest = {k: quoted(v, text) for k, v in value.items() if k != "span"}
    if "span" in value:
        start, end = value["span"]
        words, times, at = text[start:end], 0, -1
        while at < start:
            at = text.find(words, at + 1)
            times += 1
        rest = {"q": words, **({"n": times} if times > 1 else {}), **rest}
    return rest


def pack(sample, folders):
    ids = {digest(text): name for name, text in articles(sample)}
    for folder in folders:
        for path in sorted(pathlib.Path(folder).glob("*.json")):
            if path.name.endswith(".meta.json"):
                continue
            text = path.with_suffix(".txt").read_text(encoding="utf-8")
            meta = json.loads(path.with_suffix(".meta.json").read_text(encoding="utf-8"))
            gold = located(json.loads(path.read_text(encoding="utf-8")), text)
            row = {"id": ids[digest(text)], "text": digest(text), "outlet": meta["outlet"], "published": meta["published"],
                   "boilerplate": gold["boilerplate"], "claims": gold["claims"]}
            print(json.dumps(row, ensure_ascii=False, separators=(",", ":")))


def unpack(part, sample, out, only):
    rows = {row["text"]: row for row in map(json.loads, open(part, encoding="utf-8"))}
    if only:
        wanted = {json.loads(line)["text"] for line in open(only, encoding="utf-8")}
        rows = {text: row for text, row in rows.items() if text in wanted}
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for name, text in articles(sample):
        row = rows.pop(digest(text), None)
        if row is None:
            continue
        gold = {
            "doc": name,
            "published": {"date": row["published"], "precision": "day", "basis": "given", "evidence": []},
            "outlet": {"name": row["outlet"], "basis": "given"},
            "boilerplate": quoted(row["boilerplate"], text),
            "claims": quoted(row["claims"], text),
        }
        meta = {"outlet": row["outlet"], "published": row["published"]}
        (out / f"{name}.txt").write_text(text, encoding="utf-8")
        (out / f"{name}.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1), encoding="utf-8")
        (out / f"{name}.meta.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
    if rows:
        sys.exit(f"{len(rows)} documents of {part} are not in {sample}: {' '.join(r['id'] for r in rows.values())}")


def claims(part):
    for row in map(json.loads, open(part, encoding="utf-8")):
        for claim in row["claims"]:
            for place in claim["places"]:
                place["name"] = place.pop("name_en", None)
            print(json.dumps({"doc": row["id"], **claim}, ensure_ascii=False))


def texts(part, sample, out):
    """Writes the texts that the lines of a file name, by id and hash, each with outlet and day."""
    wanted = {}
    for row in map(json.loads, open(part, encoding="utf-8")):
        for document in row.get("documents", []):
            wanted[document["id"]] = document["text"]
        for side in ("a", "b"):
            if side in row:
                wanted[row[side]] = row[f"{side}_text"]
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    with lzma.open(sample, "rt", encoding="utf-8") as lines:
        for article in map(json.loads, lines):
            text = f"{article['title']}\n\n{article['text']}"
            if wanted.get(article["id"]) != digest(text):
                continue
            del wanted[article["id"]]
            meta = {"outlet": article["outlet"], "published": article["date"][:10]}
            (out / f"{article['id']}.txt").write_text(text, encoding="utf-8")
            (out / f"{article['id']}.meta.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
    if wanted:
        sys.exit(f"{len(wanted)} documents of {part} are not in {sample}: {' '.join(wanted)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True, dest="command")
    packing = commands.add_parser("pack", help="annotated folders to one part, on standard output")
    packing.add_argument("sample")
    packing.add_argument("folders", nargs="+", metavar="FOLDER")
    unpacking = commands.add_parser("unpack", help="one part to a folder for tawatur eval")
    unpacking.add_argument("part")
    unpacking.add_argument("sample")
    unpacking.add_argument("out")
    unpacking.add_argument("--only", metavar="PART", help="only the documents that are in this part as well")
    predicting = commands.add_parser("claims", help="one part as claims, on standard output")
    predicting.add_argument("part")
    writing = commands.add_parser("texts", help="the texts that pairs or event-days name, to a folder for tawatur eval-links")
    writing.add_argument("part")
    writing.add_argument("sample")
    writing.add_argument("out")
    options = parser.parse_args()
    if options.command == "pack":
        pack(options.sample, options.folders)
    elif options.command == "claims":
        claims(options.part)
    elif options.command == "texts":
        if not pathlib.Path(options.sample).exists():
            sys.exit(f"skipped: {options.sample} is not there, and without it there are no texts")
        texts(options.part, options.sample, options.out)
    else:
        unpack(options.part, options.sample, options.out, options.only)


if __name__ == "__main__":
    main()
