"""new-4.e: with random skip-connections the path condition for softplus almost never holds."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

from proofs.feature_exhibits import identity, product, total
from proofs.table_exhibits import at_most, excess
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Source, Theorem

LAYERS, WIDTH, CHOSEN = 149, 10, 1000
UNITS = (LAYERS + 1) * WIDTH
STEPS = CHOSEN // WIDTH
AT_ONCE = 12  # factors of the nested sum in one certificate


def factors(k: int) -> list[str]:
    """r_k as factors."""
    ratios = [Fraction(CHOSEN - i, UNITS - i) for i in range(WIDTH * (k - 1), WIDTH * k)]
    return [str(x) for x in (Fraction(LAYERS + 1 - k, k), *ratios)]


@cache
def nested(k: int) -> Fraction:
    """1 - r_k (1 - r_(k+1) (...))."""
    if k > STEPS:
        return Fraction(1)
    r = Fraction(1)
    for x in factors(k):
        r *= Fraction(x)
    return 1 - r * nested(k + 1)


def part(first: int) -> Exhibit:
    """AT_ONCE steps of the nested sum."""
    last = min(first + AT_ONCE, STEPS + 1)
    value: Any = str(nested(last))
    for k in reversed(range(first, last)):
        value = total("1", product("-1", *factors(k), value))
    return identity(f"steps {first} to {last - 1} of the nested sum", value, str(nested(first)))


def exhibits() -> tuple[Exhibit, ...]:
    """The probability that no layer below the last is full; that the last one is empty; CNN13."""
    empty = Fraction(1)
    for i in range(WIDTH):
        empty *= Fraction(UNITS - CHOSEN - i, UNITS - i)
    channel = 64 * Fraction(7317, 10000) ** 784
    return (
        *(part(first) for first in reversed(range(1, STEPS + 1, AT_ONCE))),
        at_most(
            "150 layers of 10: no layer of the first 149 is full with a probability of at most 0.0682",
            nested(1),
            "341/5000",
        ),
        at_most(
            "150 layers of 10: no unit of the last layer is chosen with a probability of at most 1/60000",
            empty,
            "1/60000",
        ),
        at_most("CNN13: (204928 - 55000)/204928 <= 0.7317", Fraction(149928, 204928), "7317/10000"),
        at_most("CNN13: 64 * 0.7317^784 <= 10^-104", channel, Fraction(1, 10**104)),
    )


theorem = Theorem(
    id="new-4.e",
    kind="own",
    title="Random skip-connections and backward paths",
    statement=(
        r"With skip-connections from randomly chosen units, as in Section 4.4, the condition of Assumption 4.3.1 (2) on softplus units holds with a probability below 0.07 for the network of Figure 4.3 (150 layers of 10 units, 1,000 of them chosen); for CNN13 with "
        r"$N=55{,}000$ some skip unit above the first layer satisfies it with a probability below $10^{-104}$."
    ),
    source=Source("Theodolite", "docs/proofs/random-skips.md"),
    universal=False,
    hypotheses=("all skip units softplus, M = N",),
    covers="The hypergeometric probability exactly, in nine steps; the bound for CNN13 (with the total of the rows of Table 4.1). That these events exclude the condition is argued in docs/proofs/random-skips.md. By new-4.a the lemma does not need the condition.",
    uses=("asm-4.3.1", "tab-4.1"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "a probability of at most 0.068",
            lambda: excess(nested(1), Fraction(68, 1000), Fraction(0)).with_evidence({}),
            "E_VALUE",
        ),
        NearMiss(
            "a step with another sign",
            tampered(part(97).build, "/claim/left/sum/1/product/0", "1"),
            "E_IDENTITY",
        ),
    ),
    ablations=lambda: (
        Ablation(
            "all skip units softplus, M = N",
            (),
            "Needed: bounded activations ask for no path, and with M > N some N of the units may have one.",
        ),
    ),
    proof="docs/proofs/random-skips.md",
)
