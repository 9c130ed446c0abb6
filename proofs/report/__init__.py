"""The report: one model of the ledger, written as LaTeX, PDF, JSON and HTML, the same bytes each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from proofs import atomic
from proofs.ledger import Ledger
from proofs.report import as_json, blueprint, html, latex, pdf
from proofs.report.build import build
from proofs.report.model import Report

TITLE = "Optimization landscape of deep neural networks: a ledger of claims"
FORMATS: Mapping[str, Callable[[Report], str | bytes]] = {
    "tex": latex.render,
    "pdf": lambda report: pdf.compiled(latex.render(report)),
    "json": as_json.render,
    "html": html.render,
    "blueprint": blueprint.render,
}
DEFAULT = ("tex", "json", "html")
_NAMES = {"blueprint": "content.tex"}


def write(
    ledger: Ledger, directory: Path, formats: Sequence[str] = ("tex", "json"), title: str = TITLE
) -> list[Path]:
    """Write `report.tex` and the like into the directory, each whole or not at all; their paths."""
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise ValueError(f"formats: expected some of {', '.join(FORMATS)}, found {', '.join(unknown)}")
    report = build(ledger, title)
    texts = {_NAMES.get(name, f"report.{name}"): FORMATS[name](report) for name in dict.fromkeys(formats)}
    atomic.folder(directory)
    for name, text in texts.items():
        atomic.write(directory / name, text if isinstance(text, bytes) else text.encode("ascii"))
    return [directory / name for name in texts]
