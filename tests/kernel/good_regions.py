"""Certificates, by hand, about decision regions: unions of polyhedra, components, separators."""

from tests.kernel import networks as nets
from tests.kernel.suite import Value, certificate


def half_space(normal: Value, offset: Value) -> Value:
    """<normal, x> > offset."""
    return {"normal": normal, "offset": offset}


def m(*pairs: tuple[int, Value]) -> Value:
    """Multipliers."""
    return [[str(i), number] for i, number in pairs]


def ones(*indices: int) -> Value:
    """Multipliers that are all 1."""
    return m(*((i, "1") for i in indices))


def _region(
    kind: str, net: Value, evidence: Value, field: Value = "Q", domain: Value = (), **more: Value
) -> Value:
    claim = {"network": net, "class": "0", "domain": list(domain), **more}
    return certificate(kind, claim, evidence, field)


def _outside(*indices: int) -> Value:
    return {"outside": ones(*indices)}


def _empty(*indices: int) -> Value:
    return {"empty": ones(*indices)}


def _inside(label: int) -> Value:
    return {"inside": str(label)}


# TWO_SIDES: the cells x <= 1, x >= -1 | x <= 1, x <= -1 | x >= 1, x >= -1 | x >= 1, x <= -1.
_SIDES_TREE = ["split", "split", _outside(2), _inside(0), "split", _inside(1), _empty(0, 1)]
_SIDES_APART = {"tree": _SIDES_TREE, "separations": [ones(1, 2)], "witnesses": [["-2"], ["2"]]}
_RAYS = [[half_space(["1"], "1")], [half_space(["-1"], "1")]]
_SIDES_UNION = [
    "split",
    "split",
    {"region": _empty(2), "polyhedra": [_empty(0, 2), _empty(1, 2)]},
    {"region": {"index": "1", "within": [ones(2, 3)]}, "polyhedra": [_empty(1, 2), {"within": [ones(2, 3)]}]},
    "split",
    {"region": {"index": "0", "within": [ones(2, 3)]}, "polyhedra": [{"within": [ones(2, 3)]}, _empty(1, 2)]},
    _empty(0, 1),
]
# LINE: x <= 0, x >= 0 | x <= 0 | x >= 0 | x >= 0, x <= 0; the first and the last have no interior.
_THIN = {"thin": ones(0, 1)}
_LINE_TREE = ["split", "split", _THIN, _inside(0), "split", _inside(0), _THIN]
_BOUNDED = [half_space(["1"], "-5"), half_space(["-1"], "-5")]
_SLIVER = {"thin": ones(2, 3)}
_BOUNDED_TREE = [{"interior": ["1"]}, "split", "split", _SLIVER, _inside(0), "split", _inside(0), _SLIVER]
# The hyperplane x = 0 for TWO_SIDES: constraints x, -x, then the cell's.
_ON_PLANE = ["split", "split", _outside(4), _empty(0, 3), _empty(1, 2)]
_PLANE = half_space(["1"], "0")
_NEAR_PLANE = [*_ON_PLANE[:3], {"empty": m((0, "4"), (3, "1"))}, {"empty": m((1, "4"), (2, "1"))}]
_POINTS = [["-2"], ["2"]]
# On a line in t: units x - 1 = -1 and -x - 1 = -1, so that both second pieces are empty.
_LINE_MISS = ["split", "split", {"below": "1"}, {"empty": "1"}, {"empty": "0"}]
_SOFT_LEFT = ["split", "split", "split", {"below": "1"}, {"empty": "2"}, {"empty": "1"}, {"empty": "0"}]
_SOFT_RIGHT = ["split", "split", "split", {"empty": "2"}, {"below": "1"}, {"empty": "1"}, {"empty": "0"}]
_VERTICAL = half_space(["1", "0"], "0")


def _apart(net: Value, plane: Value, miss: Value, points: Value, field: Value = "Q") -> Value:
    evidence = {"hyperplane": plane, "miss": miss, "points": points}
    return _region("region-disconnected", net, evidence, field)


def _on_line(direction: Value, tree: Value) -> Value:
    return {"line": {"direction": direction, "tree": tree}}


