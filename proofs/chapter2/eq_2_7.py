"""Equation (2.7): samples of one class made equal at layer k + 1, in the third case of Theorem 2.4.11."""

from __future__ import annotations

from typing import Any

from checker import Network
from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.fully_connected import layer, network
from proofs.chapter2.asm_2_4_7 import quotients
from proofs.chapter2.conj_2_4_11 import solve
from proofs.chapter2.rem_2_4_11 import SMOOTH
from proofs.chapter2.thm_2_4_11 import CLASSES, ROWS_OF_E, X, features, inverse, texts
from proofs.path_exhibits import Q, times
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import values

UNITS = [[int(i == j) for j in range(3)] for i in range(3)]
D = [[str(v) for v in ROWS_OF_E[c]] for c in CLASSES]


def second_layer(scale: int) -> Network:
    """W_2 = F_1^-1 sigma^-1(D) of widths 1-4-3, with F_2 itself as output."""
    W = [solve(features(scale), [inverse(ROWS_OF_E[c][k]) for c in CLASSES]) for k in range(3)]
    return network(
        layer([[scale]] * 4, [-scale * x for x in X], SMOOTH),
        layer(texts(W), [0, 0, 0], SMOOTH),
        layer(UNITS, [0, 0, 0]),
    )


def attained(relations: bool = True) -> Claim:
    """F R = I implies F (R S) = S for all sizes: any pre-activation S is taken with W = R S."""
    body: dict[str, Any] = {
        "scalars": [],
        "matrices": {"F": ["N", "n"], "R": ["n", "N"], "S": ["N", "m"]},
        "relations": [{"word": ["F", "R"], "equals": {"identity": "N"}}] if relations else [],
        "left": times("F", times("R", "S")),
        "right": {"symbol": "S"},
    }
    return Claim("identity", Q, body)


def rows(scale: int) -> Exhibit:
    """F_2 on the samples."""
    name = (
        f"alpha = {scale}: samples of one class have one row of F_2, and the two rows have no entry in common"
    )
    return values(name, second_layer(scale), [[x] for x in X], D)


def equal_units() -> Network:
    """The same with all four units of layer 1 equal: F_1 of rank 1, and the rows of F_2 follow x."""
    return network(
        layer([[1]] * 4, [0] * 4, SMOOTH),
        layer([[1, 0, 0, 0]] * 3, [0, 0, 0], SMOOTH),
        layer(UNITS, [0, 0, 0]),
    )


theorem = Theorem(
    id="eq-2.7",
    kind="equation",
    title="One row for each class",
    statement=r"With $b_{k+1}=0$ and $W_{k+1}=F_k^T(F_kF_k^T)^{-1}\sigma^{-1}(D)$, $D_{i:}=E_{j:}$ for $x_i$ of class $j$, one has $(F_{k+1})_{i:}=D_{i:}=E_{j:}$; the entries of $E\in\mathbb{R}^{m\times n_{k+1}}$ lie in the range of $\sigma$, and different rows have none in common.",
    source=thesis("Equation (2.7)", "21"),
    universal=True,
    hypotheses=(r"$\mathrm{rank}\,F_k=N$", r"the entries of $E$ lie in the range of $\sigma$"),
    covers=(
        r"For all sizes, that a right inverse of $F_k$ gives any pre-activations; with the activation of thm-2.4.11, whose inverse is rational, four samples of two classes and three units, for two choices of layer 1. A slip: the condition on $E$ is printed for $1\le i\ne j\le N$; $E$ has $m$ rows."
    ),
    uses=("thm-2.4.4",),
    exhibits=lambda: (
        Exhibit("a right inverse gives any pre-activations, all sizes", lambda: find(attained())),
        rows(1),
        rows(2),
    ),
    near_misses=lambda: (
        NearMiss("one entry off by 1/8", tampered(rows(1).build, "/claim/values/3/2", "5/8"), "E_VALUE"),
        NearMiss("without F R = I", lambda: attained(False).with_evidence({}), "E_IDENTITY"),
        NearMiss(
            "the rows of the classes exchanged",
            tampered(rows(1).build, "/claim/values/0", [*D[1]]),
            "E_VALUE",
        ),
    ),
    ablations=lambda: (
        Ablation(
            r"$\mathrm{rank}\,F_k=N$",
            (
                values(
                    "four equal units: samples 1 and 4 of one class stay apart",
                    equal_units(),
                    [[0], [7]],
                    [["2/3"] * 3, ["23/31"] * 3],
                ),
            ),
            "With equal units F_2 is a function of sigma(x), strictly monotone in each unit or constant.",
        ),
        Ablation(
            r"the entries of $E$ lie in the range of $\sigma$",
            (quotients(),),
            r"$\sigma(\pm t)=\frac12\pm\frac t{2(1+t)}$ is never 0 or 1. Then $\sigma^{-1}(D)$ does not exist: the range here is $(0,1)$. It is an open interval, as $\sigma$ is strictly monotonic, so such an $E$ always exists.",
        ),
    ),
)
