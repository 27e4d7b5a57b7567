"""Exports of a published snapshot: the same rows in each format, numbers, dates and money as such.

Usage: exports.py OUTPUT, the directory that holds LATEST. The environment variable GONGKAI names the program; without it
nothing is checked. Exit code 1 and one line per fault.
"""

import datetime
import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import duckdb
import openpyxl
import polars as pl


def export(output, folder, table, kind, *more):
    path = Path(folder) / f"{table}.{kind}"
    command = [os.environ["GONGKAI"], "export", "--data", output, "--table", table, "--format", kind, *more, str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return path


def faults(output, folder):
    for table, more in [("statistics", ["--region", "CN-64"]), ("reports", []), ("applications", ["--agency", "natural_resources"]),
                        ("dictionary", [])]:
        rows = pl.read_csv(export(output, folder, table, "csv", *more), infer_schema_length=None).height
        database = duckdb.connect()
        database.execute(export(output, folder, table, "duckdb", *more).read_text())
        in_database = database.sql(f"SELECT count(*) FROM {table}").fetchall()[0][0]
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # openpyxl warns of what it has to mend
            sheet = openpyxl.load_workbook(export(output, folder, table, "xlsx", *more)).active
        if not rows or (in_database, sheet.max_row - 1) != (rows, rows):
            yield f"{table}: {rows} rows as csv, {in_database} in DuckDB, {sheet.max_row - 1} in the workbook"
        heads = {cell.value: at for at, cell in enumerate(sheet[1])}
        if table == "reports":
            days = [row[heads["period_start"]].value for row in sheet.iter_rows(min_row=2)]
            if not any(isinstance(day, datetime.datetime) for day in days):
                yield f"reports: period_start is no date: {days}"
        if table == "statistics":
            money = [row[heads["value"]] for row in sheet.iter_rows(min_row=2) if row[heads["unit"]].value == "元"]
            if not any(cell.number_format == "#,##0.00" and isinstance(cell.value, (int, float)) for cell in money):
                yield "statistics: no amount is a number in the format of money"


def main():
    if "GONGKAI" not in os.environ:
        print("skipped: GONGKAI does not name the program")
        return
    with tempfile.TemporaryDirectory() as folder:
        found = list(faults(sys.argv[1], folder))
    for fault in found:
        print(f"FAULT {fault}")
    print(f"exports: {len(found)} faults")
    sys.exit(bool(found))


main()
