"""Damaged certificates: ranks of features, with the answer to each."""

from tests.kernel import networks as nets
from tests.kernel.suite import DROP, Row, Value

_S, _N, _L, _D = "/evidence/solve", "/evidence/null", "/claim/layers", "/claim/data"


def _null(name: str, edits: dict[str, Value], expected: str) -> Row:
    return name, "features-sigmoid-null", {f"{_N}/{at}": new for at, new in edits.items()}, expected


def _solve(name: str, at: str, new: Value, expected: str) -> Row:
    return name, "features-equal", {f"{_S}/{at}": new}, expected


ROWS: list[Row] = [
    ("over a surd", "features-equal", {"/claim/field": nets.SQRT2}, "malformed E_FIELD at /claim/field"),
    ("relation !=", "features-equal", {"/claim/relation": "!="}, "malformed E_RELATION at /claim/relation"),
    ("rank 3 of 2", "features-equal", {"/claim/rank": "3"}, "malformed E_RANK at /claim/rank"),
    ("rank -1", "features-equal", {"/claim/rank": "-1"}, "malformed E_RANK at /claim/rank"),
    ("no null", "features-equal", {_N: DROP}, "malformed E_KEYS at /evidence"),
    ("half a number", "features-equal", {f"{_D}/rows/0/0": "1/2"}, f"malformed E_INTEGER at {_D}/rows/0/0"),
    ("no rows", "features-equal", {f"{_D}/rows": []}, f"malformed E_LENGTH at {_D}/rows"),
    ("no columns", "features-equal", {f"{_D}/rows/0": []}, f"malformed E_LENGTH at {_D}/rows/0"),
    ("ragged", "features-equal", {f"{_D}/rows/1/1": DROP}, f"malformed E_LENGTH at {_D}/rows/1"),
    ("over zero", "features-equal", {f"{_D}/denominator": "0"}, f"malformed E_INDEX at {_D}/denominator"),
    ("over 2^64", "features-equal", {f"{_D}/denominator": str(2**64)},
     f"malformed E_INDEX at {_D}/denominator"),
    ("another claim", "features-equal", {"/claim/relation": ">=", _N: DROP},
     f"rejected E_SOLVE at {_S}/solution"),
    ("another sample", "features-equal", {f"{_D}/rows/1/0": "-3"}, f"rejected E_SOLVE at {_S}/solution"),
    _solve("another solution", "solution/0", "7", f"rejected E_SOLVE at {_S}/solution"),
    _solve("another second entry", "solution/1", "7", f"rejected E_SOLVE at {_S}/solution"),
    _solve("another modulus", "modulus", str(2**131), f"rejected E_SOLVE at {_S}/solution"),
    _solve("other rows", "rows/1", "2", f"rejected E_SOLVE at {_S}/solution"),
    _solve("a small modulus", "modulus", str(2**128 - 1), f"malformed E_INDEX at {_S}/modulus"),
    _solve("a large modulus", "modulus", str(2**192), f"malformed E_INDEX at {_S}/modulus"),
    _solve("a row twice", "rows/1", "0", f"malformed E_ORDER at {_S}/rows"),
    _solve("a row too few", "rows/1", DROP, f"malformed E_LENGTH at {_S}/rows"),
    _solve("row 3 of 3", "rows/1", "3", f"malformed E_INDEX at {_S}/rows/1"),
    _solve("column 2 of 2", "columns/1", "2", f"malformed E_INDEX at {_S}/columns/1"),
    _solve("a long solution", "solution/2", "0", f"malformed E_LENGTH at {_S}/solution"),
    _solve("a negative solution", "solution/0", "-1", f"malformed E_INDEX at {_S}/solution/0"),
    _solve("a root", "root", "5", f"malformed E_KEYS at {_S}"),
    ("no root", "features-sigmoid", {f"{_S}/root": DROP}, f"malformed E_KEYS at {_S}"),
    ("another root", "features-sigmoid", {f"{_S}/root": "7"}, f"rejected E_SOLVE at {_S}/solution"),
    ("root 0", "features-sigmoid", {f"{_S}/root": "0"}, f"malformed E_INDEX at {_S}/root"),
    ("no unit", "features-sigmoid", {f"{_S}/modulus": str(2**131), f"{_S}/root": "2"},
     f"rejected E_UNIT at {_S}/root"),
    ("no denominator", "features-sigmoid", {f"{_S}/modulus": str(2**131)}, f"rejected E_UNIT at {_S}/root"),
    ("sigmoid below", "features-sigmoid", {f"{_L}/0/activation/name": "softplus"},
     f"malformed E_ACTIVATION at {_L}"),
    ("tanh as elu", "features-tanh", {f"{_L}/0/activation/name": "elu"},
     f"rejected E_SOLVE at {_S}/solution"),
    ("layers above", "features-sigmoid", {f"{_L}/1": {"max_over": [["0"]]}},
     f"malformed E_ACTIVATION at {_L}/0/activation"),
    ("no layers", "features-equal", {_L: []}, f"malformed E_LENGTH at {_L}"),
    ("softsign", "features-equal", {f"{_L}/0/activation": nets.SOFTSIGN},
     f"malformed E_NOT_PIECEWISE_LINEAR at {_L}/0/activation"),
    ("a weight too many", "features-equal", {f"{_L}/0/weight": [["1"]] * 2}, f"malformed E_SHAPE at {_L}/0"),
    ("a bias too few", "features-equal", {f"{_L}/0/bias/1": DROP}, f"malformed E_LENGTH at {_L}/0/bias"),
    ("no tied bias", "features-tied", {f"{_L}/0/tied_bias/1": DROP},
     f"malformed E_LENGTH at {_L}/0/tied_bias"),
    ("both biases", "features-tied", {f"{_L}/0/bias": ["0"]}, f"malformed E_KEYS at {_L}/0"),
    ("a short filter", "features-tied", {f"{_L}/0/filters": [["1"], ["1"]]}, f"malformed E_SHAPE at {_L}/0"),
    ("an input twice", "features-tied", {f"{_L}/0/patches/1/1": "1"},
     f"malformed E_PATCH at {_L}/0/patches/1"),
    ("input 3 of 3", "features-tied", {f"{_L}/0/patches/1/1": "3"},
     f"malformed E_INDEX at {_L}/0/patches/1/1"),
    ("a short patch", "features-tied", {f"{_L}/0/patches/1/1": DROP},
     f"malformed E_LENGTH at {_L}/0/patches/1"),
    ("no patches", "features-tied", {f"{_L}/0/patches": []}, f"malformed E_LENGTH at {_L}/0/patches"),
    ("input 3 of 3 in a pool", "features-pool", {f"{_L}/0/max_over/1/1": "3"},
     f"malformed E_INDEX at {_L}/0/max_over/1/1"),
    ("another pool", "features-two-layers", {f"{_L}/0/max_over/1": ["1", "0"]},
     f"rejected E_SOLVE at {_S}/solution"),
    _null("a side", {"side": "top"}, f"malformed E_SIDE_NAME at {_N}/side"),
    _null("the other side", {"side": "left"}, f"rejected E_NULL at {_N}/vectors/0"),
    _null("no vectors", {"vectors": []}, f"rejected E_TOO_FEW at {_N}/vectors"),
    _null("another pivot", {"pivots": []}, f"malformed E_LENGTH at {_N}/pivots"),
    _null("a zero", {"vectors/0/values/0": "0"}, f"rejected E_ECHELON at {_N}/vectors/0"),
    _null("no pivot in it", {"vectors/0": {"at": ["1"], "values": ["1"]}},
          f"rejected E_ECHELON at {_N}/vectors/0"),
    _null("an empty one", {"vectors/0": {"at": [], "values": []}}, f"rejected E_ECHELON at {_N}/vectors/0"),
    _null("not null", {"vectors/0/values/0": "2"}, f"rejected E_NULL at {_N}/vectors/0"),
    _null("a value too few", {"vectors/0/values/0": DROP}, f"malformed E_LENGTH at {_N}/vectors/0/values"),
    _null("half a value", {"vectors/0/values/0": "1/2"}, f"malformed E_INTEGER at {_N}/vectors/0/values/0"),
    ("not equal", "features-null-left", {f"{_N}/vectors/0/values/0": "-3"},
     f"rejected E_NULL at {_N}/vectors/0"),
]
