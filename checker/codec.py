"""Canonical JSON: the one byte string of a certificate, and the readers that walk through its values.

UTF-8, keys sorted, no white space, every number a string.  The kernel decodes, encodes again and
compares, so that two files with the same meaning are the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TypeVar

from checker.errors import exceeded, malformed
from checker.limits import current

Json = None | bool | str | list["Json"] | dict[str, "Json"]
T = TypeVar("T")
# Strings (closed or not, so that no byte is scanned twice) and what else is no bracket; then one, or the end.
_BRACKET = re.compile(rb'(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+"?)*+([\[\]{}]|\Z)', re.DOTALL)


def canonical_bytes(value: Json) -> bytes:
    """The canonical encoding of `value`."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")


def _refuse_number(text: str) -> Json:
    raise malformed("E_JSON_NUMBER", "", "every number written as a string", text)


def _object(pairs: list[tuple[str, Json]]) -> Json:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise malformed("E_DUPLICATE_KEY", "", "each key once", _first_double(pairs))
    return table


def _first_double(pairs: list[tuple[str, Json]]) -> str:
    seen: set[str] = set()
    return next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]


def _check_depth(data: bytes) -> None:
    """Bound the nesting before the parser sees it: the parser is recursive."""
    depth, limit = 0, current().depth
    for bracket in _BRACKET.finditer(data):
        depth += {b"[": 1, b"{": 1, b"]": -1, b"}": -1}.get(bracket.group(1), 0)
        if depth > limit:
            raise exceeded("E_LIMIT_DEPTH", "", f"brackets nested at most {limit} deep", "more")


def decode(data: bytes) -> Json:
    """The value whose canonical encoding is `data`; `E_JSON`, `E_CANONICAL` and limits otherwise."""
    if len(data) > current().bytes:
        raise exceeded("E_LIMIT_BYTES", "", f"at most {current().bytes} bytes", len(data))
    _check_depth(data)
    try:
        value: Json = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_object,
            parse_int=_refuse_number,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
        )
        again = canonical_bytes(value)
    except (ValueError, RecursionError) as error:
        raise malformed("E_JSON", "", "a JSON text in UTF-8", error) from None
    if again != data:
        raise malformed("E_CANONICAL", "", "sorted keys, no white space, shortest escapes", "another form")
    return value


def as_object(value: Json, at: str, *keys: str) -> list[Json]:
    """The values of an object with exactly these keys, in the order asked for."""
    if not isinstance(value, dict):
        raise malformed("E_TYPE", at, "an object", type(value).__name__)
    if set(value) != set(keys):
        raise malformed("E_KEYS", at, "the keys " + ", ".join(sorted(keys)), ", ".join(sorted(value)))
    return [value[key] for key in keys]


def as_list(value: Json, at: str, length: int | None = None, least: int = 0) -> list[Json]:
    """A list, of exactly `length` or of at least `least` entries."""
    if not isinstance(value, list):
        raise malformed("E_TYPE", at, "a list", type(value).__name__)
    if length is not None and len(value) != length:
        raise malformed("E_LENGTH", at, f"{length} entries", len(value))
    if len(value) < least:
        raise malformed("E_LENGTH", at, f"at least {least} entries", len(value))
    return value


def as_string(value: Json, at: str) -> str:
    """A string."""
    if not isinstance(value, str):
        raise malformed("E_TYPE", at, "a string", type(value).__name__)
    return value


def as_tuple(
    read: Callable[[Json, str], T], value: Json, at: str, length: int | None = None, least: int = 0
) -> tuple[T, ...]:
    """A list read entry by entry."""
    entries = as_list(value, at, length, least)
    return tuple(read(entry, f"{at}/{i}") for i, entry in enumerate(entries))
