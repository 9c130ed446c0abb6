"""Figure 5.1: the curve t -> (-t^3, t^3) in the plane, a connected set S, and its preimage on the line."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from checker import Field, Network
from constructions.preimages import AFFINE, START, Step, number, parts
from proofs.picture import Panel, Picture, Shape
from proofs.pictures_of_regions import in_plane, on_line, whole_line

_CAPTION = (
    r"Left: the image of the line under $f(t)=(-t^3,t^3)$ is the anti-diagonal; the part of it in the "
    r"connected set $S$ is drawn thick. Right: the preimage $f^{-1}(S)$ has two components. Hollow ends do "
    "not belong to it."
)


def picture_of_cubes(choice: Network, field: Field, j: int, reach: Fraction | int) -> Picture:
    """S is where the piecewise linear network `choice` on the plane chooses class j; |t| <= reach is shown.

    S meets the anti-diagonal in intervals of s = t^3, found exactly; their ends must be cubes of rationals.
    """
    bound = Fraction(reach) ** 3
    box = ((-bound, bound), (-bound, bound))
    curve = _curve(choice, field, j)
    meeting = on_line(curve, parts(curve, field, box))
    left = [*in_plane(parts(Step(START, 0, choice, j), field, box)), *whole_line(curve, field, box)]
    right = [_rooted(shape) for shape in meeting]
    sides = (-Fraction(reach), Fraction(reach), Fraction(-1), Fraction(1))
    return Picture(
        _CAPTION,
        (
            Panel(r"$S$ and $f(\mathbb{R})$", (*box[0], *box[1]), (*left, *meeting), ("y_1", "y_2")),
            Panel("$f^{-1}(S)$", sides, tuple(right), ("t", "")),
        ),
    )


def _curve(choice: Network, field: Field, j: int) -> Step:
    """The part of the anti-diagonal {(-s, s)} on which class j is chosen."""
    matrix = ((number(field, -1),), (number(field, 1),))
    first, *rest = choice.layers
    weight = tuple((row[1] - row[0],) for row in first.weight)
    inner = Network(1, (replace(first, weight=weight), *rest))
    return Step(AFFINE, 1, inner, j, image=(matrix, (number(field, 0),) * 2))


def _rooted(shape: Shape) -> Shape:
    """A stretch of the anti-diagonal as a stretch of t: (-s, s) becomes the cube root of s."""
    return replace(shape, corners=tuple((cube_root(s), Fraction(0)) for _, s in shape.corners))


def cube_root(x: Fraction) -> Fraction:
    """The rational cube root; `ValueError` for a number that has none."""
    sign = -1 if x < 0 else 1
    root = Fraction(_root(abs(x.numerator)), _root(x.denominator))
    if root**3 != abs(x):
        raise ValueError(f"{x} is not the cube of a rational")
    return sign * root


def _root(n: int) -> int:
    """The largest integer whose cube is at most n."""
    low, high = 0, 1 << (n.bit_length() // 3 + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**3 <= n else (low, middle - 1)
    return low
