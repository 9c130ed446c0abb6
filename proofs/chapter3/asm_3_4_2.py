"""Assumption 3.4.2: the activation is no combination of its own shifts; what violates it."""

from typing import Any

from proofs.path_exhibits import S, identity, plus, times
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def power(base: Any, n: int) -> Any:
    """base^n."""
    return times(*[base] * n)


def shift(a: str) -> Any:
    """x - a."""
    return plus("x", times("-1", a))


def exhibits() -> tuple[Exhibit, ...]:
    """Polynomials are combinations of their shifts: finite differences."""
    line = plus(times("2", shift("1")), times("-1", shift("2")))
    square = plus(times("3", power(shift("1"), 2)), times("-3", power(shift("2"), 2)), power(shift("3"), 2))
    cube = plus(
        times("4", power(shift("1"), 3)),
        times("-6", power(shift("2"), 3)),
        times("4", power(shift("3"), 3)),
        times("-1", power(shift("4"), 3)),
    )
    return (
        identity("x = 2(x - 1) - (x - 2)", S("x"), line, scalars=["x"]),
        identity("x^2 by three shifts", power("x", 2), square, scalars=["x"]),
        identity("x^3 by four shifts", power("x", 3), cube, scalars=["x"]),
        identity(
            "q^x = q q^(x - 1), with u = q^(x - 1)", times("q", "u"), times("q", S("u")), scalars=["q", "u"]
        ),
    )


theorem = Theorem(
    id="asm-3.4.2",
    kind="definition",
    title="No combination of shifts",
    statement=(
        r"There are no non-zero $\lambda_i$ and distinct non-zero $a_i$ with "
        r"$\sigma(x)=\sum_{i=1}^p\lambda_i\sigma(x-a_i)$ for all $x$."
    ),
    source=thesis("Assumption 3.4.2", "38"),
    universal=True,
    covers=(
        r"An assumption, equivalent to the linear independence of distinct shifts of $\sigma$. Here: polynomials and "
        r"exponentials violate it. Periodic functions do too, and $x+\frac12\mathrm{tri}(x)$ with a triangle wave: strictly "
        r"monotone, onto, piecewise linear with infinitely many pieces. What satisfies it: Lemma 3.4.3."
    ),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("x^2 by two shifts", tampered(exhibits()[1].build, "/claim/right/sum/2", "0"), "E_IDENTITY"),
    ),
)
