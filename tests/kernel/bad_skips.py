"""Damaged certificates about Psi of directed acyclic networks, with the kernel's answer to each."""

from tests.kernel.suite import DROP, Row

_UNITS, _BALL = "/claim/units", "/evidence/enclosure"

ROWS: list[Row] = [
    # softplus(5) * 410/1024 = 2.0046; softplus(15) and softplus(11) * 204/1024 exceed 2.
    (
        "inverse twice as large",
        "skip-one",
        {f"{_BALL}/inverse/0/0": "410"},
        f"rejected E_NORM at {_BALL}/inverse/0",
    ),
    ("another weight", "skip-one", {f"{_UNITS}/0/weight/0": "3"}, f"rejected E_NORM at {_BALL}/inverse/0"),
    ("another bias above", "skip-one", {f"{_UNITS}/1/bias": "6"}, f"rejected E_NORM at {_BALL}/inverse/0"),
    (
        "another activation",
        "skip-one",
        {f"{_UNITS}/1/activation/name": "sigmoid", f"{_BALL}/inverse/0/0": "-1"},
        f"rejected E_NORM at {_BALL}/inverse/0",
    ),
    (
        "equal units",
        "skip-two",
        {f"{_UNITS}/1": {"activation": {"name": "identity"}, "bias": "0", "from": ["0"], "weight": ["1"]}},
        f"rejected E_NORM at {_BALL}/inverse/0",
    ),
    (
        "equal samples",
        "skip-two",
        {"/claim/data/rows/1": ["1", "0"]},
        f"rejected E_NORM at {_BALL}/inverse/0",
    ),
    (
        "without the negative edge",
        "skip-two",
        {f"{_UNITS}/1/weight/1": "1"},
        f"rejected E_NORM at {_BALL}/inverse/0",
    ),
    (
        "another inverse",
        "skip-thirds",
        {f"{_BALL}/inverse/0/0": "-12"},
        f"rejected E_NORM at {_BALL}/inverse/0",
    ),
    ("another minor", "skip-thirds", {f"{_BALL}/rows": ["1", "2"]}, f"rejected E_NORM at {_BALL}/inverse/0"),
    (
        "data over 0",
        "skip-thirds",
        {"/claim/data/denominator": "0"},
        "malformed E_INDEX at /claim/data/denominator",
    ),
    ("rank 2 of 1", "skip-one", {"/claim/rank": "2"}, "malformed E_RANK at /claim/rank"),
    ("rank 0", "skip-one", {"/claim/rank": "0"}, "malformed E_RANK at /claim/rank"),
    ("an input as skip unit", "skip-two", {"/claim/skip": ["1", "2"]}, "malformed E_SKIP at /claim/skip/0"),
    (
        "a skip unit that is not there",
        "skip-two",
        {"/claim/skip/1": "4"},
        "malformed E_INDEX at /claim/skip/1",
    ),
    ("a skip unit twice", "skip-two", {"/claim/skip/1": "2"}, "malformed E_ORDER at /claim/skip"),
    ("no skip units", "skip-two", {"/claim/skip": []}, "malformed E_LENGTH at /claim/skip"),
    (
        "a unit that reads itself",
        "skip-one",
        {f"{_UNITS}/1/from/0": "2"},
        f"malformed E_INDEX at {_UNITS}/1/from/0",
    ),
    ("a cycle", "skip-one", {f"{_UNITS}/0/from/0": "2"}, f"malformed E_INDEX at {_UNITS}/0/from/0"),
    ("a source twice", "skip-two", {f"{_UNITS}/1/from": ["1", "1"]}, f"malformed E_ORDER at {_UNITS}/1/from"),
    (
        "a unit without input",
        "skip-one",
        {f"{_UNITS}/1/from": [], f"{_UNITS}/1/weight": []},
        f"malformed E_LENGTH at {_UNITS}/1/from",
    ),
    (
        "a weight too many",
        "skip-one",
        {f"{_UNITS}/1/weight": ["1", "1"]},
        f"malformed E_LENGTH at {_UNITS}/1/weight",
    ),
    (
        "a ReLU",
        "skip-one",
        {f"{_UNITS}/1/activation/name": "relu"},
        f"malformed E_ACTIVATION at {_UNITS}/1/activation",
    ),
    ("no bias", "skip-one", {f"{_UNITS}/0/bias": DROP}, f"malformed E_KEYS at {_UNITS}/0"),
    ("a relation", "skip-one", {"/claim/relation": "="}, "malformed E_KEYS at /claim"),
    ("no enclosure", "skip-one", {_BALL: DROP}, "malformed E_KEYS at /evidence"),
    ("8192 bits", "skip-one", {f"{_BALL}/bits": "8192"}, f"malformed E_INDEX at {_BALL}/bits"),
]
