"""Checks exports with the tools of others.

    python3 crates/tawatur-engine/tests/exports.py DIR

DIR holds what `TAWATUR_EXPORTS=DIR cargo test -p tawatur-engine golden_exports` wrote, of claims and of events. The packages are installed into
`DIR/venv`; a check whose package cannot be had is skipped, and says so. Exits 1 when a check fails.
"""

import csv
import io
import json
import pathlib
import re
import subprocess
import sys
import zipfile

DIR = pathlib.Path(sys.argv[1])
CHECKS = []


def check(name, *packages):
    """Registers a check that needs packages."""
    def register(function):
        CHECKS.append((name, packages, function))
        return function
    return register


def path(name, of="samples"):
    return next(DIR.glob(f"{of}-{name}.*"))


def lines(name, of="samples"):
    return [json.loads(line) for line in path(name, of).read_text("utf-8").splitlines()]


def rows(name, of="samples", **options):
    text = path(name, of).read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), **options))


@check("csv")
def _():
    found, claims = rows("csv"), lines("jsonl")
    assert [row["claim"] for row in found] == [claim["claim"] for claim in claims]
    assert path("csv").read_bytes().startswith(b"\xef\xbb\xbf")
    for row in found:
        assert None not in row and None not in row.values(), "a row with too few or too many cells"
        for cell in row.values():
            assert not cell.startswith(("=", "+", "@", "\t", "\r")), cell
            assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", cell), cell


@check("xlsx", "openpyxl==3.1.5")
def _():
    import datetime
    import openpyxl
    book = openpyxl.load_workbook(path("xlsx"))
    assert book.sheetnames == ["claims", "documents", "about"]
    table = list(book["claims"].iter_rows(values_only=True))
    found = rows("csv")
    assert list(table[0]) == list(found[0].keys())
    assert len(table) == len(found) + 1
    for cells, row in zip(table[1:], found):
        for cell, (name, text) in zip(cells, row.items()):
            if isinstance(cell, datetime.datetime):
                cell = cell.date().isoformat()
            if isinstance(cell, (int, float)):
                assert float(text) == float(cell), (name, cell, text)
            else:
                assert (cell or "").lstrip("'") == text.lstrip("'"), (name, cell, text)
    for sheet in book:
        for cells in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in cells), "a formula"


@check("parquet", "pyarrow==26.0.1")
def _():
    import pyarrow.parquet
    table = pyarrow.parquet.read_table(path("parquet"))
    found = rows("csv")
    assert table.column_names == list(found[0].keys())
    assert table.num_rows == len(found)
    assert str(table.schema.field("published").type) == "date32[day]"
    assert str(table.schema.field("lat").type) == "double"
    assert table["content"].to_pylist() == [row["content"] or None for row in found]
    assert [str(day) if day else "" for day in table["time_start"].to_pylist()] == [r["time_start"] for r in found]


@check("geojson", "geojson==3.3.0")
def _():
    import geojson
    collection = geojson.loads(path("geojson").read_text("utf-8"))
    assert isinstance(collection, geojson.FeatureCollection) and collection.is_valid, collection.errors()
    assert len(collection.features) == len(lines("jsonl"))
    drawn = [feature for feature in collection.features if feature.geometry]
    assert drawn and all(feature.is_valid for feature in drawn)


@check("acled, ucdp, plover")
def _():
    claims = {claim["claim"] for claim in lines("jsonl")}
    for name, width in {"acled": 31 + 1, "ucdp": 49 + 2, "plover": 40 + 2}.items():
        mark = "\t" if name == "plover" else ","
        header = path(name).read_bytes().decode("utf-8").splitlines()[0].split(mark)
        assert len(header) == width, (name, len(header))
        for row in rows(name, delimiter=mark):
            note = row.get("notes") or row.get("claim") or row.get("Claim")
            assert re.search(r"claim=([0-9a-f]+)", note).group(1) in claims
            assert re.match(r"fit=(exact|approx);", note), note


def proxies(of):
    """The entities of an export as the package reads them, each checked."""
    from followthemoney import model
    entities = {}
    for data in lines("ftm", of):
        # Cleaning drops what is no value of its type, so nothing may be missing after it.
        entity = model.get_proxy(data, cleaned=False)
        back = entity.to_dict()
        for name, values in data["properties"].items():
            assert sorted(values) == sorted(back["properties"].get(name, [])), (name, values, back)
        entity.schema.validate(data)
        assert model.get_proxy(back) == entity
        assert entity.id not in entities, entity.id
        entities[entity.id] = entity
    for entity in entities.values():
        for prop, value in entity.itervalues():
            if prop.type.name == "entity":
                assert value in entities, (entity.id, prop.name, value)
                assert entities[value].schema.is_a(prop.range), (entity.id, prop.name)
    return entities


