"""Certificates about ranks of features, solved here by elimination modulo the prime 2^130 - 5.

The right-hand side is expanded here again, with `hashlib` and `json` alone, and the values of sigma modulo
the prime are written out by hand for each entry: an independent computation of what the kernel checks.
"""

import json
from hashlib import sha256

from tests.kernel.suite import Value, certificate

P = 2**130 - 5  # a prime (Bernstein 2005), 3 modulo 4
G = 9  # the image of e^(1/D), a square
RELU, SIGMOID, TANH, ELU = ({"name": name} for name in ("relu", "sigmoid", "tanh", "elu"))
DENSE = {"activation": RELU, "bias": ["0", "1/2"], "weight": [["1", "0"], ["-1", "1"]]}
CONVOLUTION = {
    "activation": RELU,
    "bias": ["0", "1", "-1", "1/2"],
    "filters": [["1", "2"], ["0", "1"]],
    "patches": [["0", "1"], ["2", "1"]],
}
TIED = {
    "activation": {"name": "leaky_relu", "slope": "1/3"},
    "tied_bias": ["-1", "0"],
    "filters": [["1", "2"], ["0", "1"]],
    "patches": [["0", "1"], ["1", "2"]],
}
POOL = {"max_over": [["0", "1"], ["1", "2"], ["0", "2"]]}
LINEAR = {
    "activation": {"name": "identity"},
    "bias": ["0", "0"],
    "weight": [["1", "0", "0"], ["0", "1", "0"]],
}


def solve(matrix: list[list[int]], b: list[int]) -> list[int]:
    """x with matrix x = b modulo P."""
    rows = [[*row, value] for row, value in zip(matrix, b, strict=True)]
    n = len(rows)
    for k in range(n):
        i = next(i for i in range(k, n) if rows[i][k] % P)
        rows[k], rows[i] = rows[i], rows[k]
        inverse = pow(rows[k][k], -1, P)
        rows[k] = [x * inverse % P for x in rows[k]]
        for j in range(n):
            if j != k:
                rows[j] = [(x - rows[j][k] * y) % P for x, y in zip(rows[j], rows[k], strict=True)]
    return [row[n] for row in rows]


def _canonical(value: Value) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _hashed(claim: Value, chosen: Value, modulus: int) -> list[int]:
    """The right-hand side b."""
    seed = sha256(_canonical({"claim": claim, "chosen": chosen})).digest()
    digests = [sha256(seed + i.to_bytes(8, "big")).digest() for i in range(len(chosen[0]))]
    return [int.from_bytes(d, "big") % modulus for d in digests]


def solved(claim: Value, rows: list[int], columns: list[int], minor: list[list[int]], root: bool) -> Value:
    """The evidence `solve`: minor is what the kernel should find, modulo P."""
    chosen = [[str(i) for i in rows], [str(c) for c in columns], str(P), *([str(G)] if root else [])]
    x = solve(minor, _hashed(claim, chosen, P))
    keys = ["rows", "columns", "modulus", *(["root"] if root else [])]
    return {**dict(zip(keys, chosen, strict=True)), "solution": [str(v) for v in x]}


def _claim(layers: Value, rows: Value, relation: str, rank: int, denominator: str = "1") -> Value:
    data = {"denominator": denominator, "rows": rows}
    return {"layers": layers, "data": data, "relation": relation, "rank": str(rank)}


def _features(
    claim: Value,
    minor: list[list[int]] | None = None,
    null: Value = None,
    root: bool = False,
    at: Value = None,
) -> Value:
    evidence: Value = {}
    if minor is not None:
        rows, columns = at or (list(range(len(minor))), list(range(len(minor))))
        evidence["solve"] = solved(claim, rows, columns, minor, root)
    if null is not None:
        evidence["null"] = null
    return certificate("feature-rank", claim, evidence)


def _null(side: str, *vectors: Value, pivots: Value) -> Value:
    return {"side": side, "pivots": pivots, "vectors": [{"at": a, "values": v} for a, v in vectors]}


def _over(top: int, bottom: int) -> int:
    return top * pow(bottom, -1, P) % P


# Weights with denominator 2 and data with denominator 1: z = m / 2 and t = e^(1/2).
_SMOOTH = [["2"], ["-1"]]
_ONE = [["1/2"], ["1"]]


