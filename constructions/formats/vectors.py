"""Points that a user names: inline, as a file, or as a row of a data set."""

from __future__ import annotations

import os
import re
from pathlib import Path

from checker import Field, QuadraticField, Rationals
from checker.network import Vector
from constructions.formats.data import read_row
from constructions.formats.errors import InputError, Place
from constructions.formats.files import File, read_file
from constructions.formats.numbers import Numbers
from constructions.formats.table import as_list, decode_json

_FORMS = "a file of a JSON list, a row DATA:17 of a data set, or numbers such as 1,2/3,-1"
_ROW = re.compile(r"(.+):([0-9]{1,9})", re.ASCII | re.DOTALL)
_INLINE = re.compile(r"[-+*/().,0-9eEsqrt\s]+", re.ASCII)


def read_point(text: str | os.PathLike[str], dimension: int, field: Field | None = None) -> Vector:
    """The point of `dimension` coordinates that `text` names; each lies in `field`, by default Q.

    text: the path of a file that holds a JSON list of number strings; or `DATA:i`, row i (from 0) of what
    `read_data` reads; or numbers with commas between them.  A file goes before the other two.
    Raises `InputError`, and nothing else, for whatever the user writes.
    """
    name = os.fsdecode(text)
    at = Place(name)
    field = field or Rationals()
    numbers = Numbers(field.d if isinstance(field, QuadraticField) else 1)
    row = _ROW.fullmatch(name)
    if _exists(name) or not (row or _INLINE.fullmatch(name)):
        values = _from_file(_file(name), numbers)
    elif row:
        values = read_row(row[1], int(row[2]))
    else:
        values = tuple(numbers.read(part.strip(), at / i) for i, part in enumerate(name.split(",")))
    if numbers.field != field and not isinstance(numbers.field, Rationals):
        found = f"sqrt({numbers.d})"
        raise InputError(at, "numbers of the network's field", found, "use its square root, or rationals")
    if len(values) != dimension:
        raise InputError(at, f"{dimension} coordinates", len(values), "one for each input of the network")
    return numbers.lift(values)


def _exists(name: str) -> bool:
    try:
        return bool(name) and Path(name).exists()
    except (OSError, ValueError):
        return False


def _file(name: str) -> File:
    if not _exists(name):
        raise InputError(name or "the point", _FORMS, "nothing of this name", "check the spelling")
    return read_file(name)


def _from_file(file: File, numbers: Numbers) -> Vector:
    listed = as_list(decode_json(file.text(), file.place), file.place)
    return tuple(numbers.read(value, file.place / i) for i, value in enumerate(listed))
