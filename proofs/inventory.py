"""What the thesis states, as data: the ids of all its claims with their places, and which have no file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_PROSE = re.compile(r"(?:rem|sec|conj|ex)-([0-9.]*[0-9])(?:[a-z]|-[a-z0-9-]+)?")


@dataclass(frozen=True)
class Known:
    """A claim of the thesis: its id, its place, the section and the page on which that begins."""

    id: str
    place: str
    section: str
    page: str

    @property
    def chapter(self) -> str:
        """The number of the chapter."""
        return self.section.partition(".")[0]


@cache
def inventory() -> dict[str, Known]:
    """Every numbered item and the claims of the prose, in the order of the thesis."""
    sections = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {
        id: Known(id, str(place), number, str(section["page"]))
        for number, section in sections.items()
        for id, place in section.items()
        if id not in ("title", "page")
    }


@cache
def _numbers() -> frozenset[str]:
    return frozenset(id.partition("-")[2] for id in inventory()) | {
        known.section for known in inventory().values()
    }


def is_known(id: str) -> bool:
    """Whether a claim of the thesis may have this id: of the inventory, or a remark or section by number.

    >>> is_known("thm-5.2.3"), is_known("rem-3.4.9a"), is_known("rem-9.9"), is_known("thm-9.9")
    (True, True, False, False)
    """
    prose = _PROSE.fullmatch(id)
    return id in inventory() or (prose is not None and prose[1] in _numbers())


def missing(stated: Iterable[str]) -> list[Known]:
    """The claims of the inventory that none of these ids states."""
    found = set(stated)
    return [known for id, known in inventory().items() if id not in found]
