"""What a user can do wrong: one exception, with the place, both things that differ, and a remedy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from checker import Limits, Refusal
from checker.limits import metered

_SHOWN = 160  # characters of a found value that an error repeats


@dataclass(frozen=True)
class Place:
    """A file (or another source), and where in it: a JSON pointer, a line, or nothing."""

    file: str
    pointer: str = ""

    def __truediv__(self, key: str | int) -> Place:
        """The place of one entry; `~` and `/` in a key are escaped as JSON pointers ask."""
        step = str(key).replace("~", "~0").replace("/", "~1")
        return Place(self.file, f"{self.pointer}/{step}")

    def line(self, number: int) -> Place:
        """A line of the file, from 1."""
        return Place(self.file, f"line {number}")

    def __str__(self) -> str:
        return f"{self.file}: {self.pointer}" if self.pointer else self.file


class InputError(Exception):
    """A user's file or argument cannot be read exactly; `str()` is one line that says what to do.

    The only exception of this package for anything that a user brings.
    """

    def __init__(self, where: Place | str, expected: str, found: object, remedy: str) -> None:
        self.where = where if isinstance(where, Place) else Place(where)
        self.expected = expected
        self.found = shown(found)
        self.remedy = remedy
        text = f"{self.where}: expected {expected}, found {self.found}; {remedy}"
        super().__init__(_one_line(text))


def shown(value: object) -> str:
    """`value` as one printable line of bounded length."""
    try:
        line = _one_line(str(value)[: _SHOWN + 1])
    except (ValueError, RecursionError):  # an integer too long to print, or lists nested too deep
        return "a value too large to print"
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "..."


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


@contextmanager
def kernel_refusals(at: Place, remedy: str) -> Iterator[None]:
    """Within it, a refusal of the kernel's own types is an `InputError` at `at`; its work is bounded."""
    with metered(Limits()):
        try:
            yield
        except Refusal as refusal:
            place = Place(at.file, at.pointer + refusal.at)
            raise InputError(place, refusal.expected, refusal.found, remedy) from None
