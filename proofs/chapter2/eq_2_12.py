"""Equation (2.12): the limit of A(alpha), upper triangular; what is above the diagonal, and what is not."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from checker import ParametricField
from proofs.chapter2.asm_1_1_1 import minus
from proofs.chapter2.rem_2_4_11 import SMOOTH
from proofs.feature_exhibits import filter_bank, identity, product, samples, total
from proofs.limit_exhibits import ABOVE_1, HIGH, entries, line
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import layer_values, other_values, values

ABOVE_2 = ParametricField(Fraction(2), HIGH)
BELOW = ParametricField(-HIGH, Fraction(-2))
# min(max(t, 0), 1) and 1 minus it: bounded, with limits 0, 1 and 1, 0.
RAMP: Any = {
    "name": "piecewise",
    "breakpoints": ["0", "1"],
    "pieces": [
        {"bottom": ["1"], "top": []},
        {"bottom": ["1"], "top": ["0", "1"]},
        {"bottom": ["1"], "top": ["1"]},
    ],
}
FALLING: Any = {
    "name": "piecewise",
    "breakpoints": ["0", "1"],
    "pieces": [
        {"bottom": ["1"], "top": ["1"]},
        {"bottom": ["1"], "top": ["1", "-1"]},
        {"bottom": ["1"], "top": []},
    ],
}


def symbolic(N: int) -> Exhibit:
    """All entries as functions of alpha."""
    net = line(N, SMOOTH, ABOVE_1)
    name = f"N = {N}: entries 3/4, 1/(2 alpha d) below and (alpha + 3/(2d))/(alpha + 2/d) above, every alpha in (1, 10^9)"
    return values(name, net, [[i + 1] for i in range(N)], entries(N), ABOVE_1)


def zero_above() -> Exhibit:
    """Filters a^1 = 1, a^2 = -1 on x = 1, 2: A_12 = sigma(beta - alpha)."""
    net = line(2, RAMP, ABOVE_2, "1/2", (1, -1))
    return other_values(
        "filters 1 and -1: eta_12 = mu_- = 0, as A_12 = 0 for every alpha in (2, 10^9)",
        net,
        [[1], [2]],
        [["1/2", 0], [0, "1/2"]],
        [["1/2", 1], [0, "1/2"]],
        ABOVE_2,
    )


def one_above() -> Exhibit:
    """mu_+ = 0, alpha to -infinity: A_12 tends to mu_- = 1."""
    net = line(2, FALLING, BELOW, "1/2")
    return other_values(
        "mu_+ = 0, alpha to -infinity: eta_12 = mu_- = 1, as A_12 = 1 for every alpha in (-10^9, -2)",
        net,
        [[1], [2]],
        [["1/2", 1], [0, "1/2"]],
        [["1/2", 0], [0, "1/2"]],
        BELOW,
    )


def ablations() -> tuple[Ablation, ...]:
    """The product of the limits, the order of the samples, the value on the diagonal."""
    tanh_like: Any = {"name": "hard_tanh"}
    turned = line(2, RAMP, ABOVE_2, "1/2", (-1, 1))
    return (
        Ablation(
            r"$\mu_+\mu_-=0$",
            (
                values(
                    "hard tanh, limits -1 and 1: A_21 = -1 for every alpha in (2, 10^9)",
                    line(2, tanh_like, ABOVE_2, "1/2"),
                    [[1], [2]],
                    [["1/2", 1], [-1, "1/2"]],
                    ABOVE_2,
                ),
            ),
            "The limit is not triangular.",
        ),
        Ablation(
            r"the order $\gamma$",
            (
                values(
                    "unit 1 takes its largest sample first: A_21 = 1",
                    turned,
                    [[1], [2]],
                    [["1/2", 1], [1, "1/2"]],
                    ABOVE_2,
                ),
            ),
            "Below the diagonal stands a limit 1.",
        ),
        Ablation(
            r"$\sigma(\beta)\ne0$",
            (
                values(
                    "ramp, beta = -1: the diagonal is 0 too",
                    line(2, RAMP, ABOVE_2, "-1"),
                    [[1], [2]],
                    [[0, 1], [0, 0]],
                    ABOVE_2,
                ),
            ),
            "The limit has determinant 0.",
        ),
    )


theorem = Theorem(
    id="eq-2.12",
    kind="equation",
    title="The triangular limit",
    statement=(
        r"Let $\sigma$ have finite limits with $\mu_-=0$. Then $A(\alpha)_{ij}$ tends, for $\alpha\to+\infty$, to $\sigma(\beta)$ for $i=j$, to 0 for $i>j$, and for $i<j$ to $\eta_{ij}$, which is $\mu_-$ or $\mu_+$ by the sign of $\langle a^t,f^p(x_j)-f^p(x_i)\rangle$ and cannot be zero. For $\mu_+=0$ "
        r"and $\alpha\to-\infty$: $\sigma(\beta)$, 0 and $\eta_{ij}=0$."
    ),
    source=thesis("Equation (2.12)", "27"),
    universal=True,
    hypotheses=(r"$\mu_+\mu_-=0$", r"the order $\gamma$", r"$\sigma(\beta)\ne0$"),
    covers=(
        r"Symbolically in $\alpha$ for $N=2,3,4$: a strictly increasing activation with limits 0 and 1, all entries as functions of $\alpha$, from which the limits are read off; for general $N$ each entry is one of these three kinds, with the difference $d$ of its samples, so that below the diagonal it is at most "
        r"$\frac1{2\alpha g}$ (docs/proofs/triangular-limit.md). For the sigmoid the entry in exponentials. The ReLU, which is of the other kind (case 2), is in thm-2.4.4. What is printed of the entries above the diagonal is wrong twice and is not used."
    ),
    uses=("eq-2.10", "eq-2.11", "asm-2.4.2"),
    exhibits=lambda: (
        *map(symbolic, (2, 3, 4)),
        identity(
            "sigmoid, u = e^{alpha d}, e = e^{beta}: below the diagonal s (u + e) = e, so s = e/(u + e) < e/u",
            total(product("u", "e"), minus("e", total("u", minus("e")))),
            product("e", "e"),
            *"eu",
        ),
        layer_values(
            "the ramp at alpha = 3, beta = 1/2, N = 6: triangular, 1/2 on the diagonal",
            [filter_bank([[-3]] * 6, None, RAMP, [Fraction(6 * j + 7, 2) for j in range(6)])],
            samples([[i + 1] for i in range(6)]),
            [[2 if j > i else int(i == j) for j in range(6)] for i in range(6)],
            2,
        ),
        zero_above(),
        one_above(),
        values(
            "the strictly lower part and the diagonal, with filters 1 and -1: 0 and 1/2 as they must",
            line(2, RAMP, ABOVE_2, "1/2", (1, -1)),
            [[2]],
            [[0, "1/2"]],
            ABOVE_2,
            "corrects",
        ),
    ),
    near_misses=lambda: (
        NearMiss(
            "alpha in (1/2, 10^9)",
            tampered(symbolic(3).build, "/claim/field", {"parameter": ["1/2", "1000000000"]}),
            "E_SIGN_VARIES",
        ),
        NearMiss("0 below the diagonal", tampered(symbolic(2).build, "/claim/values/1/0", "0"), "E_VALUE"),
        NearMiss(
            "twice the entry below",
            tampered(symbolic(2).build, "/claim/values/1/0", {"bottom": ["0", "1"], "top": ["1"]}),
            "E_VALUE",
        ),
    ),
    ablations=ablations,
    printed=r"$\eta_{ij}$ cannot be zero for $i\ne j$ because $a^t\notin S$; and, when $\mu_+=0$ and $\alpha\to-\infty$, $\eta_{ij}=0$ for $i<j$.",
    finding=(
        r"It is $\langle a^t,f^p(x_j)-f^p(x_i)\rangle$ that is not zero. With filters $a^1=1$, $a^2=-1$ on $x=1,2$ and an activation of limits 0 and 1, $\eta_{12}=\mu_-=0$. With one of limits 1 and 0, and $\alpha\to-\infty$, $\eta_{12}=\mu_-=1$."
    ),
    corrected=r"$\eta_{ij}$ is $\mu_-$ or $\mu_+$, one of which is 0. Only the diagonal and the part below it are used, and they are as printed.",
    proof="docs/proofs/triangular-limit.md",
)
