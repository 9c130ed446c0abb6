"""Certificates about singular values and gradients, with numbers found by hand."""

from tests.kernel import networks as nets
from tests.kernel.suite import Value, certificate


def _singular(entries: Value, which: str, relation: str, square: Value, field: Value = "Q") -> Value:
    claim = {"matrix": {"entries": entries}, "which": which, "relation": relation, "square": square}
    return certificate("singular-value-bound", claim, {}, field)


def _risk(inputs: Value, targets: Value) -> Value:
    return {"inputs": inputs, "targets": targets, "loss": "square"}


def _gradient(network: Value, risk: Value, layer: str, weight: Value, bias: Value) -> Value:
    claim = {"network": network, "risk": risk, "layer": layer, "weight": weight, "bias": bias}
    return certificate("gradient", claim, {})


# Squared singular values (51 -+ sqrt 1601) / 2, 5.494 and 45.506; those of its transpose are the same.
_TALL = [["3", "0"], ["4", "5"], ["0", "1"]]
_WIDE = [["3", "4", "0"], ["0", "5", "1"]]
# v (u x)^3 with u = 2, v = 3, x = 1, y = 20: F_1 = 8, F_2 - Y = 4, D_1 = 4 * 3 * 12.
CUBIC = nets.network(1, nets.layer([["2"]], ["0"], nets.CUBE), nets.layer([["3"]], ["0"]))
CUBIC_RISK = _risk([["1"]], [["20"]])
# A cube more below it: F_1 = 1, F_2 = 2^3, F_3 - Y = 4, D_2 = 4 * 3 * 12, D_1 = D_2 * 2 * 3.
TWO_CUBES = nets.network(
    1,
    nets.layer([["1"]], ["0"], nets.CUBE),
    nets.layer([["2"]], ["0"], nets.CUBE),
    nets.layer([["3"]], ["0"]),
)
# x = (1, 2): z = (1, -1), f = (1, -1/2), error 1 and D_1 = (2, 2); x = (-2, 0): z = (-2, 1), f = (-1, 1),
# error 2 and D_1 = (2, 8).
LEAKY = nets.network(
    2,
    nets.layer([["1", "0"], ["0", "-1"]], ["0", "1"], nets.leaky("1/2")),
    nets.layer([["2", "4"]], ["1"]),
)
LEAKY_RISK = _risk([["1", "2"], ["-2", "0"]], [["0"], ["1"]])
# softsign has a breakpoint at 0 and the derivative 1 there: error -1, D_1 = -2.
SOFT = nets.network(1, nets.layer([["1"]], ["0"], nets.SOFTSIGN), nets.layer([["2"]], ["0"]))
# F_1 = ((2, 1), (1, 3)) and F_2 - Y = ((1), (-1)): F_1^T D = (1, -2), squares (15 -+ 5 sqrt 5) / 2.
PLANE = nets.network(
    2, nets.layer([["1", "0"], ["0", "1"]], ["0", "0"], nets.RELU), nets.layer([["1", "0"]], ["0"])
)
PLANE_RISK = _risk([["2", "1"], ["1", "3"]], [["1"], ["2"]])


def _bounds(network: Value, risk: Value, layer: str, smallest: Value, largest: Value) -> Value:
    claim = {"network": network, "risk": risk, "layer": layer}
    return certificate("gradient-bounds", claim, {"smallest": smallest, "largest": largest})


GOOD: dict[str, Value] = {
    "singular-above-5": _singular(_TALL, "smallest", ">=", "5"),
    "singular-below-6": _singular(_WIDE, "smallest", "<=", "6"),
    "singular-above-45": _singular(_TALL, "largest", ">=", "45"),
    "singular-below-46": _singular(_WIDE, "largest", "<=", "46"),
    "singular-equal": _singular([["2", "0"], ["0", "3"]], "smallest", ">=", "4"),
    "singular-equal-below": _singular([["2", "0"], ["0", "3"]], "smallest", "<=", "4"),
    "singular-largest-equal": _singular([["2", "0"], ["0", "3"]], "largest", "<=", "9"),
    "singular-of-zero": _singular([["0"], ["0"]], "largest", "<=", "0"),
    "singular-surd": _singular([[["0", "1"], "0"], ["0", "1"]], "largest", "<=", "2", nets.SQRT2),
    "gradient-cubic": _gradient(CUBIC, CUBIC_RISK, "0", [["144"]], ["144"]),
    "gradient-cubic-output": _gradient(CUBIC, CUBIC_RISK, "1", [["32"]], ["4"]),
    "gradient-two-cubes": _gradient(TWO_CUBES, CUBIC_RISK, "0", [["864"]], ["864"]),
    "gradient-leaky": _gradient(LEAKY, LEAKY_RISK, "0", [["-2", "4"], ["-14", "4"]], ["4", "10"]),
    "gradient-leaky-output": _gradient(LEAKY, LEAKY_RISK, "1", [["-1", "3/2"]], ["3"]),
    "gradient-softsign": _gradient(SOFT, _risk([["0"]], [["1"]]), "0", [["0"]], ["-2"]),
    # 144^2 = 1 * 9 * 12^2 * 4^2
    "bounds-cubic": _bounds(CUBIC, CUBIC_RISK, "0", ["64"], ["64"]),
    "bounds-two-cubes": _bounds(TWO_CUBES, CUBIC_RISK, "0", ["1", "9"], ["1", "9"]),
    "bounds-plane": _bounds(PLANE, PLANE_RISK, "0", ["2"], ["13"]),
    # F_1 = ((2, 1), (4, 2)), of rank 1, and F_2 - Y = ((1), (2)): F_1^T D = (10, 5), squares 0 and 25.
    "bounds-from-zero": _bounds(PLANE, _risk([["2", "1"], ["4", "2"]], [["1"], ["2"]]), "0", ["0"], ["25"]),
}
