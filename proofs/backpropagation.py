"""The chain Delta_L, ..., Delta_{k+1} of Lemma 2.4.9 on rational matrices, for every Delta_L."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any

from proofs.feature_exhibits import product
from proofs.square_exhibits import Rows, bounded, norm, times, transposed
from proofs.theorem import Exhibit


@dataclass(frozen=True)
class Step:
    """Delta_l = (Delta_{l+1} U^T) o s for U = U_{l+1}, n_l x n_{l+1}, and s = sigma'(G_l), N x n_l.

    low, high: rational bounds of the squares of the singular values of U, 0 <= low <= high.
    """

    U: Rows
    s: Rows
    low: Fraction
    high: Fraction

    @property
    def slopes(self) -> list[Fraction]:
        """All entries of s."""
        return [Fraction(x) for row in self.s for x in row]

    def __call__(self, delta: list[list[Any]], multiply: Any) -> list[list[Any]]:
        """Delta_l from Delta_{l+1}, by `multiply` for the Hadamard product."""
        product = transposed(times(self.U, transposed(delta)))
        return [
            [multiply(x, c) for x, c in zip(row, line, strict=True)]
            for row, line in zip(product, self.s, strict=True)
        ]

    def of_numbers(self, delta: list[list[Fraction]]) -> list[list[Fraction]]:
        """The same for numbers."""
        return [
            [
                Fraction(c) * sum((Fraction(u) * x for u, x in zip(row, line, strict=True)), Fraction(0))
                for row, c in zip(self.U, slopes, strict=True)
            ]
            for line, slopes in zip(delta, self.s, strict=True)
        ]


def symbols(N: int, m: int) -> list[list[str]]:
    """Delta_L with an entry of its own at each place."""
    return [[f"d{i + 1}{j + 1}" for j in range(m)] for i in range(N)]


def chain(steps: Sequence[Step], N: int, sign: int) -> Exhibit:
    """|Delta_{k+1}|^2 against the product of all bounds times |Delta_L|^2, for every Delta_L.

    steps: those of layers L-1, ..., k+1, in this order.  sign: 1 for the lower bound, -1 for the upper one.
    """
    m = len(steps[0].U[0])
    names = [x for row in symbols(N, m) for x in row]
    delta: list[list[Any]] = [list(row) for row in symbols(N, m)]
    for step in steps:
        delta = step(delta, lambda x, c: product(x, str(c)))
    left = norm([x for row in delta for x in row])

    def image(v: list[Fraction]) -> list[Fraction]:
        rows = [v[i * m : (i + 1) * m] for i in range(N)]
        for step in steps:
            rows = step.of_numbers(rows)
        return [x for row in rows for x in row]

    columns = [image([Fraction(int(i == j)) for i in range(len(names))]) for j in range(len(names))]
    c = constant(steps, sign)
    side = "least" if sign > 0 else "most"
    return bounded(
        f"|Delta_(k+1)|^2 is at {side} {c} |Delta_L|^2, for every Delta_L",
        left,
        names,
        transposed(columns),
        c,
        sign,
    )


def constant(steps: Sequence[Step], sign: int) -> Fraction:
    """The product over the layers of the bounds of |sigma'|^2 and of the singular values."""
    if sign > 0:
        return prod((min(abs(x) for x in step.slopes) ** 2 * step.low for step in steps), start=Fraction(1))
    return prod((max(abs(x) for x in step.slopes) ** 2 * step.high for step in steps), start=Fraction(1))
