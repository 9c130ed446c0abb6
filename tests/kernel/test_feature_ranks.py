"""Ranks of features: what a verdict says, that no solution passes for a singular minor, and limits."""

from fractions import Fraction

from checker import Limits, Verified
from checker.interval import activation
from tests.kernel.good_features import DENSE, GOOD, RELU, P, solve, solved
from tests.kernel.suite import Value, accept, certificate, check, edited, refuse, verdict_of


def test_a_random_solve_carries_its_soundness_error() -> None:
    for name, value in GOOD.items():
        if value["claim"]["kind"] == "feature-value":
            continue
        verdict = verdict_of(value)
        check(isinstance(verdict, Verified), f"{name}: {verdict}")
        if isinstance(verdict, Verified):
            expected = "2^-127" if "solve" in value["evidence"] else "0"
            check(verdict.soundness_error == expected, name)
            cited = "root" in value["evidence"].get("solve", {})
            check(bool(verdict.rests_on) == cited, f"{name}: {verdict.rests_on}")


def _claim(rows: Value) -> Value:
    layer = {**DENSE, "bias": ["0", "0"], "weight": [["1", "0"], ["0", "1"]]}
    return {"layers": [layer], "data": {"denominator": "1", "rows": rows}, "relation": ">=", "rank": "2"}


def test_the_solution_of_a_near_minor_is_refused() -> None:
    """Samples (1, 2), (2, 4) against (1, 2), (2, 5): the features differ in one entry by one."""
    near, singular = _claim([["1", "2"], ["2", "5"]]), _claim([["1", "2"], ["2", "4"]])
    evidence = {"solve": solved(near, [0, 1], [0, 1], [[1, 2], [2, 5]], False)}
    accept("near", certificate("feature-rank", near, evidence))
    place = "rejected E_SOLVE at /evidence/solve/solution"
    refuse("singular", certificate("feature-rank", singular, evidence), place)
    again = {"solve": solved(singular, [0, 1], [0, 1], [[1, 2], [2, 5]], False)}
    refuse("singular, hashed anew", certificate("feature-rank", singular, again), place)


def test_evidence_of_one_claim_is_none_of_another() -> None:
    """Twice the data has the same rank, another hash, and so another right-hand side."""
    one, two = _claim([["1", "0"], ["0", "1"]]), _claim([["2", "0"], ["0", "2"]])
    evidence = solved(one, [0, 1], [0, 1], [[1, 0], [0, 1]], False)
    halves = [str(int(x) * solve([[2]], [1])[0] % P) for x in evidence["solution"]]
    moved = {"solve": {**evidence, "solution": halves}}
    refuse("moved", certificate("feature-rank", two, moved), "rejected E_SOLVE at /evidence/solve/solution")


def test_units_are_numbered_patch_by_patch() -> None:
    """Unit (p - 1) T + t: filters (1), (10) on patches {2}, {1} of x = (1, 2) give 2, 20, 1, 10."""
    layer = {"activation": RELU, "bias": ["0"] * 4, "filters": [["1"], ["10"]], "patches": [["1"], ["0"]]}
    data = {"denominator": "1", "rows": [["1", "2"]]}
    claim = {"layers": [layer], "data": data, "relation": ">=", "rank": "1"}
    for column, value in enumerate((2, 20, 1, 10)):
        evidence = {"solve": solved(claim, [0], [column], [[value]], False)}
        accept(f"column {column}", certificate("feature-rank", claim, evidence))


def test_limits_are_met_and_not_passed() -> None:
    many = [str(i) for i in range(2)]
    filters = {"filters": [["1"]] * 3000, "patches": [["0"]] * 3000}
    huge = {"activation": RELU, "tied_bias": ["0"] * 3000, **filters}
    claim = {**_claim([many, many]), "layers": [huge]}
    refuse("units", certificate("feature-rank", claim, {}), "exceeded E_LIMIT_WORK at /", Limits(work=10**8))
    refuse("work", GOOD["features-dense"], "exceeded E_LIMIT_WORK at /", Limits(work=5000))
    wide = edited(GOOD["features-dense"], {"/claim/data/rows/0/0": str(2**300)})
    refuse("bits", wide, "exceeded E_LIMIT_BITS at /", Limits(bits=256))


def test_the_norm_must_be_below_one() -> None:
    """ReLU(1) = 1 and R = 2: I - R A = -1 is refused, R = 2 - 1/4 is not."""
    layer = {"activation": RELU, "bias": ["0"], "weight": [["1"]]}
    data = {"denominator": "1", "rows": [["1"]]}
    claim = {"layers": [layer], "data": data, "relation": ">=", "rank": "1"}
    for entry, expected in (("7", "verified"), ("8", "rejected E_NORM at /evidence/enclosure/inverse/0")):
        ball = {"rows": ["0"], "columns": ["0"], "bits": "8", "scale": "2", "inverse": [[entry]]}
        refuse(entry, certificate("feature-rank", claim, {"enclosure": ball}), expected)


def test_activations_are_enclosed() -> None:
    """At z = 0 and at +-log 2 to 20 digits, where sigmoid, tanh, ELU and softplus are known."""
    log2 = Fraction(69314718055994530942, 10**20)
    near = Fraction(1, 10**18)
    values = {
        "sigmoid": (Fraction(1, 2), Fraction(2, 3), Fraction(1, 3)),
        "tanh": (Fraction(0), Fraction(3, 5), Fraction(-3, 5)),
        "elu": (Fraction(0), log2, Fraction(-1, 2)),
        "softplus": (log2, Fraction(109861228866810969140, 10**20), Fraction(40546510810816438198, 10**20)),
    }
    for name, expected in values.items():
        for z, value in zip((Fraction(0), log2, -log2), expected, strict=True):
            for bits in (8, 20, 50, 300):
                lo, hi = activation(name, z, bits)
                check(lo <= hi <= lo + 40 + bits, f"{name} at {z} to {bits} bits: width {hi - lo}")
                check(lo <= (value + near) * 2**bits and (value - near) * 2**bits <= hi, f"{name} at {z}")


def test_far_arguments_are_enclosed() -> None:
    limits = {"sigmoid": (0, 1), "tanh": (-1, 1), "elu": (-1, 10**6), "softplus": (0, 10**6)}
    for name, ends in limits.items():
        for z, value in zip((-(10**6), 10**6), ends, strict=True):
            lo, hi = activation(name, Fraction(z), 64)
            check(lo <= value << 64 <= hi and hi - lo <= 200, f"{name} at {z}: {lo}, {hi}")


def test_what_is_kept_is_paid_for() -> None:
    """Large intervals of a small certificate, and many units of few filters."""
    layer = {"activation": RELU, "bias": ["0"], "weight": [["1"]]}
    claim = {
        "layers": [layer],
        "data": {"denominator": "1", "rows": [["1"]]},
        "relation": ">=",
        "rank": "1",
    }
    ball = {"rows": ["0"], "columns": ["0"], "bits": "8000", "scale": "2", "inverse": [["7"]]}
    value = certificate("feature-rank", claim, {"enclosure": ball})
    accept("large", value)
    refuse("large, little work", value, "exceeded E_LIMIT_WORK at /", Limits(work=10**6))
    for name in ("sigmoid", "softplus"):
        smooth = edited(value, {"/claim/layers/0/activation": {"name": name}, "/claim/data/rows/0/0": "9000"})
        refuse(name, smooth, "exceeded E_LIMIT_WORK at /", Limits(work=10**6))
