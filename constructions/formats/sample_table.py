"""Data sets in `.csv` files: one sample a row, every number read as it is written.

A first row without any number names the columns: `y` or `label` is the class, columns whose
name is Y or starts with `Y_` are targets, all others are inputs.  Without names all columns are inputs.
Classes are integers from 0, or any words, which are then numbered in alphabetical order.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from fractions import Fraction

import numpy
from numpy.typing import NDArray

from constructions.formats.errors import InputError, Place
from constructions.formats.exact_matrix import ExactMatrix, from_fractions
from constructions.formats.files import File
from constructions.formats.npz import check_labels
from constructions.formats.numbers import rational

CELLS = 10**7
Parts = tuple[ExactMatrix, NDArray[numpy.int64] | None, ExactMatrix | None, tuple[str, ...]]
Lines = list[tuple[int, list[str]]]


def read_table(file: File) -> Parts:
    """(X, y, Y, names of the classes) of a `.csv` file in UTF-8 with commas; `InputError` with the line."""
    lines = _lines(file)
    header = _header(lines[0][1], file.place.line(lines[0][0]))
    at, body = file.place, lines[1:] if header else lines
    if not body:
        raise InputError(at, "at least one sample", "a header alone", "add the samples")
    labels = [j for j, name in enumerate(header) if name in ("y", "label")]
    targets = [j for j, name in enumerate(header) if name == "Y" or name.startswith("Y_")]
    inputs = [j for j in range(len(body[0][1])) if j not in labels + targets]
    if len(labels) > 1 or not inputs or len(set(header)) < len(header):
        expected = "columns of different names, inputs, and at most one of y and label"
        raise InputError(at.line(lines[0][0]), expected, ", ".join(header), "rename the columns")
    y, names = _classes(body, labels[0], at) if labels else (None, ())
    Y = from_fractions(_columns(body, targets, at), at) if targets else None
    return from_fractions(_columns(body, inputs, at), at), y, Y, names


def _lines(file: File) -> Lines:
    """The rows that are not empty, stripped, each with its line number; all of one length."""
    reader = csv.reader(io.StringIO(file.text(), newline=""), strict=True)
    lines: Lines = []
    try:
        for row in reader:
            if row:
                lines.append((reader.line_num, [cell.strip() for cell in row]))
            if row and len(row) != len(lines[0][1]):
                place, expected = file.place.line(reader.line_num), f"{len(lines[0][1])} cells"
                raise InputError(place, expected, f"{len(row)} cells", "correct that row")
    except csv.Error as error:
        place = file.place.line(reader.line_num)
        raise InputError(place, "comma-separated values", error, "correct that row") from None
    if not lines or len(lines) * len(lines[0][1]) > CELLS:
        found = f"{sum(len(row) for _, row in lines)} cells"
        raise InputError(file.place, f"1 to {CELLS} cells", found, "use .npz for large sets")
    return lines


def _header(row: list[str], at: Place) -> list[str]:
    """The first row if no cell of it is a number, nothing if all are; `InputError` for a mixture."""
    wrong = [cell for cell in row if not _is_number(cell)]
    if wrong and len(wrong) < len(row):
        remedy = "name every column by a word, or correct the number"
        raise InputError(at, "names of columns alone, or numbers alone", wrong[0], remedy)
    return wrong


def _is_number(cell: str) -> bool:
    try:
        rational(cell, Place(""))
    except InputError:
        return False
    return True


def _columns(body: Lines, chosen: Sequence[int], at: Place) -> list[list[Fraction]]:
    return [[rational(row[j], at.line(number)) for j in chosen] for number, row in body]


def _classes(body: Lines, column: int, at: Place) -> tuple[NDArray[numpy.int64], tuple[str, ...]]:
    cells = [row[column] for _, row in body]
    if all(cell.isascii() and cell.isdigit() and len(cell) < 7 for cell in cells):
        return check_labels(numpy.array([int(cell) for cell in cells]), at), ()
    for (number, _), cell in zip(body, cells, strict=True):
        if not cell or cell[0] in "0123456789+-.":
            raise InputError(at.line(number), "a class: an integer from 0, or a word", cell, "correct it")
    names = tuple(sorted(set(cells)))
    numbers = {name: c for c, name in enumerate(names)}
    return numpy.array([numbers[cell] for cell in cells], dtype=numpy.int64), names
