"""Figure 4.1: a function with a bad local valley and one without, for every level."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from checker import Field, Network, ParametricField
from constructions.fully_connected import half_space, layer, network
from proofs.exhibits import components
from proofs.picture import Picture
from proofs.pictures_of_valleys import two_functions
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import values

# Continuous, with slopes -1, 1, ., 1: minima at -2 and 2, a barrier of height 2 at 0.
LEFT: Any = ("2", "-1/2"), ("-1", "1")  # f(2) = 1
RIGHT: Any = ("2", "-1"), ("-2", "1")  # f(2) = 0
LOW, HIGH = ParametricField(Fraction(0), Fraction(1)), ParametricField(Fraction(1), Fraction(2))
ABOVE = ParametricField(Fraction(2), Fraction(100))
POSITIVE: Any = [half_space([1], 0)]


def below(tail: Any, field: Field) -> Network:
    """C_1 = {f < alpha}, alpha the parameter of the field."""
    pieces = [("-2", "-1"), ("2", "1"), *tail]
    sigma: Any = {
        "name": "piecewise",
        "breakpoints": ["-2", "0", "2"],
        "pieces": [{"top": [*top], "bottom": ["1"]} for top in pieces],
    }
    return network(layer([[1]], [0], sigma), layer([[-1], [0]], [["0", "1"], 0]), field=field)


def exhibits() -> tuple[Exhibit, ...]:
    """Valleys for all levels in an interval; left, nothing below 1 on the right side; right, zeros on both sides."""
    return (
        components(below(LEFT, HIGH), 0, 2, HIGH),
        components(below(LEFT, LOW), 0, 1, LOW),
        components(below(LEFT, LOW), 0, 0, LOW, POSITIVE),
        components(below(LEFT, ABOVE), 0, 1, ABOVE),
        components(below(RIGHT, LOW), 0, 2, LOW),
        components(below(RIGHT, HIGH), 0, 2, HIGH),
        components(below(RIGHT, ABOVE), 0, 1, ABOVE),
        values(
            "right: alpha - f = alpha at -2 and at 2, so f = 0 in both valleys",
            below(RIGHT, HIGH),
            [[-2], [2]],
            [[["0", "1"], 0], [["0", "1"], 0]],
            HIGH,
        ),
    )


def picture() -> Picture:
    """Both functions, with the level 3/2."""
    functions = [lambda x, tail=tail: _value(x, tail) for tail in (LEFT, RIGHT)]
    return two_functions(*functions)


def _value(x: Fraction, tail: Any) -> Fraction:
    """f(x)."""
    constant, slope = [("-2", "-1"), ("2", "1"), *tail][(x > -2) + (x > 0) + (x > 2)]
    return Fraction(constant) + Fraction(slope) * x


theorem = Theorem(
    id="fig-4.1",
    kind="figure",
    title="Bad local valleys and none",
    statement=(
        r"Left: $f$ with minima $f(-2)=0$, $f(2)=1$ and $f(0)=2$ between them: for $1<\alpha\le2$ the part of $\{f<\alpha\}$ right of 0 is a bad local valley. Right: $f(-2)=f(2)=0$: two valleys for $\alpha\le2$, both global, so none is bad."
    ),
    source=thesis("Figure 4.1", "55"),
    universal=False,
    covers=(
        r"Piecewise linear functions of the kind drawn, for every level: left, two valleys for $1<\alpha<2$, one for $0<\alpha<1$, which does not meet $x\ge0$, so $f\ge1$ there; one for $2<\alpha<100$. Right, two for $0<\alpha<1$ and $1<\alpha<2$. The levels 1 and 2 follow by "
        r"union: $\{f<2\}$ is the union of the sets below."
    ),
    uses=("def-4.3.3",),
    exhibits=exhibits,
    picture=picture,
    near_misses=lambda: (
        NearMiss(
            "left: one valley for all levels from 1 to 2",
            tampered(exhibits()[0].build, "/claim/components", "1"),
            "E_LABEL",
        ),
        NearMiss(
            "left: a level between 0 and 3",
            tampered(exhibits()[0].build, "/claim/field/parameter", ["0", "3"]),
            "E_SIGN_VARIES",
        ),
    ),
)
