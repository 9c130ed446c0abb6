"""Lemma 5.2.2 on its own: lifts through an activation and an affine map have the image they should."""

from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest
from flint import fmpq

from checker import Activation, Layer
from checker.rules.membership import margins_along
from constructions.exact_network import ExactLayer, ExactNetwork, PiecewiseLinear, Row, fast, slow, stack
from constructions.formats.piecewise_linear import RELU, leaky_relu, piecewise_linear
from constructions.pull_back import lift, preimage, through_affine
from constructions.random_network import random_point_pair, random_pyramidal_network
from constructions.shorten import shorten

STAIRS = piecewise_linear((-2, -1, 1, 2), (1, 0, 2, 0, 1), (Fraction(0), Fraction(0)))
SIGMAS = {"leaky": leaky_relu(Fraction(1, 10)), "stairs": STAIRS, "relu": RELU}


def row(random: Random, n: int) -> Row:
    """Numbers with a few digits."""
    return [fmpq(random.randint(-40, 40), 8) for _ in range(n)]


def on_segment(p: Row, q: Row, x: Row) -> bool:
    """Whether x lies on the segment from p to q."""
    along = [(v - u, y - u) for u, v, y in zip(p, q, x, strict=True)]
    shares = {y / v for v, y in along if v != 0}
    return all(y == 0 for v, y in along if v == 0) and len(shares) <= 1 and all(0 <= s <= 1 for s in shares)


@pytest.mark.parametrize("name", SIGMAS)
@pytest.mark.parametrize("seed", range(5))
def test_a_lift_lies_over_its_path(name: str, seed: int) -> None:
    random, sigma = Random(seed), PiecewiseLinear(SIGMAS[name])
    start, end = row(random, 4), row(random, 4)
    path = [[sigma(t) for t in x] for x in (start, row(random, 4), row(random, 4), end)]
    lifted = lift(sigma, path, start, end)
    assert (lifted[0], lifted[-1]) == (start, end)
    at = 0
    for p, q in pairwise(lifted):
        assert not any(sigma.between(u, v) for u, v in zip(p, q, strict=True))  # affine between vertices
        image = [sigma(t) for t in q]
        while not on_segment(path[at], path[at + 1], image):
            at += 1
    assert at == len(path) - 2


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("shape", [(3, 3), (2, 5)])
def test_the_affine_lift(shape: tuple[int, int], exact: bool) -> None:
    random, (m, n) = Random(1), shape
    weight = tuple(tuple(slow(x) for x in row(random, n)) for _ in range(m))
    layer = ExactLayer(Layer(weight, tuple(slow(x) for x in row(random, m)), SIGMAS["leaky"]))
    start, end = row(random, n), row(random, n)
    path = [layer.affine_point(start), row(random, m), row(random, m), layer.affine_point(end)]
    lifted = through_affine(layer, path, start, end, exact)
    images = layer.affine(stack(lifted))
    gaps = [abs(x - y) for rows in zip(images, path, strict=True) for x, y in zip(*rows, strict=True)]
    assert (lifted[0], lifted[-1]) == (start, end)
    assert max(gaps) <= (0 if exact else fmpq(1, 10**9))


def test_the_preimage_on_a_plateau_is_the_nearest_point() -> None:
    sigma = PiecewiseLinear(STAIRS)
    assert sigma(fmpq(3, 2)) == 2
    assert [preimage(sigma, fmpq(2), fmpq(t)) for t in (-9, 1, 9)] == [1, 1, 2]
    assert preimage(sigma, fmpq(2), fmpq(5, 4)) == fmpq(5, 4)
    assert preimage(sigma, fmpq(1), fmpq(9)) == fmpq(1, 2)


@pytest.mark.parametrize("sigma", SIGMAS.values(), ids=SIGMAS)
def test_margins_agree_with_the_kernel(sigma: Activation) -> None:
    for seed in range(5):
        network = random_pyramidal_network(seed, (4, 4, 3, 3), sigma)
        j, a, b = random_point_pair(network, seed)
        ours = ExactNetwork(network, j).margin([[fast(x) for x in a], [fast(x) for x in b]])
        assert slow(ours) == min(margin for _, margin in margins_along(network, j, a, b))


def test_shortening_keeps_the_test_and_the_ends() -> None:
    def inside(p: Row, q: Row) -> bool:  # around the square |x|, |y| <= 1, by way of the corners
        return all(max(abs(u + (v - u) * k / 8) for u, v in zip(p, q, strict=True)) > 1 for k in range(9))

    third = fmpq(1, 3)
    path = [[fmpq(2), fmpq(k, 7) - 2] for k in range(29)]
    path += [[2 - k * third, fmpq(2)] for k in range(13)]
    short = shorten(path, inside)
    assert (short[0], short[-1]) == (path[0], path[-1])
    assert all(inside(p, q) for p, q in pairwise(short))
    assert len(short) < 6
    assert all(int(x.q) <= 16 for inner in short[1:-1] for x in inner)
