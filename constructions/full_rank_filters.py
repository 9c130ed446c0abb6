r"""Theorem 2.4.4 as a routine: filters, biases and an explicit alpha that give linearly independent features.

Thesis, proof of Theorem 2.4.4, with the signs of Equations 2.10 to 2.13: w = -alpha a^t; unit j = (p, t)
has the bias alpha <a^t, x^p> + beta at the sample gamma(j) whose projection is the least of those left.
Then A_ij = sigma(beta - alpha (<a, x_gamma(i)> - <a, x_gamma(j)>)), rows in the order gamma, has sigma(beta)
on its diagonal and tends to sigma(-infinity) = 0 below it.

    ReLU      alpha = beta / gap: exactly triangular, the determinant is beta^N
    sigmoid   det >= sigma(beta)^N - (N! - 1) e^(beta - alpha gap) > 0 from alpha_0 on
    softplus  the same with (N! - 1) (beta + 1 + alpha spread)^(N-1) e^(beta - alpha gap)

gap is the least difference that occurs below the diagonal, spread the largest of all.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, lgamma, log, log1p
from math import exp as exponential

import numpy

from checker import Json
from constructions.certificate import NotFound
from constructions.feature_matrix import AffineLayer, Integers, exact_layer, random_layer
from constructions.formats.exact_matrix import ExactMatrix

ADMISSIBLE = ("relu", "sigmoid", "softplus")  # Assumption 2.4.2 by Lemma 2.4.3
_TRIES = 20


@dataclass(frozen=True, eq=False)
class FullRankFilters:
    """The layer, the order gamma of the samples, and the numbers of the proof."""

    layer: AffineLayer
    order: tuple[int, ...]
    alpha: Fraction
    beta: Fraction
    gap: Fraction
    spread: Fraction


def full_rank_filters(
    X: ExactMatrix,
    activation: str,
    filters: int,
    patches: Integers | None = None,
    beta: Fraction | int = 2,
    alpha: Fraction | None = None,
    seed: int = 0,
) -> FullRankFilters:
    """Theorem 2.4.4 for one convolutional or fully connected layer on X, N x n_{k-1}.

    filters: T; T P >= N is needed.  alpha: another one than the explicit alpha_0 of the module's docstring.
    `NotFound` when the layer is too narrow, the activation not admissible, or patches of two samples agree.
    """
    if activation not in ADMISSIBLE:
        known = ", ".join(ADMISSIBLE)
        raise NotFound(f"Assumption 2.4.2 does not hold for {activation}, only for {known}")
    N, P = len(X), 1 if patches is None else len(patches)
    if filters * P < N:
        raise NotFound(f"the layer has {filters * P} units and must have at least {N}")
    for attempt in range(_TRIES):
        grid = 64 << attempt
        a = random_layer(seed + attempt, X.width, filters, None, patches, grid).filters
        ordered = _order(_projections(X, a, patches), N)
        if ordered is not None:
            break
    else:
        raise NotFound("two samples agree on a patch of the same position: see Assumption 2.4.1")
    order, least, largest, at = ordered
    gap, spread, b = (
        Fraction(least, X.denominator),
        Fraction(largest, X.denominator),
        Fraction(beta),
    )
    if alpha is None:
        alpha = _alpha(activation, N, b, gap, spread)
    bias = [alpha * Fraction(s, X.denominator) + b for s in at] + [b] * (filters * P - N)
    weight = [[-alpha * int(x) for x in row] for row in a.tolist()]
    name: Json = {"name": activation}
    return FullRankFilters(exact_layer(weight, bias, name, patches), order, alpha, b, gap, spread)


def _projections(X: ExactMatrix, a: Integers, patches: Integers | None) -> Integers:
    """<a^t, x_i^p> over the denominator of X, N x n_k, unit (p - 1) T + t."""
    windows = X.numerators[:, None, :] if patches is None else X.numerators[:, patches]
    return numpy.asarray(windows.astype(numpy.int64) @ a.T).reshape(len(X), -1)


def _order(s: Integers, N: int) -> tuple[tuple[int, ...], int, int, list[int]] | None:
    """gamma, gap, spread and the projection of each unit's sample; None when two projections tie."""
    left, order, gap, at = numpy.arange(N), list[int](), 0, list[int]()
    for j in range(N):
        column = s[left, j]
        k = int(column.argmin())
        at.append(int(column[k]))
        order.append(int(left[k]))
        left = numpy.delete(left, k)
        if len(left):
            step = int(s[left, j].min()) - at[-1]
            if step == 0:
                return None
            gap = min(gap, step) if gap else step
    spread = int((s[:, :N].max(axis=0) - s[:, :N].min(axis=0)).max())
    return tuple(order), gap or 1, spread, at


def _alpha(activation: str, N: int, beta: Fraction, gap: Fraction, spread: Fraction) -> Fraction:
    """alpha_0, rounded up; the certificate does not rest on this estimate."""
    if activation == "relu":
        return beta / gap
    b = float(beta)
    needed = lgamma(N + 1) + b
    if activation == "sigmoid":
        needed += N * log1p(exponential(-b))
        return Fraction(ceil(needed) + 1) / gap
    ratio, z = float(spread / gap), needed + 1.0
    for _ in range(200):  # z = alpha gap grows to the fixed point of the estimate
        z = needed + (N - 1) * log(b + 1 + z * ratio) - N * log(log1p(exponential(b))) + 1
    return Fraction(ceil(z)) / gap
