"""Pictures of Section 4.1: functions with and without a bad valley; the loss on the way out of a trap."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy

from constructions.traps import square_trap
from proofs.charts import Series, chart
from proofs.picture import Picture

THIRD_DERIVATIVES = {-4: (0, 3), -6: (4, 3), -12: (8, 2)}  # K''' of networks above k; where it is written
LEVEL = Fraction(3, 2)


def two_functions(left: Callable[[Fraction], Fraction], right: Callable[[Fraction], Fraction]) -> Picture:
    """Both on [-4, 4], with a level."""
    places = [Fraction(n, 2) for n in range(-8, 9)]
    panels = []
    for title, f in (("a bad local valley", left), ("no bad local valley", right)):
        curve = Series("$f$", [(x, f(x)) for x in places], marks=False, at=8, shift=(3, 1))
        line = Series(r"$\alpha$", [(x, LEVEL) for x in places], marks=False, at=3, shift=(0, 2))
        panels.append(chart(title, [curve, line], ("x", "f")))
    caption = (
        r"Left: below the level $\alpha$ there are two valleys; the right one stays above 1 and is bad. "
        "Right: both valleys reach the least value."
    )
    return Picture(caption, tuple(panels))


def out_of_the_trap() -> Picture:
    """Phi - 10 against v_2, for networks above k with K' = K'' = 0 and three values of K'''."""
    series = []
    for third, shift in THIRD_DERIVATIVES.items():
        values = [(s, rise(s, third) * 10**6) for s in (Fraction(n, 2000) for n in range(101))]
        shown = [(s, y) for s, y in values if y >= 0]
        top = shown.index(max(shown, key=lambda point: point[1]))
        series.append(Series(f"$K'''={third}$", shown, marks=False, at=top, shift=shift))
    caption = (
        "The square loss of new-4.b when the shared weight $v_2$ grows from 0 and all else is kept: it "
        "rises first, the less the steeper the network above the unit k is, and falls below 10 where the "
        "line ends. No network makes the rise vanish."
    )
    axes = ("v_2", r"10^6(\Phi-10)")
    return Picture(caption, (chart("Out of the trap", series, axes),))


def rise(s: Fraction, third: int) -> Fraction:
    """Phi - 10 at v_2 = s, rounded to 10^-9; `third` is K'''(0)."""
    samples = square_trap()
    q = numpy.log([float(p.r) for p in samples])
    a, t, y = (numpy.array([float(getattr(p, name)) for p in samples]) for name in ("a", "t", "target"))
    w = numpy.array([2.0, 4.0, 8.0])  # three units above k, of output weights V
    V = numpy.linalg.solve(numpy.array([w**0, w, w**3]), numpy.array([0, 0, -512.0 * third]))
    k = 1 / (1 + numpy.exp(-float(s) * t)) - 0.5
    K = (1 / (1 + numpy.exp(-numpy.outer(k, w))) - 0.5) @ V
    f = 1 / (1 + numpy.exp(-q - float(s) * a)) + K
    return Fraction(round((float(((f - y) ** 2).sum() / 2) - 10) * 10**9), 10**9)
