#!/usr/bin/env python3
"""How well `tawatur` reads numbers and dates, on the test sets of others and on annotated documents.

    python3 benches/values.py TESTS [--gold GOLD] [--program target/release/tawatur] [--misses WHICH] [--bars]

TESTS holds `numbers_dates/` with halves of the Arabic specs of Duckling and Recognizers-Text, GOLD (TESTS/../gold/dev unless
said) annotated documents; what is absent is skipped, visibly. A case is right when the words overlap and the value is the
one expected; an input that should yield nothing is right when nothing is found. The sentences of both sets tell plans and
are read so (--ahead); a date of Recognizers-Text may be placed in the past or the future, and the last day of a period
counts with or without the day after it. Times of day, sets ("every day") and lengths of time are left out.

Cases held to be wrong, or to follow a convention that Arabic news goes against, stand in `values_wrong.tsv` by the hash of
their input, each with a reason; figures are given with and without them. With --bars the exit code says whether all bars
are met without them.
"""

import argparse
import collections
import datetime
import glob
import hashlib
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
DUCKLING_DAYS = {"day", "week", "month", "quarter", "year", None}
# Words that belong to an expression for some annotators and not for others.
FRAME = re.compile(r"^(?:(?:في|من|إلى|على|خلال|منذ|بين|ما|يوم|شهر|الفترة|بتاريخ|و|حتى|لل|ل|ب)[\s]+|[\s،,.؟-])+|[\s،,.؟-]+$")


class Program:
    def __init__(self, path):
        self.path = path

    def inspect(self, texts, published=None, ahead=False):
        command = [self.path, "inspect", "--lines", "--format", "json"]
        command += ["--published", published] if published else []
        command += ["--ahead"] if ahead else []
        # A line may hold what others end lines with.
        clean = [re.sub(r"[\r\n\u2028\u2029\x0b\x0c\x85]", " ", t) for t in texts]
        run = subprocess.run(command, input="\n".join(clean) + "\n", capture_output=True, text=True, check=True)
        return [json.loads(line) for line in run.stdout.split("\n") if line]

    def inspect_all(self, cases, ahead=False):
        """Reads (text, published) pairs, one run a day of publication."""
        days = collections.defaultdict(list)
        for at, (_, published) in enumerate(cases):
            days[published].append(at)
        found = [None] * len(cases)
        for published, places in days.items():
            for at, seen in zip(places, self.inspect([cases[at][0] for at in places], published, ahead)):
                found[at] = seen
        return found


class Score:
    """Hits of one row of the table, with and without the cases that are held against."""

    rows = []

    def __init__(self, name, bar=None):
        self.name, self.bar = name, bar
        self.hits = self.all = 0
        self.held_hits, self.held = collections.Counter(), collections.Counter()
        self.misses = []
        Score.rows.append(self)

    def count(self, hit, held=None, miss=""):
        self.all += 1
        self.hits += bool(hit)
        if held:
            self.held[held] += 1
            self.held_hits[held] += bool(hit)
        if not hit:
            self.misses.append(f"{held or 'miss'} {miss}")

    def without(self, *kinds):
        return (self.hits - sum(self.held_hits[k] for k in kinds), self.all - sum(self.held[k] for k in kinds))

    def line(self):
        def rate(hits, of):
            return f"{hits:4}/{of:<4}{100 * hits / of:5.1f} %" if of else " " * 16
        def fair(*kinds):
            return rate(*self.without(*kinds)) if any(self.held[k] for k in kinds) else " " * 16
        bar = f"{100 * self.bar:.0f} %" if self.bar else ""
        rates = f"{rate(self.hits, self.all)}  {fair('wrong')}  {fair('wrong', 'convention')}"
        return f"{self.name:54} {rates}  {bar}".rstrip()

    def met(self):
        hits, of = self.without("wrong", "convention")
        return not self.bar or hits >= self.bar * of


def read_lines(folder, name):
    path = os.path.join(folder, "numbers_dates", name)
    if not os.path.exists(path):
        print(f"skipped: no {path}")
        return []
    return [json.loads(line) for line in open(path, encoding="utf-8")]


def case_id(text):
    return hashlib.sha256(text.strip().encode()).hexdigest()[:10]


def wrong_cases():
    held = {}
    for line in open(os.path.join(HERE, "values_wrong.tsv"), encoding="utf-8"):
        if line.strip() and not line.startswith("#"):
            spec, case, kind, _reason = line.rstrip("\n").split("\t")
            held[spec, case] = kind
    return held


