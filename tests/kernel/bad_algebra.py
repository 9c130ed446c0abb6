"""Damaged certificates: identities, with the answer to each."""

from tests.kernel import networks as nets
from tests.kernel.good_points import K, L, W, X
from tests.kernel.suite import DROP, Row, Value

_R = "/claim/relations"
_SCALARS = "malformed E_SYMBOL at /claim/scalars"


def _equals(value: Value, code: str) -> Row:
    return f"equals {value}", "left-inverse", {f"{_R}/0/equals": value}, f"malformed {code} at {_R}/0"


def _left(value: Value, code: str, where: str = "", base: str = "left-inverse") -> Row:
    return f"left side {value!r:.60}", base, {"/claim/left": value}, f"{code} at /claim{where}"


ROWS: list[Row] = [
    ("3 x y", "square-of-a-sum", {"/claim/right/sum/1/product/0": "3"}, "rejected E_IDENTITY at /claim"),
    ("no relations", "left-inverse", {_R: []}, "rejected E_IDENTITY at /claim"),
    ("wrong side", "left-inverse",
     {"/claim/left": {"product": [W, L]}, "/claim/right": {"identity": "n"}},
     "rejected E_IDENTITY at /claim"),
    _left({"product": []}, "malformed E_LENGTH", "/left/product"),
    _left({"sum": []}, "malformed E_LENGTH", "/left/sum"),
    _left({"product": [W, W]}, "malformed E_SHAPE", "/left/product/1"),
    _left({"sum": [W, L]}, "malformed E_SHAPE", "/left/sum/1"),
    _left({"sum": [W, "1"]}, "malformed E_SHAPE", "/left/sum/1"),
    _left({"symbol": "Z"}, "malformed E_SYMBOL", "/left/symbol"),
    _left({"symbol": []}, "malformed E_TYPE", "/left/symbol"),
    _left({"identity": []}, "malformed E_TYPE", "/left/identity"),
    _left({"zero": ["n"]}, "malformed E_LENGTH", "/left/zero"),
    _left({"zero": ["n", "n"]}, "malformed E_SHAPE", "/right"),
    _left({"zero": ["n", "m"]}, "rejected E_IDENTITY"),
    _left({"product": [W, {"identity": "n"}]}, "malformed E_SHAPE", "/left/product/1"),
    _left({"trace": W}, "malformed E_NUMBER", "/left"),
    _left({}, "malformed E_NUMBER", "/left"),
    *(_left(value, "malformed E_NUMBER", "/left") for value in (None, True, ["sum"], [["sum"]])),
    _left("1", "malformed E_SHAPE", "/right"),
    _left("0", "rejected E_IDENTITY", "", "square-of-a-sum"),
    _left({"product": [{"sum": [X, "1"]}] * 2}, "rejected E_IDENTITY", "", "square-of-a-sum"),
    _equals({"identity": "n"}, "E_SHAPE"),
    _equals("1", "E_SHAPE"),
    _equals({"product": [L, W]}, "E_RELATION"),
    _equals({"product": [L, W, L, W]}, "E_RELATION"),
    ("a relation twice", "left-inverse",
     {f"{_R}/1": {"word": ["L", "W"], "equals": {"zero": ["m", "m"]}}}, f"malformed E_RELATION at {_R}"),
    ("an empty word", "left-inverse", {f"{_R}/0/word": []}, f"malformed E_LENGTH at {_R}/0/word"),
    ("a word that does not compose", "left-inverse", {f"{_R}/0/word": ["W", "W"]},
     f"malformed E_SHAPE at {_R}/0/word/product/1"),
    ("a word of scalars", "moved-inverse", {f"{_R}/0": {"word": ["x"], "equals": "1"}},
     f"malformed E_SHAPE at {_R}/0"),
    ("an unknown word", "left-inverse", {f"{_R}/0/word": ["Z"]},
     f"malformed E_SYMBOL at {_R}/0/word/product/0/symbol"),
    ("no relation for that", "annihilator", {"/claim/left": {"product": [K, W, L]}, "/claim/right": K},
     "rejected E_IDENTITY at /claim"),
    ("K is not zero", "annihilator", {"/claim/left": K, "/claim/right": {"zero": ["k", "n"]}},
     "rejected E_IDENTITY at /claim"),
    ("matrices a list", "left-inverse", {"/claim/matrices": []}, "malformed E_TYPE at /claim/matrices"),
    ("shape of one size", "left-inverse", {"/claim/matrices/K": ["k"]},
     "malformed E_LENGTH at /claim/matrices/K"),
    ("scalars twice", "square-of-a-sum", {"/claim/scalars": ["x", "x", "y"]}, _SCALARS),
    ("scalars not in order", "square-of-a-sum", {"/claim/scalars": ["y", "x"]}, _SCALARS),
    ("a scalar matrix", "moved-inverse", {"/claim/scalars": ["W", "x"]}, _SCALARS),
    ("where both agree", "square-is-not-linear", {"/evidence/point/x": "1"},
     "rejected E_WITNESS at /evidence/point"),
    ("no value for x", "square-is-not-linear", {"/evidence/point/x": DROP},
     "malformed E_KEYS at /evidence/point"),
    ("a matrix at a point", "square-is-not-linear", {"/claim/matrices": {"W": ["n", "m"]}},
     "malformed E_SYMBOL at /claim/matrices"),
    ("fails for some parameters", "square-is-not-linear",
     {"/claim/field": nets.UNIT_INTERVAL, "/claim/right": {"product": [["1/2", "1"], X]},
      "/evidence/point/x": "1"}, "rejected E_SIGN_VARIES at /"),
]
