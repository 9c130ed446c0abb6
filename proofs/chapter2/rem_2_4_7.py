"""Remarks on the loss in Section 2.4.2: which other losses the results extend to; not all with their minimum at F_L = Y."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from checker import Network, ParametricField
from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.fully_connected import RELU, layer, network
from proofs.chapter2.asm_1_1_1 import minus
from proofs.chapter2.rem_2_4_11 import SMOOTH
from proofs.exhibits import activation
from proofs.feature_exhibits import identity, product, total
from proofs.path_exhibits import Q, times
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import other_values, values

UNIT = ParametricField(Fraction(0), Fraction(1))
# phi(g) = g^4/4 - 5 g^3/3 + 3 g^2, so that phi'(g) = g (g - 2)(g - 3).
WAVY: Any = {"name": "polynomial", "coefficients": ["0", "0", "3", "-5/3", "1/4"]}


def loss() -> Network:
    """g -> phi(g)."""
    return network(layer([[1]], [0], WAVY), layer([[1]], [0]))


def hinge() -> Any:
    """(g_1, g_2) -> max(0, 1 - (g_1 - g_2)): the hinge loss of a sample of class 1 of two."""
    return layer([[-1, 1]], [1], RELU), layer([[1]], [0])


def stuck() -> Network:
    """Widths 1-1-1 with f(1) = 3: F_1 = 3/4, of rank 1 = N."""
    return network(layer([[1]], [0], SMOOTH), layer([[4]], [0]))


def expansion() -> Exhibit:
    """phi(g + h) - phi(g) = h phi'(g) + h^2 (...)."""
    t = total("g", "h")

    def phi(x: Any) -> Any:
        return total(product("1/4", x, x, x, x), product("-5/3", x, x, x), product("3", x, x))

    rest = total(
        product("3/2", "g", "g"),
        product("g", "h"),
        product("1/4", "h", "h"),
        product("-5", "g"),
        product("-5/3", "h"),
        "3",
    )
    slope = product("g", total("g", "-2"), total("g", "-3"))
    return identity(
        "phi' (g) = g (g - 2)(g - 3): the increment is h phi'(g) + h^2 (...)",
        total(phi(t), minus(phi("g"))),
        total(product("h", slope), product("h", "h", rest)),
        *"gh",
    )


def no_residual(relations: bool = True) -> Claim:
    """R F^T = I implies D = R (F^T D), all sizes: a gradient F^T D that is 0 has D = 0."""
    body: dict[str, Any] = {
        "scalars": [],
        "matrices": {"D": ["N", "m"], "R": ["N", "n"], "Ft": ["n", "N"]},
        "relations": [{"word": ["R", "Ft"], "equals": {"identity": "N"}}] if relations else [],
        "left": times("R", "Ft", "D"),
        "right": {"symbol": "D"},
    }
    return Claim("identity", Q, body)


def exhibits() -> tuple[Exhibit, ...]:
    """A loss with its only global minimum at Y = 0 and a critical point in S_1; the hinge at F_L = Y; what is true."""
    return (
        values(
            "widths 1-1-1, one sample x = 1: F_1 = 3/4 has rank 1 = N, the output is 3", stuck(), [[1]], [[3]]
        ),
        expansion(),
        identity(
            "phi(g) = g^2 ((g - 10/3)^2 / 4 + 2/9): the only minimum with phi = 0 is g = 0 = Y",
            total(product("1/4", "g", "g", "g", "g"), product("-5/3", "g", "g", "g"), product("3", "g", "g")),
            product("g", "g", total(product("1/4", total("g", "-10/3"), total("g", "-10/3")), "2/9")),
            "g",
        ),
        other_values("at g = 3, where phi' = 0, phi is 9/4", loss(), [[3]], [["9/4"]], [[0]]),
        other_values(
            "hinge with class vectors Z = I/2: at F_L = Y = (1/2, 0) it is 1/2, and 0 is attained at (1, 0)",
            network(*hinge()),
            [["1/2", 0], [1, 0]],
            [["1/2"], [0]],
            [[0], [0]],
        ),
        values(
            "hinge at Y = (1, 0): t at (1 - t, 0) and 0 at (1 + t, 0), every t in (0, 1): no derivative there",
            network(*hinge(), field=UNIT),
            [[["1", "-1"], "0"], [["1", "1"], "0"]],
            [[["0", "1"]], ["0"]],
            UNIT,
        ),
        Exhibit(
            "F of full row rank: the gradient F^T D in W_L is 0 only where D, the gradient in the outputs, is: all sizes",
            lambda: find(no_residual()),
            "corrects",
        ),
        identity(
            "and for the convex (f - y)^2 / 2: phi(g) - phi(f) = (f - y)(g - f) + (g - f)^2 / 2, so D = 0 is a minimum",
            total(
                product("1/2", total("g", minus("y")), total("g", minus("y"))),
                minus("1/2", total("f", minus("y")), total("f", minus("y"))),
            ),
            total(
                product(total("f", minus("y")), total("g", minus("f"))),
                product("1/2", total("g", minus("f")), total("g", minus("f"))),
            ),
            *"fgy",
            role="corrects",
        ),
    )


