"""Feasibility of mixed strict and closed linear systems, exactly, with evidence for both answers.

Maximise eps subject to g_i(x) >= s_i eps, eps <= 1, with s_i = 1 on strict constraints.  The dual is
solved by the simplex method (Bland's rule) over any ordered field; its optimal basis gives a point, or
Farkas multipliers.  The tableau has d + 1 rows, however many constraints there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import fmpq

from checker.polyhedron import Constraint

Number = Any
Point = tuple[Number, ...]


@dataclass(frozen=True)
class Feasible:
    """A point that satisfies every constraint."""

    point: Point


@dataclass(frozen=True)
class Infeasible:
    """(index, positive multiplier) pairs whose combination shows that no point does."""

    multipliers: tuple[tuple[int, Number], ...]


def solve(constraints: Sequence[Constraint], dimension: int) -> Feasible | Infeasible:
    """A point of the polyhedron in R^dimension, or Farkas multipliers that show it is empty."""
    rational = all(isinstance(c, (int, Fraction)) for g in constraints for c in g.form)
    forms = [[_fast(c) for c in g.form] if rational else list(g.form) for g in constraints]
    answer = _Dual(forms, [g.strict for g in constraints], dimension, _one(forms, rational)).run()
    if not rational:
        return answer
    if isinstance(answer, Feasible):
        return Feasible(tuple(_slow(x) for x in answer.point))
    return Infeasible(tuple((i, _slow(y)) for i, y in answer.multipliers))


def _fast(c: Fraction | int) -> Any:
    return fmpq(c.numerator, c.denominator)


def _slow(c: Any) -> Fraction:
    return Fraction(int(c.p), int(c.q))


def _one(forms: Sequence[Sequence[Number]], rational: bool) -> Number:
    """The one of the field the forms lie in."""
    if rational or not forms:
        return fmpq(1) if rational else Fraction(1)
    return next(c for form in forms for c in form if not isinstance(c, int)) * 0 + 1


class _Dual:
    """min mu - sum y_i b_i, subject to sum y_i a_i = 0, sum s_i y_i + mu = 1, y, mu >= 0.

    Here g_i = <a_i, x> - b_i.  Columns are the y_i, then mu, then one artificial unit column for each
    equation; the artificial columns stay to give the primal point.
    """

    def __init__(self, forms: list[list[Number]], strict: list[bool], d: int, one: Number) -> None:
        self.d, self.m, self.one = d, len(forms), one
        zero = one * 0
        self.rows = []
        for k in range(d + 1):
            row = [
                zero + form[k] if k < d else (one if s else zero)
                for form, s in zip(forms, strict, strict=True)
            ]
            row += [one if k == d else zero]
            row += [one if i == k else zero for i in range(d + 1)]
            self.rows.append([*row, one if k == d else zero])
        cost = [zero + form[-1] for form in forms] + [one] + [zero] * (d + 1)
        # mu is basic in the last row: price it out.
        self.cost = [c - r for c, r in zip([*cost, zero], self.rows[d], strict=True)]
        self.basis = [self.m + 1 + k for k in range(d)] + [self.m]

    def run(self) -> Feasible | Infeasible:
        while True:
            column = next((j for j in range(self.m + 1) if self.cost[j] < 0), None)
            if column is None:
                break
            row = self._leaving(column)
            if row is None:
                return Infeasible(self._ray(column))
            self._pivot(row, column)
        value = -self.cost[-1]
        if value > 0:
            # The reduced cost of the k-th artificial column is minus the k-th dual value: x and eps.
            start = self.m + 1
            return Feasible(tuple(self.cost[start + k] for k in range(self.d)))
        return Infeasible(self._solution())

    def _leaving(self, column: int) -> int | None:
        """The ratio test; artificial variables (at value 0) leave as soon as they can."""
        best: int | None = None
        for i, row in enumerate(self.rows):
            if self.basis[i] > self.m and row[column] != 0:
                return i
            if row[column] > 0:
                if best is None:
                    best = i
                    continue
                left = row[-1] * self.rows[best][column]
                right = self.rows[best][-1] * row[column]
                if left < right or (left == right and self.basis[i] < self.basis[best]):
                    best = i
        return best

    def _pivot(self, r: int, column: int) -> None:
        inverse = self.one / self.rows[r][column]
        pivot_row = self.rows[r] = [c * inverse for c in self.rows[r]]
        for i, row in enumerate(self.rows):
            if i != r and row[column] != 0:
                factor = row[column]
                self.rows[i] = [c - factor * p for c, p in zip(row, pivot_row, strict=True)]
        factor = self.cost[column]
        self.cost = [c - factor * p for c, p in zip(self.cost, pivot_row, strict=True)]
        self.basis[r] = column

    def _solution(self) -> tuple[tuple[int, Number], ...]:
        pairs = [(j, self.rows[i][-1]) for i, j in enumerate(self.basis) if j < self.m]
        return tuple(sorted((j, y) for j, y in pairs if y != 0))

    def _ray(self, column: int) -> tuple[tuple[int, Number], ...]:
        """Along this ray the dual falls for ever: its y shows that even the closed system is empty."""
        pairs = [(column, self.one)]
        pairs += [(j, -self.rows[i][column]) for i, j in enumerate(self.basis) if j < self.m]
        return tuple(sorted((j, y) for j, y in pairs if y != 0))
