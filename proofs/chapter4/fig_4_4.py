"""Figure 4.4: the loss on a plane of parameters; what such a slice shows and what it does not, exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from proofs.chapter4.thm_4_3_4 import PSI, Y, solution
from proofs.feature_exhibits import identity, product, total
from proofs.table_exhibits import at_most
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

UNITS, N = (784, 300), 1024
Vector = list[Fraction]
ALONG = ([Fraction(x) for x in (1, 0, 0)], [Fraction(x) for x in (0, 1, 0)])


def outputs(V: Vector) -> Vector:
    """Psi V."""
    return [sum((p * v for p, v in zip(row, V, strict=True)), Fraction(0)) for row in PSI]


def dot(a: Vector, b: Vector) -> Fraction:
    """The sum of products."""
    return sum((x * y for x, y in zip(a, b, strict=True)), Fraction(0))


def loss(start: Vector) -> Any:
    """Twice the square loss at V = start + s V_1 + t V_2, sample by sample, in the symbols s and t."""
    at, one, two = outputs(start), *(outputs(v) for v in ALONG)
    terms = []
    for i, y in enumerate(Y):
        off = total(str(at[i] - y), product(str(one[i]), "s"), product(str(two[i]), "t"))
        terms.append(product(off, off))
    return total(*terms)


def lowest(start: Vector) -> tuple[Fraction, Fraction, Fraction]:
    """The point (s, t) at which it is least, and its value there."""
    at, one, two = outputs(start), *(outputs(v) for v in ALONG)
    off = [x - y for x, y in zip(at, Y, strict=True)]
    a, b, c = dot(one, one), dot(one, two), dot(two, two)
    p, q = -dot(one, off), -dot(two, off)
    s, t = (p * c - b * q) / (a * c - b * b), (a * q - b * p) / (a * c - b * b)
    rest = [o + s * x + t * y for o, x, y in zip(off, one, two, strict=True)]
    return s, t, dot(rest, rest)


def squares(start: Vector) -> Any:
    """value + a (s' + b/a t')^2 + (c - b^2/a) t'^2 with s' and t' from the lowest point."""
    s, t, value = lowest(start)
    one, two = (outputs(v) for v in ALONG)
    a, b, c = dot(one, one), dot(one, two), dot(two, two)
    down, along = total("t", str(-t)), total("s", str(-s))
    first = total(along, product(str(b / a), down))
    return total(str(value), product(str(a), first, first), product(str(c - b * b / a), down, down))


def slice_of(name: str, start: Vector) -> Exhibit:
    """The loss on the slice is its value at one point plus two squares with positive factors."""
    return identity(name, loss(start), squares(start), "s", "t")


START = [Fraction(0), Fraction(0), Fraction(0)]


def exhibits() -> tuple[Exhibit, ...]:
    """The sizes; a slice with a suboptimal strict minimum, one without; the values of both minima."""
    one, two = (outputs(v) for v in ALONG)
    least = lowest(START)[2]
    below = dot(one, one) * dot(two, two) - dot(one, two) ** 2
    return (
        identity("784 + 300 = 1084 hidden units", total(*UNITS), 1084),
        at_most(f"M = N = {N} of them can be joined to the output", str(N), "1084"),
        slice_of("with skips, M = N = 3, sigmoid: the loss on the slice through V = 0 is c + squares", START),
        at_most(f"c = {least} >= 3/2: its one minimum is suboptimal", "3/2", least),
        at_most("and strict: the determinant of the two squares is at least 1/100", "1/100", below),
        slice_of("the slice through the solution: 0 + squares, one minimum, which is global", solution()),
    )


theorem = Theorem(
    id="fig-4.4",
    kind="figure",
    title="The loss surface on a plane of parameters",
    statement=(
        r"A network of widths 784-784-300-10 on 1,024 images, with and without skip-connections from $M=N=1024$ of its 1,084 hidden units, shown on a plane of parameters. "
        r"Such a plane tells little of the whole: with skip-connections the loss on it can have a suboptimal strict minimum, although the loss itself has none "
        r"(Theorem 4.3.4 (3)); on a plane through a solution in $V$ it has no other minimum."
    ),
    source=thesis("Figure 4.4", "68"),
    universal=False,
    covers=(
        "The sizes, and two planes of a network with three skip units (sigmoid at logarithms of integers, so that all is rational), both within the space of V, exactly. "
        "The second sentence is ours; the thesis says of its picture that skip-connections smooth the landscape near a suboptimal region. That is an observation about one trained network and two "
        "random directions: `theodolite experiment fig-4.4` repeats it in small, in floating point. For softplus Assumption 4.3.1 (2) asks for a free unit in the first "
        "layer, and fails only if all 784 of them are joined to the output."
    ),
    uses=("thm-4.3.4", "asm-4.3.1"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("1,085 units", tampered(exhibits()[0].build, "/claim/right", "1085"), "E_IDENTITY"),
        NearMiss(
            "the slice through V = 0 with the minimum 0",
            tampered(exhibits()[2].build, "/claim/right/sum/0", "0"),
            "E_IDENTITY",
        ),
        NearMiss(
            "a minimum of at least 2",
            tampered(exhibits()[3].build, "/claim/points/0/0", "2"),
            "E_VALUE",
        ),
    ),
)
