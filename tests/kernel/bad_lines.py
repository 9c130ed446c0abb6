"""Damaged certificates: hyperplanes that separate, and how they miss a region, with the answer to each."""

from tests.kernel import networks as nets
from tests.kernel.good_lines import CONSTANT
from tests.kernel.good_regions import ones
from tests.kernel.suite import DROP, Row, Value

_LINE, _NET = "/evidence/miss/line", "/claim/network"
_SCORES = f"{_NET}/layers/1/weight"


def _on_line(base: str, node: int, value: Value, expected: str) -> Row:
    at = f"{_LINE}/tree/{node}"
    return f"{base}: node {node} is {value!r:.40}", base, {at: value}, expected.replace("HERE", at)


ROWS: list[Row] = [
    ("hyperplane without normal", "disconnected-by-a-plane", {"/evidence/hyperplane/normal/0": "0"},
     "malformed E_HYPERPLANE at /evidence/hyperplane"),
    ("points swapped", "disconnected-by-a-plane", {"/evidence/points": [["2"], ["-2"]]},
     "rejected E_SIDE at /evidence/points/0"),
    ("both points below", "disconnected-by-a-plane", {"/evidence/points/1": ["-3"]},
     "rejected E_SIDE at /evidence/points/1"),
    ("point on the plane", "disconnected-by-a-plane", {"/evidence/hyperplane/offset": "2"},
     "rejected E_SIDE at /evidence/points/1"),
    ("first on the plane", "disconnected-by-a-plane", {"/evidence/hyperplane/offset": "-2"},
     "rejected E_SIDE at /evidence/points/0"),
    ("three points", "disconnected-by-a-plane", {"/evidence/points/2": ["3"]},
     "malformed E_LENGTH at /evidence/points"),
    ("point not in the region", "disconnected-by-a-plane", {"/evidence/points/1": ["1"]},
     "rejected E_WITNESS at /evidence/points/1"),
    ("not missed", "disconnected-by-a-plane", {"/evidence/miss/tree/2": {"inside": "0"}},
     "rejected E_NOT_MISSED at /evidence/miss/tree/2"),
    ("thin on the plane", "disconnected-by-a-plane", {"/evidence/miss/tree/2": {"thin": ones(0, 1)}},
     "malformed E_KEYS at /evidence/miss/tree/2"),
    ("missed in no way", "disconnected-by-a-plane", {"/evidence/miss": {}},
     "malformed E_KEYS at /evidence/miss"),
    ("plane with a square", "disconnected-by-a-plane",
     {"/claim/network/layers/0/activation": nets.SQUARE, "/evidence/points": [["-2"], ["2"]]},
     "malformed E_NOT_PIECEWISE_LINEAR at /claim/network"),
    ("direction along the normal", "disconnected-hyperbola", {f"{_LINE}/direction": ["1", "0"]},
     f"rejected E_DIRECTION at {_LINE}/direction"),
    ("direction zero", "disconnected-hyperbola", {f"{_LINE}/direction": ["0", "0"]},
     f"rejected E_DIRECTION at {_LINE}/direction"),
    ("direction of dimension 1", "disconnected-hyperbola", {f"{_LINE}/direction": ["1"]},
     f"malformed E_LENGTH at {_LINE}/direction"),
    ("another hyperbola", "disconnected-hyperbola", {"/claim/network/layers/1/bias/0": "1"},
     f"rejected E_NOT_BELOW at {_LINE}/tree/0"),
    _on_line("disconnected-hyperbola", 0, {"below": "0"}, "rejected E_NOT_BELOW at HERE"),
    _on_line("disconnected-hyperbola", 0, {"below": "2"}, "malformed E_CLASS at HERE/below"),
    _on_line("disconnected-hyperbola", 0, "split", "malformed E_TREE at HERE"),
    _on_line("disconnected-hyperbola", 0, {"empty": "0"}, "malformed E_INDEX at HERE/empty"),
    _on_line("disconnected-hyperbola", 0, DROP, f"malformed E_TREE at {_LINE}/tree"),
    _on_line("disconnected-hyperbola", 1, {"below": "1"}, "malformed E_TREE at HERE"),
    _on_line("disconnected-by-a-line", 0, {"below": "1"}, "malformed E_TREE at HERE"),
    _on_line("disconnected-by-a-line", 3, {"empty": "0"}, "rejected E_NOT_EMPTY at HERE"),
    _on_line("disconnected-by-a-line", 3, {"empty": "2"}, "malformed E_INDEX at HERE/empty"),
    _on_line("disconnected-soft", 0, {"cut": "1"}, f"rejected E_NOT_BELOW at {_LINE}/tree/4"),
    _on_line("disconnected-soft", 0, {"cut": "-1"}, f"rejected E_NOT_EMPTY at {_LINE}/tree/11"),
    _on_line("disconnected-soft", 0, {"cut": "x"}, "malformed E_NUMBER at HERE/cut"),
    _on_line("disconnected-soft", 1, {"cut": "0"}, "malformed E_CUT at HERE/cut"),
    _on_line("disconnected-soft", 1, {"cut": "1"}, "malformed E_CUT at HERE/cut"),
    _on_line("disconnected-soft", 8, {"cut": "0"}, "malformed E_CUT at HERE/cut"),
    _on_line("disconnected-soft", 4, {"empty": "2"}, "rejected E_NOT_EMPTY at HERE"),
    *(_on_line("disconnected-soft", 1, node,
     "malformed E_TREE at HERE") for node in (["cut"], ["empty"], None)),
    *(_on_line("line-cuts", 2, node,
     "malformed E_TREE at HERE") for node in (["below"], {"above": "1"}, None)),
    _on_line("line-flat", 4, {"empty": "0"}, "rejected E_NOT_EMPTY at HERE"),
    _on_line("line-flat", 2, {"empty": "1"}, "rejected E_NOT_EMPTY at HERE"),
    ("a unit that matters", "line-cancels", {f"{_SCORES}/0/2": "4"},
     f"rejected E_DIRECTION at {_LINE}/direction"),
    ("a square above", "line-cancels", {f"{_NET}/layers/1/bias/0": "12"},
     f"rejected E_NOT_BELOW at {_LINE}/tree/0"),
    ("a square far below", "line-cancels-below", {f"{_NET}/layers/1/bias/1": "-13"},
     f"rejected E_NOT_BELOW at {_LINE}/tree/0"),
    ("a unit of the second layer", "line-deeper", {f"{_NET}/layers/2/weight/0/1": "1"},
     f"rejected E_DIRECTION at {_LINE}/direction"),
    ("a unit of the first layer", "line-deeper", {f"{_NET}/layers/1/weight/0/2": "1"},
     f"rejected E_DIRECTION at {_LINE}/direction"),
    ("a fraction above", "line-softer", {f"{_NET}/layers/1/bias/0": "1/2"},
     f"rejected E_NOT_BELOW at {_LINE}/tree/12"),
    ("a constant", "line-flat",
     {_NET: CONSTANT, f"{_LINE}/tree": ["split", {"empty": "0"}, {"below": "1"}]},
     f"rejected E_NOT_BELOW at {_LINE}/tree/2"),
    ("one class", "line-flat", {_NET: nets.LONELY, f"{_LINE}/tree": [{"below": "0"}]},
     f"rejected E_NOT_BELOW at {_LINE}/tree/0"),
    ("another label", "disconnected-by-a-plane", {"/evidence/miss/tree/2": {"inside": "1"}},
     "malformed E_LABEL at /evidence/miss/tree/2/inside"),
    ("missed by a list", "disconnected-by-a-plane", {"/evidence/miss": ["tree"]},
     "malformed E_TYPE at /evidence/miss"),
    ("no evidence", "disconnected-by-a-plane", {"/evidence": None}, "malformed E_TYPE at /evidence"),
    _on_line("disconnected-soft", 14, DROP, f"malformed E_TREE at {_LINE}/tree"),
]