@check("ftm", "followthemoney==4.11.2")
def _():
    kinds = {entity.schema.name for entity in proxies("samples").values()}
    assert {"Article", "Event", "Documentation", "Mention"} <= kinds, kinds


@check("events in tables", "pyarrow==26.0.1", "openpyxl==3.1.5")
def _():
    import openpyxl
    import pyarrow.parquet
    told = lines("jsonl", "events")
    found = rows("csv", "events")
    ids = [one["event"]["event"] for one in told]
    assert ids == [row["event"] for row in found] and len(ids) == len(set(ids))
    for one, row in zip(told, found):
        assert None not in row and None not in row.values(), "a row with too few or too many cells"
        assert int(row["claims"]) == len(one["claims"]) == len(row["claim_ids"].split("; "))
        assert int(row["origins_low"]) <= int(row["origins_high"])
        assert one["tell"] == row["tell"].lstrip("'")
    table = pyarrow.parquet.read_table(path("parquet", "events"))
    assert table.column_names == list(found[0].keys()) and table.num_rows == len(found)
    assert str(table.schema.field("first").type) == "date32[day]"
    assert str(table.schema.field("origins_low").type) == "int64"
    book = openpyxl.load_workbook(path("xlsx", "events"))
    assert book.sheetnames == ["events", "claims", "about"]
    assert book["events"].max_row == len(found) + 1
    assert book["claims"].max_row == sum(len(one["claims"]) for one in told) + 1


@check("events on a map", "geojson==3.3.0")
def _():
    import geojson
    collection = geojson.loads(path("geojson", "events").read_text("utf-8"))
    assert isinstance(collection, geojson.FeatureCollection) and collection.is_valid, collection.errors()
    assert [feature.id for feature in collection.features] == [one["event"]["event"] for one in lines("jsonl", "events")]
    assert any(feature.geometry for feature in collection.features)
    for feature in collection.features:
        assert {"origins_low", "killed_high", "differ", "claim_ids", "tell"} <= feature.properties.keys()


@check("events in acled and ucdp")
def _():
    events = {one["event"]["event"]: one for one in lines("jsonl", "events")}
    for name, width in {"acled": 31 + 3, "ucdp": 49 + 4}.items():
        header = path(name, "events").read_bytes().decode("utf-8").splitlines()[0].split(",")
        assert len(header) == width, (name, len(header))
        for row in rows(name, "events"):
            note = row.get("notes") or row["claim"]
            one = events[re.search(r"event=([0-9a-f]+)", note).group(1)]
            claims = re.search(r"claims=([0-9a-f,]+)", note).group(1).split(",")
            assert claims == [claim["as"]["claim"] for claim in one["claims"]]
            if name == "ucdp":
                assert float(row["low"]) <= float(row["best"]) <= float(row["high"])


@check("events in ftm", "followthemoney==4.11.2")
def _():
    entities = proxies("events")
    kinds = {entity.schema.name for entity in entities.values()}
    assert {"Article", "Event", "Documentation", "Mention", "UnknownLink", "Similar"} <= kinds, kinds
    for entity in entities.values():
        if entity.schema.name == "Similar":
            assert 0.5 < float(entity.first("confidenceScore")) <= 1
            assert {entities[entity.first(side)].schema.name for side in ("candidate", "match")} == {"Event"}


@check("prov", "rdflib==7.6.0")
def _():
    import rdflib
    prov = rdflib.Namespace("http://www.w3.org/ns/prov#")
    graph = rdflib.Graph().parse(path("prov"), format="json-ld")
    for claim in lines("jsonl"):
        node = rdflib.URIRef(f"urn:tawatur:claim:{claim['claim']}")
        assert (node, rdflib.RDF.type, prov.Entity) in graph
        assert (node, prov.wasGeneratedBy, None) in graph
        # From the claim through every source of its chain to the origin.
        at, hops = node, 0
        while nearer := [n for n in graph.objects(at, prov.wasQuotedFrom) if ":hop:" in n]:
            (at,), hops = nearer, hops + 1
            assert len(list(graph.objects(at, prov.wasAttributedTo))) == 1
        assert hops == len(claim["chain"]), claim["claim"]
    for verb in ("wasQuotedFrom", "wasAttributedTo", "wasGeneratedBy", "wasAssociatedWith"):
        for thing in graph.objects(None, prov[verb]):
            assert list(graph.objects(thing, rdflib.RDF.type)), f"{thing} is said to be nothing"


