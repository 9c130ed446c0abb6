"""Steinitz exchanges: rows of a weight matrix, and hidden units, replaced one by one at constant output.

rows    W of full column rank: W(S) += C W(I) while F(:, I) -= F(:, S) C, where I are rows that form a basis
        and S others, keeps F W; the thesis cites Evard and Jafari (Proposition 3.4.8) instead.
units   with [F_l, 1] of rank N and n_l >= N some unit is dead after a linear move of U_{l+1} (Lemma 3.4.10
        with the bias); a dead unit is free.  It replaces Lemmas 3.4.14 and 3.4.15 (n_l >= 2N).
Proofs: docs/proofs/new-3.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from random import Random

from flint import fmpq, fmpq_mat

from constructions.certificate import NotFound
from constructions.exact_matrices import (
    basis_rows,
    columns_of_matrix,
    coordinates,
    left_inverse,
    pivots,
    rows_of_matrix,
    with_ones,
)
from constructions.fibre import Walker, copied

_TRIES = 5000


def exchange_rows(walker: Walker, s: int, l: int, goal: fmpq_mat) -> None:
    """Move U_l to `goal` (whose W has full column rank) by rows, and U_s with it, at constant output."""
    n = goal.nrows() - 1
    wanted = rows_of_matrix(goal, range(n))
    if walker.W(l) != wanted:
        if n == goal.ncols():
            raise NotFound(f"n_{l - 1} = n_{l}: W_{l} may have the other sign of its determinant")
        basis, placed = basis_rows(walker.W(l)), list[int]()
        for t in basis_rows(wanted):
            aim = rows_of_matrix(wanted, [t])
            if t in basis and rows_of_matrix(walker.W(l), [t]) != aim:
                spare = next(j for j in range(n) if j not in basis)
                _set_rows(walker, s, l, basis, [spare], rows_of_matrix(walker.W(l), [t]))
                basis[basis.index(t)] = spare
            if t not in basis:
                _set_rows(walker, s, l, basis, [t], aim)
                parts = aim * rows_of_matrix(walker.W(l), basis).inv()
                gone = next(i for i, j in enumerate(basis) if j not in placed and parts[0, i] != 0)
                basis[gone] = t
            placed.append(t)
        rest = [j for j in range(n) if j not in basis]
        _set_rows(walker, s, l, basis, rest, rows_of_matrix(wanted, rest))
    shift = [[walker.U[l - 1][n, c] - goal[n, c] for c in range(goal.ncols())]] * walker.X.nrows()
    moved = fmpq_mat(len(shift), goal.ncols(), [x for row in shift for x in row])
    target = walker.F(l - 1) + moved * left_inverse(wanted, basis_rows(wanted))
    if moved.rank():
        walker.lift(s, l - 1, target, goal)


def _set_rows(
    walker: Walker, s: int, l: int, basis: Sequence[int], rows: Sequence[int], new: fmpq_mat
) -> None:
    """W_l(rows) becomes `new`; F_{l-1} W_l stays, by columns `basis` of F_{l-1}."""
    W, F = walker.W(l), walker.F(l - 1)
    change = new - rows_of_matrix(W, rows)
    if not change.rank():
        return
    C = change * rows_of_matrix(W, basis).inv()
    target, U = copied(F), copied(walker.U[l - 1])
    step = columns_of_matrix(F, rows) * C
    for n, j in enumerate(basis):
        for i in range(F.nrows()):
            target[i, j] = F[i, j] - step[i, n]
    for n, j in enumerate(rows):
        for c in range(W.ncols()):
            U[j, c] = new[n, c]
    walker.lift(s, l - 1, target, U)


def basis_units(walker: Walker, l: int) -> list[int]:
    """Units of layer l that with the constant 1 form a basis of the column space of [F_l, 1]."""
    F = walker.F(l)
    n = F.ncols()
    order = with_ones(F)
    swapped = columns_of_matrix(order, [n, *range(n)])
    return [j - 1 for j in pivots(swapped)[1:]]


def kill(walker: Walker, l: int, basis: Sequence[int], units: Sequence[int]) -> None:
    """Lemma 3.4.10 with the bias: outgoing weights of `units` to zero, F_l U_{l+1} constant; one segment."""
    U = walker.U[l]
    n = U.nrows() - 1
    live = [j for j in units if any(U[j, c] != 0 for c in range(U.ncols()))]
    if not live:
        return
    columns = [*basis, n]
    E = coordinates(with_ones(walker.F(l)), columns, live)
    new = copied(U)
    for c in range(U.ncols()):
        for m, i in enumerate(columns):
            new[i, c] = U[i, c] + sum((E[m, q] * U[j, c] for q, j in enumerate(live)), fmpq(0))
        for j in live:
            new[j, c] = fmpq(0)
    walker.to((l + 1, new))


def raise_rank(walker: Walker, l: int, seed: int = 0) -> None:
    """Lemma 3.4.14 with the bias: constant loss, and [F_l, 1] of rank N at the end (n_l >= N - 1)."""
    N, basis = walker.X.nrows(), basis_units(walker, l)
    missing = N - 1 - len(basis)
    if not missing:
        return
    n = walker.U[l - 1].ncols()
    dead = [j for j in range(n) if j not in basis]
    if len(dead) < missing:
        raise NotFound(f"layer {l} has {n} units, needs {N - 1}")
    kill(walker, l, basis, dead)
    below, random, U = with_ones(walker.F(l - 1)), Random(seed), copied(walker.U[l - 1])
    features = with_ones(walker.F(l))
    chosen = columns_of_matrix(features, [*basis, n])
    for tries in count():
        size = 2 + tries // 20
        column = fmpq_mat(
            U.nrows(), 1, [fmpq(int(random.random() * (2 * size + 1)) - size) for _ in range(U.nrows())]
        )
        feature = walker.sigma(l, below * column)
        wider = _beside(chosen, feature)
        if wider.rank() > chosen.rank():
            chosen = wider
            j = dead.pop(0)
            for i in range(U.nrows()):
                U[i, j] = column[i, 0]
            missing -= 1
        if not missing:
            break
        if tries > _TRIES:
            raise NotFound(
                f"no unit of layer {l} adds to its rank: equal samples, or too few kinds of features"
            )
    walker.to((l, U))


def _beside(A: fmpq_mat, B: fmpq_mat) -> fmpq_mat:
    return fmpq_mat(
        A.nrows(),
        A.ncols() + B.ncols(),
        [x for r, t in zip(A.table(), B.table(), strict=True) for x in [*r, *t]],
    )


def exchange_units(walker: Walker, l: int, goal: fmpq_mat) -> None:
    """Move U_l to `goal` at constant output; [F_l, 1] has rank N at both ends, and n_l >= N."""
    n, N = goal.ncols(), walker.X.nrows()
    if walker.U[l - 1] == goal:
        return
    after = with_ones(walker.sigma(l, with_ones(walker.F(l - 1)) * goal))
    wanted = [j - 1 for j in pivots(columns_of_matrix(after, [n, *range(n)]))[1:]]
    basis, placed = basis_units(walker, l), list[int]()
    if len(basis) < N - 1 or len(wanted) < N - 1:
        raise NotFound(f"[F_{l}, 1] has rank less than N = {N}")
    if n < N:
        raise NotFound(f"layer {l} has {n} units, needs {N}")
    kill(walker, l, basis, [j for j in range(n) if j not in basis])
    for t in wanted:
        if t in basis and columns_of_matrix(walker.U[l - 1], [t]) != columns_of_matrix(goal, [t]):
            spare = next(j for j in range(n) if j not in basis)
            _copy_unit(walker, l, t, spare)
            basis[basis.index(t)] = spare
        if t not in basis:
            _set_units(walker, l, [t], goal)
            parts = coordinates(with_ones(walker.F(l)), [*basis, n], [t])
            gone = next(i for i, j in enumerate(basis) if j not in placed and parts[i, 0] != 0)
            leaving, basis[gone] = basis[gone], t
            kill(walker, l, basis, [leaving])
        placed.append(t)
    _set_units(walker, l, [j for j in range(n) if j not in basis], goal)


def _set_units(walker: Walker, l: int, units: Sequence[int], goal: fmpq_mat) -> None:
    U = copied(walker.U[l - 1])
    for j in units:
        for i in range(U.nrows()):
            U[i, j] = goal[i, j]
    walker.to((l, U))


def _copy_unit(walker: Walker, l: int, old: int, new: int) -> None:
    """The dead unit `new` becomes a copy of `old` and takes over its outgoing weights."""
    U, above = copied(walker.U[l - 1]), copied(walker.U[l])
    for i in range(U.nrows()):
        U[i, new] = U[i, old]
    walker.to((l, U))
    for c in range(above.ncols()):
        above[new, c], above[old, c] = above[old, c], fmpq(0)
    walker.to((l + 1, above))
