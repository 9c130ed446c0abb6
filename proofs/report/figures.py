"""The figures of the source as SVG files: `python -m proofs.report.figures FOLDER`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from proofs import atomic
from proofs.ledger import all_theorems
from proofs.report import svg

FIGURES = ("fig-5.1", "fig-5.2", "fig-5.4")


def write(directory: Path) -> list[Path]:
    """Draw every figure whose claim has a picture; their paths."""
    atomic.folder(directory)
    paths = []
    for id in FIGURES:
        theorem = all_theorems()[id]
        if theorem.picture is not None:
            title = f"Figure {id.removeprefix('fig-')}: {theorem.title}"
            paths.append(directory / f"{id}.svg")
            atomic.write(paths[-1], svg.draw(theorem.picture(), title).encode())
    return paths


def main(arguments: Sequence[str]) -> int:
    """Write into the folder given, and name what was written."""
    if len(arguments) != 1:
        print("usage: python -m proofs.report.figures FOLDER", file=sys.stderr)
        return 2
    for path in write(Path(arguments[0])):
        print(path.as_posix())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