def day(text):
    return text[:10] if text else None


def day_before(text):
    return (datetime.date.fromisoformat(text) - datetime.timedelta(days=1)).isoformat()


def overlap(a, b):
    return a[0] < b[1] and b[0] < a[1]


def same(a, b):
    return a is not None and b is not None and abs(a - b) <= 1e-6 * max(abs(b), 1e-3)


def shown(values, keys):
    return [tuple(v[k] for k in keys) for v in values]


def place(text, result):
    """Where the words of a result stand; the offsets of some specs are those of another text."""
    words = result["Text"].strip()
    start = result["Start"]
    end = start + result["Length"] if "Length" in result else result["End"] + 1
    if text[start:end].strip() != words and words and words in text:
        start = text.index(words)
        end = start + len(words)
    return (start, end)


def duckling_numbers(program, tests):
    lines = read_lines(tests, "duckling_numeral_half.jsonl")
    score = Score("Duckling numerals", 0.98)
    for line, seen in zip(lines, program.inspect([l["text"] for l in lines]) if lines else []):
        want = line["values"][0]["value"] if line["values"] else None
        found = [n["best"] for n in seen["numbers"]]
        score.count(not found if want is None else any(same(f, want) for f in found), miss=f"{line} {found}")


def duckling_times(program, tests):
    lines = read_lines(tests, "duckling_time_half.jsonl")
    score = Score("Duckling dates and intervals", 0.85)
    left_out = 0
    cases = [(l["text"], day(l["reference"])) for l in lines]
    for line, seen in zip(lines, program.inspect_all(cases, ahead=True)):
        dates = [t for t in seen["times"] if t["kind"] == "date"]
        want = line["values"][0] if line["values"] else {}
        kind, grain = want.get("type"), want.get("grain")
        if kind is None:
            hit = not dates
        elif kind == "value" and grain in DUCKLING_DAYS:
            hit = any(t["start"] == day(want["value"]) for t in dates)
        elif kind == "interval" and (grain == "day" or grain == "second" and "T00:00" in (want.get("to") or "")):
            # The end of an interval is open there: midnight after its last day.
            start, end = day(want.get("from")), day(want.get("to"))
            ends = [end, day_before(end)] if end else [None]
            hit = any(t["start"] == start and t["end"] in ends for t in dates)
        else:
            left_out += 1
            continue
        score.count(hit, miss=f"{line} {shown(dates, ('text', 'start', 'end'))}")
    if left_out:
        score.name += f" ({left_out} clock times left out)"


def bounds(value):
    """The numbers in "(20,35]" with whether each end is open."""
    low, high = value.strip("()[]").split(",")
    return (float(low) if low else None, value[0] == "(", float(high) if high else None, value[-1] == ")")


def in_bounds(number, value):
    low, open_low, high, open_high = bounds(value)
    step = 1 if all(n is None or n == int(n) for n in (low, high)) else 0
    lows = [low if low is None else low + step * open_low]
    # An end "between … and …" is open there and closed in Arabic use.
    highs = [None] if high is None else [high - step * open_high, high]
    if number["qualifier"] == "more_than" and not step:
        lows.append(low)
    return number["low"] in lows and number["high"] in highs


def recognizers_numbers(program, tests, held):
    specs = [("numbermodel", 0.92), ("ordinalmodel", 0.92), ("ordinalmodelsuppressextendedtypes", None),
             ("percentmodel", 0.92), ("numberrangemodel", 0.92)]
    for spec, bar in specs:
        lines = read_lines(tests, f"recognizers_number_arabic_{spec}_half.jsonl")
        score = Score(f"Recognizers {spec}", bar)
        for line, seen in zip(lines, program.inspect([l["Input"] for l in lines]) if lines else []):
            wrong = held.get((spec, case_id(line["Input"])))
            numbers = seen["numbers"]
            got = shown(numbers, ("text", "low", "high", "best", "kind"))
            if not line["Results"]:
                if spec == "numbermodel":
                    numbers = [n for n in numbers if n["kind"] != "ordinal"]
                # A range is nothing but a number with an open side or two sides.
                if spec == "numberrangemodel":
                    numbers = [n for n in numbers if n["qualifier"] not in ("exact", "about", "vague")]
                if spec.startswith("ordinal"):
                    numbers = [n for n in numbers if n["kind"] == "ordinal"]
                if spec == "percentmodel":
                    numbers = [n for n in numbers if n["kind"] == "percent"]
                score.count(not numbers, wrong, f"{case_id(line['Input'])} {line['Input']} [] {got}")
                continue
            for result in line["Results"]:
                value = (result["Resolution"] or {}).get("value")
                if value is None or value.startswith(("end", "current")):
                    continue
                span = place(line["Input"], result)
                near = [n for n in numbers if overlap(n["span"], span)]
                value = value.rstrip("%")
                if "," in value:
                    hit = any(in_bounds(n, value) for n in near)
                else:
                    hit = any(same(n["best"], float(value)) for n in near)
                score.count(hit, wrong, f"{case_id(line['Input'])} {line['Input']} | {result['Text']} {value} {got}")


