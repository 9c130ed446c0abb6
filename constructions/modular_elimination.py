"""Elimination modulo a small prime by float64 matrix products, exact below 2^53, and p-adic lifting.

A = L U by columns, halved recursively (Toledo 1997), so that each entry is reduced only log2(N / 32) times.
Residues are centred: |a| <= h = (p - 1)/2 + 2, and n h^2 + 2 h <= 2^53 - 2 p makes inner products of n
terms exact in any order of summation.  Dixon (1982): one factorisation modulo p solves modulo p^k.

References: Dumas, Giorgi, Pernet (2008), Dense linear algebra over word-size prime fields; Toledo (1997),
Locality of reference in LU decomposition; Dixon (1982), Exact solution of linear equations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy
from numpy.typing import NDArray

Array = NDArray[numpy.float64]
Integers = NDArray[numpy.int64]
Term = tuple[int, Array | None]  # a coefficient modulo p^k and a matrix of centred residues; None: of ones
_PANEL = 64
_CACHE, _LEAST_ROWS = 2**18, 128  # entries that are updated at a time, and rows


def reduce(x: Array, p: int) -> Array:
    """x modulo p in place, centred."""
    quotient = x * (1.0 / p)
    numpy.rint(quotient, out=quotient)
    quotient *= p
    x -= quotient
    return x


def centred(x: NDArray[Any], p: int) -> Array:
    """The centred residues of integers (int64 or Python integers) as float64."""
    if x.dtype != object and (largest := int(numpy.abs(x).max(initial=0))) < 2**52:
        found = x.astype(numpy.float64)
        return found if largest <= (p - 1) // 2 else reduce(found, p)
    rest = (x % p).astype(numpy.float64)
    return reduce(rest, p)


def primes(n: int, below: int = 2**23) -> Iterator[int]:
    """Primes p = 3 (mod 4), descending from the largest for which inner products of n terms are exact."""
    p = below - 1
    while n * ((p - 1) // 2 + 2) ** 2 + p + 4 > 2**53 - 2 * p:
        p = p * 15 // 16
    p -= (p - 3) % 4
    while p > 1000:
        if all(p % q for q in range(3, int(p**0.5) + 1, 2)):
            yield p
        p -= 4


class Factorisation:
    """P A Q = L U modulo p of rank r: `rows` and `columns` are those of an invertible r x r minor.

    A: N x n centred residues; overwritten.  most: stop at this rank.
    """

    def __init__(self, A: Array, p: int, most: int | None = None) -> None:
        self.A, self.p = A, p
        self.most = min(A.shape) if most is None else min(most, *A.shape)
        self.L = numpy.zeros((len(A), self.most))
        self.permutation = numpy.arange(len(A))
        self.pivots: list[int] = []
        self.blocks: list[tuple[int, int, Array]] = []  # (start, end, inverse of the block of L)
        self._columns(0, A.shape[1])
        self._upper: tuple[Array, list[Array]] | None = None

    @property
    def rank(self) -> int:
        """The rank of A modulo p, or `most`."""
        return len(self.pivots)

    @property
    def rows(self) -> Integers:
        """The rows of the minor, in the order of the pivots."""
        return self.permutation[: self.rank]

    def _columns(self, first: int, end: int) -> None:
        if self.rank == self.most:
            return
        if end - first <= _PANEL:
            self._panel(first, end)
            return
        middle, start = (first + end + 1) // 2, len(self.blocks)
        r0 = self.rank
        self._columns(first, middle)
        r1 = self.rank
        if r1 > r0 and r1 < self.most + 1:
            right = self.A[:, middle:end]
            self._lower(self.blocks[start:], right)
            _update(right[r1:], self.L[r1:, r0:r1], right[r0:r1], self.p)
        self._columns(middle, end)

    def _lower(self, blocks: list[tuple[int, int, Array]], x: Array) -> None:
        """x[s:e] := L[s:e, s:e]^-1 x[s:e] for the rows s:e of these blocks."""
        if len(blocks) == 1:
            s, e, inverse = blocks[0]
            x[s:e] = reduce(inverse @ x[s:e], self.p)
        elif blocks:
            half = len(blocks) // 2
            self._lower(blocks[:half], x)
            s, m, e = blocks[0][0], blocks[half][0], blocks[-1][1]
            _update(x[m:e], self.L[m:e, s:m], x[s:m], self.p)
            self._lower(blocks[half:], x)

    def _panel(self, first: int, end: int) -> None:
        """Crout's elimination of a few columns, held as contiguous rows."""
        p, k0, width = self.p, self.rank, end - first
        W = numpy.ascontiguousarray(self.A[k0:, first:end].T)
        L, U = numpy.zeros_like(W), numpy.zeros((width, width))
        order, inverses, t = numpy.arange(W.shape[1]), list[int](), 0
        for j in range(width):
            if k0 + t == self.most:
                break
            column = W[j, t:]
            if t:
                column -= U[:t, j] @ L[:t, t:]
                reduce(column, p)
            i = 0 if column[0] else int(numpy.argmax(column != 0))
            if not column[i]:
                continue
            if i:
                for array in (W, L):
                    array[:, [t, t + i]] = array[:, [t + i, t]]
                order[[t, t + i]] = order[[t + i, t]]
            inverse = pow(int(column[0]), -1, p)
            inverse -= p if inverse > p // 2 else 0
            row = W[j + 1 :, t] - U[:t, j + 1 :].T @ L[:t, t]
            U[t, j + 1 :] = reduce(reduce(row, p) * inverse, p)
            U[t, j], L[t, t:] = 1, column
            inverses.append(inverse)
            self.pivots.append(first + j)
            t += 1
        self._finish(first, end, order, L[:t], U[:t], inverses)

    def _finish(self, first: int, end: int, order: Integers, L: Array, U: Array, inverses: list[int]) -> None:
        """Move the rows, write the panel back, and keep the inverse of its block of L."""
        t = len(L)
        if not t:
            return
        k0 = self.rank - t
        moved = numpy.flatnonzero(order != numpy.arange(len(order)))
        if len(moved):
            to, origin = k0 + moved, k0 + order[moved]
            for array in (self.A, self.L, self.permutation):
                array[to] = array[origin]
        self.A[k0 : k0 + t, first:end] = U
        self.L[k0:, k0 : k0 + t] = L.T
        scale = numpy.array(inverses, dtype=numpy.float64)
        unit = reduce(self.L[k0 : k0 + t, k0 : k0 + t] * scale, self.p)
        inverse = reduce(_inverse_of_unit(unit, self.p) * scale[:, None], self.p)
        self.blocks.append((k0, k0 + t, inverse))

    def solve(self, b: Array) -> Array:
        """x with A[rows][:, columns] x = b modulo p; b (r or r x m) is ordered as `rows`."""
        y, p = b.copy(), self.p
        self._lower(self.blocks, y)
        if self._upper is None:
            gaps = self.pivots[-1:] != [self.rank - 1]
            U = self.A[: self.rank][:, self.pivots] if gaps else self.A[: self.rank, : self.rank]
            self._upper = U, [_inverse_of_unit(numpy.triu(U[s:e, s:e]), p) for s, e, _ in self.blocks]
        U, inverses = self._upper
        for (s, e, _), inverse in zip(self.blocks[::-1], inverses[::-1], strict=True):
            if e < len(U):
                y[s:e] -= U[s:e, e:] @ y[e:]
                reduce(y[s:e], p)
            y[s:e] = reduce(inverse @ y[s:e], p)
        return y


