"""Declared limits, and a meter of work: what makes the kernel answer every input in bounded time.

A check is one pass over the certificate, so its length bounds the number of steps; the meter bounds
what one step may cost, because exact numbers grow.  Both depend on the input alone, never on a clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields
from typing import TypeVar

from checker.errors import exceeded

T = TypeVar("T")
_OPERATION = 512  # what one operation costs, however small its numbers are


@dataclass(frozen=True)
class Limits:
    """Upper bounds; a certificate that needs more is answered with `exceeded`, not with a guess."""

    bytes: int = 64 * 2**20  # size of one certificate
    depth: int = 64  # nesting of brackets in the JSON text
    digits: int = 4000  # decimal digits of one integer in the file
    bits: int = 2**17  # size of any number met during the check
    degree: int = 64  # degree of any polynomial
    work: int = 2 * 10**10  # bit operations, roughly

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if type(value) is not int or value < 1:
                raise ValueError(f"limit {field.name}: expected a positive integer, found {value!r}")
        if self.digits > 4000 or self.depth > 200:
            raise ValueError("limits: digits may be at most 4000 and depth at most 200")


class Meter:
    """Counts the work of one verification against its limits."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.left = limits.work


_METER: ContextVar[Meter] = ContextVar("checker_meter")


@contextmanager
def metered(limits: Limits) -> Iterator[Meter]:
    """Run a verification under a meter of its own (safe across threads and nested calls)."""
    meter = Meter(limits)
    token = _METER.set(meter)
    try:
        yield meter
    finally:
        _METER.reset(token)


def current() -> Limits:
    """The limits in force; outside a verification (a library call) the default ones."""
    meter = _METER.get(None)
    return DEFAULT if meter is None else meter.limits


def spend(bits: int, times: int = 1) -> None:
    """Pay for exact operations on numbers of `bits` bits: quadratic, as long division is.

    Loops without such operations pay too, one operation for a few dozen steps.
    """
    meter = _METER.get(None)
    if meter is None:
        return
    if bits > meter.limits.bits:
        raise exceeded("E_LIMIT_BITS", "", f"numbers of at most {meter.limits.bits} bits", bits)
    meter.left -= (_OPERATION + bits + (bits * bits >> 6)) * times
    if meter.left < 0:
        raise exceeded("E_LIMIT_WORK", "", f"at most {meter.limits.work} units of work", "more")


def deepest(stack: list[Iterator[T]]) -> T | None:
    """The next item of a depth-first walk whose open levels are iterators: memory is that of the depth."""
    while stack:
        for item in stack[-1]:
            return item
        stack.pop()
    return None


DEFAULT = Limits()
