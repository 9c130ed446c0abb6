"""Small certificates made to cost much: each once took time or memory out of proportion."""

from collections.abc import Callable

from tests.kernel import networks as nets
from tests.kernel.good import GOOD
from tests.kernel.good_points import piecewise
from tests.kernel.suite import Value, certificate, edited

WORK = "exceeded E_LIMIT_WORK at /"


def _layers(count: int) -> Value:
    """x -> tent(2 x), again and again: 2^count stretches."""
    fold = nets.layer([["1"], ["1"]], ["0", "-1/2"], nets.RELU)
    again = nets.layer([["2", "-4"], ["2", "-4"]], ["0", "-1/2"], nets.RELU)
    return nets.network(1, fold, *[again] * count, nets.layer([["2", "-4"], ["0", "0"]], ["1", "0"]))


def _sawtooth() -> Value:
    return edited(GOOD["inside"], {
        "/claim/network": _layers(40), "/claim/vertices": [["0"], ["1"]], "/claim/margin": "0",
    })


def _zeros() -> Value:
    """A product that never meets a number but zero."""
    wide = nets.layer([["0"]] * 400, ["0"] * 400, nets.RELU)
    full = nets.layer([["0"] * 400] * 400, ["0"] * 400, nets.RELU)
    net = nets.network(1, wide, full, nets.layer([["0"] * 400], ["0"]))
    claim = {"network": net, "points": [["0"]] * 500, "values": [["0"]] * 500}
    return certificate("value", claim, {})


