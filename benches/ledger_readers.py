#!/usr/bin/env python3
"""Whether others read a ledger as this program does: the packages deltalake, polars and duckdb.

    python3 benches/ledger_readers.py LEDGER --program target/release/tawatur

Needs those packages (pip install deltalake polars duckdb pyarrow pytz) and says which it lacks. Compares for each table the number of
rows, and for claims and documents the values of every row: as JSON they must be those that `tawatur sql` writes.
Exit status 1 where anything differs.
"""

import argparse
import importlib
import json
import subprocess
import sys
from pathlib import Path

TABLES = ["documents", "claims", "entities", "chain_hops", "reviews"]


def plain(value):
    """A value as JSON has it: days and moments as text, whole figures as whole numbers."""
    if hasattr(value, "isoformat"):
        text = value.isoformat()
        return text.replace("+00:00", "Z") if "T" in text else text
    if isinstance(value, dict):
        return {key: plain(member) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(member) for member in value]
    if isinstance(value, str) and value.endswith("Z") and "T" in value:
        # Fractions of a second may be written with more or fewer noughts.
        head, dot, fraction = value[:-1].partition(".")
        return head + (dot + fraction.rstrip("0") if fraction.strip("0") else "") + "Z"
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def normal(rows):
    return sorted(json.dumps(plain(plain(row)), ensure_ascii=False, sort_keys=True) for row in rows)


def ours(program, ledger, table):
    done = subprocess.run(
        [program, "sql", "--ledger", ledger, "--timeout", "600", "--format", "jsonl", f"SELECT * FROM {table}"],
        capture_output=True, text=True, check=True,
    )
    return [json.loads(line) for line in done.stdout.split("\n") if line]


def by_deltalake(path):
    from deltalake import DeltaTable

    table = DeltaTable(path)
    try:
        return table.to_pyarrow_table().to_pylist()
    except ImportError:
        import pyarrow

        return pyarrow.table(table.to_arrow_table()).to_pylist()


def by_polars(path):
    import polars

    return polars.read_delta(path).to_dicts()


def by_duckdb(path):
    # Its Delta extension is fetched from the network; its Parquet reader is built in, and files come from the log.
    import duckdb
    from deltalake import DeltaTable

    files = DeltaTable(path).file_uris()
    if not files:
        return []
    cursor = duckdb.connect().execute("SET TimeZone = 'UTC'; SELECT * FROM read_parquet(?)", [files])
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row)) for row in cursor.fetchall()]


READERS = {"deltalake": by_deltalake, "polars": by_polars, "duckdb": by_duckdb}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("ledger")
    parser.add_argument("--program", default="target/release/tawatur")
    options = parser.parse_args()
    missing = [name for name in READERS if importlib.util.find_spec(name) is None]
    if missing:
        print("skipped, not installed:", ", ".join(missing))
    failed = passed = 0
    for table in TABLES:
        rows = normal(ours(options.program, options.ledger, table))
        path = str(Path(options.ledger) / "tables" / table)
        for name, read in READERS.items():
            if name in missing:
                continue
            found = normal(read(path))
            same = found == rows
            passed, failed = passed + same, failed + (not same)
            print(f"{name:10} {table:12} {len(found):8} rows  {'same' if same else 'DIFFERS'}")
            if not same:
                print(f"           {len(rows)} rows expected")
                for mine, theirs in list(zip(rows, found))[:1]:
                    print("           ours  ", mine[:400], "\n           theirs", theirs[:400])
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    import importlib.util

    main()