GOOD: dict[str, Value] = {
    "is": _region("region-is", nets.TWO_SIDES, {"tree": _SIDES_UNION}, polyhedra=_RAYS),
    "is-everything": _region(
        "region-is",
        nets.LONELY,
        {"tree": [{"region": {"index": "0", "within": []}, "polyhedra": [{"within": []}]}]},
        polyhedra=[[]],
    ),
    "is-nothing": _region("region-is", nets.TWO_SIDES, {"tree": [
        "split", "split", {"region": _empty(4), "polyhedra": []}, _empty(0, 3), _empty(1, 2),
    ]}, domain=[half_space(["1"], "-1/2"), half_space(["-1"], "-1/2")], polyhedra=[]),
    "is-not": _region("region-is-not", nets.TWO_SIDES, {"point": ["-2"]}, polyhedra=_RAYS[:1]),
    "is-not-smaller": _region("region-is-not", nets.TWO_SIDES, {"point": ["0"]}, polyhedra=[[]]),
    "components": _region(
        "region-components", nets.TWO_SIDES, {**_SIDES_APART, "links": []}, components="2"
    ),
    "components-one": _region("region-components", nets.LINE, {
        "tree": _LINE_TREE, "links": [["0", "1", ["0"]]], "separations": [], "witnesses": [["1"]],
    }, components="1"),
    "components-none": _region("region-components", nets.TWO_SIDES, {
        "tree": ["split", "split", _outside(4), _empty(0, 3), _empty(1, 2)],
        "links": [], "separations": [], "witnesses": [],
    }, domain=[half_space(["1"], "-1/2"), half_space(["-1"], "-1/2")], components="0"),
    "connected": _region("region-connected", nets.LINE, {"tree": _LINE_TREE, "links": [["0", "1", ["0"]]]}),
    "connected-in-a-domain": _region(
        "region-connected", nets.LINE, {"tree": _BOUNDED_TREE, "links": [["1", "0", ["0"]]]}, domain=_BOUNDED
    ),
    "connected-by-a-cut": _region("region-connected", nets.LONELY, {
        "tree": [{"cut": half_space(["1"], "2")}, _inside(0), _inside(0)], "links": [["0", "1", ["2"]]],
    }),
    "connected-nowhere": _region(
        "region-connected", nets.network(1, nets.layer([["0"], ["0"]], ["-1", "0"])),
        {"tree": [_outside(0)], "links": []},
    ),
    "connected-past-a-constant": _region(
        "region-connected",
        nets.one_hidden(nets.layer([["0"], ["1"]], ["2", "0"], nets.RELU), ["-1", "0"], "1"),
        {"tree": ["split", _outside(1), _outside(1)], "links": []},
    ),
    "connected-deep": _region("region-connected", nets.DEEP, {
        "tree": ["split", _outside(1), "split", _outside(2), _inside(0)], "links": [],
    }),
    "connected-step": _region("region-connected", nets.STEP, {
        "tree": [
            *("split", _outside(1), {"cut": half_space(["1"], "3")}),
            *(_outside(2, 3), _inside(0), _inside(0)),
        ],
        "links": [["0", "1", ["4"]]],
    }),
    "connected-surd": _region("region-connected", nets.IRRATIONAL, {
        "tree": ["split", _outside(1), _inside(0)], "links": [],
    }, nets.SQRT2),
    "connected-parameter": _region("region-connected", nets.HALF_LINE, {
        "tree": ["split", {"outside": m((0, nets.ALPHA), (1, "1"))}, _inside(0)], "links": [],
    }, nets.UNIT_INTERVAL),
    "disconnected-by-cells": _region("region-disconnected", nets.TWO_SIDES, _SIDES_APART),
    "disconnected-by-a-plane": _apart(nets.TWO_SIDES, _PLANE, {"tree": _ON_PLANE}, _POINTS),
    "disconnected-near-a-plane": _apart(
        nets.TWO_SIDES, half_space(["1/4"], "0"), {"tree": _NEAR_PLANE}, _POINTS
    ),
    "disconnected-by-a-line": _apart(nets.TWO_SIDES, _PLANE, _on_line(["1"], _LINE_MISS), _POINTS),
    "disconnected-hyperbola": _apart(
        nets.HYPERBOLA, _VERTICAL, _on_line(["0", "1"], [{"below": "1"}]), [["-2", "0"], ["2", "0"]]
    ),
    "disconnected-soft": _apart(
        nets.SOFT, _VERTICAL, _on_line(["0", "1"], [{"cut": "0"}, *_SOFT_LEFT, *_SOFT_RIGHT]),
        [["-9", "9"], ["9", "9"]],
    ),
}
