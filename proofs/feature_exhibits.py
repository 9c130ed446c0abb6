"""Exhibits about features: their rank on a data set, and identities of numbers, shared by theorem files."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import Any

import numpy

from checker import Json, Rationals
from constructions.certificate import Claim
from constructions.evidence.ball_features import enclosed_name
from constructions.evidence.enclosed_layers import certify_enclosed_layers
from constructions.evidence.enclosure import certify_enclosed
from constructions.evidence.feature_rank import certify_feature_rank
from constructions.evidence.find import find
from constructions.feature_matrix import (
    AffineLayer,
    AnyLayer,
    Integers,
    data_json,
    exact_layer,
    feature_matrix,
    layers_json,
)
from constructions.formats.data import read_data
from constructions.formats.exact_matrix import ExactMatrix
from proofs.theorem import Exhibit

Q = Rationals()
RELU: Json = {"name": "relu"}
SIGMOID: Json = {"name": "sigmoid"}
TANH: Json = {"name": "tanh"}
SOFTPLUS: Json = {"name": "softplus"}
IDENTITY: Json = {"name": "identity"}


def samples(rows: Sequence[Sequence[int]], denominator: int = 1) -> ExactMatrix:
    """A data set of integers over a denominator."""
    return ExactMatrix(numpy.array(rows, dtype=numpy.int64), denominator)


@cache
def digits(N: int) -> ExactMatrix:
    """The first N of scikit-learn's digits, 8 x 8 pixels in sixteenths."""
    return read_data("digits").X.first(N)


def filter_bank(
    filters: Sequence[Sequence[Any]], patches: Integers | None, activation: Any, bias: Sequence[Any] = ()
) -> AffineLayer:
    """A layer from short forms; without a bias it is zero."""
    units = len(filters) * (1 if patches is None else len(patches))
    weight = [[Fraction(x) for x in row] for row in filters]
    return exact_layer(weight, [Fraction(x) for x in bias] or [Fraction(0)] * units, activation, patches)


def feature_claim(layers: Sequence[AnyLayer], X: ExactMatrix, r: int, relation: str = "=") -> Claim:
    """The rank of the features after these layers is r, or <=, >=."""
    body: dict[str, Json] = {"layers": layers_json(layers), "data": data_json(X)}
    return Claim("feature-rank", Q, {**body, "relation": relation, "rank": str(r)})


def feature_rank(
    name: str,
    layers: Sequence[AnyLayer],
    X: ExactMatrix,
    r: int,
    relation: str = "=",
    role: str = "supports",
) -> Exhibit:
    """That claim as an exhibit, by a random solve and null vectors."""
    return Exhibit(name, lambda: certify_feature_rank(feature_claim(layers, X, r, relation)), role)


def enclosed_full_rank(name: str, layers: Sequence[AnyLayer], X: ExactMatrix) -> Exhibit:
    """Full rank by an enclosure of the inverse, above smooth layers too."""

    def build() -> bytes:
        if any(map(enclosed_name, layers[:-1])):
            return certify_enclosed_layers(layers, X)[1]
        body: dict[str, Json] = {"layers": layers_json(layers), "data": data_json(X)}
        return certify_enclosed(body, feature_matrix(layers, X))[1]

    return Exhibit(name, build)


def product(*factors: Any) -> Any:
    """A product of symbols, numbers and expressions; a symbol is a name of letters."""
    return {"product": [_term(x) for x in factors]}


def total(*terms: Any) -> Any:
    """A sum."""
    return {"sum": [_term(x) for x in terms]}


def _term(x: Any) -> Any:
    return {"symbol": x} if isinstance(x, str) and x[0].isalpha() else str(x) if isinstance(x, int) else x


def identity_claim(left: Any, right: Any, *scalars: str) -> Claim:
    """left = right for all values of the scalars (none: of numbers)."""
    names: Json = [*sorted(scalars)]
    body: dict[str, Json] = {"scalars": names, "matrices": {}, "relations": []}
    return Claim("identity", Q, {**body, "left": _term(left), "right": _term(right)})


def identity(name: str, left: Any, right: Any, *scalars: str, role: str = "supports") -> Exhibit:
    """That claim as an exhibit."""
    return Exhibit(name, lambda: find(identity_claim(left, right, *scalars)), role)
