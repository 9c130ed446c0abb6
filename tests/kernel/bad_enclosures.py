"""Damaged certificates: ranks of features by enclosures, and values of features, with the answer to each.

For softplus(5) R A is 0.99743 at 204 (over 1024), 1.99975 at 409 and 2.0046 at 410.
"""

from tests.kernel.suite import DROP, Row

_DATA, _BALL, _VALUES = "/claim/data", "/evidence/enclosure", "/claim/values"

ROWS: list[Row] = [
    ("inverse twice as large", "features-enclosure", {f"{_BALL}/inverse/0/0": "410"},
     f"rejected E_NORM at {_BALL}/inverse/0"),
    ("inverse 0", "features-enclosure", {f"{_BALL}/inverse/0/0": "0"},
     f"rejected E_NORM at {_BALL}/inverse/0"),
    ("inverse of a singular minor", "features-enclosure-two", {f"{_DATA}/rows/1": ["1", "0"]},
     f"rejected E_NORM at {_BALL}/inverse/1"),
    ("inverse of another sign", "features-enclosure-two", {f"{_BALL}/inverse/1/1": "-6"},
     f"rejected E_NORM at {_BALL}/inverse/1"),
    ("an inverse of one half", "features-enclosure", {f"{_BALL}/inverse/0/0": "1/2"},
     f"malformed E_INTEGER at {_BALL}/inverse/0/0"),
    ("inverse too small", "features-enclosure-two", {f"{_BALL}/inverse/1": DROP},
     f"malformed E_LENGTH at {_BALL}/inverse"),
    ("inverse too narrow", "features-enclosure-two", {f"{_BALL}/inverse/1/1": DROP},
     f"malformed E_LENGTH at {_BALL}/inverse/1"),
    ("7 bits", "features-enclosure", {f"{_BALL}/bits": "7"}, f"malformed E_INDEX at {_BALL}/bits"),
    ("2^13 bits", "features-enclosure", {f"{_BALL}/bits": "8192"}, f"malformed E_INDEX at {_BALL}/bits"),
    ("scale -1", "features-enclosure", {f"{_BALL}/scale": "-1"}, f"malformed E_INDEX at {_BALL}/scale"),
    ("no scale", "features-enclosure", {f"{_BALL}/scale": DROP}, f"malformed E_KEYS at {_BALL}"),
    ("a column twice", "features-enclosure-two", {f"{_BALL}/columns": ["1", "1"]},
     f"malformed E_ORDER at {_BALL}/columns"),
    ("row 1 of 1", "features-enclosure", {f"{_BALL}/rows": ["1"]}, f"malformed E_INDEX at {_BALL}/rows/0"),
    ("another value", "features-value", {f"{_VALUES}/rows/1/1": "4"},
     f"rejected E_VALUE at {_VALUES}/rows/1/1"),
    ("values over 5", "features-value", {f"{_VALUES}/denominator": "5"},
     f"rejected E_VALUE at {_VALUES}/rows/0/0"),
    ("values of one sample", "features-value", {f"{_VALUES}/rows/1": DROP},
     f"malformed E_LENGTH at {_VALUES}/rows"),
    ("one value for two", "features-value", {f"{_VALUES}/rows/0/1": DROP},
     f"malformed E_LENGTH at {_VALUES}/rows/0"),
    ("a value of one half", "features-value", {f"{_VALUES}/rows/0/1": "1/2"},
     f"malformed E_INTEGER at {_VALUES}/rows/0/1"),
    ("values over 0", "features-value", {f"{_VALUES}/denominator": "0"},
     f"malformed E_INDEX at {_VALUES}/denominator"),
    ("values of sigmoids", "features-value", {"/claim/layers/0/activation": {"name": "sigmoid"}},
     "malformed E_ACTIVATION at /claim/layers"),
    ("evidence for values", "features-value", {"/evidence/why": "x"}, "malformed E_KEYS at /evidence"),
    ("enclosure and solve", "features-dense", {_BALL: {}}, "malformed E_KEYS at /evidence"),
]
