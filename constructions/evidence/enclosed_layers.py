"""Evidence for `feature-rank` by enclosures at any depth: features as balls, and the inverse of a minor.

The minor: the first of equal samples, and the columns (or rows) that elimination with pivoting takes in
floating point.  Equal samples bound the rank from above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy
from flint import arb_mat, ctx
from numpy.typing import NDArray

from checker import Json, Rationals, Reader
from checker.rules.feature_rank import read_feature_matrix
from constructions.certificate import Claim, NotFound
from constructions.evidence.ball_features import ball_features, enclosed_name
from constructions.evidence.enclosure import inverse_of
from constructions.feature_matrix import (
    AffineLayer,
    AnyLayer,
    FeatureMatrix,
    PoolLayer,
    data_json,
    exact_layer,
    feature_matrix,
    layers_json,
)
from constructions.formats.exact_matrix import ExactMatrix

MOST = 220_000  # values of activations that the kernel encloses within its limits
_LOGARITHM = 1.8  # softplus takes the work of so many others
_SMALL = 1e-11  # a pivot, beside the largest, that floating point does not tell from zero
_PRECISIONS = (128, 256, 512, 1024)


@dataclass(frozen=True)
class Enclosed:
    """What was found: the rank is `rank` (at least that, where `exact` is false), and the evidence for it."""

    rank: int
    exact: bool
    enclosure: Json
    null: Json

    def evidence(self, relation: str) -> dict[str, Json]:
        """For `=`, `>=` or `<=`."""
        found = {"enclosure": self.enclosure} if relation != "<=" else {}
        return {**found, "null": self.null} if relation != ">=" else found


def certify_enclosed_layers(layers: Sequence[AnyLayer], X: ExactMatrix) -> tuple[Claim, bytes]:
    """The claim `rank = r` of F_k on X (`>= r` when less than seems possible was found) and its certificate.

    `NotFound` where no minor was shown invertible, or where there is too much to enclose.
    """
    found = enclose(layers, X)
    relation = "=" if found.exact else ">="
    body: dict[str, Json] = {"layers": layers_json(layers), "data": data_json(X), "rank": str(found.rank)}
    claim = Claim("feature-rank", Rationals(), {**body, "relation": relation})
    return claim, claim.with_evidence(found.evidence(relation))


def certify_enclosed_claim(claim: Claim) -> bytes:
    """Evidence for a claim `feature-rank` as it stands; `NotFound` with the true rank when it is wrong."""
    body = dict(claim.body)
    read_feature_matrix(Reader(claim.field), body["layers"], body["data"], _PRECISIONS[0])
    layers, X = read_layers(body["layers"]), read_data(body["data"])
    relation, claimed = str(body["relation"]), int(str(body["rank"]))
    if relation == ">=" and claimed == 0:
        nothing: dict[str, Json] = {"rows": [], "columns": [], "bits": "8", "scale": "0", "inverse": []}
        return claim.with_evidence({"enclosure": nothing})
    best = enclose(layers, X)
    r = best.rank
    if r < claimed if relation == ">=" else r > claimed if relation == "<=" else r != claimed:
        counter = certify_enclosed_layers(layers, X)[1] if best.exact or r > claimed else None
        raise NotFound(f"the rank is {'' if best.exact else 'at least '}{r}", counter)
    if relation != ">=" and not best.exact:
        raise NotFound(f"the rank is at least {r}; it was not bounded from above")
    found = enclose(layers, X, claimed) if relation == ">=" and claimed < r else best
    return claim.with_evidence(found.evidence(relation))


def read_layers(value: Json) -> list[AnyLayer]:
    """The layers of a claim that the kernel has read."""
    found: list[AnyLayer] = []
    listed: Any = value
    for layer in listed:
        if "max_over" in layer:
            found.append(PoolLayer(numpy.array(layer["max_over"], dtype=numpy.int64)))
            continue
        rows = [[Fraction(x) for x in row] for row in layer["weight" if "weight" in layer else "filters"]]
        tied = "tied_bias" in layer
        bias = [Fraction(x) for x in layer["tied_bias" if tied else "bias"]]
        patches = numpy.array(layer["patches"], dtype=numpy.int64) if "patches" in layer else None
        found.append(exact_layer(rows, bias, layer["activation"], patches, tied))
    return found


def read_data(value: Json) -> ExactMatrix:
    """The data of a claim that the kernel has read."""
    data: Any = value
    rows = [[int(x) for x in row] for row in data["rows"]]
    small = max(abs(x) for row in rows for x in row) < 2**62
    return ExactMatrix(numpy.array(rows, dtype=numpy.int64 if small else object), int(data["denominator"]))


def enclose(layers: Sequence[AnyLayer], X: ExactMatrix, most: int | None = None) -> Enclosed:
    """The rank found (of minors up to `most`) and its evidence; `NotFound` as above."""
    split = next((k for k, layer in enumerate(layers, 1) if enclosed_name(layer)), len(layers))
    below = feature_matrix(layers[:split], X)
    known: dict[tuple[int, ...], int] = {}
    same = [known.setdefault(tuple(row), i) for i, row in enumerate(below.numerators.tolist())]
    kept = sorted(known.values())
    widths = [layer.units if isinstance(layer, AffineLayer) else len(layer.patches) for layer in layers]
    n = widths[-1]
    best = min(len(kept), n)
    size = best if most is None else most
    names = [enclosed_name(layer) for layer in layers]
    each = [_LOGARITHM if name == "softplus" else float(name is not None) for name in names]
    values = int(size * sum(a * b for a, b in zip(each, [*widths[:-1], size], strict=True)))
    if values > MOST:
        raise NotFound(f"not certified: about {values} values to enclose, at most {MOST} are tried")
    distinct = FeatureMatrix(below.numerators[kept], below.denominator, below.sigma)
    rows, columns, inverse = _minor(distinct, layers[split:], size)
    places: dict[str, Json] = {"rows": [str(kept[i]) for i in rows], "columns": [str(c) for c in columns]}
    return Enclosed(len(rows), len(rows) == best, {**places, **inverse}, _null(same, n))


def _null(same: Sequence[int], n: int) -> Json:
    """e_i - e_j for equal samples; nothing where the units bound the rank."""
    pairs = [(i, j) for j, i in enumerate(same) if i != j]
    if n <= len(same) - len(pairs):
        return {"side": "right", "pivots": [], "vectors": []}
    vectors: list[Json] = [{"at": [str(i), str(j)], "values": ["1", "-1"]} for i, j in pairs]
    return {"side": "left", "pivots": [str(j) for _, j in pairs], "vectors": vectors}


def _minor(
    below: FeatureMatrix, layers: Sequence[AnyLayer], size: int
) -> tuple[list[int], list[int], dict[str, Json]]:
    """Rows, columns, and `bits`, `scale`, `inverse`, of a minor of the features of `layers` on `below`."""
    kept = ctx.prec
    try:
        ctx.prec = _PRECISIONS[0]
        F = ball_features(below, layers)
        order = _pivots(numpy.array([[float(x.mid()) for x in row] for row in F]))
        seen = max(1, sum(p > _SMALL * order[2][0] for p in order[2]))
        for r in sorted({size, min(size, seen)}, reverse=True):
            rows, columns = sorted(order[0][:r]), sorted(order[1][:r])
            for precision in _PRECISIONS:
                if precision != ctx.prec:
                    ctx.prec = precision
                    F = ball_features(below, layers)
                A = arb_mat(r, r, [F[i][c] for i in rows for c in columns])
                largest = max(int(abs(x).upper().ceil().unique_fmpz() or 0) for x in A.entries())
                found = inverse_of(A, largest.bit_length(), precision, _spare(layers))
                if found is not None:
                    return rows, columns, found
    finally:
        ctx.prec = kept
    raise NotFound("not certified: no minor could be inverted; the features may be dependent")


def _spare(layers: Sequence[AnyLayer]) -> int:
    """Binary digits that errors may grow by in these layers."""
    total = 16
    for layer in layers:
        if isinstance(layer, AffineLayer):
            sums = abs(layer.filters.astype(object)).sum(axis=1)
            total += (int(max(sums)) // layer.denominator).bit_length() + 4
    return total


def _pivots(F: NDArray[Any]) -> tuple[list[int], list[int], list[float]]:
    """Rows and columns in the order of elimination with complete pivoting, and the pivots."""
    A = F.copy()
    rows, columns, pivots = list[int](), list[int](), list[float]()
    for _ in range(min(A.shape)):
        i, j = divmod(int(abs(A).argmax()), A.shape[1])
        rows.append(i)
        columns.append(j)
        pivots.append(float(abs(A[i, j])))
        if pivots[-1]:
            A -= numpy.outer(A[:, j] / A[i, j], A[i])
        A[i], A[:, j] = 0, 0
    return _filled(rows, F.shape[0]), _filled(columns, F.shape[1]), pivots


def _filled(chosen: list[int], n: int) -> list[int]:
    """Each index once, those not chosen last."""
    first = list(dict.fromkeys(chosen))
    return first + sorted(set(range(n)) - set(first))
