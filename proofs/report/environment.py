"""The templates of the report: one folder and one set of settings for LaTeX and HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

FOLDER = Path(__file__).parent / "templates"
Filters = Mapping[str, Callable[..., object]]


def environment(finalize: Callable[[object], object], filters: Filters, **syntax: Any) -> Environment:
    """An environment in which `finalize` makes every value that a template prints safe for its form.

    An unknown name is an error, and a line that holds only a tag leaves no line behind.
    """
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        **syntax,
    )
    made.filters |= filters
    return made
