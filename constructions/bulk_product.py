"""Products A x modulo M for the images of features, exactly, by float64 matrix products below 2^53.

x is split into limbs, and so is A where its entries are residues.  Three ways, by what A is: integers;
residues that depend on m modulo 3 alone (the image of e^(1/D) is a cube root of unity); residues from a
table.
What a residue is, the kernel's own `Residues` says.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy
from numpy.typing import NDArray

from checker.errors import exceeded
from checker.rules.feature_rank import Residues
from constructions.cube_root import modulo_three
from constructions.modular_elimination import Array

Integers = NDArray[Any]
_EXACT = 52  # bits of a sum, one below the mantissa
_WIDE = 12  # a limb with which one product is quicker than two
_HALF = 31  # bits of a part of an entry that is too large at once
_TABLE = 2**23  # the largest |m| that has a place in a table
_FEW = 2**22  # entries that may be done one by one


def limbs(values: Sequence[int], width: int, bits: int) -> Array:
    """The limbs of `width` bits of numbers below 2^bits, one row for each number."""
    mask = (1 << width) - 1
    return numpy.array(
        [[v >> at & mask for at in range(0, bits, width)] for v in values], dtype=numpy.float64
    )


def join(columns: Array, width: int) -> list[int]:
    """sum_b columns[:, b] 2^(width b), a number for each row."""
    whole = columns.astype(numpy.int64).tolist()
    return [sum(v << (width * b) for b, v in enumerate(row)) for row in whole]


class Product:
    """m -> sum_j psi(m_ij) x_j modulo M for blocks of rows; residues: what psi does, None: integers."""

    def __init__(self, x: Sequence[int], modulus: int, residues: Residues | None, rows: int) -> None:
        self.x, self.modulus, self.residues, self.rows = x, modulus, residues, rows
        self.length, self.bits = max(1, len(x).bit_length()), modulus.bit_length()
        self.split: dict[int, Array] = {}
        self.reach, self.seen, self.table = 0, numpy.zeros(1, dtype=bool), numpy.zeros((0, 1))

    def __call__(self, m: Integers) -> list[int]:
        """The sums for these rows."""
        if self.residues is None:
            return [v % self.modulus for v in self._integers(m)]
        if self.residues.sigma in ("sigmoid", "tanh") and pow(self.residues.g, 3, self.modulus) == 1:
            return self._modulo_three(m, self.residues)
        if m.dtype == object or int(numpy.abs(m).max(initial=0)) >= _TABLE:
            return self._one_by_one(m, self.residues)
        return self._tabulated(m, self.residues)

    def _limbs(self, width: int) -> Array:
        if width not in self.split:
            self.split[width] = limbs(self.x, width, self.bits)
        return self.split[width]

    def _integers(self, m: Integers) -> list[int]:
        """sum_j m_ij x_j."""
        size = 1 + int(numpy.abs(m).max(initial=0)).bit_length()
        width = _EXACT - self.length - size
        if width >= _WIDE or size <= _HALF + 1:
            if width < 1:
                raise exceeded(
                    "E_BULK", "/claim/rank", f"at most 2^{_EXACT - _HALF - 2} samples", len(self.x)
                )
            return join(m.astype(numpy.float64) @ self._limbs(width), width)
        high = m >> _HALF
        low = m - (high << _HALF)
        if low.dtype == object:
            low = low.astype(numpy.int64)
        parts = zip(self._integers(low), self._integers(high), strict=True)
        return [a + (b << _HALF) for a, b in parts]

    def _modulo_three(self, m: Integers, residues: Residues) -> list[int]:
        """v_0 sum x + (v_1 - v_0) (sum over m = 1) + (v_2 - v_0) (sum over m = 2)."""
        v0, v1, v2 = (residues[k] for k in (0, 1, -1))
        chi, total = modulo_three(m), sum(self.x)
        width = _EXACT - self.length - 1
        odd = join(chi @ self._limbs(width), width)
        half = pow(2, -1, self.modulus)
        a, b = (v1 - v2) * half, (v1 + v2 - 2 * v0) * half % self.modulus  # of chi and of |chi|
        if not b:
            return [(v0 * total + a * s) % self.modulus for s in odd]
        even = join(numpy.abs(chi) @ self._limbs(width), width)
        return [(v0 * total + a * s + b * t) % self.modulus for s, t in zip(odd, even, strict=True)]

    def _tabulated(self, m: Integers, residues: Residues) -> list[int]:
        """Limbs of the residues from tables, which grow with the m that occur."""
        width = (_EXACT - self.length) // 2
        self._learn(m, residues, width)
        X, places, total = self._limbs(width), m + self.reach, [0] * len(m)
        for at, table in enumerate(self.table):
            part = join(table.take(places) @ X, width)
            total = [t + (v << (width * at)) for t, v in zip(total, part, strict=True)]
        return [t % self.modulus for t in total]

    def _learn(self, m: Integers, residues: Residues, width: int) -> None:
        largest = int(numpy.abs(m).max(initial=0))
        if not len(self.table) or largest > self.reach:
            old, reach = self.reach, max(2 * self.reach, largest)
            seen, table = (
                numpy.zeros(2 * reach + 1, dtype=bool),
                numpy.zeros((-(-self.bits // width), 2 * reach + 1)),
            )
            if len(self.table):
                place = slice(reach - old, reach + old + 1)
                seen[place], table[:, place] = self.seen, self.table
            self.reach, self.seen, self.table = reach, seen, table
        new = numpy.unique(m[~self.seen[m + self.reach]])
        if len(new):
            self.table[:, new + self.reach] = limbs([residues[v] for v in new.tolist()], width, self.bits).T
            self.seen[new + self.reach] = True

    def _one_by_one(self, m: Integers, residues: Residues) -> list[int]:
        """As the kernel does it."""
        if self.rows * len(self.x) > _FEW:
            expected = (
                f"pre-activations below {_TABLE}, or a cube root of unity as root, in so large a matrix"
            )
            raise exceeded("E_BULK", "/evidence/solve/root", expected, int(numpy.abs(m).max()))
        rows = m.tolist()
        return [sum(residues[k] * v for k, v in zip(row, self.x, strict=True)) % self.modulus for row in rows]
