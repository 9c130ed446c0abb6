"""Theorem 5.2.3 on random pyramidal networks: every pair of points of a region is joined, exactly."""

from contextlib import suppress
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import Activation, Network, Rationals, Verified, verify
from checker.rules.membership import margins_along
from constructions.connect import connect
from constructions.formats.piecewise_linear import RELU, clip, piecewise_linear
from constructions.polyline import Polyline
from constructions.random_network import random_point_pair, random_pyramidal_network

FIELD = Rationals()
SHRINK = piecewise_linear((Fraction(-1), Fraction(1)), (1, 0, 1), (Fraction(0), Fraction(0)))
FALLING = piecewise_linear((Fraction(0),), (Fraction(-2), Fraction(-1, 3)), (Fraction(0), Fraction(1)))


def joined(network: Network, seed: int, keep: Fraction = Fraction(1, 2), detour: bool = True) -> Polyline:
    """A path between two random points; the kernel has verified it, and its figures are right."""
    try:
        j, a, b = random_point_pair(network, seed, bent=True)
    except LookupError:
        j, a, b = random_point_pair(network, seed)
    path = connect(network, FIELD, j, a, b, keep, detour)
    assert (path.vertices[0], path.vertices[-1]) == (a, b)
    assert isinstance(verify(path.claim(network, FIELD, j).with_evidence({})), Verified)
    margins = [m for p, q in pairwise(path.vertices) for _, m in margins_along(network, j, p, q)]
    ends = [margins[0], margins[-1]]
    assert path.smallest == min(margins) >= keep * min(ends)
    assert 0 < path.margin <= path.smallest < path.margin * Fraction(129, 128)
    return path


@pytest.mark.parametrize("detour", [True, False])
@pytest.mark.parametrize(
    "widths", [(1, 1, 2), (2, 2, 2), (2, 2, 2, 3), (3, 2, 2, 1, 3), (5, 5, 5, 5, 5, 2), (12, 8, 6, 4), (3, 4)]
)
@pytest.mark.parametrize("seed", range(3))
def test_every_pair_is_joined(widths: tuple[int, ...], seed: int, detour: bool) -> None:
    joined(random_pyramidal_network(seed, widths), seed, detour=detour)


@pytest.mark.parametrize("seed", range(4))
def test_ten_wide_four_deep(seed: int) -> None:
    joined(random_pyramidal_network(seed, (10, 10, 10, 10, 3)), seed, detour=False)


@given(st.integers(0, 10**6), st.lists(st.integers(1, 5), min_size=2, max_size=4), st.integers(2, 4))
@settings(max_examples=20, deadline=None, derandomize=True)
def test_any_pyramid(seed: int, hidden: list[int], classes: int) -> None:
    network = random_pyramidal_network(seed, [*sorted(hidden, reverse=True), classes])
    with suppress(LookupError):  # where hardly any two points of one region were found
        joined(network, seed, detour=False)


@pytest.mark.parametrize("sigma", [SHRINK, FALLING], ids=["plateau", "falling"])
@pytest.mark.parametrize("seed", range(4))
def test_plateaus_and_falling_activations(sigma: Activation, seed: int) -> None:
    joined(random_pyramidal_network(seed, (6, 6, 4, 4, 3), sigma), seed, detour=False)


@pytest.mark.parametrize("sigma", [RELU, clip(-1, 1)], ids=["relu", "hard_tanh"])
@pytest.mark.parametrize("seed", range(4))
def test_one_hidden_layer_need_not_be_onto(sigma: Activation, seed: int) -> None:
    joined(random_pyramidal_network(seed, (6, 5, 4), sigma), seed, detour=False)


def test_the_lift_keeps_nearly_the_whole_margin() -> None:
    for seed in range(3):
        network = random_pyramidal_network(seed, (6, 6, 6, 3))
        joined(network, seed, keep=Fraction(9999, 10000), detour=False)


def test_instances_depend_on_the_seed_alone() -> None:
    assert random_pyramidal_network(1, (3, 2, 2)) == random_pyramidal_network(1, (3, 2, 2))
    assert random_pyramidal_network(1, (3, 2, 2)) != random_pyramidal_network(2, (3, 2, 2))
    network = random_pyramidal_network(1, (3, 2, 2))
    assert random_point_pair(network, 5) == random_point_pair(network, 5)


def test_some_straight_segments_leave_the_region() -> None:
    network = random_pyramidal_network(0, (10, 10, 10, 10, 3))
    j, a, b = random_point_pair(network, 0, bent=True)
    assert min(margin for _, margin in margins_along(network, j, a, b)) <= 0


@pytest.mark.parametrize("widths", [(2, 3, 2), (2,), (2, 0, 2)])
def test_a_wider_layer_is_no_pyramid(widths: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="widths: expected"):
        random_pyramidal_network(0, widths)
