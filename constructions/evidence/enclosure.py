"""Evidence for `feature-rank` by enclosures: an approximate inverse of a minor, as integers over 2^scale.

For features that are no rational functions of an exponential (softplus); any analytic activation can be done
this way, at the cost of an inverse in ball arithmetic.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy
from flint import arb, arb_mat, ctx

from checker import Json, Rationals
from constructions.certificate import Claim, NotFound
from constructions.feature_matrix import FeatureMatrix

PRECISIONS = (128, 256, 512, 1024, 2048, 4096)


def certify_enclosed(body: Mapping[str, Json], matrix: FeatureMatrix) -> tuple[Claim, bytes]:
    """The claim `rank >= min(N, n)` by the first columns or rows, and its certificate; else `NotFound`.

    body: `layers` and `data` of the claim, whose features are `matrix`.
    """
    r = min(matrix.numerators.shape)
    claim = Claim("feature-rank", Rationals(), {**body, "relation": ">=", "rank": str(r)})
    return claim, claim.with_evidence({"enclosure": enclosure_evidence(matrix)})


def enclosure_evidence(matrix: FeatureMatrix) -> Json:
    """`{"rows", "columns", "bits", "scale", "inverse"}` of the leading minor."""
    r = min(matrix.numerators.shape)
    minor = matrix.numerators[:r, :r]
    kept = ctx.prec
    try:
        for precision in PRECISIONS:
            ctx.prec = precision
            found = _inverse(FeatureMatrix(minor, matrix.denominator, matrix.sigma), precision)
            if found is not None:
                places: Json = [str(i) for i in range(r)]
                return {"rows": places, "columns": places, **found}
    finally:
        ctx.prec = kept
    raise NotFound("the leading minor could not be inverted; it may be singular")


def _inverse(matrix: FeatureMatrix, precision: int) -> dict[str, Json] | None:
    """R to the accuracy that the kernel's norm needs, when balls of this precision give it."""
    r = len(matrix.numerators)
    values = {m: _value(m, matrix) for m in numpy.unique(matrix.numerators).tolist()}
    A = arb_mat(r, r, [values[m] for m in matrix.numerators.ravel().tolist()])
    return inverse_of(A, max(_bits(x) for x in values.values()), precision)


def inverse_of(A: Any, size: int, precision: int, spare: int = 0) -> dict[str, Json] | None:
    """`bits`, `scale` and `inverse` of an r x r matrix of balls below 2^size, when this precision gives them.

    spare: binary digits that the kernel may lose on the way to the entries.
    """
    r = A.nrows()
    try:
        R = A.inv()
    except ZeroDivisionError:
        return None
    entries = [R[i, j] for i in range(r) for j in range(r)]
    if any(not x.is_finite() or x.rad() * r * 64 > 1 for x in entries):
        return None
    largest = max(_bits(x) for x in entries)
    if size + largest + 2 * r.bit_length() + 16 > precision:
        return None
    scale = max(size + 2 * r.bit_length() + 8, 0)
    bits = max(largest + 2 * r.bit_length() + 20, 16) + spare
    whole = [_floor(x * arb(2) ** scale) for x in entries]
    inverse: Json = [[str(v) for v in whole[i * r : (i + 1) * r]] for i in range(r)]
    return {"bits": str(bits), "scale": str(scale), "inverse": inverse}


def _bits(x: Any) -> int:
    """An upper bound of log2 |x|, at least 0."""
    return int(x.abs_upper().ceil().unique_fmpz() or 0).bit_length()


def _floor(x: Any) -> int:
    """An integer near the ball."""
    return int(x.mid().floor().unique_fmpz())


def _value(m: int, matrix: FeatureMatrix) -> Any:
    """sigma(m / D) as a ball."""
    return ball(matrix.sigma, arb(m) / matrix.denominator)


def ball(sigma: str | None, z: Any) -> Any:
    """sigma of a ball z, for the names that the kernel encloses; z itself without one."""
    if sigma is None:
        return z
    if sigma == "tanh":
        return z.tanh()
    if sigma == "elu":
        return z if z.mid() >= 0 else z.expm1()
    if sigma == "sigmoid":
        return 1 / (1 + (-z).exp())
    if sigma == "softsign":
        return z / (1 + abs(z))
    return (-abs(z)).exp().log1p() + (z if z.mid() >= 0 else 0)
