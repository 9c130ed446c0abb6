"""Equation (4.7): the alphas that bring the entries below the diagonal to at most epsilon."""

from __future__ import annotations

from proofs.chapter4.lem_4_3_2 import constructed, three_layers
from proofs.feature_exhibits import identity, product, total
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def exhibits() -> tuple[Exhibit, ...]:
    """alpha = q + h with q = (s - beta) / delta: alpha delta = s - beta + h delta, at most s - beta for delta < 0 <= h."""
    return (
        identity(
            "s = beta + q delta, alpha = q + h: beta + alpha delta = s + h delta",
            total("b", product(total("q", "h"), "d")),
            total(total("b", product("q", "d")), product("h", "d")),
            *("b", "d", "h", "q"),
        ),
        constructed("N = 4, skips in three layers: alpha = 3, 437229269 and 1", three_layers()),
    )


theorem = Theorem(
    id="eq-4.7",
    kind="equation",
    title="The scale of each layer",
    statement=(
        r"With $\alpha_j$ the maximum of 1 and of $(\sigma_{p_k}^{-1}(\varepsilon)-\beta)/(f_{c(p_k)}(x_i)-f_{c(p_k)}(x_k))$ over $i>k$ and the skip units $p_k$ of the layer of $j$: "
        r"$\Psi_{ij}\le\varepsilon$ for $i>j$."
    ),
    source=thesis("Equation (4.7)", "58"),
    universal=True,
    covers=(
        r"The pre-activation for all values, $\sigma^{-1}(\varepsilon)=s$, and the alphas of one network (rounded up). In the line after (4.8) the thesis writes $\alpha_{p_j}>\max$, which must be $\ge$: the maximum is attained. "
        r"$\sigma^{-1}(\varepsilon)$ exists because $\varepsilon<\sigma(\beta)$."
    ),
    uses=("eq-4.4",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "the sign of h",
            tampered(
                exhibits()[0].build,
                "/claim/right",
                total(total("b", product("q", "d")), product("-1", "h", "d")),
            ),
            "E_IDENTITY",
        ),
        NearMiss(
            "alpha = 0 in the first layer",
            tampered(exhibits()[1].build, "/claim/units/0/weight", ["0"]),
            "E_NORM",
        ),
    ),
)
