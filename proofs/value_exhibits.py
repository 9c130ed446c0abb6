"""Exhibits about values: of networks at points, of layers on a data set, and of losses at parameters."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from checker import Field, Json, Layer, Network, encode_network
from checker.risk import Risk
from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.feature_matrix import AnyLayer, data_json, layers_json
from constructions.formats.exact_matrix import ExactMatrix
from constructions.formats.piecewise_linear import IDENTITY
from constructions.fully_connected import vector
from constructions.parameter_path import Trail, path_claim
from proofs.exhibits import Q
from proofs.path_exhibits import Number, walked
from proofs.theorem import Exhibit


def value_claim(net: Network, points: Any, values: Any, field: Field = Q) -> Claim:
    """f takes these values at these points; over an interval, for every parameter in it."""
    body: dict[str, Any] = {
        "network": encode_network(net, field),
        "points": [_row(x) for x in points],
        "values": [_row(y) for y in values],
    }
    return Claim("value", field, body)


def _row(entries: Any) -> list[Json]:
    """A vector; a quotient of polynomials stands as its table."""
    return [x if isinstance(x, dict) else vector([x])[0] for x in entries]


def values(
    name: str, net: Network, points: Any, taken: Any, field: Field = Q, role: str = "supports"
) -> Exhibit:
    """That claim as an exhibit."""
    return Exhibit(name, lambda: find(value_claim(net, points, taken, field)), role)


def features_are(
    name: str, network: Network, inputs: Sequence[Sequence[Number]], k: int, F: Sequence[Sequence[Number]]
) -> Exhibit:
    """F_k = F on these samples (k = L: the outputs), one row a sample; a hidden F_k is read out by I."""
    if k < len(network.layers):
        n = network.widths[k]
        read = tuple(tuple(Fraction(int(i == j)) for j in range(n)) for i in range(n))
        layers = (*network.layers[:k], Layer(read, (Fraction(0),) * n, IDENTITY))
        network = Network(network.input_dim, layers)
    points, taken = ([[str(Fraction(x)) for x in row] for row in rows] for rows in (inputs, F))
    return values(name, network, points, taken)


def other_values(name: str, net: Network, points: Any, taken: Any, printed: Any, field: Field = Q) -> Exhibit:
    """f takes these values, and not the printed ones."""
    return Exhibit(
        name,
        lambda: find(value_claim(net, points, taken, field)),
        "refutes",
        lambda: value_claim(net, points, printed, field),
    )


def layer_values(
    name: str, layers: Sequence[AnyLayer], X: ExactMatrix, rows: Any, bottom: int = 1, role: str = "supports"
) -> Exhibit:
    """The outputs of the layers on X are rows / bottom."""
    listed: Json = [[str(x) for x in row] for row in rows]
    body: dict[str, Json] = {
        "layers": layers_json(layers),
        "data": data_json(X),
        "values": {"denominator": str(bottom), "rows": listed},
    }
    return Exhibit(name, lambda: find(Claim("feature-value", Q, body)), role)


def loss_at_most(
    name: str, net: Network, risk: Risk, bound: str | Fraction, role: str = "supports"
) -> Exhibit:
    """Phi <= bound at the parameters of this network."""
    return walked(name, lambda: Trail(net), risk, {"at-most": str(Fraction(bound))}, role)


def loss_exceeds(net: Network, risk: Risk, bound: str | Fraction) -> bytes:
    """The certificate that would say Phi <= bound, for a near miss."""
    return path_claim(net, net, risk, {"at-most": str(Fraction(bound))}).with_evidence({"moves": []})
