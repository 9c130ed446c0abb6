"""The output weights V with Psi V = Y, and how well rounded ones fit (thesis, proof of Theorem 4.3.4 (1)).

rank Psi = N gives an exact V for every Y; its entries are transcendental as a rule, so what a file holds is
rounded.  The rounded V is a matrix of multiples of 2^-s, exact in float64, and the kernel bounds |Psi V - Y|.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, log2, log10

import numpy
from flint import arb_mat, ctx
from numpy.typing import NDArray

from checker import Json, Rationals
from constructions.certificate import Claim, NotFound
from constructions.evidence.enclosure import PRECISIONS
from constructions.evidence.skip import network_growth, psi
from constructions.feature_matrix import data_json, layers_json
from constructions.formats.exact_matrix import ExactMatrix
from constructions.skip_floats import float_psi, float_values
from constructions.skip_layer import skip_layers
from constructions.skip_network import SkipNetwork

Floats = NDArray[numpy.float64]
_DIGITS = 40  # binary, of V behind the point, where 53 in all allow it
_GOOD = 1e-3  # a residual with which the solution in float64 is kept


@dataclass(frozen=True, eq=False)
class Fitted:
    """V, M x m, in float64 and as integers over 2^s; the error to be certified; the digits it takes."""

    V: Floats
    weight: Json
    error: Fraction
    bits: int


def solve_outputs(network: SkipNetwork, X: ExactMatrix, targets: Sequence[Sequence[int]]) -> Floats:
    """V, N x m, for M = N skip units: by elimination in float64, or in balls where that is too coarse.

    `NotFound` when no precision separates Psi from the singular matrices.
    """
    N = len(X)
    if len(network.skip) != N:
        raise ValueError(f"{len(network.skip)} skip units for {N} samples: expected as many")
    Psi, Y = float_psi(network, X), numpy.array(targets, dtype=numpy.float64)
    try:
        V = numpy.linalg.solve(Psi, Y)
        V = V + numpy.linalg.solve(Psi, Y - Psi @ V)
        if numpy.abs(Psi @ V - Y).max() < _GOOD:
            return numpy.asarray(V)
    except numpy.linalg.LinAlgError:
        pass
    return _in_balls(network, X, targets)


def _in_balls(network: SkipNetwork, X: ExactMatrix, targets: Sequence[Sequence[int]]) -> Floats:
    N, m, kept = len(X), len(targets[0]), ctx.prec
    try:
        for precision in PRECISIONS:
            ctx.prec = precision
            try:
                V = arb_mat(psi(network, X)).solve(arb_mat([list(row) for row in targets]))
            except ZeroDivisionError:
                continue
            if max(float(V[i, j].rad()) for i in range(N) for j in range(m)) < 2.0**-60:
                return numpy.array([[float(V[i, j].mid()) for j in range(m)] for i in range(N)])
    finally:
        ctx.prec = kept
    raise NotFound("Psi V = Y could not be solved in balls; Psi may be singular")


def rounded(network: SkipNetwork, X: ExactMatrix, V: Floats, targets: Sequence[Sequence[int]]) -> Fitted:
    """V on the grid 2^-s, a power of ten above its largest error, and room for the kernel's roundings."""
    largest = float(numpy.abs(V).max())
    s = max(0, min(_DIGITS, 52 - ceil(log2(max(largest, 1.0)))))
    whole = numpy.rint(V * 2.0**s)
    kept = numpy.asarray(whole / 2.0**s)
    off = float(numpy.abs(float_psi(network, X) @ kept - numpy.array(targets)).max())
    sums = float(numpy.abs(kept).sum(axis=0).max())
    rows: Json = [[str(int(v)) for v in row] for row in whole]
    return Fitted(kept, {"denominator": str(2**s), "rows": rows}, *_digits(network, off, sums))


def as_given(
    network: SkipNetwork,
    X: ExactMatrix,
    weight: Sequence[Sequence[Fraction]],
    targets: Sequence[Sequence[int]],
) -> Fitted:
    """The same for weights that are not to be rounded; `NotFound` when their denominator exceeds 2^63."""
    bottom = max(x.denominator for row in weight for x in row)
    if bottom > 2**63 or bottom & (bottom - 1):
        raise NotFound(f"the output weights have the denominator {bottom}; powers of two up to 2^63 are read")
    V = numpy.array([[float(x) for x in row] for row in weight])
    off = float(numpy.abs(float_psi(network, X) @ V - numpy.array(targets)).max())
    sums = float(numpy.abs(V).sum(axis=0).max())
    rows: Json = [[str(int(x * bottom)) for x in row] for row in weight]
    return Fitted(V, {"denominator": str(bottom), "rows": rows}, *_digits(network, off, sums))


def _digits(network: SkipNetwork, off: float, sums: float) -> tuple[Fraction, int]:
    """A power of ten above an error found in float64, and the binary digits that let the kernel see it."""
    error = Fraction(10) ** (floor(log10(max(off, sums * 2.0**-46, 1e-300))) + 1)
    return error, max(16, ceil(log2(max(sums, 1.0) / float(error)))) + 8 + network_growth(network)


def fit_claim(network: SkipNetwork, X: ExactMatrix, found: Fitted, targets: Sequence[Sequence[int]]) -> Claim:
    """|Psi V - Y| <= error on X, entry by entry."""
    layers = skip_layers(network)
    units: list[Json] = [unit.json() for unit in network.units]
    skip: Json = [str(p) for p in network.skip]
    body: dict[str, Json] = (
        {"units": units, "skip": skip} if layers is None else {"layers": layers_json(layers)}
    )
    rows: Json = [[str(y) for y in row] for row in targets]
    body |= {"data": data_json(X), "weight": found.weight, "targets": {"denominator": "1", "rows": rows}}
    return Claim("fit", Rationals(), {**body, "error": str(found.error)})


def certify_fit(
    network: SkipNetwork, X: ExactMatrix, found: Fitted, targets: Sequence[Sequence[int]]
) -> bytes:
    """Its certificate."""
    return fit_claim(network, X, found, targets).with_evidence({"bits": str(found.bits)})


def float_outputs(network: SkipNetwork, V: Floats, values: Floats) -> Floats:
    """Psi V for samples N x d with every number a float64, N x m."""
    return numpy.asarray(float_values(network, values)[:, list(network.skip)] @ V)
