"""Damaged certificates: activations that are none, or not in their one form, with the answer to each."""

from tests.kernel import networks as nets
from tests.kernel.good_points import piecewise
from tests.kernel.suite import Row, Value

_A = "/claim/activation"
_ONE, _T = ["1"], ["0", "1"]


def _sigma(name: str, value: Value, expected: str) -> Row:
    return f"activation {name}", "tent", {_A: value}, expected


def _pieces(name: str, breakpoints: Value, *pieces: tuple[Value, Value]) -> Row:
    return _sigma(name, piecewise(breakpoints, *pieces), f"malformed E_ACTIVATION at {_A}")


ROWS: list[Row] = [
    _sigma("unknown", {"name": "gelu"}, f"malformed E_ACTIVATION at {_A}/name"),
    _sigma("a string", "relu", f"malformed E_TYPE at {_A}"),
    _sigma("null", None, f"malformed E_TYPE at {_A}/name"),
    _sigma("no name", {}, f"malformed E_TYPE at {_A}/name"),
    _sigma("extra key", {"name": "relu", "slope": "0"}, f"malformed E_KEYS at {_A}"),
    _sigma("relu as leaky", nets.leaky("0"), f"malformed E_SECOND_FORM at {_A}"),
    _sigma("leaky that is straight", nets.leaky("1"), f"malformed E_ACTIVATION at {_A}"),
    _sigma("identity as polynomial", {"name": "polynomial", "coefficients": _T},
           f"malformed E_SECOND_FORM at {_A}"),
    _sigma("trailing zero", {"name": "polynomial", "coefficients": ["1", "0"]},
           f"malformed E_SECOND_FORM at {_A}"),
    _sigma("degree 65", {"name": "polynomial", "coefficients": ["1"] * 66},
           f"exceeded E_LIMIT_DEGREE at {_A}"),
    _sigma("relu as pieces", piecewise(["0"], ([], _ONE), (_T, _ONE)), f"malformed E_SECOND_FORM at {_A}"),
    _sigma("leaky as pieces", piecewise(["0"], (["0", "2"], _ONE), (_T, _ONE)),
           f"malformed E_SECOND_FORM at {_A}"),
    _sigma("polynomial as pieces", piecewise([], (["0", "2"], _ONE)), f"malformed E_SECOND_FORM at {_A}"),
    _sigma("hard tanh as pieces", piecewise(["-1", "1"], (["-1"], _ONE), (_T, _ONE), (_ONE, _ONE)),
           f"malformed E_SECOND_FORM at {_A}"),
    _pieces("without pieces", []),
    _pieces("too few pieces", ["0"], (_T, _ONE)),
    _pieces("too many pieces", [], (_T, _ONE), (_T, _ONE)),
    _pieces("not increasing", ["0", "0"], (_T, _ONE), (["0", "2"], _ONE), (_T, _ONE)),
    _pieces("decreasing", ["1", "0"], (_ONE, _ONE), (_T, _ONE), ([], _ONE)),
    _pieces("with a jump", ["0"], (["1", "1"], _ONE), (_T, _ONE)),
    _pieces("with one piece twice", ["0"], (_T, _ONE), (_T, _ONE)),
    _pieces("with a zero denominator", [], (_T, [])),
    _pieces("with denominator 2", [], (_T, ["2"])),
    _pieces("with denominator -1", [], (_T, ["-1"])),
    _pieces("with leading coefficient 2", [], (_ONE, ["1", "0", "2"])),
    _pieces("not coprime", [], (["0", "1", "0", "1"], ["1", "0", "1"])),
    _pieces("not coprime by a line", ["0"], ([], _ONE), (["0", "5", "1"], ["5", "1"])),
    _pieces("with a pole", [], (_ONE, ["-1", "0", "1"])),
    _pieces("with a pole on the left", ["0"], (_ONE, ["-1", "-1"]), (["-1"], _ONE)),
    _pieces("with a pole at its end", ["0"], ([], _ONE), (_ONE, _T)),
    _pieces("with a pole at its left end", ["0"], (_ONE, ["0", "-1"]), ([], _ONE)),
    _pieces("with a negative denominator", [], (_ONE, ["-1", "0", "-1"])),
    _pieces("with a denominator negative on its piece", ["0"], (["0", "-1"], ["-1", "1"]), (_T, _ONE)),
]
