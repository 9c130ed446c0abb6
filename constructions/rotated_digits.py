"""Images of one digit, rotated by angles with rational sine and cosine, in exact arithmetic.

The angle 2 atan t has cosine (1 - t^2)/(1 + t^2) and sine 2 t/(1 + t^2).  A pixel of the turned image is the
bilinear interpolation at the point that it comes from; outside the image is zero.  Source of the data set:
Nguyen (2019), Section 5.3.5: one class turned by -5 to 5 degrees, the other by 15 to 20 to either side.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor

from checker.network import Matrix, Vector

SIDE = 8
# t = n/100 for 2 atan t within +-5 degrees (|n| <= 4) and within 15 to 20 degrees (n = 14, ..., 17).
RED_STEPS, BLUE_STEPS = range(-4, 5), range(14, 18)


def rotated(image: Vector, t: Fraction, grid: int = 64) -> Vector:
    """The image of 64 pixels turned about its centre by 2 atan t; pixels rounded to multiples of 1/grid."""
    c, s = (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)
    middle = Fraction(SIDE - 1, 2)
    found = []
    for i in range(SIDE):
        for j in range(SIDE):
            y, x = i - middle, j - middle
            value = _between(image, middle - s * x + c * y, middle + c * x + s * y)
            found.append(Fraction(floor(value * grid + Fraction(1, 2)), grid))
    return tuple(found)


def _between(image: Vector, row: Fraction, column: Fraction) -> Fraction:
    """The bilinear interpolation at a point."""
    i, j = floor(row), floor(column)
    a, b = row - i, column - j
    near = (
        (i, j, (1 - a) * (1 - b)),
        (i, j + 1, (1 - a) * b),
        (i + 1, j, a * (1 - b)),
        (i + 1, j + 1, a * b),
    )
    return sum(
        (w * Fraction(image[SIDE * p + q]) for p, q, w in near if 0 <= p < SIDE and 0 <= q < SIDE),
        Fraction(0),
    )


def two_classes(image: Vector) -> tuple[Matrix, tuple[int, ...]]:
    """(images, labels): blue (class 0) turned to the left, then to the right, then red (class 1)."""
    steps = [*(-n for n in BLUE_STEPS), *BLUE_STEPS, *RED_STEPS]
    labels = tuple(int(abs(n) < min(BLUE_STEPS)) for n in steps)
    return tuple(rotated(image, Fraction(n, 100)) for n in steps), labels
