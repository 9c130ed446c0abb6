"""Lemma 2.2.2: the zeros of an analytic function that is not zero form a null set; polynomials of one variable."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from checker import Json, ParametricField, encode_network
from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.fully_connected import RELU, layer, network, vector
from proofs.chapter2.asm_1_1_1 import minus
from proofs.feature_exhibits import identity, product, total
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

ALL = ParametricField(Fraction(0), Fraction(10**9))


def factor() -> Exhibit:
    """p(x) - p(a) = (x - a) q(x), degree 3: a root takes a factor, so there are at most three."""

    def p(x: str) -> Any:
        return total("c0", product("c1", x), product("c2", x, x), product("c3", x, x, x))

    q = total(
        "c1",
        product("c2", total("x", "a")),
        product("c3", total(product("x", "x"), product("x", "a"), product("a", "a"))),
    )
    return identity(
        "p(x) - p(a) = (x - a) q(x) for every cubic p",
        total(p("x"), minus(p("a"))),
        product(total("x", minus("a")), q),
        *("a", "c0", "c1", "c2", "c3", "x"),
    )


def three_roots() -> Exhibit:
    """A quadratic with roots a, b, c: c2 times the Vandermonde product is 0."""

    def p(x: str) -> Any:
        return total("c0", product("c1", x), product("c2", x, x))

    ab, ac, bc = (total(y, minus(x)) for x, y in (("a", "b"), ("a", "c"), ("b", "c")))
    return identity(
        "p(a)(c - b) - p(b)(c - a) + p(c)(b - a) = c_2 (b - a)(c - a)(c - b) for every quadratic p",
        total(product(p("a"), bc), minus(p("b"), ac), product(p("c"), ab)),
        product("c2", ab, ac, bc),
        *("a", "b", "c", "c0", "c1", "c2"),
    )


def relu(name: str, slope: str, values: list[Any], sigma: Json = RELU) -> Exhibit:
    """The activation, by default the ReLU, of slope * x at x = t, for every t in (0, 10^9)."""
    net = network(layer([[slope]], ["0"], sigma), layer([["1"]], ["0"]), field=ALL)
    body: dict[str, Any] = {
        "network": encode_network(net, ALL),
        "points": [vector([["0", "1"]])],
        "values": [values],
    }
    return Exhibit(name, lambda: find(Claim("value", ALL, body)))


def ablations() -> tuple[Ablation, ...]:
    """Analytic, and not zero."""
    return (
        Ablation(
            "$f$ real analytic",
            (
                relu("ReLU(-t) = 0 for every t in (0, 10^9)", "-1", ["0"]),
                relu("ReLU(t) = t there", "1", [["0", "1"]]),
            ),
            "Continuous and piecewise linear, not zero, and zero on an interval. By hand: the same with derivatives of every order, "
            r"$e^{-1/t}$ for $t>0$ and 0 else.",
        ),
        Ablation(
            "$f$ is not identically zero",
            (identity("the zero function: 0 = 0 for all x", product("0", "x"), "0", "x"),),
            "All of space is then the zero set.",
        ),
    )


theorem = Theorem(
    id="lem-2.2.2",
    kind="lemma",
    title="Zeros of analytic functions",
    statement=r"A real analytic $f:\mathbb{R}^n\to\mathbb{R}$ that is not identically zero has a null set of zeros.",
    source=thesis("Lemma 2.2.2", "13"),
    universal=True,
    hypotheses=("$f$ real analytic", "$f$ is not identically zero"),
    covers=(
        "The polynomial case in one variable, by the two identities behind it, for degree 3 and 2: a root takes a linear factor, so there are no more roots than the degree. More variables follow "
        "by Fubini and induction (by hand). The analytic case is cited."
    ),
    uses=("def-2.2.1",),
    cited="Krantz and Parks, A Primer of Real Analytic Functions (2002)",
    exhibits=lambda: (
        factor(),
        three_roots(),
        identity("x (x - 1)(x - 2) is 0 at 2 and not at 3: 3 * 2 * 1 = 6", product("3", "2", "1"), "6"),
    ),
    near_misses=lambda: (
        NearMiss(
            "a factor x + a",
            tampered(factor().build, "/claim/right/product/0/sum/1/product/0", "1"),
            "E_IDENTITY",
        ),
        NearMiss(
            "no factor c - b", tampered(three_roots().build, "/claim/right/product/3", "1"), "E_IDENTITY"
        ),
        NearMiss(
            "ReLU(-t) = t",
            tampered(ablations()[0].exhibits[0].build, "/claim/values/0/0", ["0", "1"]),
            "E_VALUE",
        ),
    ),
    ablations=ablations,
)