def trimmed(text, span):
    words = text[span[0]:span[1]]
    while True:
        cut = FRAME.sub("", words)
        if cut == words:
            return words
        words = cut


def date_intervals(result):
    """The intervals a result allows, as (start, end) of days; none when it is not about days or not resolved."""
    kind = result.get("TypeName") or result.get("Type") or ""
    kind = kind.rsplit(".", 1)[-1]
    if kind not in ("date", "daterange"):
        return None
    allowed = []
    value = result.get("Value") or result.get("Resolution") or {}
    value = value if isinstance(value, dict) else {}
    for side in ("PastResolution", "FutureResolution"):
        if side in value:
            allowed.append(value[side])
    for item in value.get("values") or []:
        if item.get("type") in ("date", "daterange"):
            allowed.append({"date": item.get("value") or "", "startDate": item.get("start"), "endDate": item.get("end")})
    intervals = set()
    for item in allowed:
        if "not resolved" in item.values():
            continue
        if item.get("date", "").startswith("0001"):
            # No such day.
            intervals.add((None, None))
        elif item.get("date"):
            intervals.add((item["date"], item["date"]))
        elif item.get("startDate") or item.get("endDate"):
            start, end = item.get("startDate"), item.get("endDate")
            intervals.add((start, end))
            if end and end > "0002":
                intervals.add((start, day_before(end)))
    return intervals


def recognizers_dates(program, tests, held):
    specs = ["dateextractor", "dateparser", "dateperiodextractor", "dateperiodparser", "datetimemodel", "mergedparser",
             "mergedextractor"]
    whole = [Score("Recognizers dates and periods, found", 0.80), Score("Recognizers dates and periods, same words"),
             Score("Recognizers dates and periods, right days", 0.80)]
    for spec in specs:
        lines = read_lines(tests, f"recognizers_datetime_arabic_{spec}_half.jsonl")
        found_row = Score(f"  {spec}, found")
        words_row = Score(f"  {spec}, same words")
        days_row = Score(f"  {spec}, right days")
        cases = [(l["Input"], day((l.get("Context") or {}).get("ReferenceDateTime"))) for l in lines]
        for line, seen in zip(lines, program.inspect_all(cases, ahead=True)):
            text, name = line["Input"], case_id(line["Input"])
            wrong = held.get((spec, name))
            dates = [t for t in seen["times"] if t["kind"] == "date"]
            got = shown(dates, ("text", "start", "end", "rule"))
            if not line["Results"] and spec.startswith("date") and "datetime" not in spec:
                for row in (whole[0], found_row, whole[1], words_row):
                    row.count(not dates, wrong, f"{name} {text} [] {got}")
            for result in line["Results"]:
                days = date_intervals(result)
                if days is None:
                    continue
                span = place(text, result)
                near = [t for t in dates if overlap(t["span"], span)]
                miss = f"{name} {text} | {result['Text']} {sorted(days, key=str)} {got}"
                for row in (whole[0], found_row):
                    row.count(near, wrong, miss)
                words = trimmed(text, span)
                for row in (whole[1], words_row):
                    row.count(any(trimmed(text, t["span"]) == words for t in near), wrong, miss)
                if days:
                    for row in (whole[2], days_row):
                        row.count(any((t["start"], t["end"]) in days for t in near), wrong, miss)
    Score.rows = [r for r in Score.rows if r.all or not r.name.startswith("  ")]


def occurrence(text, quote):
    at = -1
    for _ in range(quote.get("n", 1)):
        at = text.find(quote["q"], at + 1)
        if at < 0:
            return None
    return (at, at + len(quote["q"]))