@check("webannotation", "anchorpoint==0.8.2")
def _():
    from anchorpoint import TextPositionSelector, TextQuoteSelector
    page = json.loads(path("webannotation").read_text("utf-8"))
    assert page["type"] == "AnnotationPage" and "http://www.w3.org/ns/anno.jsonld" in page["@context"]
    texts = [task["data"]["text"] for task in json.loads(path("labelstudio").read_text("utf-8"))]
    ids = [item["id"] for item in page["items"]]
    assert len(ids) == len(set(ids)), "an id twice"
    for item in page["items"]:
        assert item["type"] == "Annotation" and item["target"]["source"]
        quote, position = item["target"]["selector"]
        exact, prefix, suffix = quote["exact"], quote["prefix"], quote["suffix"]
        start, end = position["start"], position["end"]
        TextPositionSelector(start=start, end=end)
        around = (t for t in texts if t[start:end] == exact and t[:start].endswith(prefix) and t[end:].startswith(suffix))
        text = next(around)
        assert TextQuoteSelector(exact=exact, prefix=prefix, suffix=suffix).find_match(text), quote


@check("brat", "bioc==2.1")
def _():
    from bioc import brat
    archive = zipfile.ZipFile(path("brat"))
    assert archive.testzip() is None
    types = re.findall(r"^(\S+)\tActor\*", archive.read("annotation.conf").decode(), re.M)
    events = 0
    for name in archive.namelist():
        if not name.endswith(".ann"):
            continue
        text = archive.read(name[:-3] + "txt").decode("utf-8")
        annotations = archive.read(name).decode("utf-8")
        document = brat.load(io.StringIO(text), io.StringIO(annotations), docid=name)
        assert document.text == text
        for line in annotations.splitlines():
            if line.startswith("T"):
                _, where, words = line.split("\t")
                pieces = [piece.split() for piece in where.split(" ", 1)[1].split(";")]
                assert " ".join(text[int(a):int(b)] for a, b in pieces) == words, line
            elif line.startswith("E"):
                events += 1
                assert line.split("\t")[1].split(":")[0] in types, line
    assert events == len(lines("jsonl"))


@check("labelstudio", "label-studio-sdk")
def _():
    from label_studio_sdk.label_interface import LabelInterface
    interface = LabelInterface((DIR / "labelstudio.xml").read_text("utf-8"))
    for task in json.loads(path("labelstudio").read_text("utf-8")):
        for prediction in task["predictions"]:
            regions = {item["id"] for item in prediction["result"] if item["type"] != "relation"}
            for item in prediction["result"]:
                if item["type"] == "relation":
                    assert item["from_id"] in regions and item["to_id"] in regions
                else:
                    value = item["value"]
                    assert task["data"]["text"][value["start"]:value["end"]] == value["text"]
            assert interface.validate_prediction(prediction), prediction["result"][:2]


@check("bib", "bibtexparser==2.1.0")
def _():
    import bibtexparser
    text = path("bib").read_text("utf-8")
    parse = getattr(bibtexparser, "parse_string", None)
    if parse is None:
        library = bibtexparser.loads(text)
        assert len(library.entries) == 4 and all(entry["ENTRYTYPE"] == "online" for entry in library.entries)
        return
    library = parse(text)
    assert not library.failed_blocks, library.failed_blocks
    assert len(library.entries) == len({entry.key for entry in library.entries}) == 4
    for entry in library.entries:
        assert entry.entry_type == "online" and entry.fields_dict["title"].value


def install(packages):
    """The interpreter of the environment with these packages, or None."""
    python = DIR / "venv/bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", DIR / "venv"], check=True)
    for package in packages:
        if subprocess.run([python, "-m", "pip", "install", "-q", package], capture_output=True).returncode != 0:
            return None
    return python


def main():
    if len(sys.argv) > 2:
        next(function for name, _, function in CHECKS if name == sys.argv[2])()
        return 0
    passed = failed = skipped = 0
    for name, packages, _ in CHECKS:
        python = install(packages)
        if python is None:
            print(f"SKIPPED {name}: {', '.join(packages)} cannot be installed")
            skipped += 1
            continue
        run = subprocess.run([python, __file__, DIR, name], capture_output=True, text=True)
        if run.returncode == 0:
            print(f"ok {name}")
            passed += 1
        else:
            print(f"FAILED {name}\n{run.stderr.strip()[-2000:]}")
            failed += 1
    print(f"exports: {passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
