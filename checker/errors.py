"""The three ways in which the kernel says no, each with a code, a place and both things that differ.

`malformed`: the bytes are not a certificate of format 1.  `rejected`: they are one, and its
evidence does not establish its claim.  `exceeded`: a declared limit was met before an answer.
"""

from __future__ import annotations

OUTCOMES = ("malformed", "rejected", "exceeded")
_SHOWN = 160  # characters of a place or a value that an error repeats


class Refusal(Exception):
    """Raised inside the kernel, turned into a `Refused` verdict at its door; never leaves it."""

    def __init__(self, outcome: str, code: str, at: str, expected: str, found: object) -> None:
        self.outcome = outcome
        self.code = code
        self.at = shorten(at)
        self.expected = shorten(expected)
        self.found = shorten(found)
        super().__init__(f"{code} at {self.at or '/'}: expected {self.expected}, found {self.found}")


def shorten(value: object) -> str:
    """`value` as one printable ASCII line of bounded length."""
    try:
        text = ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    except ValueError:  # the interpreter refuses to print integers of more than 4,300 digits
        text = "a number too long to print"
    line = text[: _SHOWN + 1].encode("unicode_escape").decode("ascii")
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "..."


def malformed(code: str, at: str, expected: str, found: object) -> Refusal:
    """The input is not a certificate: wrong bytes, wrong shape, a second form of a value."""
    return Refusal("malformed", code, at, expected, found)


def rejected(code: str, at: str, expected: str, found: object) -> Refusal:
    """The input is a certificate, and a premise of its rule does not hold."""
    return Refusal("rejected", code, at, expected, found)


def exceeded(code: str, at: str, expected: str, found: object) -> Refusal:
    """A declared limit was met; nothing is said about the claim."""
    return Refusal("exceeded", code, at, expected, found)
