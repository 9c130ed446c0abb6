"""Certificates, by hand, about matrices that keep their rank along a polyline."""

from tests.kernel import networks as nets
from tests.kernel.suite import Value, certificate


def _entries(*rows: Value) -> Value:
    return {"entries": list(rows)}


def _path(matrices: Value, inverses: Value, field: Value = "Q") -> Value:
    return certificate("path-full-rank", {"matrices": matrices}, {"inverses": inverses}, field)


_I, _TURN = _entries(["1", "0"], ["0", "1"]), _entries(["0", "1"], ["-1", "0"])

GOOD: dict[str, Value] = {
    # [1; t]: the first row alone is an inverse.
    "keeps-rank-by-a-row": _path([_entries(["1"], ["0"]), _entries(["1"], ["1"])], [[[["1", "0"]]]]),
    # [1 - t; t] in 1 + 1 t, and then back to the start by 1 - t.
    "keeps-rank-by-a-sum": _path(
        [_entries(["1"], ["0"]), _entries(["0"], ["1"]), _entries(["1"], ["1"])],
        [[[["1", "1"]]], [[["0", "1"]]]],
    ),
    # (I + t E_12) W has the left inverse W^+ (I - t E_12).
    "keeps-rank-by-a-transvection": _path(
        [_entries(["1", "0"], ["1", "1"], ["0", "0"]), _entries(["2", "1"], ["1", "1"], ["0", "0"])],
        [[[["1", "0", "0"], ["-1", "1", "0"]], [["0", "-1", "0"], ["0", "1", "0"]]]],
    ),
    # From I to a rotation: p = (1 - t)^2 + t^2.
    "keeps-rank-with-a-quadratic": _path(
        [_I, _TURN], [[[["1", "0"], ["0", "1"]], [["-1", "-1"], ["1", "-1"]]]]
    ),
    "keeps-rank-wide": _path([_entries(["1", "0"]), _entries(["1", "1"])], [[[["1", "0"]]]]),
    # p = t - 2, which is negative, and zero at 2 only.
    "keeps-rank-with-a-negative-p": _path([_entries(["2"]), _entries(["1"])], [[[["-1"]]]]),
    # p = 3 - 2 t, zero at 3/2 only.
    "keeps-rank-before-a-root": _path([_entries(["3"]), _entries(["1"])], [[[["1"]]]]),
    # sqrt(2) on the way to 3.
    "keeps-rank-with-a-surd": _path(
        [_entries([["0", "1"]]), _entries(["3"])],
        [[[["1"]]]],
        nets.SQRT2,
    ),
    "keeps-rank-of-a-weight": _path(
        [{"network": nets.TWO_SIDES, "weight_of": "0"}, _entries(["1"], ["1"])], [[[["1", "0"]]]]
    ),
}