def _update(x: Array, left: Array, right: Array, p: int) -> None:
    """x -= left right modulo p, by rows that stay in the cache between product and reduction."""
    step = len(x) if x.ndim == 1 else max(_LEAST_ROWS, _CACHE // max(1, x.shape[1]))
    for at in range(0, len(x), step):
        part = x[at : at + step]
        part -= left[at : at + step] @ right
        reduce(part, p)


def _inverse_of_unit(A: Array, p: int) -> Array:
    """The inverse modulo p of A = I + N, N nilpotent: (I - N)(I + N^2)(I + N^4)..."""
    identity = numpy.eye(len(A))
    power, inverse, k = A - identity, 2 * identity - A, 1
    while 2 * k < len(A):
        power, k = reduce(power @ power, p), 2 * k
        inverse = reduce(inverse @ (identity + power), p)
    return inverse


def exponent(p: int, bits: int) -> int:
    """The least k with p^k >= 2^bits."""
    k = 1
    while (p**k).bit_length() <= bits:
        k += 1
    return k


def digits(values: Sequence[int], p: int, k: int) -> list[Integers]:
    """The k digits to base p of non-negative integers."""
    rest, found = list(values), []
    for _ in range(k):
        found.append(numpy.array([v % p for v in rest], dtype=numpy.int64))
        rest = [v // p for v in rest]
    return found


def expansion(values: NDArray[Any], p: int, count: int) -> list[Array]:
    """At most the first `count` centred digits to base p of integers, without zeros at the end."""
    found, rest = list[Array](), values
    while len(found) < count and (rest.any() or not found):
        digit = centred(rest, p)
        found.append(digit)
        if rest.dtype != object and int(numpy.abs(rest).max(initial=0)) <= (p - 1) // 2:
            break
        whole: Any = digit.astype(numpy.int64)
        rest = (rest - (whole.astype(object) if rest.dtype == object else whole)) // p
    return found


def centred_digits(value: int, p: int, k: int) -> list[int]:
    """The k digits in [-(p - 1)/2, (p - 1)/2] of a residue modulo p^k (the last carry is dropped)."""
    half, found = (p - 1) // 2, list[int]()
    for _ in range(k):
        digit = (value + half) % p - half
        found.append(digit)
        value = (value - digit) // p
    return found


def lift(
    factorisation: Factorisation,
    terms: Sequence[Term],
    b: Sequence[int],
    k: int,
    order: Integers | None = None,
) -> list[int]:
    """x with (c_0 B_0 + c_1 B_1 + ...) x = b (mod p^k), 0 <= x < p^k; that sum was factorised modulo p.

    terms: the pairs (c_s, B_s), columns in the order of the pivots, rows so too, or such that `order` brings
    them into it; entries are centred residues where c_s is a power of p, else at most 2.
    b: in the order of the pivots.
    """
    p = factorisation.p
    rest = digits(b, p, k)
    scales = [centred_digits(c, p, k) for c, _ in terms]
    total = [0] * len(b)
    for i in range(k):
        x = factorisation.solve(centred(rest[i], p))
        if i + 1 < k:
            for scale, (_, part) in zip(scales, terms, strict=True):
                if any(scale[: k - i]):
                    _subtract(rest[i:], scale, part, x, order)
            rest[i + 1] += rest[i] // p
        power = p**i
        total = [t + int(v) * power for t, v in zip(total, x.tolist(), strict=True)]
    return [t % p**k for t in total]


def _subtract(
    rest: list[Integers], scale: Sequence[int], part: Array | None, x: Array, order: Integers | None
) -> None:
    """rest -= scale part x, digit by digit."""
    image = numpy.full(len(x), x.sum()) if part is None else part @ x
    whole: Integers = image.astype(numpy.int64)
    if order is not None:
        whole = whole[order]
    for i, digit in enumerate(scale[: len(rest)]):
        if digit:
            rest[i] -= digit * whole