def _smooth(sigma: Value) -> Value:
    return _claim([{"activation": sigma, "bias": ["0", "1/2"], "weight": _ONE}], _SMOOTH, ">=", 2)


# m = 2, 5 for x = 2 and -1, -1 for x = -1.
_SIGMOID = [[_over(G**2, 1 + G**2), _over(G**5, 1 + G**5)], [_over(1, 1 + G), _over(1, 1 + G)]]
_TANH = [
    [_over(G**4 - 1, G**4 + 1), _over(G**10 - 1, G**10 + 1)],
    [_over(1 - G**2, 1 + G**2), _over(1 - G**2, 1 + G**2)],
]
_ELU = [[2, 5], [2 * (_over(1, G) - 1), 2 * (_over(1, G) - 1)]]
# Softsign, over 2 as well: m / (2 + |m|).
_SOFT = [[_over(2, 4), _over(5, 7)], [_over(-1, 3), _over(-1, 3)]]


def _enclosed(layers: Value, rows: Value, inverse: Value, bits: str = "20", null: Value = None) -> Value:
    """The rank of the samples' minor by an enclosure, R over 2^10; with null vectors for every sample."""
    r = len(inverse)
    places = [str(i) for i in range(r)]
    ball = {"rows": places, "columns": places, "bits": bits, "scale": "10", "inverse": inverse}
    evidence = {"enclosure": ball} if null is None else {"enclosure": ball, "null": null}
    claim = _claim(layers, rows, ">=" if null is None else "=", r)
    return certificate("feature-rank", claim, evidence)


def _line(weight: str, bias: str, sigma: Value) -> Value:
    return {"activation": sigma, "bias": [bias], "weight": [[weight]]}


# sigmoid(0) = 1/2 and ReLU(2/2 + 1) = 2; softsign(1) = 1/2, max over one, softsign(2/2) = 1/2.
_SIGMOID_RELU = [_line("1", "0", SIGMOID), _line("2", "1", RELU)]
_SOFT_SOFT = [_line("1", "0", {"name": "softsign"}), {"max_over": [["0"]]},
              _line("2", "0", {"name": "softsign"})]
# Sigmoids of (x, -x): 1/2, 1/2 at 0; near (1, 0) at 50; their difference and their sum.
_APART = [{"activation": SIGMOID, "bias": ["0", "0"], "weight": [["1"], ["-1"]]},
          {"activation": {"name": "identity"}, "bias": ["0", "0"], "weight": [["1", "-1"], ["1", "1"]]}]
# Over the denominator 2: x = (1, 0) gives 2 and 1; (0, 1): 0 and 3; (2, 2): 4 and 1 (pre-activations 4, 1).
_DENSE_DATA = [["1", "0"], ["0", "1"], ["2", "2"]]

# softsign(1/2) = 1/3, a unit modulo 2^131.
_THIRD = _claim([_line("1/2", "0", {"name": "softsign"})], [["1"]], ">=", 1)
_EVEN = [["0"], ["0"], str(2**131)]
# 2^18 (sigmoid(0) - 1/2) + 1 = 1, where 1/2 is known to 2^-20: the norm is 3/4 at most.
_MAGNIFIED = [_line("1", "0", SIGMOID), {"max_over": [["0"]]}, _line(str(2**18), str(1 - 2**17), RELU)]

