"""Assumption 2.4.2 and Lemma 2.4.3: which activations are admissible, and what happens with the others."""

from __future__ import annotations

from constructions.feature_matrix import random_layer
from proofs.feature_exhibits import TANH, digits, feature_rank, identity, product, samples, total
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def square_determinant() -> Exhibit:
    """t^2 at N = 4, d = 1: the third difference of (w x + b)^2 over x = 0, 1, 2, 3 vanishes for all w, b."""

    def value(x: int) -> object:
        t = total(product(str(x), "w"), "b")
        return product(t, t)

    third = total(value(3), product("-3", value(2)), product("3", value(1)), product("-1", value(0)))
    return identity("sigma(t) = t^2: any four features on x = 0, ..., 3 are dependent", third, "0", "b", "w")


def exhibits() -> tuple[Exhibit, ...]:
    """The assumption is needed in some form, and it is not necessary."""
    return (
        square_determinant(),
        feature_rank(
            "tanh, not admissible, has full rank on 150 digits",
            [random_layer(1, 64, 150, TANH)],
            digits(150),
            150,
        ),
        feature_rank(
            "so has the leaky ReLU on x = -3, ..., 3",
            [random_layer(4, 1, 60, {"name": "leaky_relu", "slope": "1/100"})],
            samples([[x] for x in range(-3, 4)], 4),
            7,
        ),
    )


theorem = Theorem(
    id="asm-2.4.2",
    kind="definition",
    title="Admissible activations",
    statement=(
        r"$\sigma$ is continuous, not constant, and either has finite limits $\mu_\pm$ with $\mu_+\mu_-=0$, or $|\sigma(t)|\le\rho_1e^{\rho_2t}$ for $t<0$ and "
        r"$|\sigma(t)|\le\rho_3t+\rho_4$ for $t\ge0$. Lemma 2.4.3: ReLU, sigmoid and softplus are such."
    ),
    source=thesis("Assumption 2.4.2 and Lemma 2.4.3", "17"),
    universal=False,
    covers=(
        r"By hand: tanh has limits $\pm1$, leaky ReLU and ELU do not vanish at $-\infty$; all three are left out, and $\rho_2$ must be positive, else the sine qualifies. "
        "Certified: that some condition is needed, and that the conclusion holds for tanh and leaky ReLU on data."
    ),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "a third difference with a wrong weight",
            tampered(exhibits()[0].build, "/claim/right", "1"),
            "E_IDENTITY",
        ),
        NearMiss("rank 151", tampered(exhibits()[1].build, "/claim/rank", "151"), "E_RANK"),
    ),
)
