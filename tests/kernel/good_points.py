"""Certificates, by hand, of claims that need no cells: values, polylines, activations, widths, identities."""

from tests.kernel import networks as nets
from tests.kernel.suite import Value, certificate


def _values(net: Value, points: Value, values: Value, field: Value = "Q") -> Value:
    return certificate("value", {"network": net, "points": points, "values": values}, {}, field)


def _inside(net: Value, vertices: Value, margin: Value, field: Value = "Q") -> Value:
    claim = {"network": net, "class": "0", "vertices": vertices, "margin": margin}
    return certificate("polyline-in-region", claim, {}, field)


def _leaves(net: Value, vertices: Value, segment: str, t: Value, field: Value = "Q") -> Value:
    claim = {"network": net, "class": "0", "vertices": vertices}
    return certificate("polyline-leaves-region", claim, {"segment": segment, "t": t}, field)


def _sigma(activation: Value, name: str, holds: str, field: Value = "Q") -> Value:
    claim = {"activation": activation, "property": name, "holds": holds}
    return certificate("activation-property", claim, {}, field)


def _wide(net: Value, holds: str) -> Value:
    return certificate("pyramidal", {"network": net, "holds": holds}, {})


def _algebra(
    kind: str, scalars: Value, matrices: Value, relations: Value, sides: Value, evidence: Value
) -> Value:
    claim = {"scalars": scalars, "matrices": matrices, "relations": relations}
    return certificate(kind, {**claim, "left": sides[0], "right": sides[1]}, evidence)


def piecewise(breakpoints: Value, *pieces: tuple[Value, Value]) -> Value:
    """An activation by its pieces (top, bottom)."""
    made = [{"bottom": bottom, "top": top} for top, bottom in pieces]
    return {"name": "piecewise", "breakpoints": breakpoints, "pieces": made}


TENT = piecewise(["0", "1/2", "1"], *[(top, ["1"]) for top in ([], ["0", "2"], ["2", "-2"], [])])
BELL = piecewise([], (["1"], ["1", "0", "1"]))  # 1 / (1 + t^2)
BENT = piecewise(["0"], (["0", "1"], ["1"]), (["0", "2"], ["1"]))
A, B, X, Y = ({"symbol": name} for name in "ABxy")
W_SHAPES = {"K": ["k", "n"], "L": ["m", "n"], "W": ["n", "m"]}
K, L, W = ({"symbol": name} for name in "KLW")
INVERSE = [
    {"word": ["L", "W"], "equals": {"identity": "m"}},
    {"word": ["K", "W"], "equals": {"zero": ["k", "m"]}},
]
_MOVED = {"product": [{"sum": [L, {"product": [X, {"product": [L, W, L]}, "-1"]}]}, W]}
_SQUARES = {"sum": [{"product": [X, X]}, {"product": ["2", X, Y]}, {"product": [Y, Y]}]}
_OVER = {"bottom": ["1", "1"], "top": ["0", "-1"]}  # -alpha / (1 + alpha)

