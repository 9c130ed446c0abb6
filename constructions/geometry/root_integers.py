"""Z[sqrt d] for networks with weights in Q(sqrt d): numbers a + b sqrt(d), and tensors of them in float64.

A tensor is a pair of integer tensors, exact as those are.  Its floats err by a multiple of |a| + |b| sqrt(d),
which may be far more than their own size; the bounds of the filters are taken from that magnitude.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, isqrt, lcm, sqrt
from typing import Any

import numpy

from checker import Surd
from constructions.geometry.integers import UNIT, Floats, Integers, integers, joined

_BITS = 64  # of an approximation, before it is rounded to a float


@dataclass(frozen=True)
class RootInteger:
    """a + b sqrt(d), d > 1 not a square."""

    a: int
    b: int
    d: int

    def _parts(self, other: Any) -> tuple[int, int]:
        return (other.a, other.b) if isinstance(other, RootInteger) else (other, 0)

    def __add__(self, other: Any) -> RootInteger:
        a, b = self._parts(other)
        return RootInteger(self.a + a, self.b + b, self.d)

    def __neg__(self) -> RootInteger:
        return RootInteger(-self.a, -self.b, self.d)

    def __sub__(self, other: Any) -> RootInteger:
        a, b = self._parts(other)
        return RootInteger(self.a - a, self.b - b, self.d)

    def __rsub__(self, other: int) -> RootInteger:
        return -self + other

    def __mul__(self, other: Any) -> RootInteger:
        a, b = self._parts(other)
        return RootInteger(self.a * a + self.d * self.b * b, self.a * b + self.b * a, self.d)

    __radd__ = __add__
    __rmul__ = __mul__

    def sign(self) -> int:
        """-1, 0 or 1."""
        return self.surd().sign()

    def __abs__(self) -> RootInteger:
        return -self if self.sign() < 0 else self

    def __lt__(self, other: Any) -> bool:
        return bool((self - other).sign() < 0)

    def __gt__(self, other: Any) -> bool:
        return bool((self - other).sign() > 0)

    def __eq__(self, other: object) -> bool:
        return (self.a, self.b) == self._parts(other)

    def __hash__(self) -> int:
        return hash((self.a, self.b, self.d)) if self.b else hash(self.a)

    def __bool__(self) -> bool:
        return bool(self.a or self.b)

    def surd(self) -> Surd:
        """The same number as the kernel knows it."""
        return Surd(Fraction(self.a), Fraction(self.b), self.d)

    def near(self) -> Fraction:
        """A rational within 2^-62 of it, relatively; 0 for 0."""
        if not self:
            return Fraction(0)
        shift = _BITS
        while True:
            root = isqrt(self.b * self.b * self.d << 2 * shift)
            value = (self.a << shift) + (root if self.b > 0 else -root)
            if abs(value).bit_length() >= _BITS:
                return Fraction(value, 1 << shift)
            shift *= 2


def rational(x: Any) -> Fraction:
    """An integer as it is, another number as one within 2^-62."""
    return x.near() if isinstance(x, RootInteger) else Fraction(x)


def rounded(vector: Sequence[Any]) -> list[float]:
    """The vector over a power of two near its largest entry: each entry right to 2^-52, relatively."""
    near = [rational(x) for x in vector]
    largest = max(map(abs, near))
    shift = largest.numerator.bit_length() - largest.denominator.bit_length()
    return [
        x.numerator / (x.denominator << shift) if shift > 0 else (x.numerator << -shift) / x.denominator
        for x in near
    ]


def ratio(top: Any, bottom: Any) -> Any:
    """top / bottom as a `Fraction`, or as a `Surd` if it is irrational."""
    if not isinstance(top, RootInteger) and not isinstance(bottom, RootInteger):
        return Fraction(top, bottom)
    if not isinstance(top, RootInteger):
        top = RootInteger(top, 0, bottom.d)
    bottom = bottom.surd() if isinstance(bottom, RootInteger) else Fraction(bottom)
    found = top.surd() / bottom
    return found if found.b else found.a


def magnitude(x: Any) -> Any:
    """|x| for a `Fraction` or a `Surd`."""
    return -x if x < 0 else x


def plain(x: Any) -> Any:
    """A `Surd` that is rational as a `Fraction`."""
    return x.a if isinstance(x, Surd) and not x.b else x


def nearby(x: Any) -> Fraction:
    """A rational as it is, a `Surd` as a rational near it: for pictures and decimals."""
    (top,), bottom = cleared([x])
    return rational(top) / bottom


def as_float(x: Any) -> float:
    """A `Fraction` or a `Surd`, rounded."""
    return float(nearby(x))


def cleared(numbers: Iterable[Any]) -> tuple[list[Any], int]:
    """Rationals or `Surd`s as integers or `RootInteger`s over their common denominator."""
    every = list(numbers)
    if not any(isinstance(x, Surd) for x in every):
        bottoms = [x.denominator for x in every]
        common = lcm(*set(bottoms))
        return [x.numerator * (common // q) for x, q in zip(every, bottoms, strict=True)], common
    every = [plain(x) for x in every]
    parts = [part for x in every for part in ((x.a, x.b) if isinstance(x, Surd) else (x,))]
    common = lcm(*(p.denominator for p in parts))

    def over(x: Any) -> int:
        return int(x.numerator * (common // x.denominator))

    return [RootInteger(over(x.a), over(x.b), x.d) if isinstance(x, Surd) else over(x) for x in every], common


def primitive(numbers: Sequence[Any]) -> tuple[Any, ...]:
    """A positive multiple of a vector that is not zero: of one form for each direction."""
    try:
        common = gcd(*numbers)
        return tuple([x // common for x in numbers])
    except TypeError:  # not all are integers
        pass
    if all(not isinstance(x, RootInteger) or not x.b for x in numbers):
        return primitive([x.a if isinstance(x, RootInteger) else x for x in numbers])
    last = next(x for x in reversed(numbers) if x)
    found, _ = cleared(ratio(x, last) for x in numbers)
    return tuple(found if last > 0 else [-x for x in found])


@dataclass(frozen=True, eq=False)
class RootIntegers:
    """x + y sqrt(d), entry by entry."""

    x: Integers
    y: Integers
    d: int

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the tensor."""
        return self.x.shape

    @property
    def size(self) -> int:
        """The number of entries."""
        return self.x.size

    @property
    def digits(self) -> tuple[Floats, ...]:
        """The digits of both parts: two of them at least, and equal exactly for equal entries."""
        return (*self.x.digits, *self.y.digits)

    @property
    def bound(self) -> int:
        """No entry of a part is larger than this."""
        return max(self.x.bound, self.y.bound)

    @property
    def relative_error(self) -> float:
        """A bound on the error of `approximate()`, relative to `magnitude()`."""
        return max(self.x.relative_error, self.y.relative_error) + 6 * UNIT

    def _floats(self) -> tuple[Floats, Floats]:
        shift = max(self.x.shift, self.y.shift)
        return self.x.approximate(shift), self.y.approximate(shift) * sqrt(self.d)

    def approximate(self) -> Floats:
        """The entries as floats, up to one power of two for the whole tensor."""
        x, y = self._floats()
        return x + y

    def magnitude(self) -> Floats:
        """|x| + |y| sqrt(d), on the scale of `approximate()`."""
        x, y = self._floats()
        total: Floats = numpy.abs(x) + numpy.abs(y)
        return total

    def weights(self, floats: Floats) -> Floats:
        """For each cell of forms (cells, rows, n) a bound of its sums of magnitudes."""
        total: Floats = self.magnitude().sum(axis=1).max(axis=1, initial=0.0)
        return total * (1 + 8 * UNIT)

    def each(self, change: Callable[[Floats], Floats]) -> RootIntegers:
        """A rearrangement of the entries."""
        return RootIntegers(self.x.each(change), self.y.each(change), self.d)

    def exact(self, index: Any = ...) -> Any:
        """The entries at a NumPy index as `RootInteger`s: a number, or nested lists."""
        return _paired(self.x.exact(index), self.y.exact(index), self.d)

    def _with(self, right: Tensor) -> tuple[Integers, Integers]:
        return (right.x, right.y) if isinstance(right, RootIntegers) else (right, _zero(right))

    def _product(self, right: Tensor, multiply: str) -> RootIntegers:
        x, y = self._with(right)

        def by(left: Integers, other: Integers) -> Integers:
            found: Integers = getattr(left, multiply)(other)
            return found

        d = integers([self.d])
        return RootIntegers(
            by(self.x, x).plus(by(self.y, y).times(d)), by(self.x, y).plus(by(self.y, x)), self.d
        )

    def matrix_product(self, right: Tensor) -> RootIntegers:
        """self @ right."""
        return self._product(right, "matrix_product")

    def times(self, right: Tensor) -> RootIntegers:
        """The products entry by entry, with broadcasting."""
        return self._product(right, "times")

    def masked(self, mask: Floats) -> RootIntegers:
        """The products with a mask of 0 and 1, in place."""
        return RootIntegers(self.x.masked(mask), self.y.masked(mask), self.d)

    def plus(self, right: Tensor) -> RootIntegers:
        """The sums, with broadcasting."""
        x, y = self._with(right)
        return RootIntegers(self.x.plus(x), self.y.plus(y), self.d)

    def negative(self) -> RootIntegers:
        """-self."""
        return RootIntegers(self.x.negative(), self.y.negative(), self.d)

    def minus(self, right: Tensor) -> RootIntegers:
        """The differences, with broadcasting."""
        return self.plus(right.negative())

    def take(self, index: Any) -> RootIntegers:
        """The entries at these places of the first axis."""
        return RootIntegers(self.x.take(index), self.y.take(index), self.d)

    def plus_constants(self, constants: Tensor) -> RootIntegers:
        """`constants` added to the last row of the second last axis; self is used up."""
        x, y = self._with(constants)
        return RootIntegers(self.x.plus_constants(x), self.y.plus_constants(y), self.d)

    def __getitem__(self, index: Any) -> RootIntegers:
        return self.each(lambda part: part[index])


