"""Theorem 4.3.4: zero training error, no bad local valley, no strict local minimum, no local maximum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from checker import Json, Network
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
from proofs.path_exhibits import net, plus, ray, square, times
from proofs.skip_exhibits import chain, deep_convolution, full_rank, line
from proofs.table_exhibits import vanishes
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

# One layer, sigmoid, w = 1: inputs log c and biases log z make Psi_ij = c z / (1 + c z) rational.
C, Z = (1, 2, 4), (1, 3, 5)
PSI = [[Fraction(c * z, 1 + c * z) for z in Z] for c in C]
Y = (Fraction(1), Fraction(0), Fraction(2))
LABELS = ((1, 0), (0, 1), (1, 0))


def solution() -> list[Fraction]:
    """V with Psi V = Y."""
    return solve(PSI, Y)


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


def solve(A: list[list[Fraction]], right: Sequence[Fraction]) -> list[Fraction]:
    """x with A x = right, for 3 x 3 matrices."""
    d = determinant(A)
    return [
        determinant(
            [[y if k == j else x for k, x in enumerate(row)] for row, y in zip(A, right, strict=True)]
        )
        / d
        for j in range(3)
    ]


def entropy_net(V: list[list[Fraction]]) -> Network:
    """Psi V for m = 2, as a layer whose inputs are the rows of Psi; no output biases."""
    return net(IDENTITY, [[*column, Fraction(0)] for column in V])


def entropy_end(height: int) -> list[list[Fraction]]:
    """The columns of V with Psi V = height Y."""
    return [solve(PSI, [Fraction(height * y) for y in column]) for column in zip(*LABELS, strict=True)]


def entropy_descent(height: int, labels: Sequence[Sequence[int]] = LABELS) -> bytes:
    """From V = ((1, -2, 3), (0, 1, -1)) along the segment to Psi V = height Y."""
    risk = replace(square(PSI, labels), loss="cross_entropy")
    start, V = entropy_net([[Fraction(x) for x in v] for v in ((1, -2, 3), (0, 1, -1))]), entropy_end(height)
    moves: Json = [
        {"layer": "0", "unit": str(j), "weight": [str(x) for x in v], "bias": "0"} for j, v in enumerate(V)
    ]
    return path_claim(start, entropy_net(V), risk, "non-increasing").with_evidence({"moves": [moves]})


def entropy_below(height: int, epsilon: Fraction) -> bytes:
    """The cross-entropy at its end."""
    end, risk = entropy_net(entropy_end(height)), replace(square(PSI, LABELS), loss="cross_entropy")
    return path_claim(end, end, risk, {"at-most": str(epsilon)}).with_evidence({"moves": []})


def entropy_descents() -> tuple[Exhibit, ...]:
    """(2) for the cross-entropy, down to three prescribed epsilons."""
    found: list[Exhibit] = []
    for height, epsilon in ((8, "1/500"), (16, "1/1000000"), (30, "1/1000000000000")):
        found += [
            Exhibit(
                f"(2) cross-entropy, m = 2: the slope is negative on the whole segment to Psi V = {height} Y",
                lambda height=height: entropy_descent(height),  # type: ignore[misc]
            ),
            Exhibit(
                f"(2) where it is at most {epsilon}",
                lambda height=height, epsilon=epsilon: entropy_below(height, Fraction(epsilon)),  # type: ignore[misc]
            ),
        ]
    return tuple(found)


def near_points() -> tuple[Exhibit, ...]:
    """(3) M = N: other parameters with the same outputs, a tenth and a thousandth away; M > N: a line of them."""
    V = [Fraction(x) for x in (1, -2, 3)]
    found: list[Exhibit] = []
    for step in (Fraction(1, 10), Fraction(1, 1000)):
        moved = [[Fraction(c * z, 1) / (1 + c * z) for z in (1 + step, *Z[1:])] for c in C]
        outputs = [sum((x * v for x, v in zip(row, V, strict=True)), Fraction(0)) for row in PSI]
        same = solve(moved, outputs)
        found += [
            identity(
                f"(3) one bias moved, z_1 = 1 + {step}, V with it: sample {i + 1} has the same output",
                total(*(product(str(x), str(v)) for x, v in zip(row, same, strict=True))),
                str(y),
            )
            for i, (row, y) in enumerate(zip(moved, outputs, strict=True))
        ]
    wide = [[Fraction(c * z, 1 + c * z) for z in (*Z, 7)] for c in C]
    return (
        *found,
        ray(
            "(3) M = 4 > N = 3: a line of V with the same outputs",
            net(IDENTITY, [[1, -2, 3, 1, 0]]),
            square(wide, [[y] for y in Y]),
        ),
    )


def entropy_hessian() -> tuple[Exhibit, ...]:
    """(4) at outputs with q = 1/3, 1/2, 2/3; and why the infimum of (2) is not attained."""
    odds = (Fraction(1, 3), Fraction(1, 2), Fraction(2, 3))
    terms = [q * (1 - q) * row[0] ** 2 / 3 for q, row in zip(odds, PSI, strict=True)]
    return (
        identity(
            "(4) cross-entropy, q = 1/3, 1/2, 2/3: the second derivative in V_11, with its factor 1/N, is positive",
            total(
                *(
                    product("1/3", str(q), str(1 - q), str(row[0]), str(row[0]))
                    for q, row in zip(odds, PSI, strict=True)
                )
            ),
            str(sum(terms)),
        ),
        identity(
            "(2) cross-entropy, m = 2: (E + F)(q - 1) = -F, so no G is critical and the infimum 0 is not attained",
            total("E", product("-1", total("E", "F"))),
            product("-1", "F"),
            *("E", "F"),
        ),
    )


def exhibits() -> tuple[Exhibit, ...]:
    """(1) by ranks and an exact solution, (2) by segments and convexity, (3) by moves, (4) by the Hessian in V."""
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
        *entropy_descents(),
        *same_outputs(),
        *near_points(),
        *entropy_hessian(),
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
        NearMiss(
            "cross-entropy, one label exchanged",
            lambda: entropy_descent(8, ((1, 0), (1, 0), (1, 0))),
            "E_LOSS_RISES",
        ),
        NearMiss(
            "cross-entropy at Psi V = 8 Y, below 1/1000",
            lambda: entropy_below(8, Fraction(1, 1000)),
            "E_LOSS_EXCEEDS",
        ),
        NearMiss(
            "outputs a thousandth away, without V",
            tampered(near_points()[0].build, "/claim/right", str(_output(Fraction(11, 10)))),
            "E_IDENTITY",
        ),
        NearMiss("two classes: q (1 - q) = 0", tampered(good[-1].build, "/claim/right", "0"), "E_IDENTITY"),
    )


def _output(z: Fraction) -> Fraction:
    """Sample 1 at V = (1, -2, 3) when z_1 = z."""
    return z / (1 + z) - 2 * PSI[0][1] + 3 * PSI[0][2]


def hinge_plateau() -> bytes:
    """Labels 1, -1, 1."""
    signs = (Fraction(1), Fraction(-1), Fraction(1))
    risk = replace(square(PSI, [[y] for y in signs]), loss="hinge")
    ends = [[*solve(PSI, [c * y for y in signs]), Fraction(0)] for c in (2, 3)]
    move: Json = {"layer": "0", "unit": "0", "weight": [str(x) for x in ends[1][:3]], "bias": "0"}
    start, goal = (net(IDENTITY, [row]) for row in ends)
    return path_claim(start, goal, risk, "constant").with_evidence({"moves": [[move]]})


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
            (Exhibit("hinge loss: constant 0 from outputs 2 y to outputs 3 y", hinge_plateau),),
            "With outputs 2 y the margins exceed 1 in a neighbourhood, where the hinge loss is 0: a local maximum.",
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
        r"(1) an exact solution, and ranks on real data, which make $\Psi V=Y$ solvable for every $Y$; (2) descending segments, for the square loss to zero and for the cross-entropy with certified slopes down to three prescribed $\varepsilon$, and convexity for all; "
        r"(3) the two moves, for all sizes and with numbers; (4) the second differences, and a Hessian entry of the cross-entropy. (3) holds for "
        r"every $\varphi$, and for maxima too: if $\Psi v=0$, $v\ne0$, move $V$ along it; else $M=N$ and $(U',\Psi(U')^{-1}\Psi(U)V)$ has the same outputs, near the start when $U'$ is near $U$ (new-4.f). In (2) the infimum of "
        r"$\varphi$ need not be attained, as the text says; $\varphi(G^*)\le\varepsilon$ is enough. The printed chain $\lambda\alpha+(1-\lambda)\varepsilon<\alpha$ fails at $\lambda=1$, "
        r"where $\Phi(U,V)<\alpha$ does. The Hessian lacks the factor $1/N$. Section 4.1 reads (2) as a path on which the loss never rises; that is false, see sec-4.1."
    ),
    uses=("lem-4.3.2", "asm-4.3.1", "def-4.3.3", "eq-4.1", "prop-5.1.1", "asm-1.1.1"),
    exhibits=exhibits,
    near_misses=near_misses,
    ablations=ablations,
    printed=r"(4): for the cross-entropy loss there exists no local maximum, because $q_{ij}=e^{G_{ij}}/\sum_ke^{G_{ik}}\in(0,1)$.",
    finding=r"For one class, $m=1$, $q_{i1}=1$ and $\Phi$ is constant: every point is a local maximum.",
    corrected=r"(4) for the square loss, and for the cross-entropy with $m\ge2$.",
)
