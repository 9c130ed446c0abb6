"""Breakpoints along lines against the kernel's exact values and the exact linear programs."""

from fractions import Fraction as F
from random import Random

import pytest

from constructions.fully_connected import HARD_TANH, RELU, layer, leaky_relu, network
from constructions.geometry.along_line import restrict
from constructions.geometry.integer_network import integer_network
from tests.geometry.slow_regions import slow_regions, ternary

ACTIVATIONS = (RELU, leaky_relu("1/2"), HARD_TANH)


@pytest.mark.parametrize("seed", range(60))
def test_a_network_on_the_whole_line(seed: int) -> None:
    net = ternary(((1, 4, 3), (1, 3, 3, 2), (1, 5, 1))[seed % 3], seed, ACTIVATIONS[seed // 3 % 3])
    slow = slow_regions(net)
    line = restrict(integer_network(net), (F(0),), (F(1),), infinite=True)
    assert (line.pieces, len(line.kinks) + 1) == (slow.activation_regions, slow.linear_regions)
    assert tuple(line.components(j) for j in range(net.widths[-1])) == slow.components


@pytest.mark.parametrize("seed", range(20))
def test_a_segment_through_seven_dimensions(seed: int) -> None:
    random = Random(seed)
    net = ternary((7, 6, 5, 3), seed, leaky_relu("1/3"))
    a, b = (tuple(F(random.randint(-4, 4), 3) for _ in range(7)) for _ in "ab")
    line = restrict(integer_network(net), a, b)
    ends = [t for t in line.cuts if t is not None]
    assert (ends[0], ends[-1]) == (F(0), F(1))
    assert ends == sorted(set(ends))

    def at(t: F) -> tuple[F, ...]:
        return tuple(map(F, net(tuple(x + t * (y - x) for x, y in zip(a, b, strict=True)))))

    for lo, hi, winners in zip(ends, ends[1:], line.winners, strict=False):
        middle = at((lo + hi) / 2)
        assert [2 * m for m in middle] == [p + q for p, q in zip(at(lo), at(hi), strict=True)]
        assert winners == {j for j, y in enumerate(middle) if y == max(middle)}
    for t, winners in zip(ends, line.at_cuts, strict=True):
        assert winners == {j for j, y in enumerate(at(t)) if y == max(at(t))}
    for i in range(1, len(ends) - 1):
        left, here, right = (at(t) for t in ends[i - 1 : i + 2])
        bent = any(
            (m - p) * (ends[i + 1] - ends[i]) != (q - m) * (ends[i] - ends[i - 1])
            for p, m, q in zip(left, here, right, strict=True)
        )
        assert bent == (ends[i] in line.kinks)


def test_breakpoints_that_floats_cannot_tell_apart() -> None:
    near = f"{2**60 + 1}/{2**61}"
    net = network(layer([[1], [1], [2]], ["-1/2", f"-{near}", -1], RELU), layer([[1, 1, 1]], [0]))
    line = restrict(integer_network(net), (F(0),), (F(1),))
    assert line.breakpoints == (F(1, 2), F(near))
    assert line.fallbacks > 0


def test_composition_of_tents_doubles_the_pieces() -> None:
    tent = layer([[2], [4]], [0, -2], RELU)
    for k in range(1, 8):
        fold = [layer([[2, -2], [4, -4]], [0, -2], RELU) for _ in range(k - 1)]
        line = restrict(integer_network(network(tent, *fold, layer([[1, -1]], [0]))), (F(0),), (F(1),))
        assert len(line.kinks) + 1 == 2**k
        assert line.kinks == tuple(F(i, 2**k) for i in range(1, 2**k))


def test_a_constant_and_a_dead_network() -> None:
    line = restrict(
        integer_network(network(layer([[0]], [-1], RELU), layer([[1], [1]], [0, 0]))), (F(0),), (F(1),)
    )
    assert (line.breakpoints, line.winners) == ((), (frozenset({0, 1}),))
    assert [line.components(j) for j in (0, 1)] == [0, 0]


def test_a_touching_tie_splits_a_class() -> None:
    net = network(layer([[1], [-1]], [0, 0], RELU), layer([[1, 1], [0, 0]], [0, 0]))
    line = restrict(integer_network(net), (F(-1),), (F(1),))
    assert line.components(0) == 2
