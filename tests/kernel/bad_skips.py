"""Damaged certificates about Psi of directed acyclic networks, with the kernel's answer to each."""

from tests.kernel.suite import DROP, Row

_UNITS, _BALL = "/claim/units", "/evidence/enclosure"
_THIRD = {"activation": {"name": "identity"}, "bias": "1", "from": ["0"], "weight": ["1"]}

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
    *(
        (name, of, edits, f"rejected E_FIT at /claim/targets/rows/{place}")
        for name, of, edits, place in (
            ("another target", "fit-exact", {"/claim/targets/rows/1/0": "7"}, "1/0"),
            ("another output weight", "fit-exact", {"/claim/weight/rows/0/0": "1"}, "0/0"),
            ("targets over another denominator", "fit-exact", {"/claim/targets/denominator": "2"}, "1/0"),
            ("weights over another denominator", "fit-exact", {"/claim/weight/denominator": "2"}, "1/0"),
            ("other skip units", "fit-exact", {"/claim/skip": ["2", "4"], "/claim/units/2": _THIRD}, "0/0"),
            ("the width of an interval", "fit-coarse", {"/claim/error": "0"}, "0/0"),
            ("nearly all of it", "fit-coarse", {"/claim/error": "99/256"}, "0/0"),
            ("from its other end", "fit-coarse", {"/claim/targets/rows/0/0": "2150"}, "0/0"),
            ("another sample", "fit-exact", {"/claim/data/rows/0": ["2", "0"]}, "0/0"),
            ("a negative error", "fit-exact", {"/claim/error": "-1"}, "0/0"),
            # |1.096588 - 1.10| = 0.003412 and |0.731059 - 0.73| = 0.001059
            ("an error below the true one", "fit-layers", {"/claim/error": "1/294"}, "1/0"),
            (
                "one just above it, to 10 bits",
                "fit-layers",
                {"/claim/error": "1/293", "/evidence/bits": "10"},
                "1/0",
            ),
            ("no error, within the roundings", "fit-layers", {"/claim/error": "0"}, "0/0"),
            ("another second output", "fit-layers", {"/claim/targets/rows/1/1": "-74"}, "1/1"),
            ("a linear layer, no error", "fit-linear", {"/claim/error": "0"}, "0/0"),
            ("a linear layer, the other bias", "fit-linear", {"/claim/layers/0/bias/1": "-1/7"}, "0/0"),
        )
    ),
    ("layers and units", "fit-exact", {"/claim/layers": []}, "malformed E_KEYS at /claim"),
    ("no skip units named", "fit-exact", {"/claim/skip": DROP}, "malformed E_KEYS at /claim"),
    ("no bits", "fit-exact", {"/evidence/bits": DROP}, "malformed E_KEYS at /evidence"),
    ("7 bits", "fit-exact", {"/evidence/bits": "7"}, "malformed E_INDEX at /evidence/bits"),
    ("8192 bits for a fit", "fit-exact", {"/evidence/bits": "8192"}, "malformed E_INDEX at /evidence/bits"),
    (
        "an error that is no number",
        "fit-exact",
        {"/claim/error": "small"},
        "malformed E_NUMBER at /claim/error",
    ),
    (
        "a row of V too few",
        "fit-exact",
        {"/claim/weight/rows/1": DROP},
        "malformed E_LENGTH at /claim/weight/rows",
    ),
    (
        "an entry of V too many",
        "fit-exact",
        {"/claim/weight/rows/1": ["4", "0"]},
        "malformed E_LENGTH at /claim/weight/rows/1",
    ),
    (
        "a target too few",
        "fit-exact",
        {"/claim/targets/rows/1": DROP},
        "malformed E_LENGTH at /claim/targets/rows",
    ),
    (
        "a target too wide",
        "fit-exact",
        {"/claim/targets/rows/0": ["0", "0"]},
        "malformed E_LENGTH at /claim/targets/rows/0",
    ),
    (
        "an input as skip unit of a fit",
        "fit-exact",
        {"/claim/skip": ["1", "2"]},
        "malformed E_SKIP at /claim/skip/0",
    ),
    (
        "half a weight",
        "fit-exact",
        {"/claim/weight/rows/0/0": "1/2"},
        "malformed E_INTEGER at /claim/weight/rows/0/0",
    ),
    (
        "V over 0",
        "fit-exact",
        {"/claim/weight/denominator": "0"},
        "malformed E_INDEX at /claim/weight/denominator",
    ),
]