GOOD: dict[str, Value] = {
    "value": _values(nets.TWO_SIDES, [["3"], ["-2"], ["1/2"]], [["2", "0"], ["1", "0"], ["0", "0"]]),
    "value-deep": _values(nets.DEEP, [["3"], ["-5"]], [["2", "0"], ["0", "0"]]),
    "value-softsign": _values(nets.SOFT, [["0", "-1"], ["2", "3"]], [["-7/8", "0"], ["3/16", "0"]]),
    "value-step": _values(
        nets.STEP, [["0"], ["3"], ["7/2"], ["9"]], [["-1", "0"], ["0", "0"], ["1/2", "0"], ["1", "0"]]
    ),
    "value-surd": _values(
        nets.IRRATIONAL, [["1"], [["0", "1"]]], [[["-1", "1"], "0"], ["1", "0"]], nets.SQRT2
    ),
    "value-parameter": _values(
        nets.HALF_LINE,
        [["1"], ["-1"], [["0", "-1"]], [{"bottom": ["1", "1"], "top": ["-1"]}]],
        [["1", "0"], [["0", "-1"], "0"], [["0", "0", "-1"], "0"], [_OVER, "0"]],
        nets.UNIT_INTERVAL,
    ),
    "inside": _inside(nets.TWO_SIDES, [["2"], ["5"], ["3"]], "1"),
    "inside-one-vertex": _inside(nets.TWO_SIDES, [["-3"]], "2"),
    "inside-over-a-fold": _inside(nets.LINE, [["-2"], ["2"]], "1"),
    "inside-deep": _inside(nets.DEEP, [["2"], ["7"]], "1"),
    "inside-step": _inside(nets.STEP, [["7/2"], ["9"]], "1/2"),
    "inside-one-class": _inside(nets.LONELY, [["0"], ["1"]], "1"),
    "inside-surd": _inside(nets.IRRATIONAL, [["1"], [["0", "1"]]], ["-1", "1"], nets.SQRT2),
    "inside-parameter": _inside(nets.HALF_LINE, [["1"], [["0", "1"]]], ["0", "1"], nets.UNIT_INTERVAL),
    "leaves": _leaves(nets.TWO_SIDES, [["2"], ["3"], ["-2"]], "1", "1/2"),
    "leaves-one-vertex": _leaves(nets.TWO_SIDES, [["1"]], "0", "0"),
    "leaves-at-the-end": _leaves(nets.TWO_SIDES, [["2"], ["1"]], "0", "1"),
    "leaves-another-class": certificate(
        "polyline-leaves-region", {"network": nets.STEP, "class": "1", "vertices": [["9"]]},
        {"segment": "0", "t": "0"},
    ),
    "leaves-parameter": _leaves(nets.HALF_LINE, [["1"], ["-1"]], "0", ["1", "-1/2"], nets.UNIT_INTERVAL),
    "relu-non-decreasing": _sigma(nets.RELU, "non-decreasing", "yes"),
    "relu-strictly": _sigma(nets.RELU, "strictly-increasing", "no"),
    "relu-onto": _sigma(nets.RELU, "onto", "no"),
    "leaky-onto": _sigma(nets.leaky("1/3"), "onto", "yes"),
    "leaky-affine": _sigma(nets.leaky("1/3"), "affine", "no"),
    "leaky-strictly": _sigma(nets.leaky(["0", "1"]), "strictly-increasing", "yes", nets.UNIT_INTERVAL),
    "leaky-downwards": _sigma(nets.leaky("-1"), "non-decreasing", "no"),
    "identity-affine": _sigma(nets.IDENTITY, "affine", "yes"),
    "identity-affine-parameter": _sigma(nets.IDENTITY, "affine", "yes", nets.UNIT_INTERVAL),
    "cube-onto": _sigma(nets.CUBE, "onto", "yes"),
    "cube-strictly": _sigma(nets.CUBE, "strictly-increasing", "yes"),
    "cube-affine": _sigma(nets.CUBE, "affine", "no"),
    "square-onto": _sigma(nets.SQUARE, "onto", "no"),
    "square-non-decreasing": _sigma(nets.SQUARE, "non-decreasing", "no"),
    "constant-strictly": _sigma({"name": "polynomial", "coefficients": ["1"]}, "strictly-increasing", "no"),
    "falling-onto": _sigma({"name": "polynomial", "coefficients": ["0", "-1"]}, "onto", "yes"),
    "falling-strictly": _sigma(
        {"name": "polynomial", "coefficients": ["0", "-1"]}, "strictly-increasing", "no"
    ),
    "parabola-onto": _sigma(piecewise(["0"], (["0", "0", "-1"], ["1"]), (["0", "1"], ["1"])), "onto", "yes"),
    "fold-onto": _sigma(nets.leaky("-2"), "onto", "no"),
    "fraction-onto": _sigma(piecewise([], (["0", "0", "0", "1"], ["1", "0", "1"])), "onto", "yes"),
    "half-falling-onto": _sigma(piecewise(["0"], ([], ["1"]), (["0", "-1"], ["1"])), "onto", "no"),
    "rising-fraction-onto": _sigma(
        piecewise(["0"], (["0", "0", "-1"], ["1", "-1"]), (["0", "1"], ["1"])), "onto", "yes"
    ),
    "left-fraction-onto": _sigma(
        piecewise(["0"], (["0", "0", "1"], ["1", "-1"]), (["0", "-1"], ["1"])), "onto", "yes"
    ),
    "softsign-strictly": _sigma(nets.SOFTSIGN, "strictly-increasing", "yes"),
    "softsign-onto": _sigma(nets.SOFTSIGN, "onto", "no"),
    "hard-tanh": _sigma(nets.HARD_TANH, "non-decreasing", "yes"),
    "tent": _sigma(TENT, "non-decreasing", "no"),
    "bell": _sigma(BELL, "onto", "no"),
    "bent": _sigma(BENT, "strictly-increasing", "yes"),
    "pyramidal": _wide(nets.HYPERBOLA, "yes"),
    "not-pyramidal": _wide(nets.TWO_SIDES, "no"),
    "square-of-a-sum": _algebra(
        "identity", ["x", "y"], {}, [], ({"product": [{"sum": [X, Y]}, {"sum": [X, Y]}]}, _SQUARES), {}
    ),
    "left-inverse": _algebra("identity", [], W_SHAPES, INVERSE, ({"product": [W, L, W]}, W), {}),
    "moved-inverse": _algebra(
        "identity", ["x"], W_SHAPES, INVERSE,
        (_MOVED, {"product": [{"sum": ["1", {"product": ["-1", X]}]}, {"identity": "m"}]}), {},
    ),
    "annihilator": _algebra(
        "identity", [], W_SHAPES, INVERSE, ({"product": [K, W]}, {"zero": ["k", "m"]}), {}
    ),
    "square-is-smaller": _algebra(
        "identity-fails", ["x"], {}, [], ({"product": [X, X]}, X), {"point": {"x": "1/2"}}
    ),
    "square-is-not-linear": _algebra(
        "identity-fails", ["x"], {}, [], ({"product": [X, X]}, X), {"point": {"x": "2"}}
    ),
}