GOOD: dict[str, Value] = {
    "features-dense": _features(_claim([DENSE], _DENSE_DATA, ">=", 2), [[2, 0], [0, 3]]),
    "features-other-minor": _features(
        _claim([DENSE], _DENSE_DATA, ">=", 2), [[0, 3], [4, 1]], at=([1, 2], [0, 1])
    ),
    "features-equal": _features(
        _claim([DENSE], _DENSE_DATA, "=", 2), [[2, 0], [0, 3]], _null("right", pivots=[])
    ),
    "features-null-right": _features(
        _claim([DENSE], [["1", "0"], ["2", "0"]], "<=", 1), None, _null("right", (["1"], ["5"]), pivots=["1"])
    ),
    "features-null-left": _features(
        _claim([DENSE], [["1", "0"], ["2", "0"]], "=", 1), [[2]],
        _null("left", (["0", "1"], ["-2", "1"]), pivots=["1"]),
    ),
    # Over the denominator 2.  x = (1, 0, 0): patches (1, 0), (0, 0): 1, 1, 0, 1/2.  (0, 0, 1): 0, 1, 0, 1/2.
    "features-convolution": _features(
        _claim([CONVOLUTION], [["1", "0", "0"], ["0", "0", "1"]], ">=", 2), [[2, 2], [0, 2]]
    ),
    # Over the denominator 12 (data over 4, slope 1/3): x = (1, 2, 3)/4: 1/4, 2/4, 4/4, 3/4 over two patches.
    "features-tied": _features(_claim([TIED], [["1", "2", "3"]], ">=", 1, "4"), [[12]], at=([0], [2])),
    # Maxima of (1, 2, 3): 2, 3, 3; of (5, 1, 0): 5, 1, 5.
    "features-pool": _features(
        _claim([POOL], [["1", "2", "3"], ["5", "1", "0"]], "=", 2), [[2, 3], [5, 1]],
        _null("left", pivots=[]),
    ),
    "features-two-layers": _features(
        _claim([POOL, LINEAR], [["1", "2", "3"], ["5", "1", "0"]], ">=", 2), [[2, 3], [5, 1]]
    ),
    "features-sigmoid": _features(_smooth(SIGMOID), _SIGMOID, root=True),
    "features-tanh": _features(_smooth(TANH), _TANH, root=True),
    "features-elu": _features(_smooth(ELU), _ELU, root=True),
    "features-softsign": _features(_smooth({"name": "softsign"}), _SOFT),
    "features-softsign-even": certificate(
        "feature-rank",
        _THIRD,
        {
            "solve": {
                **dict(zip(("rows", "columns", "modulus"), _EVEN, strict=True)),
                "solution": [str(3 * _hashed(_THIRD, _EVEN, 2**131)[0] % 2**131)],
            }
        },
    ),
    "features-magnified": _enclosed(_MAGNIFIED, [["0"]], [["1024"]]),
    "features-deep": _enclosed(_SIGMOID_RELU, [["0"]], [["512"]]),
    "features-deep-pool": _enclosed(_SOFT_SOFT, [["1"]], [["2048"]]),
    # F = ((0, 1), (1, 1)) up to exp(-50), twice the first sample: R = ((-1, 1), (1, 0)).
    "features-deep-equal": _enclosed(
        _APART, [["0"], ["50"], ["0"]], [["-1024", "1024"], ["1024", "0"]], "20",
        _null("left", (["0", "2"], ["1", "-1"]), pivots=["2"]),
    ),
    "features-sigmoid-null": _features(
        _claim([{"activation": SIGMOID, "bias": ["0", "0"], "weight": [["1"], ["1"]]}], _SMOOTH, "<=", 1),
        None, _null("right", (["0", "1"], ["1", "-1"]), pivots=["0"]),
    ),
    # softplus(5) = 5.00671... (log(1 + e^5) by hand), and 204/1024 times it is 0.99743.
    "features-value": certificate(
        "feature-value",
        {
            "layers": [DENSE],
            "data": {"denominator": "3", "rows": [["1", "0"], ["0", "1"]]},
            "values": {"denominator": "6", "rows": [["2", "1"], ["0", "5"]]},
        },
        {},
    ),
    "features-hard-tanh": certificate(
        "feature-value",
        {
            "layers": [_line("1", "0", {"name": "hard_tanh"})],
            "data": {"denominator": "4", "rows": [["3"], ["5"], ["-3"]]},
            "values": {"denominator": "4", "rows": [["3"], ["4"], ["-3"]]},
        },
        {},
    ),
    "features-enclosure": certificate(
        "feature-rank",
        _claim([{"activation": {"name": "softplus"}, "bias": ["0"], "weight": [["1"]]}], [["5"]], ">=", 1),
        {"enclosure": {"rows": ["0"], "columns": ["0"], "bits": "20", "scale": "10", "inverse": [["204"]]}},
    ),
    "features-enclosure-two": certificate(
        "feature-rank",
        _claim([DENSE], [["1", "0"], ["0", "1"]], "=", 2),
        {
            "enclosure": {"rows": ["0", "1"], "columns": ["0", "1"], "bits": "8", "scale": "3",
                          "inverse": [["8", "0"], ["0", "6"]]},
            "null": _null("right", pivots=[]),
        },
    ),
    "features-zero": _features(
        _claim([DENSE], [["0", "-1"]], "=", 0), [],
        _null("right", (["0"], ["1"]), (["1"], ["1"]), pivots=["0", "1"]),
    ),
}
