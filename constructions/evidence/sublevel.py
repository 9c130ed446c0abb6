"""Certificates about level and sublevel sets: bounds from below, separated points, unbounded rays."""

from __future__ import annotations

from fractions import Fraction

from checker import Json, Network, Rationals, encode_network
from checker.network import Matrix
from checker.rational import encode_rational
from checker.risk import Risk
from constructions.certificate import Claim, NotFound
from constructions.exact_matrices import from_rows, with_ones
from constructions.parameter_path import encode_risk, path_claim

Q = Rationals()


def certify_at_least(network: Network, risk: Risk, bound: Fraction, reason: Json) -> bytes:
    """Phi >= bound for all parameters of this shape, for a reason that `checker.rules.sublevel` knows."""
    body: dict[str, Json] = {
        "network": encode_network(network, Q),
        "risk": encode_risk(risk),
        "bound": encode_rational(bound),
    }
    return Claim("loss-at-least", Q, body).with_evidence(dict(reason) if isinstance(reason, dict) else {})


def separated_claim(start: Network, end: Network, risk: Risk, bound: Fraction) -> Claim:
    """No path from start to end stays in {Phi <= bound}."""
    body = path_claim(start, end, risk, {"at-most": encode_rational(bound)}).body
    return Claim("sublevel-separated", Q, body)


def certify_by_weight(
    start: Network, end: Network, risk: Risk, bound: Fraction, weight: tuple[int, int, int], reason: Json
) -> bytes:
    """Separated by the sign of one weight (layer, unit, input; from 0): where it is 0 the loss is larger."""
    k, j, i = map(str, weight)
    evidence: dict[str, Json] = {"weight": {"layer": k, "unit": j, "input": i}, "reason": reason}
    return separated_claim(start, end, risk, bound).with_evidence(evidence)


def certify_by_determinant(start: Network, end: Network, risk: Risk, bound: Fraction, D: Matrix) -> bytes:
    """Separated by the sign of det(D F_1)."""
    rows: Json = [[encode_rational(x) for x in row] for row in D]
    return separated_claim(start, end, risk, bound).with_evidence({"differences": rows})


def certify_ray(network: Network, inputs: Matrix) -> bytes:
    """A line of parameters through this network along which all outputs are constant."""
    for k in range(len(network.layers)):
        features = [network.features(x, k) for x in inputs]
        kernel, nullity = with_ones(from_rows(features)).numer_denom()[0].nullspace()
        if not nullity:
            continue
        row: list[Json] = [encode_rational(Fraction(int(kernel[i, 0]))) for i in range(kernel.nrows())]
        zeros: list[Json] = ["0"] * len(row)
        direction: list[Json] = [row, *[list(zeros) for _ in range(network.widths[k + 1] - 1)]]
        data: Json = [[encode_rational(x) for x in point] for point in inputs]
        claim = Claim("unbounded-ray", Q, {"network": encode_network(network, Q), "inputs": data})
        return claim.with_evidence({"layer": str(k), "direction": direction})
    raise NotFound("every [F_k, 1] has independent columns at this point")
