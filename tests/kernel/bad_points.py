"""Damaged certificates: values, polylines and properties, with the answer to each."""

from tests.kernel import networks as nets
from tests.kernel.good_points import BENT
from tests.kernel.suite import DROP, Row

_V, _SIGMA = "/claim/vertices", "/claim/network/layers/0/activation"


def _wrong(base: str) -> Row:
    return f"opposite of {base}", base, {"/claim/holds": "swap"}, "rejected E_PROPERTY_FAILS at /claim/holds"


_PROPERTIES = (
    *("relu-non-decreasing", "relu-strictly", "relu-onto", "leaky-onto", "leaky-affine", "leaky-strictly"),
    *("leaky-downwards", "identity-affine", "cube-onto", "cube-strictly", "cube-affine", "square-onto"),
    *("square-non-decreasing", "constant-strictly", "softsign-strictly", "softsign-onto", "hard-tanh"),
    *("tent", "bell", "bent", "falling-onto", "falling-strictly", "parabola-onto", "fold-onto"),
    *("half-falling-onto", "rising-fraction-onto", "fraction-onto", "left-fraction-onto"),
    *("pyramidal", "not-pyramidal"),
)
_LEAVES_0, _LEAVES_1 = f"rejected E_PATH_LEAVES at {_V}/0", f"rejected E_PATH_LEAVES at {_V}/1"

ROWS: list[Row] = [
    *map(_wrong, _PROPERTIES),
    ("value 3", "value", {"/claim/values/1/0": "3"}, "rejected E_VALUE at /claim/values/1/0"),
    ("values swapped", "value", {"/claim/values/0": ["0", "2"]}, "rejected E_VALUE at /claim/values/0/0"),
    ("second class", "value", {"/claim/values/2/1": "1/7"}, "rejected E_VALUE at /claim/values/2/1"),
    ("a value too few", "value", {"/claim/values/2": DROP}, "malformed E_LENGTH at /claim/values"),
    ("a class too few", "value", {"/claim/values/2/1": DROP}, "malformed E_LENGTH at /claim/values/2"),
    ("a plane's point", "value", {"/claim/points/0": ["1", "1"]}, "malformed E_LENGTH at /claim/points/0"),
    ("point of dimension 0", "value", {"/claim/points/0": []}, "malformed E_LENGTH at /claim/points/0"),
    ("through the gap", "inside", {f"{_V}/1": ["-2"]}, _LEAVES_0),
    ("second segment", "inside", {f"{_V}/2": ["-2"]}, _LEAVES_1),
    ("start on the boundary", "inside", {f"{_V}/0": ["1"], "/claim/margin": "0"}, _LEAVES_0),
    ("end on the boundary", "inside", {f"{_V}/2": ["1"], "/claim/margin": "0"}, _LEAVES_1),
    ("margin too large", "inside", {"/claim/margin": "11/10"}, _LEAVES_0),
    ("margin over the fold", "inside-over-a-fold", {"/claim/margin": "11/10"}, _LEAVES_0),
    ("margin of one vertex", "inside-one-vertex", {"/claim/margin": "3"}, _LEAVES_0),
    ("margin of one class", "inside-one-class", {"/claim/margin": "2"}, _LEAVES_0),
    ("other class", "inside", {"/claim/class": "1"}, _LEAVES_0),
    ("negative margin", "inside", {"/claim/margin": "-1"}, "malformed E_MARGIN at /claim/margin"),
    ("deep path", "inside-deep", {f"{_V}/0": ["1"]}, _LEAVES_0),
    ("path over both folds", "inside-step", {f"{_V}/0": ["0"]}, _LEAVES_0),
    ("class 2", "inside", {"/claim/class": "2"}, "malformed E_CLASS at /claim/class"),
    ("class -1", "inside", {"/claim/class": "-1"}, "malformed E_CLASS at /claim/class"),
    ("class 1/2", "inside", {"/claim/class": "1/2"}, "malformed E_CLASS at /claim/class"),
    ("no vertices", "inside", {_V: []}, f"malformed E_LENGTH at {_V}"),
    ("square path", "inside", {_SIGMA: nets.SQUARE}, "malformed E_NOT_PIECEWISE_LINEAR at /claim/network"),
    ("soft path", "inside", {_SIGMA: nets.SOFTSIGN}, "malformed E_NOT_PIECEWISE_LINEAR at /claim/network"),
    ("t inside", "leaves", {"/evidence/t": "1/10"}, "rejected E_WITNESS at /evidence"),
    ("other segment", "leaves", {"/evidence/segment": "0"}, "rejected E_WITNESS at /evidence"),
    ("t > 1", "leaves", {"/evidence/t": "11/10"}, "rejected E_PARAMETER at /evidence/t"),
    ("t < 0", "leaves", {"/evidence/t": "-1/10"}, "rejected E_PARAMETER at /evidence/t"),
    ("segment 2", "leaves", {"/evidence/segment": "2"}, "malformed E_INDEX at /evidence/segment"),
    ("segment -1", "leaves", {"/evidence/segment": "-1"}, "malformed E_INDEX at /evidence/segment"),
    ("no segment", "leaves-one-vertex", {"/evidence/segment": "1"}, "malformed E_INDEX at /evidence/segment"),
    ("unknown property", "tent", {"/claim/property": "even"}, "malformed E_PROPERTY at /claim/property"),
    ("property a list", "tent", {"/claim/property": []}, "malformed E_TYPE at /claim/property"),
    ("holds true", "tent", {"/claim/holds": True}, "malformed E_ANSWER at /claim/holds"),
    ("bent affine", "bent", {"/claim/property": "affine"}, "rejected E_PROPERTY_FAILS at /claim/holds"),
    ("affine for no parameter", "leaky-strictly", {"/claim/property": "affine", "/claim/holds": "no"},
     "malformed E_FIELD at /claim/field"),
    ("affine for each parameter", "leaky-strictly", {"/claim/property": "affine"},
     "rejected E_PROPERTY_FAILS at /claim/holds"),
    ("bent by a parameter", "bent",
     {"/claim/field": nets.UNIT_INTERVAL, "/claim/activation": nets.leaky(["-1/2", "1"])},
     "rejected E_SIGN_VARIES at /"),
    ("another name", "bent", {"/claim/activation": {**BENT, "name": "spline"}},
     "malformed E_ACTIVATION at /claim/activation/name"),
]
