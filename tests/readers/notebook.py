"""Executes the notebooks on a published snapshot, from the folder that holds the output directory.

Usage: notebook.py OUTPUT, the directory that holds LATEST; it must be called `output`. Exit code 1 if a cell fails. With
NOTEBOOKS in the environment the executed notebooks are kept there.
"""

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient


def main():
    folder = Path(sys.argv[1]).resolve().parent
    for path in sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        if any(cell.get("outputs") for cell in notebook.cells):
            sys.exit(f"{path.name} is stored with outputs: clear them, they go stale")
        NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}}).execute()
        charts = sum("image/png" in output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", []))
        if charts < 3:
            sys.exit(f"{path.name} draws {charts} charts, not one for each question")
        if kept := os.environ.get("NOTEBOOKS"):
            nbformat.write(notebook, Path(kept) / path.name)
        print(f"{path.name}: executed, {charts} charts")


main()
