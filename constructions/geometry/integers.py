"""Tensors of integers of any size, held in float64 so that products run through the matrix units, exactly.

A tensor whose entries are at most 2^53 in size is one array.  A larger one is a list of digits to the base
2^20, lowest first, digits in [0, 2^20) but for the signed last one: a form that is unique for a given
number of digits.  Every float operation below has integers of at most 2^53 as its operands, partial sums and
result, so none of them rounds, in whatever order a library sums.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy
from numpy.typing import NDArray

Floats = NDArray[numpy.float64]
EXACT = 2**53
DIGIT = 20
_BASE = 2.0**DIGIT
_LARGEST = 900  # bits of an approximation, well inside the exponents of a float
UNIT = 2.0**-53  # the relative error of one rounding


class TooLarge(Exception):
    """A declared limit was met; the message says which, and `found` how many cells there were by then."""

    def __init__(self, message: str, found: int = 0) -> None:
        super().__init__(message)
        self.found = found

    def __reduce__(self) -> tuple[type[TooLarge], tuple[str, int]]:
        """Both arguments travel between processes."""
        return TooLarge, (str(self), self.found)


@dataclass(frozen=True, eq=False)
class Integers:
    """sum_i digits[i] 2^(20 i), entry by entry; no entry is larger in size than `bound`."""

    digits: tuple[Floats, ...]
    bound: int

    @cached_property
    def small_digits(self) -> tuple[Floats, ...]:
        """The digits to the base 2^20, for a tensor of one array too."""
        return _digits(self)

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the tensor."""
        return self.digits[0].shape

    @property
    def size(self) -> int:
        """The number of entries."""
        return self.digits[0].size

    @property
    def relative_error(self) -> float:
        """A bound on the relative error of each entry of `approximate()`; 0 when it is exact."""
        return 0.0 if len(self.digits) == 1 else (len(self.digits) + 1) * UNIT

    def each(self, change: Callable[[Floats], Floats]) -> Integers:
        """A rearrangement of the entries (an index, a reshape, a transpose)."""
        return Integers(tuple(change(part) for part in self.digits), self.bound)

    @property
    def shift(self) -> int:
        """The power of two that `approximate()` takes out."""
        return 0 if len(self.digits) == 1 else max(0, self.bound.bit_length() - _LARGEST)

    def approximate(self, shift: int | None = None) -> Floats:
        """The entries as floats, up to one power of two for the whole tensor; exact below 2^53.

        Summed from the highest digit: a partial sum is the entry cut off below a digit, hence exact, or
        so large that its rounding is within 2^-53 of the entry.
        """
        shift = self.shift if shift is None else shift
        if len(self.digits) == 1:
            return self.digits[0] if shift == 0 else numpy.ldexp(self.digits[0], -shift)
        if shift > _LARGEST:
            raise TooLarge(f"numbers of {self.bound.bit_length()} bits; {2 * _LARGEST} are the limit")
        total = numpy.zeros(self.shape)
        for i in range(len(self.digits) - 1, -1, -1):
            total += numpy.ldexp(self.digits[i], DIGIT * i - shift)
        return total

    def magnitude(self) -> Floats:
        """The sizes of the entries, on the scale of `approximate()`."""
        found: Floats = numpy.abs(self.approximate())
        return found

    def weights(self, floats: Floats) -> Floats:
        """For each cell of forms (cells, rows, n), from `approximate()`: a bound of its sums of sizes."""
        flat = floats.reshape(len(floats), -1)
        largest = numpy.maximum(flat.max(axis=1, initial=0.0), -flat.min(axis=1, initial=0.0))
        found: Floats = largest * floats.shape[1]
        return found

    def exact(self, index: Any = ...) -> Any:
        """The entries at a NumPy index as Python integers: a number, or nested lists."""
        parts = [numpy.asarray(part[index]) for part in self.digits]
        total = parts[0].astype(numpy.int64).astype(object)
        for i, part in enumerate(parts[1:], 1):
            total = total + part.astype(numpy.int64).astype(object) * (1 << (DIGIT * i))
        return numpy.asarray(total, dtype=object).tolist()

    def matrix_product(self, right: Integers) -> Integers:
        """self @ right for self of shape (..., n) and right of shape (n, m)."""
        most = right.bound * right.shape[0]
        if most <= EXACT:
            most = int(numpy.abs(right.digits[0]).sum(axis=0).max(initial=1.0))
        bound = self.bound * max(most, 1)
        if bound <= EXACT and len(self.digits) == len(right.digits) == 1:
            flat = self.digits[0].reshape(-1, right.shape[0]) @ right.digits[0]
            return Integers((flat.reshape(*self.shape[:-1], -1),), bound)
        return _convolve(self, right, bound, numpy.matmul, right.shape[0])

    def times(self, right: Integers) -> Integers:
        """The products entry by entry, with broadcasting."""
        bound = max(self.bound * right.bound, 1)
        if bound <= EXACT:
            return Integers((self.digits[0] * right.digits[0],), bound)
        return _convolve(self, right, bound, numpy.multiply, 1)

    def masked(self, mask: Floats) -> Integers:
        """The products with a mask of 0 and 1, in place: the digits stay as they are, or are 0."""
        return Integers(tuple(numpy.multiply(part, mask, out=part) for part in self.digits), self.bound)

    def plus(self, right: Integers) -> Integers:
        """The sums, with broadcasting."""
        bound = self.bound + right.bound
        if bound <= EXACT:
            return Integers((self.digits[0] + right.digits[0],), bound)
        return _normal(_added(list(self.small_digits), list(right.small_digits)), bound)

    def negative(self) -> Integers:
        """-self."""
        if len(self.digits) == 1:
            return self.each(numpy.negative)
        return _normal([-part for part in self.digits], self.bound)

    def minus(self, right: Integers) -> Integers:
        """The differences, with broadcasting."""
        return self.plus(right.negative())

    def take(self, index: Any) -> Integers:
        """The entries at these places of the first axis."""
        return self.each(lambda part: part.take(index, axis=0))

    def plus_constants(self, constants: Integers) -> Integers:
        """`constants` added to the last row of the second last axis, of shape (..., d + 1, n).

        In place if the numbers are small: self is used up, and must not be read again.
        """
        bound = self.bound + constants.bound
        if bound <= EXACT:
            self.digits[0][..., -1, :] += constants.digits[0]
            return Integers(self.digits, bound)
        rows = joined([self[..., :-1, :], self[..., -1:, :].plus(constants[..., None, :])], axis=-2)
        return rows

    def __getitem__(self, index: Any) -> Integers:
        return self.each(lambda part: part[index])


