"""Runs every snippet of the READMEs on a published snapshot, from the folder that holds the output directory.

Usage: snippets.py OUTPUT, the directory that holds LATEST; it must be called `output`. Where a snippet runs `cargo run`, the
program in the environment variable GONGKAI is run instead. Exit code 1 and one line per fault.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[2]
CARGO_RUN = ["cargo", "run", "--release", "--"]


def snippets(text):
    """Language and text of each fenced block, indented ones too."""
    for match in re.finditer(r"^( *)```(\w+)\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL):
        indent = len(match[1])
        yield match[2], "".join(line[indent:] if line.strip() else line for line in match[3].splitlines(keepends=True))


def run(command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    return None if done.returncode == 0 else f"exit code {done.returncode}: {done.stderr.strip()[-500:]}"


def shell(text):
    program = os.environ.get("GONGKAI")
    for line in text.splitlines():
        words = shlex.split(line, comments=True)
        if words[:4] == CARGO_RUN and program:
            line = line.replace("cargo run --release --", shlex.quote(program), 1)
        elif words[:2] == ["cargo", "test"] or not words or not program:
            continue  # the tests cannot run themselves
        if fault := run(["bash", "-euc", line]):
            return f"{line}: {fault}"
    return None


def sql(text):
    connection = duckdb.connect()
    if not connection.execute(text).fetchall():
        return "no rows"
    return None


def in_r(text):
    if not shutil.which("Rscript"):
        print("skipped: R is not installed")
        return None
    return run(["Rscript", "-e", text])


RUN = {"python": lambda text: run([sys.executable, "-c", text]), "sql": sql, "sh": shell, "r": in_r}


def prepare(folder):
    """What the READMEs take for granted: the sample archive and some archive of the reader's own."""
    if not (folder / "data").exists():
        (folder / "data").symlink_to(ROOT / "data")
    (folder / "archive").mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / "archive" / "2021.zip", "w") as archive:
        archive.write(ROOT / "data" / "pingluo" / "2024" / "natural-resources.txt", "sz/finance.html")


def main():
    folder = Path(sys.argv[1]).resolve().parent
    prepare(folder)
    os.chdir(folder)
    faults = []
    counts = {}
    for readme in ["README.md", "README.zh-CN.md"]:
        for language, text in snippets((ROOT / readme).read_text()):
            if language in RUN:
                counts[language] = counts.get(language, 0) + 1
                if fault := RUN[language](text):
                    faults.append(f"{readme}: {language}: {fault}\n{text}")
    if min(counts.get(language, 0) for language in RUN) < 2:
        faults.append(f"each README must have snippets of every kind, found {counts}")
    for fault in faults:
        print(f"FAULT {fault}")
    print(f"snippets: {counts}, {len(faults)} faults")
    sys.exit(bool(faults))


main()
