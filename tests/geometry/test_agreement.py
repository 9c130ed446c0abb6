"""Where two networks agree, by hand and against their values."""

from fractions import Fraction as F
from random import Random

import pytest

from constructions.fully_connected import RELU, layer, leaky_relu, network
from constructions.geometry.agreement import agreement
from constructions.geometry.domains import box, plane
from constructions.geometry.integer_network import Unsupported, integer_network
from tests.geometry.slow_regions import ternary

BOX = box(F(-1), F(1), F(-1), F(1))
FIRST = integer_network(network(layer([[1, 0]], [0], RELU), layer([[1]], [0])))
LINEAR = integer_network(network(layer([[1, 0]], [0])))


def test_half_a_plane() -> None:
    found = agreement(FIRST, LINEAR, BOX)
    assert found.area() == 2
    assert not (found.segments or found.points or found.everywhere)
    assert agreement(FIRST, LINEAR, plane()).area() is None


def test_lines_and_a_point() -> None:
    zero = integer_network(network(layer([[0, 0]], [0])))
    cross = network(layer([[1, 0], [-1, 0]], [0, 0], RELU), layer([[1, 1]], [0]))
    on_axis = agreement(integer_network(cross), zero, BOX)
    assert (on_axis.polygons, on_axis.points) == ((), ())
    assert sorted(on_axis.segments[0]) == [(0, -1, 1), (0, 1, 1)]
    cone = network(layer([[1, 0], [-1, 0], [0, 1], [0, -1]], [0] * 4, RELU), layer([[1] * 4], [0]))
    at_origin = agreement(integer_network(cone), zero, plane())
    assert (at_origin.polygons, at_origin.segments) == ((), ())
    assert [(x, y) for x, y, _ in at_origin.points] == [(0, 0)]


def test_a_network_agrees_with_itself() -> None:
    net = integer_network(ternary((2, 4, 3, 2), 5, leaky_relu("1/3")))
    for domain in (BOX, plane()):
        assert agreement(net, net, domain).everywhere


@pytest.mark.parametrize("seed", range(30))
def test_random_pairs(seed: int) -> None:
    one, two = ternary((2, 3, 2, 1), seed, RELU), ternary((2, 4, 1), seed + 1000, leaky_relu("1/2"))
    found = agreement(integer_network(one), integer_network(two), BOX)
    random = Random(seed)

    def equal(x: tuple[F, F]) -> bool:
        return bool(one(x) == two(x))

    for ring in (*found.polygons, *found.segments, *((p,) for p in found.points)):
        corners = [(F(x, w), F(y, w)) for x, y, w in ring]
        shares = [F(random.randint(1, 9)) for _ in corners]
        x, y = (sum((a * c[i] for a, c in zip(shares, corners, strict=True)), F(0)) for i in (0, 1))
        assert equal((x / sum(shares, F(0)), y / sum(shares, F(0))))
        assert all(equal(corner) for corner in corners)
    if not found.polygons:
        on_points = {(F(p, w), F(q, w)) for p, q, w in found.points}
        for place in ((F(i, 7), F(k, 5)) for i in range(-7, 8) for k in range(-5, 6)):
            if equal(place):
                assert place in on_points or any(on_line(place, *segment) for segment in found.segments)


def on_line(p: tuple[F, F], a: tuple[int, int, int], b: tuple[int, int, int]) -> bool:
    """Whether p lies on the line through two points."""
    (x, y), (ax, ay, aw), (bx, by, bw) = p, a, b
    return x * (ay * bw - aw * by) - y * (ax * bw - aw * bx) + (ax * by - ay * bx) == 0


def test_different_shapes() -> None:
    with pytest.raises(Unsupported, match="equal inputs"):
        agreement(FIRST, integer_network(network(layer([[1, 1], [0, 1]], [0, 0]))), BOX)