theorem = Theorem(
    id="rem-2.4.7",
    kind="remark",
    title="Other losses",
    statement=(
        r"The section takes the square loss; all its results can be extended to any other loss whose global minimum is attained at $F_L=Y$, such as the hinge loss of Section 1.1."
    ),
    source=thesis("Remarks on the loss, before and after Assumption 2.4.7", "21"),
    universal=True,
    hypotheses=(r"$\varphi$ convex (not printed)", r"$\varphi$ differentiable (not printed)"),
    covers=(
        r"A loss of one output that is not convex, with a critical point in $S_1$ at positive loss. For the hinge loss two things: where the class vectors are $\frac12e_j$ it is not 0 at $F_L=Y$, and where they are $e_j$ it has no derivative at $F_L=Y$, so that "
        "Theorem 2.4.10 is not even a statement there. The corrected form for k = L - 1, all sizes; below the last layer by Lemma 2.4.9, whose proof does not look at the loss."
    ),
    uses=("asm-1.1.1", "eq-2.6", "asm-2.4.7"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("phi(3) = 0", tampered(exhibits()[3].build, "/claim/values/0/0", "0"), "E_VALUE"),
        NearMiss("F without a right inverse", lambda: no_residual(False).with_evidence({}), "E_IDENTITY"),
        NearMiss(
            "hinge -t at (1 + t, 0)",
            tampered(exhibits()[5].build, "/claim/values/1/0", ["0", "-1"]),
            "E_VALUE",
        ),
        NearMiss(
            "phi'(g) = g (g - 2)(g - 2)",
            tampered(expansion().build, "/claim/right/sum/0/product/1/product/2/sum/1", "-2"),
            "E_IDENTITY",
        ),
    ),
    ablations=lambda: (
        Ablation(
            r"$\varphi$ convex (not printed)",
            (values("phi at 0, 3 and 3/2", loss(), [[0], [3], ["3/2"]], [[0], ["9/4"], ["153/64"]]),),
            "Above its chord from 0 to 3, at the middle.",
        ),
        Ablation(
            r"$\varphi$ differentiable (not printed)",
            (activation(network(layer([[1]], [0], RELU), layer([[1]], [0])), "affine", "no"),),
            "The hinge loss, above: convex, piecewise linear.",
        ),
    ),
    printed=r"All our results can be extended to any other loss function where the global minimum is attained at $F_L=Y$, such as the hinge loss.",
    finding=(
        r"$\varphi(g)=\frac14g^4-\frac53g^3+3g^2$ has its only global minimum at $Y=0$, and $\varphi'(3)=0$ with $\varphi(3)=\frac94$: one sample, one output, $F_1$ of full rank and output 3 is a critical point in $S_1$. The hinge loss at $F_L=Y$ is $\frac12$ for class vectors $\frac12e_j$, "
        r"and has one-sided derivatives $-1$ and 0 for $e_j$."
    ),
    corrected=r"They extend to losses $\varphi$ that are convex and differentiable and attain their minimum: replace $\|F_L-Y\|_F$ by $\|\nabla\varphi(F_L)\|_F$ and zero loss by a global minimum.",
)
