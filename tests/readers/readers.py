"""Reads a published snapshot as its users do: polars, pyarrow, DuckDB and pandas must see the same dataset.

Usage: readers.py OUTPUT, the directory that holds LATEST. Exit code 1 and one line per fault if something differs.
"""

import json
import re
import sys
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

PARTITIONED = ["statistics", "applications", "reports", "narratives", "findings"]
# Type of a column of `statistics` in each engine: polars, pyarrow, DuckDB, pandas. `year` comes from the path.
TYPES = {
    "report_year": (pl.Int16, pa.int16(), "SMALLINT", "int16"),
    "value": (pl.Float64, pa.float64(), "DOUBLE", "float64"),
    "place_row": (pl.Int32, pa.int32(), "INTEGER", None),
    "indicator": (pl.String, pa.string(), "VARCHAR", "str"),
    "unit_assumed": (pl.Boolean, pa.bool_(), "BOOLEAN", "bool"),
    "region": (pl.String, pa.string(), "VARCHAR", "category"),
    "agency": (pl.String, pa.string(), "VARCHAR", "category"),
    "year": (pl.Int64, pa.int32(), "BIGINT", "category"),
}


class Snapshot:
    """One published snapshot, resolved once."""

    def __init__(self, output):
        self.root = output / "snapshots" / (output / "LATEST").read_text().strip()
        self.manifest = json.loads((self.root / "manifest.json").read_text())
        self.rows = {table["name"]: table["rows"] for table in self.manifest["tables"] if table["files"]}
        self.faults = []
        self.check("current: the snapshot of LATEST", (output / "current").resolve(), self.root.resolve())

    def check(self, what, found, expected):
        if found != expected:
            self.faults.append(f"{what}: found {found!r}, expected {expected!r}")

    def folder(self, table):
        return self.root / table

    def files(self, table):
        return sorted(str(self.root / file["path"]) for file in self.manifest["files"] if file["table"] == table)

    def polars(self, table):
        return pl.scan_parquet(self.folder(table), hive_partitioning=table in PARTITIONED)

    def pyarrow(self, table):
        return ds.dataset(self.folder(table), partitioning="hive")

    def duckdb(self, table):
        return f"read_parquet('{self.folder(table)}/**/*.parquet', hive_partitioning = true)"

    def pandas(self, table, **options):
        return pd.read_parquet(self.folder(table), **options)


def check_row_counts(snapshot):
    for table, rows in snapshot.rows.items():
        counts = {
            "polars": snapshot.polars(table).select(pl.len()).collect().item(),
            "pyarrow": snapshot.pyarrow(table).count_rows(),
            "duckdb": duckdb.sql(f"SELECT count(*) FROM {snapshot.duckdb(table)}").fetchall()[0][0],
            "pandas": len(snapshot.pandas(table)),
        }
        print(f"{table:<14}{rows:>12,}{len(snapshot.files(table)):>8}")
        for engine, found in counts.items():
            snapshot.check(f"{engine}: rows of {table}", found, rows)


def check_types(snapshot):
    schemas = {
        "polars": snapshot.polars("statistics").collect_schema(),
        "pyarrow": {field.name: field.type for field in snapshot.pyarrow("statistics").schema},
        "duckdb": {
            row[0]: row[1] for row in duckdb.sql(f"DESCRIBE SELECT * FROM {snapshot.duckdb('statistics')}").fetchall()
        },
        "pandas": {name: str(dtype) for name, dtype in snapshot.pandas("statistics").dtypes.items()},
    }
    for column, expected in TYPES.items():
        for (engine, schema), expected_type in zip(schemas.items(), expected):
            if expected_type is not None:
                snapshot.check(f"{engine}: type of {column}", schema[column], expected_type)
    date = snapshot.polars("reports").collect_schema()["period_start"]
    snapshot.check("polars: type of reports.period_start", date, pl.Date)
    snapshot.check("pyarrow: type of reports.period_start",
                   snapshot.pyarrow("reports").schema.field("period_start").type, pa.date32())


def check_descriptions(snapshot):
    for table in snapshot.rows:
        keys = {"region", "agency", "year"}
        for field in snapshot.pyarrow(table).schema:
            if field.name not in keys:
                metadata = field.metadata or {}
                described = bool(metadata.get(b"description")) and bool(metadata.get(b"description_zh"))
                snapshot.check(f"pyarrow: {table}.{field.name} is described", described, True)


