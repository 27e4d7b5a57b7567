#!/bin/sh
# Opens the published snapshot of an output directory with polars, pyarrow, DuckDB and pandas, validates its data package
# and uses its views.
# Usage: tests/readers/run.sh OUTPUT
set -eu

if [ $# -ne 1 ]; then
    echo "usage: $0 OUTPUT (the directory that holds LATEST)" >&2
    exit 2
fi
if ! command -v python3 >/dev/null || ! python3 -c 'import venv' 2>/dev/null; then
    echo "skipped: python3 with venv is not installed"
    exit 0
fi

here=$(cd "$(dirname "$0")" && pwd)
venv=$here/../../target/readers-venv
requirements=$here/requirements.txt
if ! cmp -s "$requirements" "$venv/installed.txt"; then
    python3 -m venv --clear "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements"
    cp "$requirements" "$venv/installed.txt"
fi
for script in readers package views; do
    "$venv/bin/python" "$here/$script.py" "$1"
done
