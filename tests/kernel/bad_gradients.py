"""Damaged certificates about singular values and gradients, with the kernel's answer to each."""

from tests.kernel import networks as nets
from tests.kernel.suite import DROP, Row, Value

_SQUARE, _WEIGHT = "/claim/square", "/claim/weight"


def _matrix(name: str, base: str, entries: Value) -> Row:
    """Another matrix: the bound fails."""
    return name, base, {"/claim/matrix/entries": entries}, f"rejected E_SINGULAR_VALUE at {_SQUARE}"


def _square(name: str, base: str, square: Value) -> Row:
    return name, base, {_SQUARE: square}, f"rejected E_SINGULAR_VALUE at {_SQUARE}"


ROWS: list[Row] = [
    _square("5 1/2 from below", "singular-above-5", "11/2"),
    _square("5.49 from above", "singular-below-6", "549/100"),
    _square("45.51 from below", "singular-above-45", "4551/100"),
    _square("45 1/2 from above", "singular-below-46", "91/2"),
    _square("a little more than equal", "singular-equal", "4000000001/1000000000"),
    _square("a little less than equal", "singular-equal-below", "3999999999/1000000000"),
    _square("a little less than the largest", "singular-largest-equal", "8999999999/1000000000"),
    _square("negative, of zero", "singular-of-zero", "-1"),
    _square("less than sqrt(2) squared", "singular-surd", ["-83/100", "2"]),
    # G = ((1, 1), (1, 2)): the first pivot of G - I is 0 and its row is not; the least eigenvalue is 0.38.
    _matrix("a zero pivot", "singular-equal-below", [["3", "0"], ["1", "4"]]),
    (
        "a zero pivot of an indefinite matrix",
        "singular-equal",
        {"/claim/matrix/entries": [["1", "0"], ["1", "1"]], _SQUARE: "1"},
        f"rejected E_SINGULAR_VALUE at {_SQUARE}",
    ),
    ("which middle", "singular-above-5", {"/claim/which": "middle"}, "malformed E_RELATION at /claim"),
    ("which list", "singular-above-5", {"/claim/which": []}, "malformed E_TYPE at /claim/which"),
    ("relation list", "singular-above-5", {"/claim/relation": []}, "malformed E_RELATION at /claim"),
    ("relation =", "singular-above-5", {"/claim/relation": "="}, "malformed E_RELATION at /claim"),
    ("evidence", "singular-above-5", {"/evidence/x": "1"}, "malformed E_KEYS at /evidence"),
    ("no square", "singular-above-5", {_SQUARE: DROP}, "malformed E_KEYS at /claim"),
    ("a ragged matrix", "singular-above-5", {"/claim/matrix/entries/0/1": DROP},
     "malformed E_LENGTH at /claim/matrix/entries/1"),
    ("another weight", "gradient-cubic", {f"{_WEIGHT}/0/0": "145"}, f"rejected E_GRADIENT at {_WEIGHT}/0"),
    ("another bias", "gradient-cubic", {"/claim/bias/0": "145"}, f"rejected E_GRADIENT at {_WEIGHT}/0"),
    ("another second unit", "gradient-leaky", {f"{_WEIGHT}/1/1": "0"}, f"rejected E_GRADIENT at {_WEIGHT}/1"),
    ("another target", "gradient-leaky", {"/claim/risk/targets/1/0": "2"},
     f"rejected E_GRADIENT at {_WEIGHT}/0"),
    ("another layer", "gradient-cubic", {"/claim/layer": "1"}, f"rejected E_GRADIENT at {_WEIGHT}/0"),
    ("another slope", "gradient-leaky", {"/claim/network/layers/0/activation": nets.leaky("1/3")},
     f"rejected E_GRADIENT at {_WEIGHT}/0"),
    ("layer 2 of 2", "gradient-cubic", {"/claim/layer": "2"}, "malformed E_LAYER at /claim/layer"),
    ("layer -1", "gradient-cubic", {"/claim/layer": "-1"}, "malformed E_LAYER at /claim/layer"),
    ("hinge", "gradient-cubic", {"/claim/risk/loss": "hinge"}, "malformed E_LOSS at /claim/risk/loss"),
    ("a row too many", "gradient-cubic", {f"{_WEIGHT}/1": ["0"]}, f"malformed E_LENGTH at {_WEIGHT}"),
    ("a weight too many", "gradient-cubic", {f"{_WEIGHT}/0/1": "0"}, f"malformed E_LENGTH at {_WEIGHT}/0"),
    ("no bias", "gradient-cubic", {"/claim/bias/0": DROP}, "malformed E_LENGTH at /claim/bias"),
    ("evidence for it", "gradient-cubic", {"/evidence/x": "1"}, "malformed E_KEYS at /evidence"),
    ("a kink", "gradient-leaky", {"/claim/risk/inputs/1/1": "1"},
     "rejected E_KINK at /claim/network/layers/0"),
    ("a kink above", "gradient-two-cubes",
     {"/claim/network/layers/1/activation": nets.RELU, "/claim/network/layers/1/weight/0/0": "0"},
     "rejected E_KINK at /claim/network/layers/1"),
    ("too large", "bounds-cubic", {"/evidence/smallest/0": "65"},
     "rejected E_GRADIENT at /evidence/smallest"),
    ("less than the smallest", "bounds-cubic", {"/evidence/smallest/0": "63"},
     "rejected E_SINGULAR_VALUE at /evidence/smallest/0"),
    ("too small", "bounds-cubic", {"/evidence/largest/0": "63"}, "rejected E_GRADIENT at /evidence/largest"),
    ("more than the largest", "bounds-cubic", {"/evidence/largest/0": "65"},
     "rejected E_SINGULAR_VALUE at /evidence/largest/0"),
    ("less than the smallest weight", "bounds-two-cubes", {"/evidence/smallest/1": "8"},
     "rejected E_SINGULAR_VALUE at /evidence/smallest/1"),
    ("more than the smallest weight", "bounds-two-cubes", {"/evidence/smallest/1": "10"},
     "rejected E_GRADIENT at /evidence/smallest"),
    ("less than the largest weight", "bounds-two-cubes", {"/evidence/largest/1": "8"},
     "rejected E_GRADIENT at /evidence/largest"),
    # Two negative numbers, both below the squares: their product is a bound, and no square is that large.
    ("negative squares", "bounds-two-cubes", {"/evidence/largest": ["-1000", "-1000"]},
     "rejected E_SINGULAR_VALUE at /evidence/largest/0"),
    ("a negative square", "bounds-two-cubes", {"/evidence/largest/1": "-9"},
     "rejected E_SINGULAR_VALUE at /evidence/largest/1"),
    ("no bound for a weight", "bounds-two-cubes", {"/evidence/largest/1": DROP},
     "malformed E_LENGTH at /evidence/largest"),
    ("no largest", "bounds-two-cubes", {"/evidence/largest": DROP}, "malformed E_KEYS at /evidence"),
    ("the output layer", "bounds-two-cubes", {"/claim/layer": "2"}, "malformed E_LAYER at /claim/layer"),
    ("the layer above", "bounds-two-cubes", {"/claim/layer": "1"},
     "malformed E_LENGTH at /evidence/smallest"),
    ("bounds for the hinge loss", "bounds-cubic", {"/claim/risk/loss": "hinge"},
     "malformed E_LOSS at /claim/risk/loss"),
    # |F_1^T D|^2 = 5 and |D|^2 = 2: 5/2 lies between 1.91 and 13.1.
    ("a bound above 5/2", "bounds-plane", {"/evidence/smallest/0": "13/5"},
     "rejected E_GRADIENT at /evidence/smallest"),
    ("a bound below 5/2", "bounds-plane", {"/evidence/largest/0": "12/5"},
     "rejected E_GRADIENT at /evidence/largest"),
    ("1.9", "bounds-plane", {"/evidence/smallest/0": "19/10"},
     "rejected E_SINGULAR_VALUE at /evidence/smallest/0"),
    ("13.1", "bounds-plane", {"/evidence/largest/0": "131/10"},
     "rejected E_SINGULAR_VALUE at /evidence/largest/0"),
]
