"""Moves of the first layer along which a hidden layer moves as wanted: Lemmas 3.4.6 and 3.4.7, as polylines.

Layers count from 1 as in Nguyen (2019), Chapter 3; U_l = [W_l; b_l^T], so that F_l = sigma([F_{l-1}, 1] U_l).
If W_{s+1}, ..., W_k have left inverses L_l and [F_{s-1}, 1] a right inverse R, and F_k is to move along a
segment, then F_{l-1}(t) = F_{l-1}(0) + (Z_l(t) - Z_l(0)) L_l with Z_l = sigma^{-1}(F_l), and
U_s(t) = U_s(0) + R (Z_s(t) - Z_s(0)), realise it.  sigma is piecewise linear, so vertices are needed only
where an entry of F_l(t) passes sigma(breakpoint).  The thesis uses pseudo-inverses, which are not linear.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flint import fmpq, fmpq_mat

from checker import Network
from checker.network import Matrix
from constructions.certificate import NotFound
from constructions.exact_matrices import (
    basis_rows,
    from_rows,
    left_inverse,
    right_inverse,
    rows_of_matrix,
    to_units,
    with_ones,
)
from constructions.exact_network import PiecewiseLinear
from constructions.parameter_path import Trail


class Bijection(PiecewiseLinear):
    """A piecewise linear sigma; `inverse` needs slopes of one sign, none zero."""

    @property
    def is_bijective(self) -> bool:
        """Whether sigma is strictly monotone (it is onto then)."""
        return len({slope > 0 for _, slope in self.pieces}) == 1 and all(
            slope != 0 for _, slope in self.pieces
        )

    def inverse(self, y: fmpq) -> fmpq:
        """The t with sigma(t) = y."""
        ends = self.breakpoints
        for i, (shift, slope) in enumerate(self.pieces):
            t = (y - shift) / slope
            if (i == 0 or t >= ends[i - 1]) and (i == len(ends) or t <= ends[i]):
                return t
        raise NotFound("the activation is not a bijection")


class Walker:
    """A network on its way: U_1, ..., U_L on data X, every change recorded in a trail.

    grid: new parameters, but for those that are wanted exactly, are rounded to multiples of 1/grid.
    """

    def __init__(self, network: Network, inputs: Matrix, grid: int = 0) -> None:
        self.trail = Trail(network)
        self.sigmas = [Bijection(layer.activation) for layer in network.layers]
        self.X, self.grid, self.L = from_rows(inputs), grid, len(network.layers)
        self.reread()

    def reread(self) -> None:
        """Take U_1, ..., U_L from the trail, which something else has continued."""
        self.U = [from_rows(units).transpose() for units in self.trail.vertex]

    def W(self, l: int) -> fmpq_mat:
        """W_l."""
        return rows_of_matrix(self.U[l - 1], range(self.U[l - 1].nrows() - 1))

    def F(self, k: int) -> fmpq_mat:
        """F_k; F_L is the output."""
        F = self.X
        for l in range(1, k + 1):
            F = self.sigma(l, with_ones(F) * self.U[l - 1])
        return F

    def Z(self, k: int) -> fmpq_mat:
        """The pre-activations of layer k."""
        return with_ones(self.F(k - 1)) * self.U[k - 1]

    def sigma(self, l: int, Z: fmpq_mat) -> fmpq_mat:
        """sigma_l, entry by entry."""
        return each(self.sigmas[l - 1], Z)

    def to(self, *changes: tuple[int, fmpq_mat]) -> None:
        """One segment: layers l and their new U_l."""
        moved = []
        for l, U in changes:
            self.U[l - 1] = U
            moved += [(l - 1, j, row) for j, row in enumerate(to_units(U))]
        self.trail.step(moved)

    def lift(self, s: int, k: int, target: fmpq_mat, above: fmpq_mat | None = None) -> None:
        """Move F_k straight to `target` by U_s alone (s <= k), while U_{k+1} moves straight to `above`."""
        start = self.F(k)
        times = [fmpq(0), fmpq(1)]
        points = [start, target]
        for l in range(k, s - 1, -1):
            times, points = _refined(times, points, self._images(l))
            Z = [each(self.sigmas[l - 1].inverse, P) for P in points]
            if l > s:
                inverse, base = left_inverse(self.W(l), self.full_rows(l)), self.F(l - 1)
            else:
                inverse, base = right_inverse(with_ones(self.F(s - 1))), self.U[s - 1]
            steps = [(z - Z[0]) for z in Z]
            points = [base + (step * inverse if l > s else inverse * step) for step in steps]
            points[1:] = [self._near(P) for P in points[1:]]
        old = self.U[k] if above is not None else None
        for t, U in zip(times[1:], points[1:], strict=True):
            part = [] if above is None or old is None else [(k + 1, old + (above - old) * t)]
            more = [(l, U_l if t == 1 else self._near(U_l)) for l, U_l in part]
            self.to((s, U), *more)

    def _near(self, M: fmpq_mat) -> fmpq_mat:
        """M on the grid, if there is one."""
        if not self.grid:
            return M
        half = fmpq(1, 2)
        return each(lambda x: fmpq((x * self.grid + half).floor(), self.grid), M)

    def _images(self, l: int) -> list[fmpq]:
        sigma = self.sigmas[l - 1]
        return [sigma(t) for t in sigma.breakpoints]

    def full_rows(self, l: int) -> list[int]:
        """Rows of W_l that form a basis, if its column rank is full; else `NotFound`."""
        rows = basis_rows(self.W(l))
        if len(rows) < self.W(l).ncols():
            raise NotFound(f"W_{l} has rank {len(rows)}, not {self.W(l).ncols()}")
        return rows

    def make_full_rank(self, s: int) -> None:
        """Lemma 3.4.7: constant loss, and W_{s+1}, ..., W_L of full column rank at the end."""
        for l in range(s + 1, self.L + 1):
            W = self.W(l)
            rows = basis_rows(W)
            if len(rows) == W.ncols():
                continue
            if W.ncols() > W.nrows():
                raise NotFound(f"n_{l - 1} < n_{l}: W_{l} has no left inverse")
            others = [i for i in range(W.nrows()) if i not in rows]
            F = self.F(l - 1)
            target = copied(F)
            E = _combinations(W, rows, others)
            for i in range(F.nrows()):
                for n, j in enumerate(rows):
                    target[i, j] = F[i, j] + sum((F[i, o] * E[m, n] for m, o in enumerate(others)), fmpq(0))
                for j in others:
                    target[i, j] = fmpq(0)
            self.lift(s, l - 1, target)
            U = copied(self.U[l - 1])
            for j in others:
                for c in range(U.ncols()):
                    U[j, c] = fmpq(0)
            free = list(others)
            for c in range(U.ncols()):
                trial = copied(U)
                trial[free[0], c] = fmpq(1)
                if (
                    rows_of_matrix(trial, range(W.nrows())).rank()
                    > rows_of_matrix(U, range(W.nrows())).rank()
                ):
                    U = trial
                    free.pop(0)
                if not free:
                    break
            self.to((l, U))


def _combinations(W: fmpq_mat, rows: Sequence[int], others: Sequence[int]) -> fmpq_mat:
    """E with W(others) = E W(rows), for independent rows; zero columns where there are none."""
    if not rows:
        return fmpq_mat(len(others), 0)
    part = rows_of_matrix(W, rows)
    return rows_of_matrix(W, others) * right_inverse(part)


def copied(M: fmpq_mat) -> fmpq_mat:
    """A copy of M that may be changed."""
    return fmpq_mat(M.nrows(), M.ncols(), [x for row in M.table() for x in row])


def each(function: object, M: fmpq_mat) -> fmpq_mat:
    """The matrix of the function's values at the entries of M."""
    return fmpq_mat(M.nrows(), M.ncols(), [function(x) for row in M.table() for x in row])  # type: ignore[operator]


def _refined(
    times: list[fmpq], points: list[fmpq_mat], values: Iterable[fmpq]
) -> tuple[list[fmpq], list[fmpq_mat]]:
    """The polyline with a vertex wherever an entry passes one of the values."""
    ends = list(values)
    new_times, new_points = times[:1], points[:1]
    for t0, t1, P, Q in zip(times, times[1:], points, points[1:], strict=False):
        cuts = set()
        for p, q in zip(
            (x for row in P.table() for x in row), (x for row in Q.table() for x in row), strict=True
        ):
            for v in ends:
                if (p < v < q) or (q < v < p):
                    cuts.add((v - p) / (q - p))
        for s in sorted(cuts):
            new_times.append(t0 + (t1 - t0) * s)
            new_points.append(P + (Q - P) * s)
        new_times.append(t1)
        new_points.append(Q)
    return new_times, new_points
