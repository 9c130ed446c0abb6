"""Gradients of the square loss by backpropagation, exactly, and rational bounds of singular values.

Lemma 2.6.2 of the thesis: D_L = F_L - Y, D_l = (D_(l+1) U_(l+1)^T) o sigma'(G_l), and the gradient in U_l is
F_(l-1)^T D_l.  The kernel differentiates forwards, so that each claim `gradient` compares two computations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy

from checker import Field, Json, Network, Rationals, Reader, Surd, Verified, encode_network, verify
from checker.network import Matrix
from checker.risk import Risk, read_risk
from checker.rules.rank import read_matrix
from constructions.certificate import Claim, NotFound

_GRID = 2**40  # denominators of the bounds found
_SLACK = 1e-9  # relative distance of a bound from the singular value in floating point


@dataclass(frozen=True)
class Derivatives:
    """Of Phi in one layer: the weights as `weight` of the layer, n_l x n_(l-1), and the biases."""

    weight: list[list[Any]]
    bias: list[Any]


def backpropagation(network: Network, risk: Risk) -> list[Derivatives]:
    """The derivatives in every layer; `Refusal` at a kink.  One pass up and down for each sample."""
    found = [
        Derivatives([[0] * a for _ in range(b)], [0] * b)
        for a, b in zip(network.widths, network.widths[1:], strict=False)
    ]
    for x, y in zip(risk.inputs, risk.targets, strict=True):
        features, slopes = [x], []
        for layer in network.layers:
            z = layer.affine(features[-1])
            slopes.append([layer.activation.slope(t, "") for t in z])
            features.append(tuple(map(layer.activation, z)))
        delta = [f - t for f, t in zip(features[-1], y, strict=True)]
        for l in range(len(network.layers) - 1, -1, -1):
            for j, d in enumerate(delta):
                found[l].bias[j] += d
                for i, f in enumerate(features[l]):
                    found[l].weight[j][i] += d * f
            if l:
                columns = zip(*network.layers[l].weight, strict=True)
                back = [sum(d * w for d, w in zip(delta, column, strict=True)) for column in columns]
                delta = [b * s for b, s in zip(back, slopes[l - 1], strict=True)]
    return found


def gradient_claim(network: Network, risk: Json, l: int, field: Field | None = None) -> Claim:
    """The derivatives in layer l, from 0, as a claim."""
    over = field or Rationals()
    found = backpropagation(network, read_risk(Reader(over), risk, "/risk", network))[l]
    return Claim("gradient", over, {**_setting(network, risk, l, over), **_written(found, over)})


def bounds_claim(network: Network, risk: Json, k: int) -> Claim:
    """Lemma 2.4.9 for the features of layer k, from 0, as a claim."""
    return Claim("gradient-bounds", Rationals(), _setting(network, risk, k, Rationals()))


def _setting(network: Network, risk: Json, l: int, field: Field) -> dict[str, Json]:
    return {"network": encode_network(network, field), "risk": risk, "layer": str(l)}


def _written(found: Derivatives, field: Field) -> dict[str, Json]:
    weight: list[Json] = [[field.encode(x) for x in row] for row in found.weight]
    return {"weight": weight, "bias": [field.encode(x) for x in found.bias]}


def certify_gradient(claim: Claim) -> bytes:
    """No evidence; when the claim is wrong, the certificate of the true derivatives."""
    network, risk, l = _read(claim)
    written = _written(backpropagation(network, risk)[l], claim.field)
    true = Claim(claim.kind, claim.field, {**claim.body, **written})
    if true.sha256 == claim.sha256:
        return claim.with_evidence({})
    raise NotFound("the derivatives are others", true.with_evidence({}))


def certify_bounds(claim: Claim) -> bytes:
    """Squares beside the singular values; `NotFound` when the bounds fail, or are too close to tell."""
    network, risk, k = _read(claim)
    matrices: list[Matrix] = [tuple(network.features(x, k + 1) for x in risk.inputs)]
    matrices += [layer.weight for layer in network.layers[k + 2 :]]
    evidence: dict[str, Json] = {"smallest": [], "largest": []}
    for A in matrices:
        values = numpy.linalg.svd(numpy.array(A, dtype=float), compute_uv=False)
        least, most = values[-1] ** 2, values[0] ** 2
        above = least * (1 + _SLACK) + most * _SLACK**1.5
        for which, square in (("smallest", above), ("largest", most * (1 - _SLACK))):
            numerator = int(square * _GRID)
            bounds = evidence[which]
            if isinstance(bounds, list):
                bounds.append(str(Fraction(numerator + (which == "smallest"), _GRID)))
    certificate = claim.with_evidence(evidence)
    verdict = verify(certificate)
    if isinstance(verdict, Verified):
        return certificate
    raise NotFound(f"the bounds were not confirmed: {verdict}")


def certify_singular_value(claim: Claim) -> bytes:
    """No evidence; when the claim is wrong, the certificate of a bound on the other side."""
    certificate = claim.with_evidence({})
    if isinstance(verify(certificate), Verified):
        return certificate
    read, body = Reader(claim.field), claim.body
    A = read_matrix(read, body["matrix"], "/matrix")
    above = body["relation"] == ">="
    values = numpy.linalg.svd(numpy.array([[as_float(x) for x in row] for row in A]), compute_uv=False)
    square = float(values[-1 if body["which"] == "smallest" else 0]) ** 2
    between = Fraction((square + as_float(read.number(body["square"], "/square"))) / 2)
    short = between.limit_denominator(1000)
    counter: bytes | None = None
    for c in (between, short):
        other = {**body, "relation": "<=" if above else ">=", "square": str(c)}
        found = Claim(claim.kind, claim.field, other).with_evidence({})
        counter = (
            found if isinstance(verify(found), Verified) and contradicts_by(above, c, claim) else counter
        )
    raise NotFound(f"the {body['which']} singular value squared is about {square:.6g}", counter)


def contradicts_by(above: bool, c: Fraction, claim: Claim) -> bool:
    """Whether a bound c from the other side leaves the claim no room."""
    square = Reader(claim.field).number(claim.body["square"], "/square")
    return bool(c < square if above else c > square)


def as_float(x: Any) -> float:
    """An element of Q or Q(sqrt d), rounded."""
    return float(x.a) + float(x.b) * float(x.d) ** 0.5 if isinstance(x, Surd) else float(x)


def _read(claim: Claim) -> tuple[Network, Risk, int]:
    read, body = Reader(claim.field), dict(claim.body)
    network = read.network(body["network"], "/network")
    l = int(str(body["layer"]))
    if not 0 <= l < len(network.layers):
        raise NotFound(f"layer {l} of {len(network.layers)}")
    return network, read_risk(read, body["risk"], "/risk", network), l


def square_risk(inputs: Sequence[Sequence[Any]], targets: Sequence[Sequence[Any]]) -> Json:
    """Data and the square loss in a claim."""
    rows: list[list[Json]] = [[[str(x) for x in row] for row in side] for side in (inputs, targets)]
    return {"inputs": rows[0], "targets": rows[1], "loss": "square"}
