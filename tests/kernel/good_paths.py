"""Certificates, by hand, of paths of parameters on which the loss behaves as claimed."""

from tests.kernel import networks as nets
from tests.kernel.good_points import piecewise
from tests.kernel.suite import Value, certificate


def risk(inputs: Value, targets: Value, loss: str = "square") -> Value:
    """A data set and a loss."""
    return {"inputs": inputs, "targets": targets, "loss": loss}


def line(weight: Value, bias: Value = "0") -> Value:
    """x -> weight x + bias."""
    return nets.network(1, nets.layer([[weight]], [bias]))


def hidden(weights: Value, out: Value, activation: Value = None) -> Value:
    """x -> sum of out_i relu(w_i x)."""
    zeros = ["0" for _ in weights]
    first = nets.layer([[w] for w in weights], zeros, activation or nets.RELU)
    return nets.network(1, first, nets.layer([out], ["0"]))


def deep(weight: Value) -> Value:
    """x -> relu(w relu(w x) - 2)."""
    first = nets.layer([[weight]], ["0"], nets.RELU)
    second = nets.layer([[weight]], ["-2"], nets.RELU)
    return nets.network(1, first, second, nets.layer([["1"]], ["0"]))


def folded(weight: Value, above: Value, bias: Value, activation: Value = nets.RELU) -> Value:
    """x -> sigma(above relu(weight x) + bias)."""
    first, second = nets.layer([[weight]], ["0"], nets.RELU), nets.layer([[above]], [bias], activation)
    return nets.network(1, first, second, nets.layer([["1"]], ["0"]))


def move(layer: int, unit: int, weight: Value, bias: Value = "0") -> Value:
    """A unit as a segment leaves it."""
    return {"layer": str(layer), "unit": str(unit), "weight": weight, "bias": bias}


def _path(start: Value, end: Value, data: Value, behaviour: Value, moves: Value) -> Value:
    claim = {"start": start, "end": end, "risk": data, "behaviour": behaviour}
    return certificate("loss-path", claim, {"moves": moves})


_HALF_SQUARE = piecewise(["0"], ([], ["1"]), (["0", "0", "1"], ["1"]))
ONE, TWO = risk([["1"]], [["0"]]), risk([["1"], ["-2"]], [["3"], ["1/2"]])

GOOD: dict[str, Value] = {
    # (1 + t) relu(x) + (1 - t) relu(x)
    "path-output": _path(
        hidden(["1", "1"], ["1", "1"]), hidden(["1", "1"], ["2", "0"]), TWO, "constant-output",
        [[move(1, 0, ["2", "0"])]],
    ),
    "path-constant": _path(
        hidden(["1", "1"], ["1", "1"]), hidden(["1", "3"], ["2", "0"]), TWO, "constant",
        [[move(1, 0, ["2", "0"])], [move(0, 1, ["3"])]],
    ),
    "path-falls": _path(line("2"), line("0"), ONE, "non-increasing", [[move(0, 0, ["0"])]]),
    "path-over-a-bound": _path(line("2"), line("-2"), ONE, {"at-most": "2"}, [[move(0, 0, ["-2"])]]),
    "path-of-no-moves": _path(line("2"), line("2"), ONE, {"at-most": "2"}, []),
    "path-hinge": _path(
        line("1"), line("3"), risk([["1"]], [["1"]], "hinge"), "constant", [[move(0, 0, ["3"])]]
    ),
    "path-hinge-falls": _path(
        line("-1/2"), line("5/2"), risk([["1"]], [["1"]], "hinge"), "non-increasing", [[move(0, 0, ["5/2"])]]
    ),
    # relu((-1 + 3 t) x): a change of sign at t = 1/3.
    "path-through-a-fold": _path(
        hidden(["-1"], ["1"]), hidden(["2"], ["1"]), ONE, {"at-most": "2"}, [[move(0, 0, ["2"])]]
    ),
    # relu((1 + t)^2 - 2): a change of sign at t = sqrt(2) - 1.
    "path-through-a-surd": _path(
        deep("1"), deep("2"), ONE, {"at-most": "2"}, [[move(0, 0, ["2"]), move(1, 0, ["2"], "-2")]]
    ),
    # The unit moves while its outgoing weight is zero, and matters again afterwards.
    "path-of-a-unit-at-rest": _path(
        hidden(["1"], ["1"]), hidden(["4"], ["1/4"]), ONE, {"at-most": "1/2"},
        [[move(1, 0, ["0"])], [move(0, 0, ["4"])], [move(1, 0, ["1/4"])]],
    ),
    # relu(20 t - 16 t^2 - 61/10) is 0.15 at t = 5/8 and 0 at both ends: two roots, 0.53 and 0.72.
    "path-over-a-hill": _path(
        folded("5", "0", "-61/10"), folded("1", "4", "-61/10"), ONE, {"at-most": "1/80"},
        [[move(0, 0, ["1"]), move(1, 0, ["4"], "-61/10")]],
    ),
    # hard_tanh((1 + t)^2 - 5/2), from -3/2 to 3/2, by way of two surds.
    "path-through-two-surds": _path(
        folded("1", "1", "-5/2", nets.HARD_TANH), folded("2", "2", "-5/2", nets.HARD_TANH), ONE,
        {"at-most": "51/100"}, [[move(0, 0, ["2"]), move(1, 0, ["2"], "-5/2")]],
    ),
    # hard_tanh((2 - t)^2 - 13/4), -1 from t = 1/2 on: the root is seen, and nothing lost around it.
    "path-through-a-half": _path(
        folded("2", "2", "-13/4", nets.HARD_TANH), folded("1", "1", "-13/4", nets.HARD_TANH), ONE,
        {"at-most": "1/2"}, [[move(0, 0, ["1"]), move(1, 0, ["1"], "-13/4")]],
    ),
    # relu(t (r - t)), r = 2^-24 / 3, is zero at 0 and from r on.
    "path-over-a-hill-at-its-start": _path(
        folded("0", "1/50331648", "0"), folded("1", "-50331647/50331648", "0"), ONE, {"at-most": "1/4"},
        [[move(0, 0, ["1"]), move(1, 0, ["-50331647/50331648"])]],
    ),
    # max(0, t)^2 where it is 0.
    "path-where-all-is-flat": _path(
        hidden(["-1"], ["1"], _HALF_SQUARE), hidden(["-2"], ["1"], _HALF_SQUARE), ONE, {"at-most": "0"},
        [[move(0, 0, ["-2"])]],
    ),
    # (1 + 2 t) - 1
    "path-of-one-of-two-units": _path(
        hidden(["1", "1"], ["1", "-1"]), hidden(["3", "1"], ["1", "-1"]), ONE, {"at-most": "2"},
        [[move(0, 0, ["3"])]],
    ),
    "path-of-squares": _path(
        hidden(["1"], ["1"], nets.SQUARE), hidden(["-1"], ["1"], nets.SQUARE), ONE, {"at-most": "1/2"},
        [[move(0, 0, ["-1"])]],
    ),
}
