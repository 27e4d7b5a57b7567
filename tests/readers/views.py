"""Uses the views of a published snapshot, from its own folder and from elsewhere, and holds them against the tables.

Usage: views.py OUTPUT, the directory that holds LATEST. Exit code 1 and one line per fault.
"""

import os
import sys
from pathlib import Path

import duckdb

VIEWS = ["statistics", "reports", "applications", "narratives", "findings", "issues", "sources", "dictionary",
         "reports_once", "statistics_own", "series", "comparable", "applications_wide", "outcome_shares"]


def connect(root, variable):
    connection = duckdb.connect()
    if variable:
        connection.execute(f"SET VARIABLE root = '{root}'")
    connection.execute((root / "views.sql").read_text())
    return connection


def faults(connection):
    one = lambda query: connection.sql(query).fetchall()[0][0]
    for view in VIEWS:
        if not one(f"SELECT count(*) FROM {view}"):
            yield f"{view} is empty"
    # A series that is one indicator under one form has the values of that indicator.
    for series, indicator in [("carried_forward", "carried_forward"), ("received_new", "requests_received")]:
        differ = one(f"""
            SELECT count(*) FROM comparable AS c JOIN statistics AS s
            ON s.report_id = c.report_id AND coalesce(s.applicant, 'total') = c.applicant
            WHERE c.series = '{series}' AND s.indicator = '{indicator}' AND c.value IS DISTINCT FROM s.value""")
        rows = one(f"SELECT count(*) FROM comparable WHERE series = '{series}'")
        if differ or not rows:
            yield f"comparable: {series} differs from {indicator} in {differ} cells of {rows}"
    # A sum over two forms: three rows since 2021.
    query = """SELECT count(*) FROM comparable AS c JOIN applications AS a USING (report_id, applicant)
               WHERE c.series = 'other_handling' AND c.year >= 2021
               AND c.value IS DISTINCT FROM a.other_no_correction + a.other_fee_unpaid + a.other_misc"""
    if one(query):
        yield "comparable: other_handling is not the sum of its three rows"
    query = "SELECT count(*) FROM comparable WHERE series = 'other_handling' AND year >= 2021 AND value IS NOT NULL"
    if not one(query):
        yield "comparable: other_handling has no value since 2021"
    keys = "report_id, applicant, series"
    if one(f"SELECT count(*) - count(DISTINCT ({keys})) FROM comparable"):
        yield "comparable: a series comes twice in a report"
    query = """SELECT count(*) FROM outcome_shares
               WHERE abs(granted + denied + unavailable + unprocessed + handled_otherwise - 1) > 1e-9"""
    if one(query):
        yield "outcome_shares: shares do not add up to one"
    if not one("SELECT count(*) FROM outcome_shares WHERE granted > 0"):
        yield "outcome_shares: no share at all"
    if one("SELECT count(*) FROM statistics_own WHERE scope <> 'own'"):
        yield "statistics_own: another scope"
    if one("SELECT count(*) - count(DISTINCT report_id) FROM reports_once"):
        yield "reports_once: a report comes twice"


def main():
    output = Path(sys.argv[1]).resolve()
    root = output / "snapshots" / (output / "LATEST").read_text().strip()
    found = [f"from elsewhere: {fault}" for fault in faults(connect(root, variable=True))]
    os.chdir(root)
    found += [f"in the folder: {fault}" for fault in faults(connect(root, variable=False))]
    for fault in found:
        print(f"FAULT {fault}")
    print(f"views: {len(found)} faults")
    sys.exit(bool(found))


main()
