"""JSON and TOML text as tables and lists, with the floats kept as text and every key at most once."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from fractions import Fraction

from constructions.formats.errors import InputError, Place
from constructions.formats.number_grammar import DIGITS
from constructions.formats.numbers import FloatText, Numbers


class _DuplicateKey(Exception):
    """A JSON object holds a key twice."""


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table: dict[str, object] = {}
    for key, value in pairs:
        if key in table:
            raise _DuplicateKey(key)
        table[key] = value
    return table


def _integer(text: str) -> int | FloatText:
    return int(text) if len(text) < DIGITS else FloatText(text)


def decode_json(text: str, at: Place) -> object:
    """The value of a JSON text; floats, NaN and infinities come as `FloatText`."""
    try:
        value: object = json.loads(
            text,
            object_pairs_hook=_pairs,
            parse_int=_integer,
            parse_float=FloatText,
            parse_constant=FloatText,
        )
    except json.JSONDecodeError as error:
        found = f"{error.msg} in column {error.colno}"
        raise InputError(at.line(error.lineno), "JSON", found, "correct that line") from None
    except _DuplicateKey as error:
        raise InputError(at, "each key once", f"the key {error} twice", "drop one of them") from None
    except (ValueError, RecursionError):
        found = "brackets nested too deep, or an integer too long"
        raise InputError(at, "JSON", found, "write it in the documented form") from None
    return value


def decode_toml(text: str, at: Place) -> dict[str, object]:
    """The table of a TOML text; floats, NaN and infinities come as `FloatText`."""
    try:
        return tomllib.loads(text, parse_float=FloatText)
    except (ValueError, RecursionError) as error:  # a TOMLDecodeError names line and column
        raise InputError(at, "TOML", error, "correct that line") from None


def as_table(
    value: object, at: Place, keys: tuple[str, ...], optional: tuple[str, ...] = ()
) -> Mapping[str, object]:
    """`value` as a table with all of `keys` and perhaps some of `optional`; `InputError` otherwise."""
    if not isinstance(value, Mapping):
        raise InputError(at, f"a table with the keys {', '.join(keys)}", _kind(value), "write a table")
    for key in keys:
        if key not in value:
            raise InputError(at, f"the key {key}", ", ".join(map(str, value)) or "no key", f"add {key}")
    for key in value:
        if key not in keys + optional:
            remedy = "drop it, or correct its spelling"
            raise InputError(at, f"only the keys {', '.join(keys + optional)}", key, remedy)
    return value


def as_list(value: object, at: Place) -> list[object]:
    """`value` as a list (tuples and lists of Python are both lists); `InputError` otherwise."""
    if not isinstance(value, list | tuple):
        raise InputError(at, "a list", _kind(value), "write it in brackets")
    return list(value)


def _kind(value: object) -> str:
    names = {dict: "a table", list: "a list", str: "a string", bool: "true or false", int: "an integer"}
    return "null" if value is None else names.get(type(value), f"a {type(value).__name__}")


def rational_row(value: object, at: Place, remedy: str) -> list[Fraction]:
    """A list of numbers without square roots; `InputError` with this remedy for another number."""
    numbers, found = Numbers(), []
    for j, entry in enumerate(as_list(value, at)):
        number = numbers.read(entry, at / j)
        if not isinstance(number, Fraction):
            raise InputError(at / j, "a rational number", entry, remedy)
        found.append(number)
    return found
