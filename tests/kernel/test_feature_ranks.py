"""Ranks of features: what a verdict says, that no solution passes for a singular minor, and limits."""

from fractions import Fraction

from checker import Limits, Verified
from checker.interval import activation, exp_minus, log, log_one_plus
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
            cited = "root" in value["evidence"].get("solve", {})  # not for softsign
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


# 62 digits of exp(-z), of log x and of log(1 + u), by mpmath 1.3.
EXPONENTIALS = {
    "1": "0.3678794411714423215955237701614608674458111310317678345078368",
    "10": "0.000045399929762484851535591515560550610237918088866564969259071306",
    "1/1000": "0.99900049983337499166805535716765597470235590236008205905202851",
    "37/3": "0.0000044025205299739279990153485844162593903208687751575044714519747",
}
LOGS = {
    "3": "1.0986122886681096913952452369225257046474905578227494517346943",
    "10": "2.3025850929940456840179914546843642076011014886287729760333279",
    "1/7": "-1.9459101490553133051053527434431797296370847295818611884593901",
    "1000001/1000": "6.9077562789816370523873074473866259559699712754100034520206185",
}
LOGARITHMS = {
    "1": "0.69314718055994530941723212145817656807550013436025525412068001",
    "1/2": "0.40546510810816438197801311546434913657199042346249419761401432",
    "1/64": "0.015504186535965254150854046042446835877868492867193313607613345",
}


def _holds(pair: tuple[int, int], digits: str, bits: int, width: int) -> bool:
    """Whether the interval holds the number to its digits, and is no wider than that."""
    scaled, last = Fraction(digits) * 2**bits, Fraction(2**bits, 10**60)
    return pair[0] - last <= scaled <= pair[1] + last and 0 <= pair[1] - pair[0] <= width


def test_exponentials_and_logarithms_are_enclosed_tightly() -> None:
    for bits in (8, 20, 64, 180):
        for z, digits in EXPONENTIALS.items():
            check(_holds(exp_minus(Fraction(z), bits), digits, bits, 1), f"exp(-{z}) to {bits} bits")
        for z, digits in LOGS.items():
            check(_holds(log(Fraction(z), bits), digits, bits, 80 + 10 * bits), f"log {z} to {bits} bits")
        for u, digits in LOGARITHMS.items():
            x = int(Fraction(u) * 2**bits)
            check(_holds(log_one_plus((x, x), bits), digits, bits, 8 + bits), f"log(1 + {u}) to {bits} bits")


def test_small_exponentials_are_enclosed() -> None:
    """exp(-bits) is positive and below 2^-bits, and so is all beyond; exp(0) is 1, and log(1) is 0."""
    for bits in (8, 64):
        for z in (Fraction(bits), Fraction(bits) + Fraction(1, 7), Fraction(10**6)):
            check(exp_minus(z, bits) == (0, 1), f"exp(-{z}) to {bits} bits")
        lo, hi = exp_minus(Fraction(0), bits)
        check(lo <= 2**bits <= hi <= lo + 1, f"exp(0): {lo}, {hi}")
        check(log_one_plus((0, 0), bits)[0] == 0 <= log_one_plus((0, 0), bits)[1] <= 4, "log(1)")


def test_wide_arguments_are_enclosed() -> None:
    """log(1 + u) for all u from 1/2 to 1."""
    lo, hi = log_one_plus((2**63, 2**64), 64)
    low, high = (Fraction(LOGARITHMS[u]) * 2**64 for u in ("1/2", "1"))
    check(low - 72 <= lo <= low < high <= hi <= high + 72, f"{lo}, {hi}")


def test_activations_are_enclosed() -> None:
    """At z = 0 and at +-log 2 to 20 digits, where sigmoid, tanh, ELU and softplus are known."""
    log2 = Fraction(69314718055994530942, 10**20)
    near = Fraction(1, 10**18)
    values = {
        "sigmoid": (Fraction(1, 2), Fraction(2, 3), Fraction(1, 3)),
        "tanh": (Fraction(0), Fraction(3, 5), Fraction(-3, 5)),
        "elu": (Fraction(0), log2, Fraction(-1, 2)),
        "softsign": (Fraction(0), log2 / (1 + log2), -log2 / (1 + log2)),
        "softplus": (log2, Fraction(109861228866810969140, 10**20), Fraction(40546510810816438198, 10**20)),
    }
    for name, expected in values.items():
        for z, value in zip((Fraction(0), log2, -log2), expected, strict=True):
            for bits in (8, 20, 50, 300):
                lo, hi = activation(name, z, bits)
                check(lo <= hi <= lo + 40 + bits, f"{name} at {z} to {bits} bits: width {hi - lo}")
                check(lo <= (value + near) * 2**bits and (value - near) * 2**bits <= hi, f"{name} at {z}")


def test_many_layers_above_are_answered() -> None:
    """A thousand sigmoids one above the other: no recursion, and an answer within the limits."""
    layer = {"activation": {"name": "sigmoid"}, "bias": ["0"], "weight": [["1"]]}
    value = edited(GOOD["features-deep"], {"/claim/layers": [layer] * 1000})
    accept("deep", value)  # about 0.66, and R = 1/2
    refuse("deep, little work", value, "exceeded E_LIMIT_WORK at /", Limits(work=10**7))


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
