"""Lemma 2.4.9: the gradient in U_(k+1) between two multiples of the distance to the targets."""

from __future__ import annotations

from checker import Json, Network, encode_network
from constructions.evidence.gradient import bounds_claim, square_risk
from constructions.fully_connected import SOFTSIGN, layer, network
from proofs.chapter2.lem_2_6_3 import square
from proofs.exhibits import Q
from proofs.feature_exhibits import identity, product, total
from proofs.gradient_exhibits import (
    entries,
    features_of,
    gradient,
    gradient_bounds,
    instance,
    singular_value,
    zero_gradient,
)
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

F1 = ((2, 1), (1, 3))  # squared singular values (15 -+ 5 sqrt 5) / 2, 1.91 and 13.09
WIDTHS = (2, 5, 4, 3, 2)


def norm() -> object:
    """|F_1^T D|^2 for k = L - 1 = 1 and the residual D = (x, y)."""
    return total(square(product("2", "x"), "y"), square("x", product("3", "y")))


def residual() -> object:
    """|D|^2."""
    return total(product("x", "x"), product("y", "y"))


def narrow() -> tuple[Network, Json]:
    """n_1 = 1 < N = 2: F_1 = (1/2, 1/2)^T and F_2 - Y = (1, -1)^T."""
    made = network(layer([[1, 1]], [0], SOFTSIGN), layer([[2]], [0]))
    return made, square_risk([[1, 0], [0, 1]], [[0], [2]])


def growing() -> tuple[Network, Json]:
    """Widths 1-1-1-2: F_1 = 1/2, F_2 = 1/2, U_3 = (1 1) and F_3 - Y = (1, -1)."""
    made = network(layer([[1]], [0], SOFTSIGN), layer([[2]], [0], SOFTSIGN), layer([[1], [1]], [0, 0]))
    return made, square_risk([[1]], [["-1/2", "3/2"]])


def exhibits() -> tuple[Exhibit, ...]:
    """One matrix of features and every residual; networks, each between its two bounds."""
    return (
        singular_value("sigma_min(F_1)^2 >= 19/10", entries(F1), "smallest", ">=", "19/10"),
        singular_value("sigma_max(F_1)^2 <= 131/10", entries(F1), "largest", "<=", "131/10"),
        identity(
            "|grad|^2 - |D|^2 = 4 (x + 5/4 y)^2 + 11/4 y^2, so |grad| >= |D|",
            total(norm(), product("-1", residual())),
            total(product("4", square("x", product("5/4", "y"))), product("11/4", square("y"))),
            "x",
            "y",
        ),
        identity(
            "14 |D|^2 - |grad|^2 = 9 (x - 5/9 y)^2 + 11/9 y^2",
            total(product("14", residual()), product("-1", norm())),
            total(product("9", square("x", product("-5/9", "y"))), product("11/9", square("y"))),
            "x",
            "y",
        ),
        *(
            gradient_bounds(
                f"widths {'-'.join(map(str, WIDTHS))}, softsign, 3 samples, k = {k} (seed {seed})",
                instance(seed, WIDTHS, 3, smooth=True),
                k,
            )
            for seed in (1, 2)
            for k in (1, 2, 3)
        ),
        gradient_bounds("widths 2-5-4-3-2, three activations, k = 1", instance(4, WIDTHS, 3), 1),
        gradient("the gradient itself there, in U_2", instance(4, WIDTHS, 3), 1),
    )


def near_misses() -> tuple[NearMiss, ...]:
    """Bounds that are none, and the networks of the ablations."""
    bounds = exhibits()[4].build
    return (
        NearMiss(
            "sigma_min(F_1)^2 >= 2", tampered(exhibits()[0].build, "/claim/square", "2"), "E_SINGULAR_VALUE"
        ),
        NearMiss(
            "13 in place of 14",
            tampered(exhibits()[3].build, "/claim/left/sum/0/product/0", "13"),
            "E_IDENTITY",
        ),
        NearMiss(
            "a lower bound 0 from sigma_min = 0",
            tampered(bounds, "/evidence/smallest/0", "0"),
            "E_SINGULAR_VALUE",
        ),
        NearMiss("an upper bound 0", tampered(bounds, "/evidence/largest/0", "0"), "E_GRADIENT"),
        NearMiss(
            "the lower bound with one unit and two samples",
            lambda: bounds_claim(*narrow(), 0).with_evidence({"smallest": ["1/2"], "largest": ["1/2"]}),
            "E_GRADIENT",
        ),
        NearMiss(
            "the lower bound with widths that grow",
            lambda: bounds_claim(*growing(), 0).with_evidence(
                {"smallest": ["1/4", "2"], "largest": ["1/4", "2"]}
            ),
            "E_GRADIENT",
        ),
    )


theorem = Theorem(
    id="lem-2.4.9",
    kind="lemma",
    title="Two bounds on the gradient",
    statement=(
        r"Under Assumption 2.4.7, $\|\nabla_{U_{k+1}}\Phi\|_F$ lies between $\sigma_{\min}(F_k)\prod_{l>k}\sigma_{\min}(U_{l+1})\|\sigma'(G_l)\|_{\min}\,\|F_L-Y\|_F$ and the same with "
        r"the largest values."
    ),
    source=thesis("Lemma 2.4.9", "22"),
    universal=True,
    hypotheses=(r"$n_k\ge N$, for the lower bound", r"$n_{k+1}\ge\dots\ge n_L$, for the lower bound"),
    covers=(
        r"Networks of four layers and each k, with singular values bounded by exact elimination; one matrix of features and every residual. Fully connected layers, to which a "
        r"convolution comes by its matrix $U_l$. Strict monotonicity and Assumptions 2.4.1 and 2.4.2 are not used. "
        r"Typing slip: $F_L^T\Delta_{k+1}$ before Eq. 2.14 should be $F_k^T\Delta_{k+1}$."
    ),
    uses=("asm-2.4.7", "eq-2.14", "eq-2.15", "eq-2.16", "eq-2.17", "lem-2.6.2", "lem-2.6.3", "lem-2.6.4"),
    exhibits=exhibits,
    near_misses=near_misses,
    ablations=lambda: (
        Ablation(
            r"$n_k\ge N$, for the lower bound",
            (
                zero_gradient("one unit, two samples: the gradient in U_2 is 0", narrow(), 1),
                singular_value("sigma_min(F_1)^2 >= 1/2", features_of(narrow(), 1), "smallest", ">=", "1/2"),
            ),
            r"$F_1=(\frac12,\frac12)^T$ and $F_2-Y=(1,-1)^T$: the lower bound would say $0\ge1$.",
        ),
        Ablation(
            r"$n_{k+1}\ge\dots\ge n_L$, for the lower bound",
            (
                zero_gradient("widths 1-1-1-2: the gradient in U_2 is 0", growing(), 1),
                singular_value(
                    "sigma_min(U_3)^2 >= 2",
                    {"network": encode_network(growing()[0], Q), "weight_of": "2"},
                    "smallest",
                    ">=",
                    "2",
                ),
            ),
            r"$F_3-Y=(1,-1)$, $F_1=\frac12$ and $\sigma'(G_2)=\frac14$: the lower bound is positive.",
        ),
    ),
)
