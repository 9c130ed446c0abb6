"""Damaged certificates: parameters from which the loss does not fall, with the answer to each."""

from tests.kernel.suite import DROP, Row

_E, _X, _Y, _S = "/evidence/enclosure", "/claim/inputs", "/claim/targets", "/claim/start"
_MOMENT = f"rejected E_MOMENT at {_Y}"

ROWS: list[Row] = [
    ("a path exists", "trap-of-squares", {"/claim/exists": "yes"}, "malformed E_ANSWER at /claim/exists"),
    ("no answer", "trap-of-squares", {"/claim/exists": DROP}, "malformed E_KEYS at /claim"),
    ("a residual of sum 1", "trap-of-squares", {f"{_Y}/4": "-2/3"}, _MOMENT),
    ("a residual along a", "trap-of-squares", {f"{_Y}/4": "4/3", f"{_Y}/5": "-2/3"}, _MOMENT),
    # -1, 1, 1, -1 on a = -3, -1, 1, 3: only the sum of e a^2 is not 0.
    (
        "a residual along a^2",
        "trap-of-squares",
        {f"{_Y}/0": "3/2", f"{_Y}/1": "-1/2", f"{_Y}/2": "-1/2", f"{_Y}/3": "3/2"},
        _MOMENT,
    ),
    # t = -3, -1, 1, 6 and then -3, 1, -1, 3.
    ("a residual along t", "trap-of-squares", {f"{_X}/3/2": "6"}, _MOMENT),
    ("samples in another order", "trap-of-squares", {f"{_X}/1/2": "1", f"{_X}/2/2": "-1"}, _MOMENT),
    # sum e t = 3 - 18 - 9 + 24 = 0 and sum e t^2 = -9 + 108 - 27 + 576 != 0 for t = -3, -6, 3, 24.
    (
        "a residual along t^2",
        "trap-of-squares",
        {f"{_X}/0/2": "-3", f"{_X}/1/2": "-6", f"{_X}/2/2": "3", f"{_X}/3/2": "24"},
        _MOMENT,
    ),
    ("another output", "trap-of-squares", {f"{_S}/1": "1/2"}, _MOMENT),
    ("another r", "trap-of-squares", {f"{_X}/3/0": "3"}, _MOMENT),
    (
        "no residuals",
        "trap-of-squares",
        {f"{_Y}/{i}": "1/2" for i in range(4)},
        f"rejected E_OPTIMAL at {_Y}",
    ),
    ("no weight of h", "trap-of-squares", {f"{_S}/0": "0"}, f"rejected E_START at {_S}/0"),
    ("equal t", "trap-of-squares", {f"{_X}/6/2": "2"}, f"rejected E_PATCH at {_X}"),
    ("equal r and a", "trap-of-squares", {f"{_X}/5/1": "0"}, f"rejected E_PATCH at {_X}"),
    ("r = 0", "trap-of-squares", {f"{_X}/6/0": "0"}, f"malformed E_LOG at {_X}/6/0"),
    ("r < 0", "trap-of-squares", {f"{_X}/6/0": "-2"}, f"malformed E_LOG at {_X}/6/0"),
    ("a row too short", "trap-of-squares", {f"{_X}/6/2": DROP}, f"malformed E_LENGTH at {_X}/6"),
    ("a target too few", "trap-of-squares", {f"{_Y}/7": DROP}, f"malformed E_LENGTH at {_Y}"),
    ("a start of one number", "trap-of-squares", {f"{_S}/1": DROP}, f"malformed E_LENGTH at {_S}"),
    ("no samples", "trap-of-squares", {_X: [], _Y: []}, f"malformed E_LENGTH at {_X}"),
    ("the hinge", "trap-of-squares", {"/claim/loss": "hinge"}, "malformed E_LOSS at /claim/loss"),
    ("a number for a log", "trap-of-squares", {f"{_X}/6/0": "x"}, f"malformed E_NUMBER at {_X}/6/0"),
    # Three levels only: 1, u, s and s log r are dependent.
    (
        "a level less",
        "trap-of-squares",
        {f"{_X}/7/0": "2", f"{_X}/7/1": "1", f"{_Y}/7": "2/3"},
        f"rejected E_NORM at {_E}/inverse/0",
    ),
    # a = t in units of s on every sample: a slope of K cancels the derivative in v_2.
    (
        "a along t",
        "trap-of-squares",
        {
            f"{_X}/5/1": "8",
            f"{_X}/5/2": "64/9",
            f"{_X}/6/1": "4",
            f"{_X}/6/2": "32/9",
            f"{_X}/7/1": "5",
            f"{_X}/7/2": "16/5",
        },
        f"rejected E_NORM at {_E}/inverse/0",
    ),
    ("another inverse", "trap-of-squares", {f"{_E}/inverse/3/0": "10"}, f"rejected E_NORM at {_E}/inverse/3"),
    ("five rows", "trap-of-squares", {f"{_E}/rows/5": DROP}, f"malformed E_LENGTH at {_E}/rows"),
    ("other rows", "trap-of-squares", {f"{_E}/rows/0": "2"}, f"rejected E_NORM at {_E}/inverse/0"),
    ("another column", "trap-of-squares", {f"{_E}/columns/5": "6"}, f"malformed E_INDEX at {_E}/columns/5"),
    ("no evidence", "trap-of-squares", {_E: DROP}, "malformed E_KEYS at /evidence"),
    ("a label 2", "trap-of-entropy", {f"{_Y}/0": "2"}, f"malformed E_TARGET at {_Y}/0"),
    ("a soft label", "trap-of-entropy", {f"{_Y}/0": "1/2"}, f"malformed E_TARGET at {_Y}/0"),
    ("a label more", "trap-of-entropy", {f"{_Y}/2": "1"}, _MOMENT),
    ("labels of two samples", "trap-of-entropy", {f"{_Y}/0": "0", f"{_Y}/3": "1"}, _MOMENT),
    ("half a bit", "trap-of-entropy", {f"{_S}/1": "-5/2"}, f"rejected E_OUTPUT at {_S}"),
    ("65 bits", "trap-of-entropy", {f"{_S}/1": "64"}, f"rejected E_OUTPUT at {_S}"),
    ("64 bits", "trap-of-entropy", {f"{_S}/1": "60"}, _MOMENT),
    ("65 bits at one r", "trap-of-entropy", {f"{_S}/1": "61"}, f"rejected E_OUTPUT at {_S}"),
    ("-64 bits", "trap-of-entropy", {f"{_S}/1": "-65"}, _MOMENT),
    ("one sample", "trap-of-squares", {_X: [["1", "0", "0"]], _Y: ["1"]}, _MOMENT),
    ("shifted outputs", "trap-of-entropy", {f"{_S}/1": "-2"}, _MOMENT),
    ("as a square loss", "trap-of-entropy", {"/claim/loss": "square"}, _MOMENT),
]
