"""Corollary 2.4.12: fully connected networks; an analytic, strictly increasing activation may have derivative 0."""

from __future__ import annotations

from typing import Any

from checker import QuadraticField
from constructions.certificate import Claim
from constructions.evidence.find import find
from proofs.chapter2.asm_1_1_1 import minus
from proofs.chapter2.lem_2_4_9 import growing, narrow
from proofs.chapter2.thm_2_4_10 import HALVES, LABELS, counterexample, features, gradient, solution, value
from proofs.chapter2.thm_2_4_11 import point, wide_last
from proofs.critical_points import equal_samples, flat
from proofs.exhibits import activation, rank
from proofs.feature_exhibits import identity, product, total
from proofs.gradient_exhibits import zero_gradient
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

SURDS = QuadraticField(2)


def analytic_features() -> Claim:
    """F_1 = (s(0) s(1); s(1) s(0)) of the analytic s(t) = (1 + t^3 / sqrt(1 + t^6)) / 2: s(1) = 1/2 + sqrt(2)/4."""
    at_0, at_1 = "1/2", ["1/2", "1/4"]
    entries: Any = [[at_0, at_1], [at_1, at_0]]
    return Claim("rank", SURDS, {"matrix": {"entries": entries}, "relation": "=", "rank": "2"})


def exhibits() -> tuple[Exhibit, ...]:
    """The critical point of loss 1/2 in S_1, for the rational activation and for an analytic one; what is true."""
    net = counterexample()
    return (
        Exhibit(
            "analytic activation: rank F_1 = 2 = N over the numbers a + b sqrt(2)",
            lambda: find(analytic_features()),
        ),
        identity(
            "q = 1 / sqrt(1 + t^6): s - 1/2 = t^3 q / 2 vanishes at 0 to third order, as 2 (s - 1/2) = t^3 q",
            total(product("2", "1/2", total("1", product("t", "t", "t", "q"))), "-1"),
            product("t", "t", "t", "q"),
            *"qt",
        ),
        identity(
            "any s with s(0) = 1/2: det F_1 = s(0)^2 - s(1)^2 = (1/2 - s(1))(1/2 + s(1))",
            total("1/4", minus("s", "s")),
            product(total("1/2", minus("s")), total("1/2", "s")),
            "s",
        ),
        activation(net, "strictly-increasing", "yes"),
        rank(net, 2, 2),
        *gradient(),
        Exhibit(
            "f(0) = f(1) = (1/2, 1/2) at a critical point of S_1: the loss is 1/2",
            lambda: find(value(net, HALVES)),
            "refutes",
            lambda: value(net, LABELS),
        ),
        Exhibit("zero loss in S_1, derivative never 0", lambda: find(value(solution(), LABELS)), "corrects"),
        Exhibit("rank F_1 = 2 there", lambda: find(features(solution())), "corrects"),
        *(e for a in (1, 2) for e in point(wide_last(a), f"infinitely many: alpha = {a}")),
    )


theorem = Theorem(
    id="cor-2.4.12",
    kind="proposition",
    title="Loss surface of fully connected networks",
    statement=(
        r"Let the samples be distinct, the network fully connected with $n_k\ge N$ and $n_{k+1}\ge\dots\ge n_L$, and $\sigma$ real analytic, strictly increasing, with Assumption 2.4.2. "
        r"Then (1) every critical point in $S_k$ has $\Phi=0$, (2) $S_k$ holds infinitely many points with $\Phi=0$, (3) $\Omega\setminus S_k$ is a null set."
    ),
    source=thesis("Corollary 2.4.12", "25"),
    universal=True,
    hypotheses=(
        "the samples are distinct",
        r"$n_k\ge N$ and $n_{k+1}\ge\dots\ge n_L$",
        r"$\sigma$ real analytic, strictly increasing, Assumption 2.4.2",
        r"$\sigma'\ne0$ (not printed)",
    ),
    covers=(
        r"Part (1) fails: the point of thm-2.4.10, widths 1-2-2-2. Its values use $\sigma(0)=\frac12$ and $\sigma'(0)=0$ only, so that they hold for the analytic "
        r"$\frac12(1+t^3/\sqrt{1+t^6})$ too, whose $F_1$ is certified; that it is analytic, strictly increasing and of limits 0 and 1 is by hand, and the network evaluated in exact numbers has a rational "
        r"activation of the same values. Part (2) on instances, part (3) is lem-2.4.8."
    ),
    uses=("thm-2.4.10", "thm-2.4.11", "lem-2.4.8"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("zero loss", tampered(_loss().build, "/claim/values/0/0", "1"), "E_VALUE"),
        NearMiss(
            "s(1) = s(0)",
            tampered(exhibits()[0].build, "/claim/matrix/entries/0/1", ["1/2", "1/8"]),
            "E_INVERSE",
        ),
    ),
    ablations=lambda: (
        Ablation(
            r"$\sigma'\ne0$ (not printed)",
            tuple(Exhibit(e.name, e.build) for e in (*gradient(), _loss())),
            "The counterexample of part (1).",
        ),
        Ablation(
            r"$n_k\ge N$ and $n_{k+1}\ge\dots\ge n_L$",
            (
                zero_gradient(
                    "one unit, two samples: no derivative in layer 2 is different from 0", narrow(), 1
                ),
                zero_gradient("widths 1-1-1-2: no derivative in layer 2 is different from 0", growing(), 1),
            ),
            "Part (1), at positive loss, for the gradient in one layer (lem-2.4.9).",
        ),
        Ablation(
            r"$\sigma$ real analytic, strictly increasing, Assumption 2.4.2",
            flat(),
            "Part (1) fails for the ReLU, and so does part (3) (rem-2.4.5).",
        ),
        Ablation(
            "the samples are distinct",
            (equal_samples(),),
            r"Needed for (2) and (3): equal samples have equal features (asm-2.4.1), so $F_k$ never has rank $N$.",
        ),
    ),
    printed=r"Every critical point in $S_k$ is a global minimum with $\Phi=0$, for $\sigma$ real analytic and strictly increasing.",
    finding=(
        r"$\sigma(t)=\frac12(1+t^3/\sqrt{1+t^6})$ is analytic and strictly increasing, $\sigma'(0)=0$. With $X=(0,1)^T$, $Y=I$ and widths 1-2-2-2 a critical point in $S_1$ has $\Phi=\frac12$."
    ),
    corrected=r"Ask in addition for $\sigma'(t)\ne0$ for all $t$. Parts (2) and (3) stand.",
)


def _loss() -> Exhibit:
    return next(e for e in exhibits() if e.role == "refutes")
