"""The networks of Section 5.3.5 in exact form: a rotated digit in two classes, and digits in ten.

Hidden layers are fixed and of full rank; output layers are trained in integers (`constructions.perceptron`).
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from checker import Layer, Network
from checker.network import Matrix, Vector
from constructions.formats.data import read_data
from constructions.formats.piecewise_linear import leaky_relu
from constructions.perceptron import classifier, one_step
from constructions.rotated_digits import two_classes

BLUE, RED = 0, 1
SLOPE = leaky_relu(Fraction(1, 10))
STEP = Fraction(1, 4)  # of the attack; a pixel is between 0 and 1


@cache
def images() -> tuple[Matrix, tuple[int, ...]]:
    """The second image of the digits, a 1, turned: 8 blue and 9 red images."""
    return two_classes(read_data("digits").row(1))


@cache
def of_one_digit() -> Network:
    """Widths 64-64-2, W_1 = I."""
    eye = tuple(tuple(Fraction(int(i == j)) for j in range(64)) for i in range(64))
    X, y = images()
    return classifier([Layer(eye, (Fraction(-1, 2),) * 64, SLOPE)], X, y, 2)


@cache
def of_ten_digits(N: int = 200) -> Network:
    """Widths 64-32-10 on the first N digits; unit i adds the pixels 2i and 2i + 1."""
    pairs = tuple(tuple(Fraction(int(i == j // 2)) for j in range(64)) for i in range(32))
    data = read_data("digits")
    labels = [] if data.y is None else [int(c) for c in data.y[:N]]
    return classifier([Layer(pairs, (Fraction(-1),) * 32, SLOPE)], data.X.first(N).rows(), labels, 10)


def attack(network: Network, x: Vector, j: int, k: int) -> Vector:
    """The image x of class k moved by one step towards class j."""
    return one_step(network, x, j, k, STEP)
