"""Reads `current` again and again, as its users do, until a file appears: each read must see one whole snapshot.
It says `reading` after the first read.

Usage: watch.py OUTPUT STOP. Exit code 1 and one line per fault if a read fails or sees something else.
"""

import json
import sys
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.dataset as ds


def rows(root):
    """Rows of `statistics` and the reports in it, by each engine."""
    frame = pl.scan_parquet(root / "statistics", hive_partitioning=True)
    yield "polars", frame.select(pl.len(), pl.col("report_id").n_unique().alias("reports")).collect().row(0)
    table = ds.dataset(root / "statistics", partitioning="hive").to_table(columns=["report_id"])
    yield "pyarrow", (table.num_rows, len(table["report_id"].unique()))
    files = f"read_parquet('{root}/statistics/**/*.parquet', hive_partitioning = true)"
    yield "duckdb", duckdb.sql(f"SELECT count(*), count(DISTINCT report_id) FROM {files}").fetchall()[0]


def main(output, stop):
    seen, reads = set(), 0
    while not stop.exists() or not reads:
        # Resolved once: what is read then is one snapshot, whatever is published meanwhile.
        root = (output / "current").resolve(strict=True)
        tables = {table["name"]: table["rows"] for table in json.loads((root / "manifest.json").read_text())["tables"]}
        for engine, found in rows(root):
            if found != (tables["statistics"], tables["reports"]):
                print(f"{engine} in {root.name}: found {found}, expected {tables}")
                return 1
            reads += 1
        if not seen:
            print("reading", flush=True)
        seen.add(root.name)
    print(f"{reads} reads of {len(seen)} snapshots")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
