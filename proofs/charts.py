"""Charts as panels of a picture: lines and marks of up to three series over an axis, with a name each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, log10

from proofs.picture import SERIES, Panel, Point, Shape

RATIO = Fraction(3, 5)
_EXPONENT_DIGITS = 10**6


@dataclass(frozen=True)
class Series:
    """A name in `$...$` LaTeX or none, values in the order of the first axis, and where the name stands.

    `marks` draws a mark at each value; `at` is the value beside which the name stands, `shift` how far from
    it, rightwards and upwards, in hundredths of the panel.
    """

    name: str
    values: Sequence[Point]
    marks: bool = True
    at: int = -1
    shift: tuple[int, int] = (0, 4)


def chart(
    title: str,
    series: Sequence[Series],
    axes: tuple[str, str],
    logarithmic: tuple[bool, bool] = (False, False),
    ratio: Fraction = RATIO,
) -> Panel:
    """A panel that holds all series; a linear axis holds 0, and the upright one room for a name on top."""
    drawn = [[(_scaled(x, logarithmic[0]), _scaled(y, logarithmic[1])) for x, y in s.values] for s in series]
    every = [point for values in drawn for point in values]
    xlo, xhi = _range([x for x, _ in every], logarithmic[0], Fraction(0))
    ylo, yhi = _range([y for _, y in every], logarithmic[1], Fraction(1, 6))
    shapes: list[Shape] = []
    for style, one, values in zip(SERIES, series, drawn, strict=False):
        shapes.append(Shape(tuple(values), style))
        if one.marks:
            shapes += [Shape((point,), style) for point in values]
        x, y = values[one.at]
        right, up = (Fraction(n, 100) for n in one.shift)
        if one.name:
            place = (x + right * (xhi - xlo), y + up * (yhi - ylo))
            shapes.append(Shape((place,), "text", label=one.name))
    return Panel(title, (xlo, xhi, ylo, yhi), tuple(shapes), axes, ratio, logarithmic)


def _scaled(value: Fraction, logarithmic: bool) -> Fraction:
    """The value, or the exponent of ten to six decimals; `ValueError` for one that has none."""
    if not logarithmic:
        return value
    if value <= 0:
        raise ValueError(f"expected a positive number on a logarithmic axis, found {value}")
    return Fraction(round(log10(value) * _EXPONENT_DIGITS), _EXPONENT_DIGITS)


def _range(values: Sequence[Fraction], logarithmic: bool, room: Fraction) -> tuple[Fraction, Fraction]:
    if logarithmic:
        lo, hi = floor(min(values)), ceil(max(values))
        return Fraction(lo), Fraction(max(hi, lo + 1))
    lowest, highest = min(Fraction(0), *values), max(values)
    return lowest, highest + (highest - lowest or 1) * room
