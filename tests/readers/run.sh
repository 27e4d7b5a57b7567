#!/bin/sh
# Opens the published snapshot of an output directory with polars, pyarrow, DuckDB and pandas, validates its data package
# and uses its views and exports, runs the snippets of the READMEs and the notebooks. GONGKAI names the program that the snippets run.
# Usage: tests/readers/run.sh OUTPUT [SCRIPT [ARGUMENT]]; with a script only that one runs
set -eu

if [ $# -lt 1 ]; then
    echo "usage: $0 OUTPUT [SCRIPT [ARGUMENT]] (OUTPUT is the directory that holds LATEST)" >&2
    exit 2
fi
if ! command -v python3 >/dev/null || ! python3 -c 'import venv' 2>/dev/null; then
    echo "skipped: python3 with venv is not installed"
    exit 0
fi

here=$(cd "$(dirname "$0")" && pwd)
venv=$here/../../target/readers-venv
requirements="$here/requirements.txt $here/../../notebooks/requirements.txt"
if ! cat $requirements | cmp -s - "$venv/installed.txt"; then
    python3 -m venv --clear "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
    cat $requirements > "$venv/installed.txt"
fi
output=$1
shift
if [ $# -gt 0 ]; then
    script=$1
    shift
    exec "$venv/bin/python" "$here/$script" "$output" "$@"
fi
for script in readers package views exports snippets notebook; do
    "$venv/bin/python" "$here/$script.py" "$output"
done
