"""Domains of inputs that a user writes: the corners of a polygon, or the inequalities of a polytope.

[["0", "0"], ["1", "0"], ["1/2", "1"]]                            corners, in order
[{"normal": ["1", "0"], "offset": "-1"}, ...]                     x_1 >= -1, ...
"""

from __future__ import annotations

from fractions import Fraction

from constructions.formats.errors import InputError, Place
from constructions.formats.files import read_file
from constructions.formats.numbers import rational
from constructions.formats.table import as_list, as_table, decode_json

MOST = 1000  # corners or inequalities


def read_polygon(path: str) -> list[tuple[Fraction, Fraction]]:
    """The corners of a JSON file; `InputError` for anything else."""
    found = []
    for i, entry in enumerate(_entries(path)):
        at = Place(path) / i
        numbers = [rational(x, at / j) for j, x in enumerate(as_list(entry, at))]
        if len(numbers) != 2:
            raise InputError(at, "a corner of two numbers", len(numbers), 'write it as ["x", "y"]')
        found.append((numbers[0], numbers[1]))
    return found


def read_polytope(path: str, dimension: int) -> tuple[tuple[Fraction, ...], ...]:
    """The inequalities of a JSON file as (a_1, ..., a_d, c), each a x + c >= 0; `InputError` otherwise."""
    found = []
    for i, entry in enumerate(_entries(path)):
        at = Place(path) / i
        table = as_table(entry, at, ("normal", "offset"))
        listed = as_list(table["normal"], at / "normal")
        normal = [rational(x, at / "normal" / j) for j, x in enumerate(listed)]
        if len(normal) != dimension or not any(normal):
            remedy = "one for each coordinate, not all zero"
            raise InputError(at / "normal", f"{dimension} coefficients", listed, remedy)
        found.append((*normal, -rational(table["offset"], at / "offset")))
    return tuple(found)


def _entries(path: str) -> list[object]:
    file = read_file(path)
    entries = as_list(decode_json(file.text(), file.place), file.place)
    if not 1 <= len(entries) <= MOST:
        raise InputError(file.place, f"1 to {MOST} entries", len(entries), "write fewer, or more")
    return entries