def integers(values: Any) -> Integers:
    """A tensor from nested lists of Python integers, or from an integer array."""
    array = numpy.asarray(values, dtype=object) if not isinstance(values, numpy.ndarray) else values
    if array.dtype != object and array.size and max(abs(int(array.min())), abs(int(array.max()))) <= EXACT:
        bound = max(abs(int(array.min())), abs(int(array.max())), 1)
        return Integers((array.astype(numpy.float64),), bound)
    array = array.astype(object)
    bound = max((abs(int(x)) for x in array.flat), default=0) or 1
    if bound <= EXACT:
        return Integers((array.astype(numpy.float64),), bound)
    parts = []
    for _ in range(_length(bound) - 1):
        parts.append((array & (2**DIGIT - 1)).astype(numpy.float64))
        array = array >> DIGIT
    return Integers((*parts, array.astype(numpy.float64)), bound)


def joined(tensors: Sequence[Integers], axis: int = 0) -> Integers:
    """The tensors, one behind the other along an axis."""
    bound = max(tensor.bound for tensor in tensors)
    if bound <= EXACT:
        return Integers((numpy.concatenate([t.digits[0] for t in tensors], axis),), bound)
    parts = [_normal(list(_digits(t)), bound).digits for t in tensors]
    return Integers(tuple(numpy.concatenate(level, axis) for level in zip(*parts, strict=True)), bound)


def _length(bound: int) -> int:
    """The number of digits of a tensor with this bound."""
    return 1 if bound <= EXACT else -(-(bound.bit_length() + 1) // DIGIT)


def _digits(tensor: Integers) -> tuple[Floats, ...]:
    """The digits, for a tensor of one array too."""
    if len(tensor.digits) > 1:
        return tensor.digits
    parts, rest = [], tensor.digits[0]
    for _ in range(-(-tensor.bound.bit_length() // DIGIT) - 1):
        carry = numpy.floor(rest / _BASE)
        parts.append(rest - carry * _BASE)
        rest = carry
    return (*parts, rest)


def _added(left: list[Floats], right: list[Floats]) -> list[Floats]:
    short, long = sorted((left, right), key=len)
    return [a + b for a, b in zip(short, long, strict=False)] + long[len(short) :]


def _convolve(left: Integers, right: Integers, bound: int, multiply: Any, n: int) -> Integers:
    """Products of digits by their place; `n` terms are summed by `multiply` in each of them."""
    a, b = left.small_digits, right.small_digits
    block = EXACT // (2 ** (2 * DIGIT + 1) * min(len(a), len(b)))
    total: list[Floats] = []
    for start in range(0, n, block):
        part: list[Floats | None] = [None] * (len(a) + len(b) - 1)
        for i, x in enumerate(a):
            for j, y in enumerate(b):
                cut = (x[..., start : start + block], y[start : start + block]) if n > block else (x, y)
                product = multiply(*cut)
                old = part[i + j]
                part[i + j] = product if old is None else old + product
        if n <= block:
            return _normal([p for p in part if p is not None], bound)
        level = list(_carried([p for p in part if p is not None]))
        total = _added(total, level) if total else level
    return _normal(total, bound)


def _carried(parts: list[Floats]) -> list[Floats]:
    """The same numbers with every digit but the last in [0, 2^20); the last is at most 2^33 + 1 in size."""
    done: list[Floats] = []
    carry: Floats | float = 0.0
    for part in parts:
        total = numpy.asarray(part + carry)
        carry = numpy.asarray(total * (1 / _BASE))
        numpy.floor(carry, out=carry)
        total -= carry * _BASE
        done.append(total)
    return [*done, numpy.asarray(carry)]


def _normal(parts: list[Floats], bound: int) -> Integers:
    """The normal form: carried, and as many digits as the bound asks for."""
    parts = list(numpy.broadcast_arrays(*_carried(parts)))
    length = _length(bound)
    if length == 1:
        total = numpy.zeros(parts[0].shape)
        for part in reversed(parts):
            total = total * _BASE + part
        return Integers((total,), bound)
    while len(parts) < length:
        top = numpy.floor(parts[-1] / _BASE)
        parts[-1:] = [parts[-1] - top * _BASE, top]
    while len(parts) > length:
        top = parts.pop()
        parts[-1] = parts[-1] + top * _BASE
    return Integers(tuple(parts), bound)