def check_partition_filter(snapshot):
    """A filter on all three keys opens the file of that partition only, and gives its rows."""
    path = Path(snapshot.files("statistics")[0])
    keys = dict(part.split("=") for part in path.relative_to(snapshot.root).parts if "=" in part)
    region, agency, year = keys["region"], keys["agency"], int(keys["year"])
    rows = next(f["rows"] for f in snapshot.manifest["files"] if path == snapshot.root / f["path"])

    lazy = snapshot.polars("statistics").filter(
        pl.col("region") == region, pl.col("agency") == agency, pl.col("year") == year
    )
    snapshot.check("polars: rows of a partition", lazy.select(pl.len()).collect().item(), rows)
    plan = lazy.explain()
    snapshot.check("polars: scans the one file", str(path) in plan and "other sources" not in plan, True)

    where = (ds.field("region") == region) & (ds.field("agency") == agency) & (ds.field("year") == year)
    dataset = snapshot.pyarrow("statistics")
    snapshot.check("pyarrow: rows of a partition", dataset.count_rows(filter=where), rows)
    fragments = [fragment.path for fragment in dataset.get_fragments(filter=where)]
    snapshot.check("pyarrow: scans the one file", fragments, [str(path)])

    query = f"FROM {snapshot.duckdb('statistics')} WHERE region = '{region}' AND agency = '{agency}' AND year = {year}"
    snapshot.check("duckdb: rows of a partition", duckdb.sql(f"SELECT count(*) {query}").fetchall()[0][0], rows)
    plan = duckdb.sql(f"EXPLAIN SELECT sum(value) {query}").fetchall()[0][1]
    files = len(snapshot.files("statistics"))
    snapshot.check("duckdb: scans the one file", files == 1 or f"Scanning Files: 1/{files}" in plan, True)

    filters = [("region", "==", region), ("agency", "==", agency), ("year", "==", year)]
    snapshot.check("pandas: rows of a partition", len(snapshot.pandas("statistics", filters=filters)), rows)


def check_single_keys(snapshot):
    """A filter on one key opens the files of its partitions only."""
    files = [Path(file) for file in snapshot.files("statistics")]
    for key, value in {(key, value) for file in files for key, value in keys_of(file).items()}:
        expected = sum(keys_of(file).get(key) == value for file in files)
        literal = int(value) if key == "year" else value
        where = ds.field(key) == literal
        fragments = list(snapshot.pyarrow("statistics").get_fragments(filter=where))
        snapshot.check(f"pyarrow: files of {key} {value}", len(fragments), expected)
        query = f"EXPLAIN SELECT sum(value) FROM {snapshot.duckdb('statistics')} WHERE {key} = {literal!r}"
        plan = duckdb.sql(query).fetchall()[0][1]
        told = expected == len(files) or f"Scanning Files: {expected}/{len(files)}" in plan
        snapshot.check(f"duckdb: the plan scans the files of {key} {value}", told, True)
        plan = snapshot.polars("statistics").filter(pl.col(key) == literal).explain()
        listed, others = plan.count(".parquet"), re.search(r"(\d+) other sources?", plan)
        opened = listed + (int(others[1]) if others else 0)
        snapshot.check(f"polars: the plan scans the files of {key} {value}", opened, expected)


def keys_of(file):
    return dict(part.split("=") for part in file.parts if "=" in part)


def check_row_groups(snapshot):
    """A filter on division_code skips the row groups of other divisions."""
    dataset = snapshot.pyarrow("statistics")
    codes = [code for code in dataset.to_table(columns=["division_code"])["division_code"].unique().to_pylist() if code]
    count = lambda where: sum(len(part.row_groups) for part in dataset.get_fragments() for part in part.split_by_row_group(where))
    whole = count(None)
    read = {code: count(ds.field("division_code") == code) for code in codes}
    print(f"row groups by division_code, of {whole}: {read}")
    snapshot.check("pyarrow: a division that stands in no file reads no row group", count(ds.field("division_code") == "999999"), 0)
    if len(codes) > 1:
        snapshot.check("pyarrow: some division reads fewer row groups than there are", min(read.values()) < whole, True)


def check_same_sum(snapshot):
    """The figures themselves: one sum per year, the same in every engine."""
    by_year = snapshot.polars("statistics").group_by("year").agg(pl.col("value").sum()).sort("year").collect().rows()
    table = snapshot.pyarrow("statistics").to_table(columns=["year", "value"])
    grouped = table.group_by("year").aggregate([("value", "sum")]).sort_by("year").to_pydict()
    sql = f"SELECT year, coalesce(sum(value), 0) FROM {snapshot.duckdb('statistics')} GROUP BY year ORDER BY year"
    frame = snapshot.pandas("statistics", columns=["report_year", "value"]).groupby("report_year")["value"].sum()
    others = {
        "pyarrow": list(zip(grouped["year"], (value or 0.0 for value in grouped["value_sum"]))),
        "duckdb": duckdb.sql(sql).fetchall(),
        "pandas": list(frame.items()),
    }
    for engine, sums in others.items():
        close = len(sums) == len(by_year) and all(
            int(a[0]) == b[0] and abs(a[1] - b[1]) <= 1e-9 * abs(b[1]) for a, b in zip(sums, by_year)
        )
        snapshot.check(f"{engine}: sums by year as in polars", close, True)
    values = table.column("value")
    print(f"\n{len(values) - values.null_count:,} of {len(values):,} cells have a value, sum {pc.sum(values)}")


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: readers.py OUTPUT")
    snapshot = Snapshot(Path(sys.argv[1]).resolve())
    print(f"{snapshot.manifest['snapshot']}\n\n{'table':<14}{'rows':>12}{'files':>8}")
    check_row_counts(snapshot)
    check_descriptions(snapshot)
    if "statistics" in snapshot.rows:
        check_types(snapshot)
        check_partition_filter(snapshot)
        check_single_keys(snapshot)
        check_row_groups(snapshot)
        check_same_sum(snapshot)
    for fault in snapshot.faults:
        print(f"FAULT {fault}")
    versions = ", ".join(f"{m.__name__} {m.__version__}" for m in (pl, pa, duckdb, pd))
    print(f"{len(snapshot.faults)} faults; {versions}")
    sys.exit(1 if snapshot.faults else 0)


main()