Tensor = Any  # Integers or RootIntegers: the same operations, never both in one network


def _zero(like: Integers) -> Integers:
    return Integers((numpy.zeros(like.shape),), 1)


def _paired(x: Any, y: Any, d: int) -> Any:
    if isinstance(x, list):
        return [_paired(p, q, d) for p, q in zip(x, y, strict=True)]
    return RootInteger(x, y, d)


def tensor(values: Any, root: int = 1) -> Tensor:
    """A tensor from nested lists of integers, and for root = d > 1 of `RootInteger`s too."""
    if root == 1:
        return integers(values)
    return RootIntegers(integers(_part(values, "a")), integers(_part(values, "b")), root)


def _part(values: Any, name: str) -> Any:
    if isinstance(values, list | tuple):
        return [_part(x, name) for x in values]
    if isinstance(values, RootInteger):
        return getattr(values, name)
    return values if name == "a" else 0


def lifted(values: Tensor, root: int) -> Tensor:
    """The tensor as one over Z[sqrt root]; unchanged for root = 1."""
    if root == 1 or isinstance(values, RootIntegers):
        return values
    return RootIntegers(values, _zero(values), root)


def united(tensors: Sequence[Tensor], axis: int = 0) -> Tensor:
    """The tensors, one behind the other along an axis."""
    if isinstance(tensors[0], Integers):
        return joined([t for t in tensors if isinstance(t, Integers)], axis)
    d = tensors[0].d
    parts = [lifted(t, d) for t in tensors]
    roots = [t for t in parts if isinstance(t, RootIntegers)]
    return RootIntegers(joined([t.x for t in roots], axis), joined([t.y for t in roots], axis), d)


def root_of(numbers: Iterable[Any]) -> int:
    """The d of the square root among the numbers, or 1, ValueError for two of them."""
    found = {x.d for x in numbers if isinstance(x, Surd | RootInteger) and x.b}
    if len(found) > 1:
        raise ValueError(f"square roots of {sorted(found)} in one network")
    return found.pop() if found else 1
