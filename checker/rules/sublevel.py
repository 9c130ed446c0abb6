"""Bounds of the square loss from below, sublevel sets that are not connected, unbounded level sets.

A bound holds for all parameters of a shape, or for those with one weight zero, because the outputs obey
  combination  sum_i c_i f(x_i) = 0, so Phi >= |sum_i c_i y_i|^2 / (2 |c|^2)                  (Cauchy-Schwarz)
  monotone     each output is a monotone function of the one input, and x_p < x_q < x_r, so with a target
               y_q above or below both y_p and y_r, Phi >= min((y_q - y_p)^2, (y_q - y_r)^2) / 4.
A continuous function s of the parameters, of opposite signs at two points of {Phi <= a}, separates them
when s = 0 implies Phi >= b > a: a weight, or the determinant of D F_1 with D 1 = 0 and D Y = I, where s = 0
makes D F_2 = D F_1 W_2 singular, so |F_2 - Y| >= 1/|D|.  Source: docs/proofs/new-3.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from checker.activation import Activation
from checker.codec import Json, as_object, as_tuple
from checker.errors import malformed, rejected
from checker.field import Rationals
from checker.limits import spend
from checker.network import Matrix, Network, Vector, dot
from checker.notation import Reader
from checker.polynomial import Number, size
from checker.rational import decode_integer
from checker.risk import Risk, read_risk
from checker.rules.loss_path import read_ends

_READ = Reader(Rationals())


def loss_at_least(read: Reader, claim: Json, evidence: Json) -> None:
    """`loss-at-least`: Phi >= `bound` for all parameters of the shape of `network`."""
    network_, risk_, bound_ = as_object(claim, "/claim", "network", "risk", "bound")
    network = _READ.network(network_, "/claim/network")
    risk, bound = read_risk(_READ, risk_, "/claim/risk", network), _READ.number(bound_, "/claim/bound")
    found = _lowest(network, _squares(risk), evidence, "/evidence", (-1, -1, -1))
    if found < bound:
        raise rejected("E_BOUND", "/evidence", f"a bound of at least {bound}", found)


def sublevel_separated(read: Reader, claim: Json, evidence: Json) -> None:
    """`sublevel-separated`: no path from `start` to `end` stays in {Phi <= a}, behaviour {"at-most": a}."""
    start, end, risk, bound = read_ends(claim)
    if not isinstance(bound, Fraction):
        raise malformed("E_BEHAVIOUR", "/claim/behaviour", "at-most", bound)
    for name, network in (("start", start), ("end", end)):
        if (value := _squares(risk)(network)) > bound:
            raise rejected("E_LOSS_EXCEEDS", f"/claim/{name}", f"a loss <= {bound}", value)
    if isinstance(evidence, dict) and "differences" in evidence:
        sides, found = _by_determinant(start, end, risk, evidence)
    else:
        weight, reason = as_object(evidence, "/evidence", "weight", "reason")
        k, j, i = _place(weight, start)
        sides = [network.layers[k].weight[j][i] for network in (start, end)]
        found = _lowest(start, risk, reason, "/evidence/reason", (k, j, i))
    if not min(sides) < 0 < max(sides):
        raise rejected("E_SAME_SIDE", "/evidence", "opposite signs at start and end", sides)
    if found <= bound:
        raise rejected("E_BOUND", "/evidence", f"a bound above {bound}", found)


def unbounded_ray(read: Reader, claim: Json, evidence: Json) -> None:
    """`unbounded-ray`: a line of parameters through `network` on which all outputs on `inputs` are constant.

    Evidence: `layer` and `direction`, the change of each of its units (weights, then bias), not all zero,
    for which [F_{k-1}, 1] dU_k = 0; so each level set of any loss is unbounded at this point.
    """
    network_, inputs_ = as_object(claim, "/claim", "network", "inputs")
    network = _READ.network(network_, "/claim/network")
    inputs = as_tuple(lambda v, p: _READ.vector(v, p, network.input_dim), inputs_, "/claim/inputs", least=1)
    layer_, direction_ = as_object(evidence, "/evidence", "layer", "direction")
    k = decode_integer(layer_, "/evidence/layer", 0, len(network.layers))
    n, m = network.widths[k : k + 2]
    at = "/evidence/direction"
    direction = as_tuple(lambda v, p: _READ.vector(v, p, n + 1), direction_, at, m)
    if not any(x for row in direction for x in row):
        raise rejected("E_DIRECTION", at, "a direction that is not zero", "0")
    for i, x in enumerate(inputs):
        features = network.features(x, k)
        for j, row in enumerate(direction):
            if (moved := dot(row[:-1], features, row[-1])) != 0:
                raise rejected("E_OUTPUT_MOVES", f"{at}/{j}", f"no change on sample {i}", moved)


def _squares(risk: Risk) -> Risk:
    if risk.loss != "square":
        raise malformed("E_LOSS", "/claim/risk/loss", "square", risk.loss)
    return risk


def _place(value: Json, network: Network) -> tuple[int, int, int]:
    layer, unit, source = as_object(value, "/evidence/weight", "layer", "unit", "input")
    k = decode_integer(layer, "/evidence/weight/layer", 0, len(network.layers))
    j = decode_integer(unit, "/evidence/weight/unit", 0, network.widths[k + 1])
    return k, j, decode_integer(source, "/evidence/weight/input", 0, network.widths[k])


def _lowest(network: Network, risk: Risk, reason: Json, at: str, zero: tuple[int, int, int]) -> Number:
    """The bound that the reason gives, for parameters whose weight at `zero` (layer -1: none) is zero."""
    if isinstance(reason, dict) and "monotone" in reason:
        (samples,) = as_object(reason, at, "monotone")
        return _by_order(network, risk, samples, f"{at}/monotone", zero)
    (entries,) = as_object(reason, at, "combination")
    c = _READ.vector(entries, f"{at}/combination", len(risk.inputs))
    if zero[0] >= 0 and network.widths[zero[0] : zero[0] + 2] == (1, 1):
        sums = [sum(c)]  # all samples have the same features from here on
    elif all(layer.activation.has("affine") for layer in network.layers):
        sums = [dot(c, column) for column in ([1] * len(c), *zip(*risk.inputs, strict=True))]
    else:
        spend(0, 1 + len(c))
        pairs = sorted(zip(risk.inputs, c, strict=True))
        sums = [sum(x for _, x in group) for _, group in groupby(pairs, key=lambda pair: pair[0])]
    if any(sums) or not any(c):
        raise rejected("E_COMBINATION", f"{at}/combination", "one that all outputs obey", sums)
    return sum(dot(c, y) ** 2 for y in zip(*risk.targets, strict=True)) / (2 * dot(c, c))


def _by_order(network: Network, risk: Risk, value: Json, at: str, zero: tuple[int, int, int]) -> Number:
    p, q, r = as_tuple(lambda v, w: decode_integer(v, w, 0, len(risk.inputs)), value, at, 3)
    one_unit = set(network.widths[:-1]) == {1} or (network.widths[:-1] == (1, 2) and zero[0] == 0)
    if not one_unit or not all(_monotone(layer.activation) for layer in network.layers):
        raise rejected("E_MONOTONE", at, "one input, and one monotone unit that matters", network.widths)
    x, best = [risk.inputs[i][0] for i in (p, q, r)], Fraction(0)
    if not x[0] < x[1] < x[2]:
        raise rejected("E_ORDER", at, "samples in increasing order", x)
    for y in zip(*risk.targets, strict=True):
        if (y[q] - y[p]) * (y[q] - y[r]) > 0:
            best += min((y[q] - y[p]) ** 2, (y[q] - y[r]) ** 2) / 4
    return best


def _monotone(sigma: Activation) -> bool:
    return (
        sigma.is_piecewise_linear()
        and len({(*p.top, 0, 0)[1] > 0 for p in sigma.pieces if len(p.top) > 1}) < 2
    )


def _by_determinant(start: Network, end: Network, risk: Risk, evidence: Json) -> tuple[list[Number], Number]:
    """det(D F_1) at both ends, and 1 / (2 |D|^2); one hidden layer and N - 1 units in both layers."""
    (rows,) = as_object(evidence, "/evidence", "differences")
    N, at = len(risk.inputs), "/evidence/differences"
    D = as_tuple(lambda v, p: _READ.vector(v, p, N), rows, at, N - 1)
    if len(start.layers) != 2 or start.widths[1:] != (N - 1, N - 1):
        raise rejected("E_SHAPE", at, f"widths d, {N - 1}, {N - 1}", start.widths)
    identity = _product(D, risk.targets)
    if any(sum(row) for row in D) or any(
        x != int(i == j) for i, row in enumerate(identity) for j, x in enumerate(row)
    ):
        raise rejected("E_DIFFERENCES", at, "D with D 1 = 0 and D Y = I", identity)
    sides = [determinant(_product(D, [n.features(x, 1) for x in risk.inputs])) for n in (start, end)]
    return sides, 1 / (2 * sum(dot(row, row) for row in D))


def _product(A: Matrix, B: Sequence[Vector]) -> list[list[Number]]:
    return [[dot(row, column) for column in zip(*B, strict=True)] for row in A]


def determinant(rows: list[list[Number]]) -> Number:
    """By elimination."""
    total: Number = Fraction(1)
    for k in range(len(rows)):
        pivot = next((i for i in range(k, len(rows)) if rows[i][k] != 0), None)
        if pivot is None:
            return Fraction(0)
        rows[k], rows[pivot] = rows[pivot], rows[k]
        total = total * rows[k][k] * (1 if pivot == k else -1)
        for i in range(k + 1, len(rows)):
            factor = rows[i][k] / rows[k][k]
            spend(size(factor) + size(total), len(rows))
            rows[i] = [x - factor * y for x, y in zip(rows[i], rows[k], strict=True)]
    return total
