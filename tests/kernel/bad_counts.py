"""Damaged certificates for the number of activation regions, with the answer to each."""

from tests.kernel import networks as nets
from tests.kernel.good_regions import half_space
from tests.kernel.suite import DROP, Row

_T = "/evidence/tree"
_CUT = [{"cut": half_space(["1"], "2")}, {"point": ["0"]}, {"point": ["3"]}]

ROWS: list[Row] = [
    ("one region more", "regions", {"/claim/regions": "4"}, "rejected E_REGIONS at /claim/regions"),
    ("one region less", "regions", {"/claim/regions": "2"}, "rejected E_REGIONS at /claim/regions"),
    ("-1 regions", "regions", {"/claim/regions": "-1"}, "malformed E_INDEX at /claim/regions"),
    ("a million regions", "regions", {"/claim/regions": "1000000"}, "malformed E_INDEX at /claim/regions"),
    ("regions a list", "regions", {"/claim/regions": []}, "malformed E_NUMBER at /claim/regions"),
    ("a class too many", "regions", {"/claim/class": "0"}, "malformed E_KEYS at /claim"),
    ("regions of squares", "regions", {"/claim/network/layers/0/activation": nets.SQUARE},
     "malformed E_NOT_PIECEWISE_LINEAR at /claim/network"),
    ("a point on the border", "regions", {f"{_T}/2/point": ["1"]}, f"rejected E_WITNESS at {_T}/2/point"),
    ("a point elsewhere", "regions", {f"{_T}/2/point": ["2"]}, f"rejected E_WITNESS at {_T}/2/point"),
    ("a point of the plane", "regions", {f"{_T}/2/point": ["0", "0"]}, f"malformed E_LENGTH at {_T}/2/point"),
    ("a point and more", "regions", {f"{_T}/2/inside": "0"}, f"malformed E_KEYS at {_T}/2"),
    ("a region dropped", "regions", {f"{_T}/5": DROP}, f"rejected E_FARKAS at {_T}/5/empty"),
    ("the last cell dropped", "regions", {f"{_T}/6": DROP}, f"malformed E_TREE at {_T}"),
    ("a region called empty", "regions", {f"{_T}/5": {"empty": [["0", "1"]]}},
     f"rejected E_FARKAS at {_T}/5/empty"),
    ("a point of a thin cell", "regions-thin", {f"{_T}/2": {"point": ["0"]}},
     f"rejected E_WITNESS at {_T}/2/point"),
    ("a point on the border of the domain", "regions-in-a-domain", {f"{_T}/2/point": ["1/2"]},
     f"rejected E_WITNESS at {_T}/2/point"),
    ("a region cut in two", "regions-one", {_T: _CUT, "/claim/regions": "2"}, f"malformed E_TREE at {_T}/0"),
    ("a cut in silence", "regions-one", {_T: _CUT}, f"malformed E_TREE at {_T}/0"),
    ("a node null", "regions", {f"{_T}/2": None}, f"malformed E_TYPE at {_T}/2"),
    ("no tree", "regions", {"/evidence": {}}, "malformed E_KEYS at /evidence"),
    ("tree of regions an object", "regions", {_T: {}}, f"malformed E_TYPE at {_T}"),
]  # fmt: skip
