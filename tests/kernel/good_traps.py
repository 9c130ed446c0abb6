"""Certificates of parameters from which the loss does not fall; the inverses are by mpmath, rounded."""

from tests.kernel.suite import Value, certificate


def _trap(inputs: Value, targets: Value, loss: str, start: Value, evidence: Value) -> Value:
    claim = {"exists": "no", "inputs": inputs, "loss": loss, "start": start, "targets": targets}
    return certificate("falling-path", claim, {"enclosure": evidence})


def _inverse(rows: Value, scale: str, inverse: Value) -> Value:
    columns = [str(i) for i in range(6)]
    return {"bits": "12", "columns": columns, "inverse": inverse, "rows": rows, "scale": scale}


def _level(r: str, sides: Value, shift: int) -> tuple[Value, Value]:
    """(r, a, a + shift), with the labels 1 for the first of two lists and 0 for the second."""
    pairs = [(a, label) for label, side in zip("10", sides, strict=True) for a in side]
    return [[r, str(a), str(a + shift)] for a, _ in pairs], [label for _, label in pairs]


_LEVELS = [
    _level("1/4", ([-9, 9], [-17, -5, -3, -1, 1, 3, 5, 17]), -80),
    _level("2/3", ([-5, 5], [-7, -1, 1, 7]), -40),
    _level("3/2", ([-4, 1, 3], [-3, -1, 4]), 0),
    _level("4", ([-7, -1, 1, 7], [-5, 5]), 40),
]

GOOD: dict[str, Value] = {
    # Outputs u = r / (1 + r); residuals -1, 3, -3, 1 on the first four samples, then 0.
    "trap-of-squares": _trap(
        [
            ["1", "-3", "-3"],
            ["1", "-1", "-1"],
            ["1", "1", "1"],
            ["1", "3", "3"],
            ["1/2", "0", "0"],
            ["1/2", "1", "2"],
            ["2", "0", "4"],
            ["4", "0", "5"],
        ],
        ["3/2", "-5/2", "7/2", "-1/2", "1/3", "1/3", "2/3", "4/5"],
        "square",
        ["1", "0"],
        _inverse(
            ["0", "3", "4", "5", "6", "7"],
            "3",
            [
                ["-165", "-49", "487", "-391", "192", "-67"],
                ["227", "72", "-643", "523", "-312", "133"],
                ["221", "67", "-662", "518", "-144", "0"],
                ["-10", "10", "29", "-29", "0", "0"],
                ["1", "-1", "-7", "7", "0", "0"],
                ["-259", "-64", "763", "-660", "364", "-144"],
            ],
        ),
    ),
    # Outputs (5 u - 3) log 2 = n log 2, n = -2, -1, 0, 1, and a fraction 2^n / (1 + 2^n) of labels 1.
    "trap-of-entropy": _trap(
        [x for inputs, _ in _LEVELS for x in inputs],
        [y for _, targets in _LEVELS for y in targets],
        "cross_entropy",
        ["5", "-3"],
        _inverse(
            ["0", "1", "10", "11", "16", "22"],
            "5",
            [
                ["-536", "695", "537", "-822", "221", "-63"],
                ["869", "-1091", "-825", "1331", "-506", "222"],
                ["-22", "-178", "20", "180", "200", "-200"],
                ["22", "-22", "-40", "40", "0", "0"],
                ["-5", "5", "6", "-6", "0", "0"],
                ["203", "25", "-616", "-68", "684", "-228"],
            ],
        ),
    ),
}