def _many_pieces(count: int) -> Value:
    """The sum of relu(t - k) for k = 1, ..., count."""
    tops: list[Value] = [[], *([str(-k * (k + 1) // 2), str(k)] for k in range(1, count + 1))]
    return piecewise([str(k) for k in range(1, count + 1)], *((top, ["1"]) for top in tops))


def _long_activation() -> Value:
    net = nets.network(1, nets.layer([["1"]], ["0"], _many_pieces(1000)), nets.layer([["0"]], ["0"]))
    claim = {"network": net, "points": [["1000000"]] * 1000, "values": [["0"]] * 1000}
    return certificate("value", claim, {})


def _wide_splits() -> Value:
    net = nets.one_hidden(
        nets.layer([["1"]] * 200, ["0"] * 200, _many_pieces(500)), ["0"] * 200, "0"
    )
    evidence = {"tree": ["split"] * 199, "links": []}
    return certificate("region-connected", {"network": net, "class": "0", "domain": []}, evidence)


def _deep_cuts() -> Value:
    tree = [{"cut": {"normal": ["1"], "offset": "0"}}] * 5_000
    return edited(GOOD["connected-by-a-cut"], {"/evidence/tree": tree})


def _pairs() -> Value:
    """Cells that all meet in one point: no two labels, but a million pairs of cells."""
    tree: list[Value] = [{"inside": "0"}]
    for _ in range(10):
        tree = [{"cut": {"normal": ["1"], "offset": "0"}}, *tree, *tree]
    links = [["0", str(k), ["0"]] for k in range(1, 1024)]
    return edited(GOOD["components-one"], {
        "/claim/network": nets.LONELY, "/evidence/tree": tree, "/evidence/links": links,
    })


def _long_sum() -> Value:
    names = [f"{k:04d}" for k in range(8_000)]
    total = {"sum": [{"symbol": name} for name in names]}
    sides = {"/claim/left": total, "/claim/right": total}
    return edited(GOOD["square-of-a-sum"], {"/claim/scalars": names, **sides})


def _growing_word() -> Value:
    rule = {"word": ["A", "A"], "equals": {"product": ["9" * 3000, {"symbol": "A"}]}}
    claim = {"matrices": {"A": ["n", "n"]}, "relations": [rule], "scalars": []}
    product = {"product": [{"symbol": "A"}] * 3000}
    return certificate("identity", {**claim, "left": product, "right": product}, {})


def _branching_word() -> Value:
    """B_i A C A D_j with A C A = E_1 + ... + E_200."""
    counts = (("B", 100), ("D", 2), ("E", 200))
    first, last, new = ([f"{letter}{k}" for k in range(n)] for letter, n in counts)
    sums = [{"sum": [{"symbol": name} for name in names]} for names in (first, last, new)]
    a, c = {"symbol": "A"}, {"symbol": "C"}
    word = {"product": [{"product": [sums[0], a, c]}, {"product": [a, sums[1]]}]}
    claim = {
        "matrices": {name: ["n", "n"] for name in ["A", "C", *first, *last, *new]},
        "relations": [{"word": ["A", "C", "A"], "equals": sums[2]}],
        "scalars": [],
    }
    return certificate("identity", {**claim, "left": word, "right": word}, {})


def _square_of_sums() -> Value:
    names = [f"{k:03d}" for k in range(200)]
    total = {"sum": [{"symbol": name} for name in names]}
    claim = {"/claim/scalars": names, "/claim/left": {"product": [total, total]}, "/claim/right": "0"}
    return edited(GOOD["square-of-a-sum"], claim)


def _many_inputs() -> Value:
    d = 2000
    net = nets.network(d, nets.layer([["1"] * d] * 2, ["0", "0"]))
    evidence = {
        "hyperplane": {"normal": ["1"] * d, "offset": "0"},
        "miss": {"line": {"direction": ["1"] * d, "tree": []}},
        "points": [["-1"] * d, ["1"] * d],
    }
    claim = {"network": net, "class": "0", "domain": []}
    return certificate("region-disconnected", claim, evidence)


def _long_path_error() -> Value:
    start = [f"1/{10**2200 + 7}"]
    return edited(GOOD["inside"], {"/claim/vertices": [start, [f"-{10**2200 + 9}"]], "/claim/margin": "0"})


def _long_coefficient() -> Value:
    seven = "7" * 3000
    return edited(GOOD["square-of-a-sum"], {"/claim/left": {"product": [seven, seven]}})


def _long_value() -> Value:
    net = nets.network(1, nets.layer([["7" * 3000]], ["0"]))
    return certificate("value", {"network": net, "points": [["7" * 3000]], "values": [["0"]]}, {})


def _long_gradient() -> Value:
    return edited(GOOD["gradient-cubic"], {"/claim/risk/inputs/0/0": "3" * 1500})


def _long_norm() -> Value:
    squares = {"/evidence/smallest/0": "9" * 3990}
    return edited(GOOD["bounds-cubic"], {"/claim/risk/inputs/0/0": "3" * 600, **squares})


def _long_feature() -> Value:
    layers, data = [nets.layer([["9" * 3990]], ["0"])], {"denominator": "1", "rows": [["9" * 3990]]}
    values = {"denominator": "1", "rows": [["0"]]}
    return certificate("feature-value", {"layers": layers, "data": data, "values": values}, {})


def _long_row() -> Value:
    unit = {"activation": nets.IDENTITY, "bias": "9" * 3990, "from": ["0"], "weight": ["0"]}
    data = {"denominator": "1", "rows": [["1"]]}
    proof = {"rows": ["0"], "columns": ["0"], "bits": "8", "scale": "0", "inverse": [["9" * 3500]]}
    claim = {"units": [unit], "skip": ["1"], "data": data, "rank": "1"}
    return certificate("skip-rank", claim, {"enclosure": proof})


def _long_product() -> Value:
    long, one = "9" * 3990, {"entries": [["1", "0"], ["0", "1"]]}
    claim = {"matrices": [{"entries": [[long, long], ["0", "1"]]}, one]}
    return certificate("path-full-rank", claim, {"inverses": [[[[long, "0"], ["0", long]]]]})


def _long_root() -> Value:
    """relu(z) falls to 0 at t = z_0 / (z_0 - z_1), of 5000 digits, and the hinge loss rises to 1 there."""
    start, end = ("7" * 2500, "-" + "3" * 2499 + "1")
    data = {"inputs": [["9" * 2499 + "7"]], "targets": [["1"]], "loss": "hinge"}
    ends = [
        nets.network(1, nets.layer([[w]], [b], nets.RELU), nets.layer([["1"]], ["0"]))
        for w, b in ((start, "1"), (end, "0"))
    ]
    change = {"layer": "0", "unit": "0", "weight": [end], "bias": "0"}
    claim = {"start": ends[0], "end": ends[1], "risk": data, "behaviour": {"at-most": "0"}}
    return certificate("loss-path", claim, {"moves": [[change]]})


def _filters(sigma: Value, bias: list[Value], weights: list[Value], patches: int, *above: Value) -> Value:
    """Features of one input: patches times filters of them, with tied biases."""
    layer = {
        "activation": sigma,
        "tied_bias": bias,
        "filters": [[w] for w in weights],
        "patches": [["0"]] * patches,
    }
    data = {"denominator": "1", "rows": [[str(1000 + i)] for i in range(100)]}
    claim = {"layers": [layer, *above], "data": data, "relation": "<=", "rank": "1"}
    return certificate("feature-rank", claim, {"null": {}})


def _long_denominator() -> Value:
    weights = [f"1/{10**3990 + k}" for k in (1, 3, 7, 9, 13, 19, 21, 27)]
    return _filters(nets.IDENTITY, ["1"] * 50, ["1"] * 42 + weights, 100)


def _features_kept() -> Value:
    one = {"activation": nets.IDENTITY, "bias": ["0"], "filters": [["1"]], "patches": [["0"]]}
    return _filters({"name": "sigmoid"}, ["1000000"] * 60, ["1"] * 60, 60, one)


# Each once took much memory within a little work.
LARGE: dict[str, tuple[Callable[[], Value], str]] = {
    "a long denominator": (_long_denominator, WORK),
    "features kept": (_features_kept, WORK),
}
COSTLY: dict[str, tuple[Callable[[], Value], str]] = {
    "a sawtooth": (_sawtooth, WORK),
    "zeros": (_zeros, WORK),
    "a long activation": (_long_activation, WORK),
    "splits into many": (_wide_splits, "malformed E_TREE at /evidence/tree"),
    "deep cuts": (_deep_cuts, WORK),
    "pairs of cells": (_pairs, WORK),
    "a long sum": (_long_sum, WORK),
    "a growing word": (_growing_word, WORK),
    "a word of many words": (_branching_word, "exceeded E_LIMIT_TERMS at /"),
    "a product of sums": (_square_of_sums, "exceeded E_LIMIT_TERMS at /claim/left/product/1"),
    "many inputs": (_many_inputs, "rejected E_WITNESS at /evidence/points/0"),
}
# What the error would show has more digits than the interpreter prints.
LONG: dict[str, tuple[Callable[[], Value], str]] = {
    "a path": (_long_path_error, "rejected E_PATH_LEAVES at /claim/vertices/0"),
    "a coefficient": (_long_coefficient, "rejected E_IDENTITY at /claim"),
    "a gradient": (_long_gradient, "rejected E_GRADIENT at /claim/weight/0"),
    "a norm": (_long_norm, "rejected E_GRADIENT at /evidence/smallest"),
    "a feature": (_long_feature, "rejected E_VALUE at /claim/values/rows/0/0"),
    "a row of an inverse": (_long_row, "rejected E_NORM at /evidence/enclosure/inverse/0"),
    "a product": (_long_product, "rejected E_INVERSE at /evidence/inverses/0"),
    "a root": (_long_root, "rejected E_LOSS_EXCEEDS at /evidence/moves/0"),
    "a value": (_long_value, "rejected E_VALUE at /claim/values/0/0"),
}
