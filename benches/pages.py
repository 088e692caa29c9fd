#!/usr/bin/env python3
"""How well and how fast articles are taken out of saved pages, beside trafilatura (https://trafilatura.readthedocs.io).

    python3 -m venv .venv && .venv/bin/pip install trafilatura
    .venv/bin/python benches/pages.py FOLDER [--times N] [--bars]

FOLDER holds pages (*.html), for some of them the text expected (NAME.expected.txt), and in dates.expected.json the day
of publication expected of others. F1 is of words, each counted as often as it occurs; the title, which we put before the
article, is left out for both. Speed is that of one thread, pages in memory, text and metadata asked of both. Without
trafilatura only our own figures are given. --bars exits with 1 where F1 is below 0.95, a day is wrong, trafilatura
better, or not 20 times slower.
"""

import argparse
import collections
import json
import pathlib
import subprocess
import sys
import time


def f1(got, expected):
    got, expected = got.split(), expected.split()
    shared = sum((collections.Counter(got) & collections.Counter(expected)).values())
    return 2 * shared / max(1, len(got) + len(expected))


def ours(pages, times):
    root = pathlib.Path(__file__).resolve().parent.parent
    command = ["cargo", "run", "--quiet", "--release", "-p", "tawatur", "--example", "article", "--"]
    command += ["--times", str(times), *map(str, pages)]
    out = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout
    read = {}
    for line in out.splitlines():
        found = json.loads(line)
        text = found["text"].removeprefix(found["title"] or "").strip()
        read[pathlib.Path(found["file"]).name] = (text, found["published"], found["seconds"])
    return read


def theirs(pages, times):
    import trafilatura

    read = {}
    for page in pages:
        html = page.read_bytes()
        start = time.perf_counter()
        for _ in range(times):
            found = trafilatura.bare_extraction(html, with_metadata=True, include_comments=False)
        seconds = (time.perf_counter() - start) / times
        found = found.as_dict() if hasattr(found, "as_dict") else found or {}
        text = (found.get("text") or "").removeprefix(found.get("title") or "").strip()
        read[page.name] = (text, found.get("date"), seconds)
    return read


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--times", type=int, default=50, help="readings of each page [50]")
    parser.add_argument("--bars", action="store_true", help="exit with 1 where a bar is missed")
    arguments = parser.parse_args()
    folder = arguments.folder.resolve()
    pages = sorted(folder.glob("*.html"))
    days = {}
    if (folder / "dates.expected.json").exists():
        days = {name: known["date"] for name, known in json.loads((folder / "dates.expected.json").read_text()).items()}
    readers = {"tawatur": ours(pages, arguments.times)}
    try:
        readers["trafilatura"] = theirs(pages, max(1, arguments.times // 10))
    except ImportError as error:
        print(f"skipped: trafilatura cannot be loaded: {error}", file=sys.stderr)
    size = sum(page.stat().st_size for page in pages)
    score, right, speed = {}, {}, {}
    for reader, read in readers.items():
        texts = [
            f1(read[page.name][0], expected.read_text())
            for page in pages
            if (expected := page.with_suffix(".expected.txt")).exists()
        ]
        score[reader] = sum(texts) / len(texts) if texts else None
        right[reader] = sum(read[name][1] == day for name, day in days.items() if name in read)
        seconds = sum(found[2] for found in read.values())
        speed[reader] = seconds
        shown = "none expected" if score[reader] is None else f"F1 {score[reader]:.3f} on {len(texts)}"
        print(
            f"{reader}: text {shown}, days {right[reader]} of {len(days)}, "
            f"{1000 * seconds / len(pages):.2f} ms a page, {size / seconds / 1e6:.1f} MB/s"
        )
    missed = []
    if score["tawatur"] is not None and score["tawatur"] < 0.95:
        missed.append("F1 below 0.95")
    if right["tawatur"] < len(days):
        missed.append("a day is wrong")
    if "trafilatura" in readers:
        times = speed["trafilatura"] / speed["tawatur"]
        print(f"{times:.1f} times as fast")
        if times < 20:
            missed.append("not 20 times as fast")
        if (score["trafilatura"] or 0) > (score["tawatur"] or 0) or right["trafilatura"] > right["tawatur"]:
            missed.append("trafilatura is better")
    for bar in missed:
        print(f"missed: {bar}")
    sys.exit(bool(missed) and arguments.bars)


if __name__ == "__main__":
    main()
