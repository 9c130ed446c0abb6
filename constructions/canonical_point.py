"""The map h of Lemma 3.4.6 and the way to it: a first layer that gives F_k a wanted value.

h((W_l, b_l)_{l=2}^k, A) is a U_1 with F_k = A, computed downwards by left inverses of W_k, ..., W_2 and a
right inverse of [X, 1]; it does not look at the U_1 there is.  Source: Nguyen (2019), Lemma 3.4.6, Equations
(3.2), (3.3) and (3.6).
"""

from __future__ import annotations

from flint import fmpq_mat

from constructions.exact_matrices import left_inverse, right_inverse, with_ones
from constructions.fibre import Walker, each


def first_layer(walker: Walker, k: int, A: fmpq_mat) -> fmpq_mat:
    """h((W_l, b_l)_{l=2}^k, A), with F_k = A; W_2, ..., W_k of full column rank (`NotFound` else)."""
    for l in range(k, 0, -1):
        Z = each(walker.sigmas[l - 1].inverse, A)
        if l == 1:
            return right_inverse(with_ones(walker.X)) * Z
        A = _below(walker, l, Z)
    return A


def drive(walker: Walker, k: int) -> None:
    """Move U_1 at constant output to h((W_l, b_l)_{l=2}^k, F_k): F_l straight within the fibre of F_{l+1}."""
    for l in range(k, 1, -1):
        walker.lift(1, l - 1, _below(walker, l, walker.Z(l)))
    walker.to((1, first_layer(walker, k, walker.F(k))))


def _below(walker: Walker, l: int, Z: fmpq_mat) -> fmpq_mat:
    """The F_{l-1} = (Z - 1 b_l^T) L_l, for which [F_{l-1}, 1] U_l = Z."""
    W, U = walker.W(l), walker.U[l - 1]
    bias = [[U[U.nrows() - 1, c] for c in range(U.ncols())]] * Z.nrows()
    shift = fmpq_mat(Z.nrows(), Z.ncols(), [x for row in bias for x in row])
    return (Z - shift) * left_inverse(W, walker.full_rows(l))
