"""Theorem 4.3.4: zero training error, no bad local valley, no strict local minimum, no local maximum."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from checker import Json
from constructions.certificate import Claim
from constructions.evidence.rank import certify_rank
from constructions.feature_matrix import image_patches, random_layer
from constructions.formats.piecewise_linear import IDENTITY
from constructions.parameter_path import path_claim
from proofs.feature_exhibits import (
    SIGMOID,
    Q,
    digits,
    feature_rank,
    identity,
    product,
    samples,
    total,
)
from proofs.path_exhibits import identity as schema
from proofs.path_exhibits import net, plus, square, times
from proofs.skip_exhibits import chain, deep_convolution, full_rank, line
from proofs.table_exhibits import vanishes
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

# One layer, sigmoid, w = 1: inputs log c and biases log z make Psi_ij = c z / (1 + c z) rational.
C, Z = (1, 2, 4), (1, 3, 5)
PSI = [[Fraction(c * z, 1 + c * z) for z in Z] for c in C]
Y = (Fraction(1), Fraction(0), Fraction(2))


def solution() -> list[Fraction]:
    """V with Psi V = Y, by Cramer's rule."""
    d = determinant(PSI)
    return [
        determinant([[y if k == j else x for k, x in enumerate(row)] for row, y in zip(PSI, Y, strict=True)])
        / d
        for j in range(3)
    ]


def determinant(A: list[list[Fraction]]) -> Fraction:
    """det of a 3 x 3 matrix."""
    (a, b, c), (d, e, f), (g, h, i) = A
    return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)


def rank_of_psi() -> Exhibit:
    """rank Psi = 3, exactly."""
    entries: Json = {"entries": [[str(x) for x in row] for row in PSI]}
    claim = Claim("rank", Q, {"matrix": entries, "relation": "=", "rank": "3"})
    return Exhibit(
        "sigmoid at logarithms of integers: rank Psi = 3 = N, rational", lambda: certify_rank(claim)
    )


def descent(end: list[Fraction] | None = None) -> bytes:
    """From V = (1, -2, 3) along the segment to the solution (the output layer alone; its inputs are the rows of Psi)."""
    found = solution() if end is None else end
    start_row = [Fraction(x) for x in (1, -2, 3, 0)]
    end_row = [*found, Fraction(0)]
    risk = square(PSI, [[y] for y in Y])
    start, goal = net(IDENTITY, [start_row]), net(IDENTITY, [end_row])
    move: Json = {"layer": "0", "unit": "0", "weight": [str(x) for x in found], "bias": "0"}
    return path_claim(start, goal, risk, "non-increasing").with_evidence({"moves": [[move]]})


def exhibits() -> tuple[Exhibit, ...]:
    """(1) by ranks and an exact solution, (2) by a segment and convexity, (4) by the Hessian in V."""
    V = solution()
    filters = random_layer(0, 64, 113, SIGMOID, image_patches(8, 8, size=5))
    zero = [
        identity(
            f"(1) sample {i + 1} has no error",
            total(*(product(str(x), str(v)) for x, v in zip(row, V, strict=True))),
            str(y),
        )
        for i, (row, y) in enumerate(zip(PSI, Y, strict=True))
    ]
    convex = total(
        product("1/2", segment(), segment()),
        product("-1/2", "l", "a", "a"),
        product("-1/2", total("1", product("-1", "l")), "b", "b"),
    )
    return (
        rank_of_psi(),
        *zero,
        feature_rank(
            "(1) digits, N = 1797, 5 x 5 convolution, all 1808 units skip units: Psi V = Y is solvable for every Y",
            [filters],
            digits(1797),
            1797,
            ">=",
        ),
        full_rank("(1) digits, N = 40, two convolutions: the same", lambda: deep_convolution(40), digits(40)),
        full_rank("(1) softplus, four skip units in a chain", lambda: chain(4), line(4)),
        Exhibit("(2) the segment from V = (1, -2, 3) to the solution: the loss falls", descent),
        identity(
            "(2) square loss on the segment: the chord lies above by l (1 - l)(a - b)^2 / 2",
            convex,
            product("-1/2", "l", total("1", product("-1", "l")), difference(), difference()),
            *("a", "b", "l"),
        ),
        identity(
            "(4) square loss: the second derivative in V_11 is the sum of squares of a column of Psi",
            total(
                product("1/2", total("r", product("h", "p")), total("r", product("h", "p"))),
                product("1/2", total("r", product("-1", "h", "p")), total("r", product("-1", "h", "p"))),
                product("-1", "r", "r"),
            ),
            product("h", "h", "p", "p"),
            *("h", "p", "r"),
        ),
        *same_outputs(),
        vanishes(
            "(4) cross-entropy with one class: q = E/E = 1, and q (1 - q) = 0", product("1", total("1", "-1"))
        ),
        identity(
            "(4) cross-entropy with two classes: with q = E/(E + F), (E + F)^2 q (1 - q) = E F > 0",
            product("E", total(total("E", "F"), product("-1", "E"))),
            product("E", "F"),
            *("E", "F"),
            role="corrects",
        ),
    )


