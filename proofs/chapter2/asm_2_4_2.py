"""Assumption 2.4.2: admissible activations; that some condition is needed, and what happens with those left out."""

from __future__ import annotations

from constructions.feature_matrix import random_layer
from proofs.feature_exhibits import TANH, digits, feature_rank, identity, product, samples, total
from proofs.limit_exhibits import cofactors
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis


def square_determinant() -> Exhibit:
    """t^2 at N = 4, d = 1: the third difference of (w x + b)^2 over x = 0, 1, 2, 3 vanishes for all w, b."""

    def value(x: int) -> object:
        t = total(product(str(x), "w"), "b")
        return product(t, t)

    third = total(value(3), product("-3", value(2)), product("3", value(1)), product("-1", value(0)))
    return identity("sigma(t) = t^2: any four features on x = 0, ..., 3 are dependent", third, "0", "b", "w")


def sine() -> Exhibit:
    """sin(s_i + b_j) = S_i D_j + C_i T_j, with sines S, T and cosines C, D: a matrix of rank 2."""
    A = [[total(product(f"S{i}", f"D{j}"), product(f"C{i}", f"T{j}")) for j in range(3)] for i in range(3)]
    names = sorted(f"{x}{i}" for x in "CDST" for i in range(3))
    name = "sine, three constant images, one filter of size 1: det F_1 = 0 for all weights and biases"
    return identity(name, cofactors(A), "0", *names)


def exponential() -> Exhibit:
    """e^{s_i + b_j} = E_i F_j: a matrix of rank 1."""
    A = [[product(f"E{i}", f"F{j}") for j in range(2)] for i in range(2)]
    name = "exponential function, two constant images: det F_1 = 0"
    return identity(name, cofactors(A), "0", "E0", "E1", "F0", "F1")


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
        r"$|\sigma(t)|\le\rho_3t+\rho_4$ for $t\ge0$, with $\rho_1,\dots,\rho_4\in\mathbb{R}_+$."
    ),
    source=thesis("Assumption 2.4.2", "17"),
    universal=False,
    covers=(
        r"By hand: tanh has limits $\pm1$, leaky ReLU and ELU do not vanish at $-\infty$; all three are left out. Which activations satisfy it is lem-2.4.3. "
        "Certified: that some condition is needed, and that the conclusion holds for tanh and leaky ReLU on data."
    ),
    hypotheses=(r"$\rho_2>0$", r"growth at most linear for $t\ge0$"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "a third difference with a wrong weight",
            tampered(exhibits()[0].build, "/claim/right", "1"),
            "E_IDENTITY",
        ),
        NearMiss("rank 151", tampered(exhibits()[1].build, "/claim/rank", "151"), "E_RANK"),
        NearMiss("two samples of the sine", tampered(sine().build, "/claim/right", "1"), "E_IDENTITY"),
    ),
    ablations=lambda: (
        Ablation(
            r"$\rho_2>0$",
            (sine(),),
            r"With $\rho_2=0$, if $\mathbb{R}_+$ holds 0, the sine satisfies the second condition with $\rho=(1,0,0,1)$, and Theorem 2.4.4 fails for $N=3$ constant images and one filter of size 1, for all weights and biases. The proof says positive.",
        ),
        Ablation(
            r"growth at most linear for $t\ge0$",
            (exponential(),),
            r"$e^t\le e^{t}$ for $t<0$; it grows faster than linearly, and Theorem 2.4.4 fails for $N=2$ constant images.",
        ),
    ),
)
