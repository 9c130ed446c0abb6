"""Damaged certificates: ranks along polylines of matrices, with the answer to each."""

from tests.kernel import networks as nets
from tests.kernel.suite import DROP, Row

_M, _L = "/claim/matrices", "/evidence/inverses"
_ZERO = [["0", "0"], ["0", "0"]]
_HIGH = [[["0", "0"]]] * 64 + [[["0", "1"]]]  # t^64 (t + ...): degree 65

ROWS: list[Row] = [
    (
        "through zero",
        "keeps-rank-with-a-negative-p",
        {f"{_M}/1/entries/0/0": "-1"},
        f"rejected E_SINGULAR at {_L}/0",
    ),
    (
        "zero at the end",
        "keeps-rank-with-a-negative-p",
        {f"{_M}/1/entries/0/0": "0"},
        f"rejected E_SINGULAR at {_L}/0",
    ),
    (
        "zero at the start",
        "keeps-rank-with-a-negative-p",
        {f"{_M}/0/entries/0/0": "0"},
        f"rejected E_SINGULAR at {_L}/0",
    ),
    (
        "a double zero",
        "keeps-rank-with-a-negative-p",
        {f"{_M}/1/entries/0/0": "-2", f"{_L}/0": [[["1"]], [["-2"]]]},
        f"rejected E_SINGULAR at {_L}/0",
    ),
    (
        "an inverse that vanishes",
        "keeps-rank-with-a-negative-p",
        {f"{_L}/0": [[["1"]], [["-2"]]]},
        f"rejected E_SINGULAR at {_L}/0",
    ),
    (
        "an inverse of zero",
        "keeps-rank-with-a-quadratic",
        {f"{_L}/0": [_ZERO]},
        f"rejected E_SINGULAR at {_L}/0",
    ),
    (
        "an inverse of the start only",
        "keeps-rank-by-a-sum",
        {f"{_L}/0": [[["1", "0"]]]},
        f"rejected E_SINGULAR at {_L}/0",
    ),
    (
        "the second segment",
        "keeps-rank-by-a-sum",
        {f"{_L}/1": [[["1", "0"]]]},
        f"rejected E_SINGULAR at {_L}/1",
    ),
    (
        "a surd that is passed",
        "keeps-rank-with-a-surd",
        {f"{_M}/1/entries/0/0": "-3"},
        f"rejected E_SINGULAR at {_L}/0",
    ),
    (
        "a weight that is passed",
        "keeps-rank-of-a-weight",
        {f"{_L}/0/0/0": ["0", "1"]},
        f"rejected E_SINGULAR at {_L}/0",
    ),
    (
        "an inverse that stays",
        "keeps-rank-by-a-transvection",
        {f"{_L}/0/1": DROP},
        f"rejected E_INVERSE at {_L}/0",
    ),
    (
        "another coefficient",
        "keeps-rank-by-a-transvection",
        {f"{_L}/0/1/1/1": "2"},
        f"rejected E_INVERSE at {_L}/0",
    ),
    (
        "two entries of the diagonal",
        "keeps-rank-with-a-quadratic",
        {f"{_M}/1/entries": [["1", "0"], ["0", "2"]], f"{_L}/0/1": DROP},
        f"rejected E_INVERSE at {_L}/0",
    ),
    ("not diagonal", "keeps-rank-with-a-quadratic", {f"{_L}/0/1": DROP}, f"rejected E_INVERSE at {_L}/0"),
    (
        "a matrix that loses its rank",
        "keeps-rank-by-a-transvection",
        {f"{_M}/1/entries/0": ["1", "1"], f"{_M}/1/entries/1": ["1", "1"]},
        f"rejected E_INVERSE at {_L}/0",
    ),
    ("degree 65", "keeps-rank-by-a-sum", {f"{_L}/0": _HIGH}, "exceeded E_LIMIT_DEGREE at /"),
    (
        "a parameter",
        "keeps-rank-by-a-row",
        {"/claim/field": nets.UNIT_INTERVAL},
        "malformed E_FIELD at /claim/field",
    ),
    ("one matrix", "keeps-rank-by-a-row", {f"{_M}/1": DROP, f"{_L}/0": DROP}, f"malformed E_LENGTH at {_M}"),
    ("another shape", "keeps-rank-by-a-row", {f"{_M}/1/entries": [["1"]]}, f"malformed E_SHAPE at {_M}/1"),
    (
        "a matrix transposed",
        "keeps-rank-by-a-row",
        {f"{_M}/1/entries": [["1", "0"]]},
        f"malformed E_SHAPE at {_M}/1",
    ),
    ("no inverse", "keeps-rank-by-a-sum", {f"{_L}/1": DROP}, f"malformed E_LENGTH at {_L}"),
    (
        "an inverse too many",
        "keeps-rank-by-a-row",
        {f"{_L}/1": [[["1", "0"]]]},
        f"malformed E_LENGTH at {_L}",
    ),
    ("no coefficients", "keeps-rank-by-a-row", {f"{_L}/0": []}, f"malformed E_LENGTH at {_L}/0"),
    (
        "an inverse of one column",
        "keeps-rank-by-a-row",
        {f"{_L}/0/0": [["1"]]},
        f"malformed E_SHAPE at {_L}/0/0",
    ),
    (
        "an inverse of two rows",
        "keeps-rank-by-a-row",
        {f"{_L}/0/0": [["1", "0"], ["0", "1"]]},
        f"malformed E_SHAPE at {_L}/0/0",
    ),
    (
        "an inverse on the other side",
        "keeps-rank-wide",
        {f"{_L}/0/0": [["1"], ["0"]]},
        f"malformed E_SHAPE at {_L}/0/0",
    ),
]
