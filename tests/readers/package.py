"""Validates the data package of a published snapshot with frictionless, and that it lists every file.

Usage: package.py OUTPUT, the directory that holds LATEST. Exit code 1 and one line per fault.
"""

import shutil
import sys
import tempfile
from pathlib import Path

import pyarrow.parquet as pq
from frictionless import Package, validate

NOT_LISTED = {"README.md", "SHA256SUMS", "datapackage.json"}


def faults_of(root):
    report = validate(str(root / "datapackage.json"))
    messages = [error.message for error in report.errors]
    return messages + [error.message for task in report.tasks for error in task.errors]


def faults_of_tables(root):
    """Rows and columns of each Parquet file are those that the package says."""
    for resource in Package(str(root / "datapackage.json")).resources:
        if resource.format == "parquet":
            file = pq.ParquetFile(root / resource.path)
            if file.metadata.num_rows != resource.custom["row_count"]:
                yield f"{resource.path}: {file.metadata.num_rows} rows"
            if file.schema_arrow.names != resource.schema.field_names:
                yield f"{resource.path}: other columns than its schema"


def faults_of_list(root):
    listed = {resource.path for resource in Package(str(root / "datapackage.json")).resources}
    there = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()} - NOT_LISTED
    yield from (f"{path}: not listed" for path in there - listed)
    yield from (f"{path}: listed and not there" for path in listed - there)


def notices_damage(root):
    """A package whose file lost a byte must not validate."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "snapshot"
        shutil.copytree(root, copy)
        file = next(copy.glob("reports/**/*.parquet"))
        file.write_bytes(file.read_bytes()[:-1])
        return bool(faults_of(copy))


def main():
    output = Path(sys.argv[1])
    root = output / "snapshots" / (output / "LATEST").read_text().strip()
    faults = [*faults_of(root), *faults_of_tables(root), *faults_of_list(root)]
    if not notices_damage(root):
        faults.append("a damaged file passes")
    for fault in faults:
        print(f"FAULT {fault}")
    print(f"data package: {len(faults)} faults")
    sys.exit(bool(faults))


main()
