"""Lemma 2.4.3: ReLU, sigmoid and softplus meet Assumption 2.4.2; the inequalities, written as identities."""

from __future__ import annotations

from checker import Json
from constructions.fully_connected import RELU, SOFTSIGN, layer, leaky_relu, network
from proofs.chapter2.asm_1_1_1 import minus
from proofs.chapter2.lem_2_2_2 import relu
from proofs.exhibits import activation
from proofs.feature_exhibits import identity, product, total
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

LEAKY = leaky_relu("1/2")


def bent(sigma: Json, holds: str) -> Exhibit:
    """Whether the activation is affine; one that is not affine is not constant."""
    return activation(network(layer([[1]], [0], sigma), layer([[1]], [0])), "affine", holds)


def exhibits() -> tuple[Exhibit, ...]:
    """Growth on the right, decay on the left, each with e = e^t (softplus: e = e^{alpha t})."""
    one = total("1", "e")
    return (
        bent(RELU, "no"),
        relu("ReLU(-t) = 0 for every t in (0, 10^9)", "-1", ["0"]),
        relu("ReLU(t) = t <= t + 1 for every t in (0, 10^9)", "1", [["0", "1"]]),
        identity(
            "sigmoid: s = e / (1 + e) differs from 1 by 1 / (1 + e), and is e (1 - s)",
            total(one, minus("e")),
            "1",
            "e",
        ),
        identity(
            "sigmoid on the left: e - e / (1 + e) = e^2 / (1 + e), so 0 < s <= e^t",
            total(product("e", one), minus("e")),
            product("e", "e"),
            "e",
        ),
        identity(
            "softplus on the right: 2 e - (1 + e) = e - 1 >= 0, so the value is at most t + ln 2 / alpha",
            total(product("2", "e"), minus(one)),
            total("e", "-1"),
            "e",
        ),
    )


theorem = Theorem(
    id="lem-2.4.3",
    kind="lemma",
    title="ReLU, sigmoid and softplus are admissible",
    statement=(
        r"ReLU, sigmoid and softplus $\sigma_\alpha(t)=\frac1\alpha\ln(1+e^{\alpha t})$, $\alpha>0$, satisfy Assumption 2.4.2: ReLU with $\rho=(1,1,1,1)$, softplus with "
        r"$\rho=(\frac1\alpha,\alpha,1,\frac{\ln2}\alpha)$, the sigmoid with limits 0 and 1."
    ),
    source=thesis("Lemma 2.4.3", "17"),
    universal=True,
    hypotheses=("the activation is one of the three",),
    covers=(
        r"ReLU on both sides of 0, and the identities in $e=e^{\alpha t}$ behind the other bounds. By hand: the limits of $1/(1+e)$, that the logarithm increases, and "
        r"$\ln(1+u)\le u$ for softplus on the left."
    ),
    uses=("asm-2.4.2",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("ReLU affine", tampered(exhibits()[0].build, "/claim/holds", "yes"), "E_PROPERTY_FAILS"),
        NearMiss("ReLU(-t) = t", tampered(exhibits()[1].build, "/claim/values/0/0", ["0", "1"]), "E_VALUE"),
        NearMiss(
            "e in place of 2 e",
            tampered(exhibits()[5].build, "/claim/left/sum/0/product/0", "1"),
            "E_IDENTITY",
        ),
    ),
    ablations=lambda: (
        Ablation(
            "the activation is one of the three",
            (
                relu("leaky ReLU of slope 1/2 at -t: -t/2, no decay", "-1", [["0", "-1/2"]], LEAKY),
                bent(SOFTSIGN, "no"),
            ),
            r"Leaky ReLU does not vanish at $-\infty$ and grows there; softsign, like tanh, has limits $-1$ and 1, whose product is not 0. Neither is admissible (asm-2.4.2).",
        ),
    ),
)
