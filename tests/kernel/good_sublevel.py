"""Certificates, by hand, of bounds of the loss, of separated points and of unbounded level sets."""

from tests.kernel import networks as nets
from tests.kernel.good_paths import move, risk
from tests.kernel.suite import Value, certificate

TENT = risk([["0"], ["1"], ["2"]], [["0"], ["1"], ["0"]])
STEP = risk([["0"], ["1"]], [["0"], ["1"]])
TWICE = risk([["0"], ["1"], ["1"]], [["0"], ["0"], ["1"]])
UNITS = risk([["0", "0"], ["1", "0"], ["0", "1"]], [["0", "0"], ["1", "0"], ["0", "1"]])
DIFFERENT, ORDER = {"combination": ["1", "-1"]}, {"monotone": ["0", "1", "2"]}
LEAKY = nets.leaky("1/2")


def two_layers(hidden: Value, bias: Value, out: Value, shift: Value, activation: Value = LEAKY) -> Value:
    """x -> out sigma(hidden x + bias) + shift."""
    return nets.network(len(hidden[0]), nets.layer(hidden, bias, activation), nets.layer(out, shift))


def _least(network: Value, data: Value, bound: Value, reason: Value) -> Value:
    return certificate("loss-at-least", {"network": network, "risk": data, "bound": bound}, reason)


def _apart(start: Value, end: Value, data: Value, bound: Value, evidence: Value) -> Value:
    claim = {"start": start, "end": end, "risk": data, "behaviour": {"at-most": bound}}
    return certificate("sublevel-separated", claim, evidence)


def weight(layer: int, unit: int, source: int, reason: Value) -> Value:
    """Separated by one weight."""
    return {"weight": {"layer": str(layer), "unit": str(unit), "input": str(source)}, "reason": reason}


def _ray(network: Value, inputs: Value, layer: str, direction: Value) -> Value:
    claim = {"network": network, "inputs": inputs}
    return certificate("unbounded-ray", claim, {"layer": layer, "direction": direction})


ONE_UNIT = two_layers([["1"]], ["0"], [["1"]], ["0"])
# Zero loss on the tent with a slope of either sign in the first unit.
TENT_UP = two_layers([["1"], ["1"]], ["-1", "1"], [["-4", "3"]], ["-5"])
TENT_DOWN = two_layers([["-1"], ["1"]], ["1", "1"], [["-4", "-3"]], ["7"])
STEP_UP = two_layers([["1"]], ["0"], [["1"]], ["0"])
STEP_DOWN = two_layers([["-1"]], ["0"], [["-2"]], ["0"])
_I, _FLIP, _BACK = [["1", "0"], ["0", "1"]], [["-1", "0"], ["0", "1"]], [["-2", "0"], ["0", "1"]]
UNITS_UP = two_layers(_I, ["0", "0"], _I, ["0", "0"])
UNITS_DOWN = two_layers(_FLIP, ["0", "0"], _BACK, ["0", "0"])
_SWAP = [["0", "1"], ["1", "0"]]
UNITS_SWAPPED = two_layers(_SWAP, ["0", "0"], _SWAP, ["0", "0"])
D = [["-1", "1", "0"], ["-1", "0", "1"]]



def scores(first: str, second: str, activation: Value = nets.IDENTITY) -> Value:
    """x -> (second sigma(first x), 0)."""
    return two_layers([[first]], ["0"], [[second], ["0"]], ["0", "0"], activation)


# log(exp(f) + 1) - f at x = 1: 0.3133 for f = 1, 0.6932 for f = 0.
ENTROPY = risk([["1"]], [["1", "0"]], "cross_entropy")


def _path(start: Value, end: Value, data: Value, behaviour: Value, moves: Value) -> Value:
    claim = {"start": start, "end": end, "risk": data, "behaviour": behaviour}
    return certificate("loss-path", claim, {"moves": moves})


GOOD: dict[str, Value] = {
    "path-of-entropy": _path(
        scores("1", "1"), scores("0", "0"), ENTROPY, {"at-most": "7/10"},
        [[move(0, 0, ["0"])], [move(1, 0, ["0"])]],
    ),
    "path-of-entropy-constant": _path(
        scores("1", "0"), scores("2", "0"), ENTROPY, "constant-output", [[move(0, 0, ["2"])]]
    ),
    # log(1 + exp(-f)) falls for all f; with targets 3/4 and 1/4 the least loss is at f = log 3 = 1.0986.
    "path-of-entropy-falls": _path(
        scores("1", "0"), scores("1", "40"), ENTROPY, "non-increasing",
        [[move(1, 0, ["2"])], [move(1, 0, ["40"])]],
    ),
    "path-of-entropy-to-its-least": _path(
        scores("1", "-1"), scores("1", "109/100"), risk([["1"]], [["3/4", "1/4"]], "cross_entropy"),
        "non-increasing", [[move(1, 0, ["109/100"])]],
    ),
    "path-of-hinge-below-a-bound": _path(
        scores("1", "-3"), scores("1", "4"), risk([["1"]], [["1", "-1"]], "hinge"), {"at-most": "5"},
        [[move(1, 0, ["4"])]],
    ),
    "least-of-equal-samples": _least(TENT_UP, TWICE, "1/4", {"combination": ["0", "1", "-1"]}),
    "least-of-affine-outputs": _least(
        two_layers([["1"], ["2"]], ["0", "0"], [["1", "1"]], ["0"], nets.IDENTITY),
        TENT, "1/3", {"combination": ["1", "-2", "1"]},
    ),
    "least-of-one-unit": _least(ONE_UNIT, TENT, "1/4", ORDER),
    # Constant pieces rise and fall with the others.
    "least-of-a-bounded-unit": _least(
        two_layers([["1"]], ["0"], [["1"]], ["0"], nets.HARD_TANH), TENT, "1/4", ORDER
    ),
    # min((3 - 0)^2, (3 - 1)^2) / 4
    "least-of-a-larger-tent": _least(
        ONE_UNIT, risk([["0"], ["1"], ["2"]], [["0"], ["3"], ["1"]]), "1", ORDER
    ),
    "apart-by-a-weight": _apart(STEP_UP, STEP_DOWN, STEP, "1/8", weight(0, 0, 0, DIFFERENT)),
    # Outputs 1/4 and 5/4 at the start: a loss of 1/16.
    "apart-from-the-bound": _apart(
        two_layers([["1"]], ["0"], [["1"]], ["1/4"]), STEP_DOWN, STEP, "1/16", weight(0, 0, 0, DIFFERENT)
    ),
    "apart-by-an-outgoing-weight": _apart(STEP_UP, STEP_DOWN, STEP, "1/8", weight(1, 0, 0, DIFFERENT)),
    "apart-by-order": _apart(TENT_UP, TENT_DOWN, TENT, "1/5", weight(0, 0, 0, ORDER)),
    "apart-by-a-determinant": _apart(UNITS_UP, UNITS_DOWN, UNITS, "1/9", {"differences": D}),
    "apart-by-a-swap": _apart(UNITS_UP, UNITS_SWAPPED, UNITS, "1/9", {"differences": D}),
    "ray-of-inputs": _ray(UNITS_UP, [["1", "0"], ["2", "1"]], "0", [["0", "0", "0"], ["1", "-1", "-1"]]),
    "ray-of-one-sample": _ray(UNITS_UP, [["1", "0"]], "0", [["0", "0", "0"], ["1", "0", "-1"]]),
    "ray-of-features": _ray(TENT_UP, [["3"], ["5"]], "1", [["1", "-1", "2"]]),
}
