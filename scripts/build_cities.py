#!/usr/bin/env python3
"""Build codebooks/conflict/places/cities.tsv: smaller cities of the world, for names that geonames.tsv leaves out.

Takes what build_places.py makes with a lower least population and keeps the rows that geonames.tsv does not have, in so far as
their names are no words: a name of one word that `tawatur inspect` has a reading for, alone or with a letter attached before it, or that
names/ lists as a person's, is left out.

    /tmp/venv-places/bin/python scripts/build_places.py --big 80000 --out /tmp/big.tsv
    python3 scripts/build_cities.py /tmp/big.tsv --program target/release/tawatur
"""

import argparse
import json
import os
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
CODEBOOK = os.path.join(HERE, "..", "codebooks", "conflict")
FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"})


def rows(path):
    with open(path, encoding="utf-8") as handle:
        return [line.rstrip("\n").split("\t") for line in handle if line.strip() and not line.startswith("#")]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("big")
    parser.add_argument("--program", default="target/release/tawatur")
    options = parser.parse_args()
    have = {row[0] for row in rows(os.path.join(CODEBOOK, "places", "geonames.tsv"))}
    listed = {name.translate(FOLD) for table in ("curated", "geonames", "world")
              for row in rows(os.path.join(CODEBOOK, "places", table + ".tsv")) for name in row[2].split("|")}
    people = {name.translate(FOLD) for table in ("given", "family")
              for row in rows(os.path.join(CODEBOOK, "names", table + ".tsv")) for name in row[0].split("|")}
    header, *cities = rows(options.big)
    cities = [row for row in cities if row[0] not in have]
    single = sorted({name for row in cities for name in row[2].split("|") if " " not in name})
    attached = {letter + name: name for name in single for letter in "وفبلك"}
    run = subprocess.run([options.program, "inspect", "--format", "json"], input=".\n".join(single + sorted(attached)), capture_output=True,
                         text=True, check=True)
    words = set()
    for token in json.loads(run.stdout)["tokens"]:
        if token["readings"] or token["tag"] == "particle":
            words.add(attached.get(token["text"], token["text"]))
    kept = 0
    with open(os.path.join(CODEBOOK, "places", "cities.tsv"), "w", encoding="utf-8", newline="\n") as handle:
        handle.write("\t".join(header) + "\n")
        for row in cities:
            names = [name for name in row[2].split("|")
                     if name not in words and name.translate(FOLD) not in people and name.translate(FOLD) not in listed
                     and len(name) > 4]
            if names:
                handle.write("\t".join(row[:2] + ["|".join(names)] + row[3:]) + "\n")
                kept += 1
    print(kept, "rows")


if __name__ == "__main__":
    main()