def same_outputs() -> tuple[Exhibit, ...]:
    """(3), for every loss and all sizes: other parameters with the same outputs, as near as one likes."""
    shapes = {"P": ["N", "N"], "Q": ["N", "N"], "R": ["N", "N"], "V": ["N", "m"]}
    inverse = {"word": ["P", "Q"], "equals": {"identity": "N"}}
    null = {"word": ["S", "K"], "equals": {"zero": ["N", "m"]}}
    flat = {"S": ["N", "M"], "K": ["M", "m"], "W": ["M", "m"]}
    return (
        schema(
            "(3) M = N: with Q = Psi(U')^-1, Psi(U') (Q Psi(U) V) = Psi(U) V, all sizes",
            times("P", times("Q", times("R", "V"))),
            times("R", "V"),
            matrices=shapes,
            relations=[inverse],
        ),
        schema(
            "(3) if Psi K = 0, then Psi (V + t K) = Psi V, all sizes",
            times("S", plus("W", times("t", "K"))),
            times("S", "W"),
            scalars=["t"],
            matrices=flat,
            relations=[null],
        ),
    )


def segment() -> Any:
    """l a + (1 - l) b."""
    return total(product("l", "a"), product(total("1", product("-1", "l")), "b"))


def difference() -> Any:
    """a - b."""
    return total("a", product("-1", "b"))


def near_misses() -> tuple[NearMiss, ...]:
    """Another output weight, an end that overshoots, a label changed."""
    good = exhibits()
    far = [3 * v - 2 * w for v, w in zip(solution(), (1, -2, 3), strict=True)]
    return (
        NearMiss("sample 1 with another label", tampered(good[1].build, "/claim/right", "2"), "E_IDENTITY"),
        NearMiss("past the solution the loss rises", lambda: descent(far), "E_LOSS_RISES"),
        NearMiss("two classes: q (1 - q) = 0", tampered(good[-1].build, "/claim/right", "0"), "E_IDENTITY"),
    )


def ablations() -> tuple[Ablation, ...]:
    """Fewer skip units than samples; two classes."""
    one = random_layer(1, 1, 1, SIGMOID)
    return (
        Ablation(
            r"$M\ge N$",
            (feature_rank("one skip unit, two samples: rank 1", [one], samples([[0], [1]]), 1),),
            r"With $Y=(1,-1)$ and a positive unit both outputs have one sign, so $\Phi\ge\frac12$ and every valley is bad.",
        ),
        Ablation(
            r"$m\ge2$ for the cross-entropy in (4)",
            (exhibits()[-2],),
            "Not in the text.",
        ),
        Ablation("Assumption 4.3.1", (), "See lem-4.3.2."),
        Ablation(
            r"Assumption 1.1.1 ($\varphi$ convex)", (), "Needed in (2); (3) holds without it, see covers."
        ),
        Ablation(
            "cross-entropy or square loss in (4)",
            (),
            "The hinge loss is constant 0 on open sets: local maxima (by hand).",
        ),
    )


theorem = Theorem(
    id="thm-4.3.4",
    kind="theorem",
    title="The loss surface with skip-connections",
    statement=(
        r"Under Assumptions 4.3.1 and 1.1.1: (1) there are uncountably many solutions with zero training error; (2) $\Phi$ has no bad local valley; (3) there is no suboptimal "
        r"strict local minimum; (4) for cross-entropy and square loss there is no local maximum."
    ),
    source=thesis("Theorem 4.3.4", "58"),
    universal=True,
    hypotheses=(
        r"$M\ge N$",
        r"$m\ge2$ for the cross-entropy in (4)",
        "Assumption 4.3.1",
        r"Assumption 1.1.1 ($\varphi$ convex)",
        "cross-entropy or square loss in (4)",
    ),
    covers=(
        r"(1) an exact solution, and ranks on real data, which make $\Psi V=Y$ solvable for every $Y$; (2) one descending segment and convexity for all; (3) the two moves, for all sizes; (4) the second differences. (3) holds for "
        r"every $\varphi$, and for maxima too: if $\Psi v=0$, $v\ne0$, move $V$ along it; else $M=N$ and $(U',\Psi(U')^{-1}\Psi(U)V)$ has the same outputs, near the start when $U'$ is near $U$. In (2) the infimum of "
        r"$\varphi$ need not be attained, as the text says; $\varphi(G^*)\le\varepsilon$ is enough. The printed chain $\lambda\alpha+(1-\lambda)\varepsilon<\alpha$ fails at $\lambda=1$, "
        r"where $\Phi(U,V)<\alpha$ does. The Hessian lacks the factor $1/N$. Section 4.1 reads (2) as a path on which the loss never rises; that does not follow, as "
        r"$\exp(y^2(e^{-x^2}-y^2))$ shows by hand: no bad local valley and infimum 0, but every such path from the origin stays at 1. Not stated here as a claim: no certificate settles it yet."
    ),
    uses=("lem-4.3.2", "asm-4.3.1", "def-4.3.3", "eq-4.1", "prop-5.1.1"),
    exhibits=exhibits,
    near_misses=near_misses,
    ablations=ablations,
    printed=r"(4): for the cross-entropy loss there exists no local maximum, because $q_{ij}=e^{G_{ij}}/\sum_ke^{G_{ik}}\in(0,1)$.",
    finding=r"For one class, $m=1$, $q_{i1}=1$ and $\Phi$ is constant: every point is a local maximum.",
    corrected=r"(4) for the square loss, and for the cross-entropy with $m\ge2$.",
)
