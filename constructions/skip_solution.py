"""The output weights V with Psi V = Y in ball arithmetic (thesis, proof of Theorem 4.3.4 (1))."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy
from flint import arb_mat, ctx
from numpy.typing import NDArray

from constructions.certificate import NotFound
from constructions.evidence.enclosure import PRECISIONS
from constructions.evidence.skip import psi
from constructions.formats.exact_matrix import ExactMatrix
from constructions.skip_network import SkipNetwork


def solve_outputs(
    network: SkipNetwork, X: ExactMatrix, targets: Sequence[Sequence[int]]
) -> tuple[NDArray[numpy.float64], float]:
    """V, N x m, for M = N skip units, rounded to float64, and a bound on the error of the balls' midpoints.

    `NotFound` when no precision separates Psi from the singular matrices.
    """
    N, m = len(X), len(targets[0])
    if len(network.skip) != N:
        raise ValueError(f"{len(network.skip)} skip units for {N} samples: expected as many")
    kept = ctx.prec
    try:
        for precision in PRECISIONS:
            ctx.prec = precision
            Psi = arb_mat(psi(network, X))
            try:
                V = Psi.solve(arb_mat([list(row) for row in targets]))
            except ZeroDivisionError:
                continue
            radius = max(float(V[i, j].rad()) for i in range(N) for j in range(m))
            if radius < 2.0**-60:
                return numpy.array([[float(V[i, j].mid()) for j in range(m)] for i in range(N)]), radius
    finally:
        ctx.prec = kept
    raise NotFound("Psi V = Y could not be solved in balls; Psi may be singular")


def float_outputs(
    network: SkipNetwork, V: NDArray[numpy.float64], values: NDArray[numpy.float64]
) -> NDArray[numpy.float64]:
    """Psi V for samples N x d with every number a float64, N x m."""
    with numpy.errstate(over="ignore"):
        columns = list(values.T)
        for unit in network.units:
            z = float(unit.bias) + sum(
                float(w) * columns[k] for k, w in zip(unit.sources, unit.weight, strict=True)
            )
            columns.append(_SIGMA[unit.activation](z))
    Psi = numpy.array([columns[p] for p in network.skip]).T
    return numpy.asarray(Psi @ V)


_SIGMA: Mapping[str, Callable[[Any], Any]] = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + numpy.exp(-z)),
    "tanh": numpy.tanh,
    "softplus": lambda z: numpy.logaddexp(0, z),
}
