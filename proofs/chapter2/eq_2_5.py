"""Equation (2.5): softplus tends to the ReLU, uniformly and at the rate ln 2 / alpha."""

from __future__ import annotations

from proofs.chapter2.asm_1_1_1 import minus
from proofs.feature_exhibits import identity, product, total
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis


def exhibits() -> tuple[Exhibit, ...]:
    """With e = e^{alpha t} and f = e^{-alpha t}, so that e f = 1."""
    return (
        identity(
            "t >= 0: 1 + e = e (1 + f) where e f = 1, so the difference to t is ln(1 + f) / alpha",
            total("1", "e", minus("e", total("1", "f"))),
            total("1", minus("e", "f")),
            *"ef",
        ),
        identity(
            "0 < f <= 1: 2 - (1 + f) = 1 - f >= 0, so the difference is at most ln 2 / alpha",
            total("2", minus(total("1", "f"))),
            total("1", minus("f")),
            "f",
        ),
        identity("t = 0: 1 + e = 2, the bound is attained", total("1", product("1", "1")), "2"),
    )


theorem = Theorem(
    id="eq-2.5",
    kind="equation",
    title="Softplus tends to the ReLU",
    statement=(
        r"$\lim_{\alpha\to\infty}\frac1\alpha\ln(1+e^{\alpha t})=\max(0,t)$. Sharper: $0<\sigma_\alpha(t)-\max(0,t)\le\frac{\ln2}\alpha$, with equality at $t=0$ only."
    ),
    source=thesis("Equation (2.5)", "17"),
    universal=True,
    hypotheses=(r"$\alpha\to+\infty$",),
    covers=(
        r"The identities behind the bound, for all $e=e^{\alpha t}$ and $f=e^{-\alpha t}$. By hand: $\ln$ increases and $\ln(1+f)>0$; for $t<0$ the difference is $\frac1\alpha\ln(1+e)$ with $0<e<1$."
    ),
    uses=("lem-2.4.3",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "1 + e = e (1 + f) for all e, f", tampered(exhibits()[0].build, "/claim/right", "0"), "E_IDENTITY"
        ),
        NearMiss(
            "a bound ln(3/2) / alpha", tampered(exhibits()[2].build, "/claim/right", "3/2"), "E_IDENTITY"
        ),
    ),
    ablations=lambda: (
        Ablation(
            r"$\alpha\to+\infty$",
            (
                identity(
                    "t = 0, alpha = 1: e^{sigma} = 1 + 1, and e^0 = 1; the gap in e^sigma is 1",
                    total("1", "1", "-1"),
                    "1",
                ),
            ),
            r"At any fixed $\alpha$ the value at 0 is $\frac{\ln2}\alpha>0=\max(0,0)$.",
        ),
    ),
)
