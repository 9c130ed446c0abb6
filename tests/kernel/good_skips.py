"""Certificates about Psi of directed acyclic networks, with numbers small enough to check by hand."""

from tests.kernel.suite import Value, certificate

_IDENTITY, _SOFTPLUS, _SIGMOID = ({"name": name} for name in ("identity", "softplus", "sigmoid"))


def _unit(sigma: Value, bias: str, **weights: str) -> Value:
    """weights: n0="1/2" for node 0."""
    return {
        "activation": sigma,
        "bias": bias,
        "from": [name[1:] for name in weights],
        "weight": list(weights.values()),
    }


def _ball(rows: Value, columns: Value, bits: str, scale: str, inverse: Value) -> Value:
    return {"enclosure": {"rows": rows, "columns": columns, "bits": bits, "scale": scale, "inverse": inverse}}


def _claim(units: Value, skip: Value, rows: Value, rank: str, denominator: str = "1") -> Value:
    data = {"denominator": denominator, "rows": rows}
    return {"units": units, "skip": skip, "data": data, "rank": rank}


def _matrix(rows: Value, denominator: str = "1") -> Value:
    return {"denominator": denominator, "rows": rows}


def _fit(source: Value, data: Value, weight: Value, targets: Value, error: str, bits: str) -> Value:
    body = {**source, "data": data, "weight": weight, "targets": targets, "error": error}
    return certificate("fit", body, {"bits": bits})


GOOD: dict[str, Value] = {
    # Psi of skip-two, V = (2, 4): the outputs are 0 and 6, without any error.
    "fit-exact": _fit(
        {
            "units": [_unit(_IDENTITY, "0", n0="1"), _unit(_IDENTITY, "1/2", n1="1", n2="-1")],
            "skip": ["2", "3"],
        },
        _matrix([["1", "0"], ["0", "1"]]),
        _matrix([["2"], ["4"]]),
        _matrix([["0"], ["6"]]),
        "0",
        "8",
    ),
    # 1/3 lies in [85, 86] / 256, 100/3 in [8500, 8600] / 256; the target 8500/256 is 25/64 from its end.
    "fit-coarse": _fit(
        {"units": [_unit(_IDENTITY, "0", n0="1"), _unit(_IDENTITY, "0", n1="100")], "skip": ["2"]},
        _matrix([["1"]], "3"),
        _matrix([["1"]]),
        _matrix([["2125"]], "64"),
        "25/64",
        "8",
    ),
    # sigmoid(0) = 1/2, sigmoid(1) = 0.731059; V = (3/2, -1): outputs 0.75, -0.5 and 1.096588, -0.731059.
    "fit-layers": _fit(
        {"layers": [{"activation": _SIGMOID, "bias": ["2/3"], "weight": [["1"]]}]},
        _matrix([["-2"], ["1"]], "3"),
        _matrix([["3", "-2"]], "2"),
        _matrix([["75", "-50"], ["110", "-73"]], "100"),
        "1/200",
        "20",
    ),
    # The features of an identity layer, x and 2 x + 1/7 at x = 1/3; V = (3, -1).
    "fit-linear": _fit(
        {"layers": [{"activation": _IDENTITY, "bias": ["0", "1/7"], "weight": [["1"], ["2"]]}]},
        _matrix([["1"]], "3"),
        _matrix([["3"], ["-1"]]),
        _matrix([["4"]], "21"),
        "1/100",
        "12",
    ),
    # softplus(x) at x = 5 by way of an identity unit; 204/1024 times it is 0.99743.
    "skip-one": certificate(
        "skip-rank",
        _claim([_unit(_IDENTITY, "0", n0="1"), _unit(_SOFTPLUS, "0", n1="1")], ["2"], [["5"]], "1"),
        _ball(["0"], ["0"], "20", "10", [["204"]]),
    ),
    # f_2 = x_0, f_3 = 1/2 + x_1 - f_2; samples (1, 0), (0, 1): Psi = ((1, -1/2), (0, 3/2)).
    "skip-two": certificate(
        "skip-rank",
        _claim(
            [_unit(_IDENTITY, "0", n0="1"), _unit(_IDENTITY, "1/2", n1="1", n2="-1")],
            ["2", "3"],
            [["1", "0"], ["0", "1"]],
            "2",
        ),
        _ball(["0", "1"], ["0", "1"], "8", "3", [["8", "3"], ["0", "5"]]),
    ),
    # Samples -1/3, 1/3, 0: f_1 = sigmoid(0) = 1/2, f_2 = x - 2 f_1 = -4/3, -2/3, -1.
    "skip-thirds": certificate(
        "skip-rank",
        _claim(
            [_unit(_SIGMOID, "0", n0="0"), _unit(_IDENTITY, "0", n0="1", n1="-2")],
            ["1", "2"],
            [["-1"], ["1"], ["0"]],
            "2",
            "3",
        ),
        # ((1/2, -4/3), (1/2, -1)) has the inverse ((-6, 8), (-3, 3)).
        _ball(["0", "2"], ["0", "1"], "12", "0", [["-6", "8"], ["-3", "3"]]),
    ),
}
