"""Equation (2.8): entries of the first layer differ from sample to sample, for every small alpha."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from itertools import combinations
from typing import Any

from checker import Network, ParametricField
from constructions.certificate import NotFound
from constructions.evidence.find import find
from constructions.fully_connected import RELU, layer, network
from proofs.chapter2.asm_1_1_1 import minus
from proofs.chapter2.lem_2_6_1 import PAIRS
from proofs.chapter2.lem_2_6_1 import build as layer_of_lemma
from proofs.feature_exhibits import identity, product, total
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import value_claim, values

POINTS = ((1, 4, 2, 9), (3, 8, 5, 6), (7, 0, 12, 10))
FILTERS = ((1, -30), (17, 4))  # Q; <a, x^p> is at least -360 on the samples
SMALL = ParametricField(Fraction(0), Fraction(1, 360))  # alpha, with beta = 1


def products(x: tuple[int, ...]) -> list[int]:
    """<a^t, x^p> in the order of the units."""
    return [sum(a * x[i] for a, i in zip(f, patch, strict=True)) for patch in PAIRS.tolist() for f in FILTERS]


def differences(field: ParametricField = SMALL, beta: int = 1) -> Network:
    """(x, y) -> f_1(x)_h - f_1(y)_v for all h and v: 8 inputs, 12 hidden units, 36 outputs."""
    rows: list[Any] = []
    for side in (0, 4):
        for patch in PAIRS.tolist():
            for f in FILTERS:
                row: list[Any] = ["0"] * 8
                for a, i in zip(f, patch, strict=True):
                    row[side + i] = ["0", str(a)]
                rows.append(row)
    out = [[int(n == h) - int(n == 6 + v) for n in range(12)] for h in range(6) for v in range(6)]
    return network(layer(rows, [beta] * 12, RELU), layer(out, [0] * 36), field=field)


def separated() -> Exhibit:
    """alpha (<a, x_i^p> - <a', x_j^q>), none of these 0, for every alpha in the interval."""
    points = [(*x, *y) for x, y in combinations(POINTS, 2)]
    gaps = [[s - t for s in products(x) for t in products(y)] for x, y in combinations(POINTS, 2)]

    def build() -> bytes:
        if any(0 in row for row in gaps):
            raise NotFound("two samples have an inner product in common")
        taken = [[["0", str(gap)] for gap in row] for row in gaps]
        return find(value_claim(differences(), points, taken, SMALL))

    return Exhibit(
        "ReLU, beta = 1: all 108 differences are alpha times a number that is not 0, every alpha in (0, 1/360)",
        build,
    )


def shared(name: str, x: tuple[int, ...], y: tuple[int, ...], beta: int) -> Exhibit:
    """Differences that are 0, at the entries given by the network."""
    net = network(
        layer([[["0", "1"], ["0", "2"], "0", "0"], ["0", "0", ["0", "1"], ["0", "2"]]], [beta] * 2, RELU),
        layer([[1, -1]], [0]),
        field=SMALL,
    )
    return values(name, net, [[*x, *y]], [[0]], SMALL)


theorem = Theorem(
    id="eq-2.8",
    kind="equation",
    title="First-layer entries that differ",
    statement=(
        r"For $Q\notin S$, $\beta$ in an interval on which $\sigma$ is injective and all small $\alpha>0$: $f_1(x_i)_h-f_1(x_j)_v=\sigma(\alpha\langle a^t,x_i^p\rangle+\beta)-\sigma(\alpha\langle a^{t'},x_j^q\rangle+\beta)\ne0$ for all $h,v$ and $i\ne j$."
    ),
    source=thesis("Equation (2.8)", "27"),
    universal=True,
    hypotheses=("Assumption 2.4.1", r"$\sigma$ injective near $\beta$", r"$\alpha$ small"),
    covers=(
        "Three samples, two filters on three patches, every pair of samples and all entries, for every alpha up to the bound below which the ReLU is linear at all of them; for the sigmoid the difference in the exponentials, which is 0 only where they are equal. "
        r"A slip: the display before it has a bracket too early, $\sigma(\langle w_1^t,x_i^p\rangle)+(b_1)_h$."
    ),
    uses=("asm-2.4.1", "eq-2.1"),
    exhibits=lambda: (
        separated(),
        identity(
            "sigmoid, e = e^z and f = e^z': e/(1 + e) - f/(1 + f) has the numerator e - f",
            total(product("e", total("1", "f")), minus("f", total("1", "e"))),
            total("e", minus("f")),
            *"ef",
        ),
        Exhibit("the entries themselves at one alpha, other filters", partial(layer_of_lemma, 1)),
    ),
    near_misses=lambda: (
        NearMiss(
            "alpha in (0, 1)",
            tampered(separated().build, "/claim/field", {"parameter": ["0", "1"]}),
            "E_SIGN_VARIES",
        ),
        NearMiss("one difference 0", tampered(separated().build, "/claim/values/0/0", "0"), "E_VALUE"),
    ),
    ablations=lambda: (
        Ablation(
            "Assumption 2.4.1",
            (shared("patch (3, 5) in both samples: the difference is 0 for every alpha", (3, 5), (3, 5), 1),),
            "Equal patches, of the same position or not, have equal entries under one filter.",
        ),
        Ablation(
            r"$\sigma$ injective near $\beta$",
            (
                shared(
                    "ReLU about beta = -1, patches (3, 5) and (1, 2): 0 for every alpha in (0, 1/360)",
                    (3, 5),
                    (1, 2),
                    -1,
                ),
            ),
            "The ReLU is constant there.",
        ),
        Ablation(
            r"$\alpha$ small",
            (
                values(
                    "alpha = 1, beta = 1: ReLU(-30 + 1) = ReLU(-40 + 1)",
                    network(layer([[-1, 0], [0, -1]], [1, 1], RELU), layer([[1, -1]], [0])),
                    [[30, 40]],
                    [[0]],
                ),
            ),
            "Large alpha leaves the interval.",
        ),
    ),
)
