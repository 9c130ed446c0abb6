"""Where the theorem does not apply, or the points do not share a region: a reason, and no path."""

from collections.abc import Sequence
from fractions import Fraction

import pytest

from checker import Activation, Layer, Network, Piece, QuadraticField, Rationals, Refused, Verified, verify
from checker.network import Vector
from constructions.connect import connect
from constructions.connectivity import ConnectError, DifferentRegions, HypothesisFails
from constructions.formats.piecewise_linear import IDENTITY, RELU, SOFTSIGN, leaky_relu, piecewise_linear
from constructions.polyline import Polyline, leaving_certificate, rounded_down
from constructions.random_network import random_point_pair, random_pyramidal_network

FIELD = Rationals()
LEAKY = leaky_relu(Fraction(1, 2))
TENT = piecewise_linear((Fraction(0),), (Fraction(1), Fraction(-1)), (Fraction(0), Fraction(0)))
CUBE = Activation((), (Piece(tuple(map(Fraction, (0, 0, 0, 1))), (Fraction(1),)),))
Rows = Sequence[Sequence[int]]


def point(*entries: int) -> Vector:
    """A rational point."""
    return tuple(Fraction(x) for x in entries)


def build(*layers: tuple[Rows, Activation]) -> Network:
    """A network with these weights W_k^T and biases 0; the last activation is the identity."""
    made = [Layer(tuple(point(*row) for row in w), point(*[0] * len(w)), sigma) for w, sigma in layers]
    return Network(len(layers[0][0][0]), tuple(made))


UNIT = [[1, 0], [0, 1]]
TOP = (UNIT, IDENTITY)
A, B = point(2, 1), point(3, 1)


@pytest.mark.parametrize(
    ("network", "reason"),
    [
        (build(([[1, 0], [0, 1], [1, 1]], LEAKY), ([[1, 0, 0], [0, 1, 0]], IDENTITY)), "layer 1 has 3 units"),
        (build(([[1, 1]], LEAKY), ([[1], [-1]], LEAKY), TOP), "layer 2 has 2 units after 1"),
        (build(([[1, 1], [2, 2]], LEAKY), TOP), "W_1 has rank 1, and the theorem needs full rank 2"),
        (build((UNIT, LEAKY), ([[0, 0], [0, 0]], LEAKY), TOP), "W_2 has rank 0"),
        (build((UNIT, RELU), (UNIT, RELU), TOP), "activation of layer 1 is not onto R"),
        (build((UNIT, TENT), TOP), "activation of layer 1 is not monotone"),
        (build((UNIT, LEAKY), (UNIT, SOFTSIGN), TOP), "activation of layer 2 is not piecewise linear"),
        (build((UNIT, CUBE), TOP), "activation of layer 1 is not piecewise linear"),
    ],
)
def test_a_hypothesis_that_fails_is_named(network: Network, reason: str) -> None:
    with pytest.raises(HypothesisFails, match=reason) as caught:
        connect(network, FIELD, 0, A, B)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        (A, point(1, 2), "B is not in the region of class 1: it lies in the region of class 2"),
        (point(0, 4), A, "A is not in the region of class 1: it lies in the region of class 2"),
        (A, point(2, 2), "B is not in the region of class 1: it lies in no region, as classes 1 and 2 tie"),
    ],
)
def test_points_of_other_regions(a: Vector, b: Vector, reason: str) -> None:
    with pytest.raises(DifferentRegions, match=reason):
        connect(build((UNIT, LEAKY), TOP), FIELD, 0, a, b)


def test_a_point_outside_is_certified() -> None:
    network = build((UNIT, LEAKY), TOP)
    assert isinstance(verify(leaving_certificate(network, FIELD, 0, A, point(1, 2))), Verified)
    assert isinstance(verify(leaving_certificate(network, FIELD, 0, A, B)), Refused)


def test_other_misuse() -> None:
    network = build((UNIT, LEAKY), TOP)
    for j, a, keep in [(0, point(1), Fraction(1, 2)), (2, A, Fraction(1, 2)), (0, A, Fraction(0))]:
        with pytest.raises(ConnectError):
            connect(network, FIELD, j, a, B, keep)
    with pytest.raises(ConnectError, match="rational"):
        connect(network, QuadraticField(2), 0, A, B)


def test_one_class_and_one_point() -> None:
    single = build((UNIT, LEAKY), ([[1, 1]], IDENTITY))
    path = connect(single, FIELD, 0, A, B)
    assert path.vertices == (A, B)
    assert path.margin == 1
    assert isinstance(verify(path.claim(single, FIELD, 0).with_evidence({})), Verified)
    network = build((UNIT, LEAKY), TOP)
    path = connect(network, FIELD, 0, A, A)
    assert path.vertices == (A,)
    assert path.smallest == 1
    assert isinstance(verify(path.claim(network, FIELD, 0).with_evidence({})), Verified)


def test_a_path_moved_outside_is_rejected() -> None:
    network = random_pyramidal_network(0, (10, 10, 10, 10, 3))
    j, a, b = random_point_pair(network, 0, bent=True)
    path = connect(network, FIELD, j, a, b)
    for vertices, smallest in [
        ((a, b), path.smallest),  # the vertex between is needed
        (path.vertices, path.smallest * 2),  # the margin is not what is claimed
        ((*path.vertices[:-1], tuple(-100 * x for x in b)), path.smallest),
    ]:
        verdict = verify(Polyline(vertices, smallest, 0).claim(network, FIELD, j).with_evidence({}))
        assert isinstance(verdict, Refused)
        assert verdict.code == "E_PATH_LEAVES"


@pytest.mark.parametrize("x", [Fraction(1, 3), Fraction(2**70 + 1, 7), Fraction(5), Fraction(1, 2**90 + 3)])
def test_rounding_down(x: Fraction) -> None:
    low = rounded_down(x)
    assert low <= x < low * Fraction(129, 128)
    assert low.numerator.bit_length() <= 9 or low.denominator == 1
