"""What the kernel's tests share: a check that survives `-O`, certificates as values, and edits of them."""

import json
from collections.abc import Mapping
from typing import Any

from checker import FORMAT, Json, Limits, Refused, Verdict, canonical_bytes, verify

Value = Any  # a JSON value that a test edits
Claim = dict[str, Value]
Edits = Mapping[str, Value]  # JSON pointer -> new value
Row = tuple[str, str, Edits, str]  # name, name of a good certificate, damage, the kernel's answer


class CheckError(Exception):
    """A condition of a test that does not hold (`assert` would vanish under `python -O`)."""


def check(condition: object, message: object) -> None:
    """Raise `CheckError` unless the condition is true."""
    if not condition:
        raise CheckError(str(message))


def certificate(kind: str, claim: Claim, evidence: Value, field: Json = "Q") -> Value:
    """A certificate as a JSON value."""
    return {"claim": {"kind": kind, "field": field, **claim}, "evidence": evidence, "format": FORMAT}


def verdict_of(value: Json, limits: Limits | None = None) -> Verdict:
    """The kernel's verdict on the canonical bytes of a value."""
    data = canonical_bytes(value)
    return verify(data) if limits is None else verify(data, limits)


def answer(verdict: Verdict) -> str:
    """`verified`, or outcome, code and place of a refusal."""
    if isinstance(verdict, Refused):
        return f"{verdict.outcome} {verdict.code} at {verdict.at or '/'}"
    return "verified"


def accept(name: str, value: Json, limits: Limits | None = None) -> None:
    """Fail unless the kernel verifies the certificate."""
    verdict = verdict_of(value, limits)
    check(answer(verdict) == "verified", f"{name}: {verdict}")


def refuse(name: str, value: Json, expected: str, limits: Limits | None = None) -> None:
    """Fail unless the kernel's answer is the one expected."""
    found = answer(verdict_of(value, limits))
    check(found == expected, f"{name}: expected {expected}, found {found}")


DROP = object()  # in an edit: remove the key or the entry


def edited(value: Value, edits: Edits) -> Value:
    """A copy in which the value at each JSON pointer is replaced, added, or removed (`DROP`)."""
    value = json.loads(json.dumps(value))  # no part is shared with another
    for pointer, new in edits.items():
        *path, last = pointer.split("/")[1:]
        place = value
        for step in path:
            place = place[int(step)] if isinstance(place, list) else place[step]
        if isinstance(place, list):
            i = int(last)
            place[i : i + 1] = [] if new is DROP else [new]
        elif new is DROP:
            del place[last]
        else:
            place[last] = new
    return value
