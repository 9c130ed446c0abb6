"""Pictures as files: SVG as it is drawn, PDF and PNG made of it by CairoSVG (the extra `pictures`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from proofs import atomic
from proofs.options import writable_path
from proofs.outcome import USAGE, Stop

SUFFIXES = (".svg", ".pdf", ".png")
_PIXELS = 2  # of a PNG, for each unit of the drawing


def a_picture(ctx: click.Context, parameter: click.Parameter, path: Path | None) -> Path | None:
    """A click callback: the path, if a picture of its kind can be written; `Stop` before any work if not."""
    path = writable_path(ctx, parameter, path)
    if path is not None:
        if path.suffix not in SUFFIXES:
            raise Stop(USAGE, f"{parameter.opts[0]} {path}: name a file that ends in {', '.join(SUFFIXES)}")
        if path.suffix != ".svg":
            _converter()
    return path


def write(path: Path, svg: bytes) -> None:
    """Write the picture in the form that the file's name asks for."""
    if path.suffix == ".pdf":
        svg = _converter().svg2pdf(bytestring=svg)
    elif path.suffix == ".png":
        svg = _converter().svg2png(bytestring=svg, scale=_PIXELS)
    atomic.write(path, svg)


def _converter() -> Any:
    try:
        import cairosvg  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except (ImportError, OSError):  # OSError: the package is there, the library cairo is not
        raise Stop(
            USAGE,
            "PDF and PNG need the package cairosvg and the library cairo: pip install 'theodolite[pictures]'",
        ) from None
    return cairosvg
