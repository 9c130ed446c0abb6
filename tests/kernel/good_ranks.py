"""Certificates, by hand, about ranks: minors modulo m, null vectors, over Q, Q(sqrt 2) and a parameter."""

from tests.kernel import networks as nets
from tests.kernel.suite import Value, certificate


def _rank(matrix: Value, relation: str, r: int, evidence: Value, field: Value = "Q") -> Value:
    claim = {"matrix": matrix, "relation": relation, "rank": str(r)}
    return certificate("rank", claim, evidence, field)


def _minor(rows: Value, columns: Value, modulus: str, inverse: Value, **root: Value) -> Value:
    return {"rows": rows, "columns": columns, "modulus": modulus, "inverse": inverse, **root}


def _null(side: str, vectors: Value, pivots: Value) -> Value:
    return {"side": side, "vectors": vectors, "pivots": pivots}


_BOTH, _ROOT2 = ["0", "1"], [["0", "1"], "1"]

GOOD: dict[str, Value] = {
    "rank-minor": _rank(
        {"entries": [["1", "2"], ["3", "4"]]},
        ">=", 2, {"minor": _minor(_BOTH, _BOTH, "5", [["3", "1"], ["4", "2"]])},
    ),
    "rank-fractions": _rank(
        {"entries": [["1/2", "1/3", "7"], ["1", "1", "1/5"]]},
        "=", 2,
        {
            "minor": _minor(_BOTH, _BOTH, "7", [["1", "1"], ["6", "2"]]),
            "null": _null("left", [], []),
        },
    ),
    "rank-equal": _rank(
        {"entries": [["1", "2"], ["2", "4"]]},
        "=", 1,
        {"minor": _minor(["0"], ["0"], "2", [["1"]]), "null": _null("right", [["-2", "1"]], ["1"])},
    ),
    "rank-null-left": _rank(
        {"entries": [["1", "2", "3"], ["2", "4", "6"], ["1", "0", "0"]]},
        "<=", 2, {"null": _null("left", [["-2", "1", "0"]], ["1"])},
    ),
    "rank-two-null-vectors": _rank(
        {"entries": [["1", "2", "3"]]},
        "<=", 1, {"null": _null("right", [["-2", "1", "0"], ["-3", "0", "1"]], ["1", "2"])},
    ),
    "rank-zero": _rank(
        {"entries": [["0"]]},
        "=", 0, {"minor": _minor([], [], "2", []), "null": _null("right", [["1"]], ["0"])},
    ),
    "rank-surd-minor": _rank(
        {"entries": [_ROOT2, _ROOT2[::-1]]},
        ">=", 2, {"minor": _minor(_BOTH, _BOTH, "7", [["3", "6"], ["6", "3"]], root="3")}, nets.SQRT2,
    ),
    "rank-surd-null": _rank(
        {"entries": [[["0", "1"], "1"], ["2", ["0", "1"]]]},
        "<=", 1, {"null": _null("right", [["1", ["0", "-1"]]], ["0"])}, nets.SQRT2,
    ),
    "rank-parameter-null": _rank(
        {"entries": [[["0", "1"], ["0", "0", "1"]], ["1", ["0", "1"]]]},
        "<=", 1, {"null": _null("right", [[["0", "-1"], "1"]], ["1"])}, nets.UNIT_INTERVAL,
    ),
    "rank-of-a-weight": _rank(
        {"network": nets.TWO_SIDES, "weight_of": "0"},
        "=", 1,
        {"minor": _minor(["1"], ["0"], "3", [["2"]]), "null": _null("left", [["1", "1"]], ["0"])},
    ),
    "rank-of-features": _rank(
        {"network": nets.TWO_SIDES, "data": [["2"], ["-2"], ["0"]], "features_of": "0"},
        "=", 2,
        {
            "minor": _minor(_BOTH, _BOTH, "2", [["1", "0"], ["0", "1"]]),
            "null": _null("left", [["0", "0", "1"]], ["2"]),
        },
    ),
    "rank-of-one-sample": _rank(
        {"network": nets.TWO_SIDES, "data": [["2"]], "features_of": "0"},
        ">=", 1, {"minor": _minor(["0"], ["0"], "2", [["1"]])},
    ),
    "rank-surd-features": _rank(
        {"network": nets.TWO_SIDES, "data": [["2"], ["-2"]], "features_of": "0"},
        ">=", 2, {"minor": _minor(_BOTH, _BOTH, "7", [["1", "0"], ["0", "1"]], root="3")}, nets.SQRT2,
    ),
    "rank-surd-even": _rank(
        {"entries": [["1"]]}, ">=", 1, {"minor": _minor(["0"], ["0"], "2", [["1"]], root="0")}, nets.SQRT2,
    ),
    "rank-of-outputs": _rank(
        {"network": nets.TWO_SIDES, "data": [["2"], ["-2"]], "features_of": "1"},
        "<=", 1, {"null": _null("right", [["0", "1"]], ["1"])},
    ),
}