def gold_values(program, gold):
    """Whether the words that the annotators quote are read with the annotated interval or bounds."""
    found, days = Score("gold dates: words found"), Score("gold dates: right interval", 0.80)
    quantities = Score("gold quantities: right bounds")
    slots = collections.Counter()
    slot_misses = []
    for path in sorted(glob.glob(os.path.join(gold, "*.json"))):
        base = path[:-len(".json")]
        if not os.path.exists(base + ".txt"):
            continue
        text = open(base + ".txt", encoding="utf-8", newline="").read()
        document = json.load(open(path, encoding="utf-8"))
        name = os.path.basename(base)
        published = (document.get("published") or {}).get("date")
        command = [program.path, "inspect", "--format", "json"] + (["--published", published] if published else [])
        run = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
        seen = json.loads(run.stdout)
        command = [program.path, "read", "--format", "jsonl"] + (["--published", published] if published else [])
        run = subprocess.run(command + [base + ".txt"], capture_output=True, check=True)
        claims = [json.loads(line) for line in run.stdout.decode().split("\n") if line]
        for claim in document["claims"]:
            for quote in claim.get("quantities") or []:
                span = occurrence(text, quote)
                if span is None:
                    continue
                near = [n for n in seen["numbers"] if overlap(n["span"], span)]
                want = (quote.get("low"), quote.get("high"), quote.get("best"))
                quantities.count(any((n["low"], n["high"], n["best"]) == want for n in near),
                                 miss=f"{name} {quote['q']} {want} {shown(near, ('text', 'low', 'high', 'best'))}")
            quote = claim.get("time")
            want = (day(quote["start"]), day(quote["end"])) if quote else None
            span = quote and occurrence(text, quote)
            if span:
                near = [t for t in seen["times"] if overlap(t["span"], span)]
                miss = f"{name} {quote['q']} {want} {shown(near, ('text', 'start', 'end', 'rule'))}"
                found.count(near, miss=miss)
                days.count(any((t["start"], t["end"]) == want for t in near), miss=miss)
            # The time slot of the claims that stand at the annotated trigger.
            trigger = occurrence(text, claim["trigger"])
            ours = [c for c in claims if trigger and overlap(c["trigger"]["span"], trigger)]
            if not ours:
                slots["no claim there" if quote else "no claim, no time"] += 1
                continue
            times = [c["time"] and (c["time"]["start"], c["time"]["end"]) for c in ours]
            if quote:
                hit = want in times
                slots["gold"] += 1
                slots["right"] += hit
                slots["ours"] += any(times)
                if not hit:
                    slot_misses.append(f"miss {name} {claim['trigger']['q']} | {quote['q']} {want} {times}")
            elif all(times):
                slots["ours"] += 1
                slot_misses.append(f"miss {name} {claim['trigger']['q']} | none {times}")
    recall = Score("gold triggers: time slot, recall")
    recall.hits, recall.all = slots["right"], slots["gold"]
    precision = Score("gold triggers: time slot, precision")
    precision.hits, precision.all = slots["right"], slots["ours"]
    recall.misses = slot_misses
    f1 = 2 * slots["right"] / max(slots["gold"] + slots["ours"], 1)
    print(f"time slot where a claim stands at the gold trigger: F1 {f1:.3f}; "
          f"{slots['no claim there']} claims with a time have none there")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tests")
    parser.add_argument("--gold")
    parser.add_argument("--program", default="target/release/tawatur")
    parser.add_argument("--misses", default=None, metavar="WHICH", help="print what is missed in rows whose name holds WHICH")
    parser.add_argument("--bars", action="store_true", help="fail when a bar is not met")
    options = parser.parse_args()
    program, held = Program(options.program), wrong_cases()
    duckling_numbers(program, options.tests)
    duckling_times(program, options.tests)
    recognizers_numbers(program, options.tests, held)
    recognizers_dates(program, options.tests, held)
    gold = options.gold or os.path.join(options.tests, "..", "gold", "dev")
    if os.path.isdir(gold):
        gold_values(program, gold)
    else:
        print(f"skipped: no {gold}")
    print(f"{'':54} {'all cases':16}  {'less wrong ones':16}  {'and conventions':16}  bar")
    for row in Score.rows:
        print(row.line())
    for row in Score.rows:
        if options.misses is not None and options.misses in row.name and row.misses:
            print(f"\n{row.name}")
            for miss in row.misses:
                print(" ", miss)
    if options.bars and not all(row.met() for row in Score.rows):
        sys.exit("a bar is not met")


if __name__ == "__main__":
    main()
