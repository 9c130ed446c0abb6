"""Certificates by hand for the number of activation regions."""

from tests.kernel import networks as nets
from tests.kernel.good_regions import half_space, ones
from tests.kernel.suite import Value, certificate


def _point(x: str) -> Value:
    return {"point": [x]}


def _count(net: Value, regions: str, tree: Value, domain: Value = (), field: Value = "Q") -> Value:
    claim = {"network": net, "domain": list(domain), "regions": regions}
    return certificate("activation-regions", claim, {"tree": tree}, field)


_THIN, _EMPTY = {"thin": ones(0, 1)}, {"empty": ones(0, 1)}
_INSIDE = [half_space(["1"], "-1/2"), half_space(["-1"], "-1/2")]
GOOD: dict[str, Value] = {
    # TWO_SIDES: the cells are [-1, 1], x <= -1 and x >= 1.
    "regions": _count(
        nets.TWO_SIDES, "3", ["split", "split", _point("0"), _point("-2"), "split", _point("3/2"), _EMPTY]
    ),
    # LINE: relu(x) and relu(-x) change at one point.
    "regions-thin": _count(
        nets.LINE, "2", ["split", "split", _THIN, _point("-1"), "split", _point("1"), _THIN]
    ),
    "regions-in-a-domain": _count(
        nets.TWO_SIDES,
        "1",
        ["split", "split", _point("1/4"), {"empty": ones(0, 3)}, {"empty": ones(1, 2)}],
        _INSIDE,
    ),
    "regions-one": _count(nets.LONELY, "1", [_point("0")]),
    "regions-none": _count(
        nets.LINE,
        "0",
        ["split", {"empty": ones(0, 1)}, {"empty": ones(0, 1)}],
        [half_space(["1"], "1"), half_space(["-1"], "0")],
    ),
}
