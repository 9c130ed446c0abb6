"""Equation (4.4): with the chosen biases a skip unit sees differences of the unit below."""

from __future__ import annotations

from proofs.feature_exhibits import identity, product, total
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def pre_activation() -> Exhibit:
    """a f + (b - a g) = b + a (f - g)."""
    return identity(
        "alpha f_c(x_i) + (beta - alpha f_c(x_j)) = beta + alpha (f_c(x_i) - f_c(x_j))",
        total(product("a", "f"), total("b", product("-1", "a", "g"))),
        total("b", product("a", total("f", product("-1", "g")))),
        *("a", "b", "f", "g"),
    )


theorem = Theorem(
    id="eq-4.4",
    kind="equation",
    title="Skip units with the chosen biases",
    statement=(
        r"With one-hot weights $\alpha_{p_j}e_{c(p_j)}$ and $b_{p_j}=\beta-\alpha_{p_j}f_{c(p_j)}(x_j)$: "
        r"$f_{p_j}(x_i)=\sigma_{p_j}(\beta+\alpha_{p_j}(f_{c(p_j)}(x_i)-f_{c(p_j)}(x_j)))$."
    ),
    source=thesis("Equation (4.4)", "58"),
    universal=True,
    covers="The pre-activation, for all values. Equations (4.3) and (4.11) are the same with g for the first layer and with one alpha for all skip units.",
    exhibits=lambda: (pre_activation(),),
    near_misses=lambda: (
        NearMiss(
            "the sign of the bias",
            tampered(
                pre_activation().build,
                "/claim/right",
                total("b", product("a", total("f", "g"))),
            ),
            "E_IDENTITY",
        ),
    ),
)
