"""Certificates, by hand, of hyperplanes that miss a region, where f_0 - f_1 is followed along one line."""

from tests.kernel import networks as nets
from tests.kernel.good_regions import half_space
from tests.kernel.suite import Value, certificate

BELOW: Value = {"below": "1"}


def empty(i: int) -> Value:
    """A branch closed by its i-th condition."""
    return {"empty": str(i)}


def apart(net: Value, direction: Value, tree: Value, points: Value) -> Value:
    """{x_0 = 0} separates C_0."""
    line = {"direction": direction, "tree": tree}
    normal = ["1" if i == 0 else "0" for i in range(len(direction))]
    evidence = {"hyperplane": half_space(normal, "0"), "miss": {"line": line}, "points": points}
    claim = {"network": net, "class": "0", "domain": []}
    return certificate("region-disconnected", claim, evidence)


# f_0 = |x| - 1: on x = 0 both units are 0, and neither piece of either can be ruled out.
_FLAT = nets.one_hidden(nets.layer([["1"], ["-1"]], ["0", "0"], nets.RELU), ["1", "1"], "-1")
_SIDES = [["-2"], ["2"]]
_SQUARES = nets.layer([["1", "0", "0"], ["0", "1", "0"], ["0", "0", "1"]], ["0", "0", "0"], nets.SQUARE)
_FAR = [["-2", "0", "0"], ["2", "0", "0"]]


def _cancels(one: str, other: str) -> Value:
    """f_0 - f_1 = x_0^2 - x_1^2 - 1: x_2^2 counts for both scores."""
    return nets.network(3, _SQUARES, nets.layer([["1", "-1", "5"], ["0", "0", "5"]], [one, other]))


# The same through a second layer, one unit of which sees x_2^2 alone, and a third of one unit.
_DEEPER = nets.network(
    3,
    _SQUARES,
    nets.layer([["1", "-1", "0"], ["0", "0", "1"]], ["-1", "0"], nets.IDENTITY),
    nets.layer([["1", "0"]], ["0"], nets.IDENTITY),
    nets.layer([["1"], ["0"]], ["0", "0"]),
)
# f_0 = s(x_0 - 1) + s(-x_0 - 1) + s(x_1), s = softsign: -1 + s(x_1) < 0 on x_0 = 0.
_SOFTER = nets.one_hidden(
    nets.layer([["1", "0"], ["-1", "0"], ["0", "1"]], ["-1", "-1", "0"], nets.SOFTSIGN), ["1", "1", "1"], "0"
)
_HALVES: list[Value] = [
    *("split", "split", "split", BELOW, empty(2), empty(1), empty(0)),
    *("split", "split", "split", empty(2), BELOW, empty(1), empty(0)),
]
# f_0 = 10 s(x_0)^2 + (s(x_1) - 1/2)^2 - 9/4: the second square is below 9/4.
_SOFT_SQUARES = nets.network(
    2,
    nets.layer([["1", "0"], ["0", "1"]], ["0", "0"], nets.SOFTSIGN),
    nets.layer([["1", "0"], ["0", "1"]], ["0", "-1/2"], nets.SQUARE),
    nets.layer([["10", "1"], ["0", "0"]], ["-9/4", "0"]),
)
# f_0 = h(x_0 - 2) + h(-x_0 - 2) + h(x_1) / 2 + 1, h = hard tanh: -1 + h(x_1) / 2 < 0 on x_0 = 0.
_HARD = nets.one_hidden(
    nets.layer([["1", "0"], ["-1", "0"], ["0", "1"]], ["-2", "-2", "0"], nets.HARD_TANH),
    ["1", "1", "1/2"], "1",
)


def _block(*leaves: Value) -> list[Value]:
    return ["split", "split", "split", *leaves, empty(1), empty(1), empty(0), empty(0)]


_THIRDS = [
    {"cut": "-1"},
    *_block(BELOW, empty(2), empty(2)),
    {"cut": "1"},
    *_block(empty(2), BELOW, empty(2)),
    *_block(empty(2), empty(3), BELOW),
]
# f_0 = relu(3) - 2 = 1: no unit of the first layer matters, and the plane is not missed.
CONSTANT = nets.network(
    1,
    nets.layer([["1"]], ["0"], nets.RELU),
    nets.layer([["0"]], ["3"], nets.RELU),
    nets.layer([["1"], ["0"]], ["-2", "0"]),
)
_CUTS = [{"cut": "0"}, {"cut": "-1"}, BELOW, BELOW, {"cut": "1"}, BELOW, BELOW]

GOOD: dict[str, Value] = {
    "line-flat": apart(_FLAT, ["1"], ["split", "split", BELOW, BELOW, "split", BELOW, BELOW], _SIDES),
    "line-cuts": apart(nets.HYPERBOLA, ["0", "1"], _CUTS, [["-2", "0"], ["2", "0"]]),
    "line-cancels": apart(_cancels("9", "10"), ["0", "1", "0"], [BELOW], _FAR),
    "line-cancels-below": apart(_cancels("-11", "-10"), ["0", "1", "0"], [BELOW], _FAR),
    "line-deeper": apart(_DEEPER, ["0", "1", "0"], [BELOW], _FAR),
    "line-softer": apart(_SOFTER, ["0", "1"], [{"cut": "0"}, *_HALVES], [["-9", "9"], ["9", "9"]]),
    "line-soft-squares": apart(
        _SOFT_SQUARES, ["0", "1"],
        [{"cut": "0"}, "split", *("split", BELOW, empty(1)) * 2, "split", *("split", empty(1), BELOW) * 2],
        [["-9", "0"], ["9", "0"]],
    ),
    "line-hard": apart(_HARD, ["0", "1"], _THIRDS, [["-5", "0"], ["5", "0"]]),
}
