"""Definition 2.2.1: real analytic functions, and which of the functions named after it are."""

from __future__ import annotations

from proofs.chapter2.asm_1_1_1 import minus
from proofs.feature_exhibits import identity, product, total
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def cube() -> Exhibit:
    """A polynomial is its own Taylor series about every point."""
    t = total("x", "h")
    return identity(
        "(x + h)^3 = x^3 + 3 x^2 h + 3 x h^2 + h^3 about every x",
        product(t, t, t),
        total(
            product("x", "x", "x"),
            product("3", "x", "x", "h"),
            product("3", "x", "h", "h"),
            product("h", "h", "h"),
        ),
        "h",
        "x",
    )


def geometric() -> Exhibit:
    """1 / (1 - h) with its remainder: the quotient rule for series starts here."""
    powers = ["1", "h", product("h", "h"), product("h", "h", "h")]
    return identity(
        "(1 - h)(1 + h + h^2 + h^3) + h^4 = 1",
        total(product(total("1", minus("h")), total(*powers)), product("h", "h", "h", "h")),
        "1",
        "h",
    )


def logistic() -> Exhibit:
    """With e = e^t and s (1 + e) = e: s' = s (1 - s), written over the denominator (1 + e)^2."""
    one = total("1", "e")
    return identity(
        "sigmoid: (e / (1 + e))' = e ((1 + e) - e) / (1 + e)^2 = s (1 - s)",
        total(product("e", one), minus("e", "e")),
        product("e", total(one, minus("e"))),
        "e",
    )


def root() -> Exhibit:
    """If t^{1/3} = t g(t) near 0, its cube is t: t = t^3 g^3, so 1 = t^2 g^3 for t != 0; at 0 this is 0."""
    return identity(
        "t - (t g)^3 = t (1 - t^2 g^3), and the bracket is 1 at t = 0",
        total("t", minus(*(product("t", "g") for _ in range(3)))),
        product("t", total("1", minus("t", "t", "g", "g", "g"))),
        "g",
        "t",
        role="corrects",
    )


theorem = Theorem(
    id="def-2.2.1",
    kind="definition",
    title="Real analytic function",
    statement=(
        r"$f:\mathbb{R}^n\to\mathbb{R}$ is analytic if it is a convergent power series in a neighbourhood of every point. Named as such: polynomials, "
        "the exponential function, sigmoid, softplus and tanh."
    ),
    source=thesis("Definition 2.2.1 and the paragraphs after it", "13"),
    universal=True,
    covers=(
        "A polynomial about every point, the geometric series with its remainder, and the differential equation of the sigmoid, all as identities. That sums, products, quotients and "
        "compositions of analytic functions are analytic is Krantz and Parks, A Primer of Real Analytic Functions (2002), Propositions 2.2.2 and 2.2.8: this gives sigmoid, "
        r"tanh and softplus, since $1+e^t>0$. The step that the bracket does not vanish near 0 (a power series $g$ is bounded there) is by hand."
    ),
    exhibits=lambda: (
        cube(),
        geometric(),
        identity("h = 1/2: 15/8 and the remainder 1/8 make 2", total("15/8", "1/8"), "2"),
        logistic(),
        root(),
    ),
    near_misses=lambda: (
        NearMiss(
            "a Taylor coefficient 2 for 3",
            tampered(cube().build, "/claim/right/sum/1/product/0", "2"),
            "E_IDENTITY",
        ),
        NearMiss(
            "the geometric series without remainder",
            tampered(geometric().build, "/claim/left/sum/1", "0"),
            "E_IDENTITY",
        ),
        NearMiss("s' = 2 s (1 - s)", tampered(logistic().build, "/claim/right/product/1", "2"), "E_IDENTITY"),
    ),
    printed="All elementary functions, the logarithm and power functions among them, are real analytic.",
    finding=(
        r"By the definition, which asks for all of $\mathbb{R}$: $t^{1/3}$ is not analytic at 0 (with $t^{1/3}=t\,g(t)$ one has $1=t^2g(t)^3$ for $t\ne0$, and the right side tends to 0), "
        "and the logarithm is no function on the real line."
    ),
    corrected=(
        r"They are analytic on open sets where they are compositions of analytic functions: $\ln t$ and $t^a$ for $t>0$. Sigmoid, softplus and tanh are analytic on $\mathbb{R}$."
    ),
)
