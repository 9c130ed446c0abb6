"""Certificates, by hand, of paths of parameters on which the loss behaves as claimed."""

from tests.kernel import networks as nets
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


def move(layer: int, unit: int, weight: Value, bias: Value = "0") -> Value:
    """A unit as a segment leaves it."""
    return {"layer": str(layer), "unit": str(unit), "weight": weight, "bias": bias}


def _path(start: Value, end: Value, data: Value, behaviour: Value, moves: Value) -> Value:
    claim = {"start": start, "end": end, "risk": data, "behaviour": behaviour}
    return certificate("loss-path", claim, {"moves": moves})


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
    "path-of-squares": _path(
        hidden(["1"], ["1"], nets.SQUARE), hidden(["-1"], ["1"], nets.SQUARE), ONE, {"at-most": "1/2"},
        [[move(0, 0, ["-1"])]],
    ),
}
