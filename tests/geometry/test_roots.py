"""Networks with weights in Q(sqrt d), against exact linear programs over that field."""

from fractions import Fraction as F
from itertools import combinations, pairwise
from random import Random

import pytest

from checker import Field, Layer, Network, QuadraticField, Reader, Surd, encode_network
from checker.network import Vector
from constructions.cells import arrangement
from constructions.evidence.components import components
from constructions.formats.piecewise_linear import IDENTITY, leaky_relu
from constructions.geometry.along_line import restrict
from constructions.geometry.distance import nearest_border
from constructions.geometry.domains import box, plane
from constructions.geometry.integer_network import integer_network
from constructions.geometry.plane_regions import PlaneRegions, plane_regions
from constructions.geometry.root_integers import RootInteger, RootIntegers, nearby, primitive, ratio, tensor
from constructions.geometry.space_regions import SpaceRegions, space_regions
from proofs.chapter5.eq_5_5 import eq_5_5
from tests.geometry.slow_regions import Slow, box_forms, share_a_facet

WIDTHS = ((2, 3, 2), (2, 2, 2, 2), (2, 3, 1), (2, 2, 2, 3))


def over(d: int, widths: tuple[int, ...], seed: int) -> tuple[Network, Field]:
    """Weights (and in every third network the slope) with square roots, most entries 0 or ±1 or ±sqrt(d)."""
    random, field = Random(seed), QuadraticField(d)
    slope = (F(0), F(1, 2), Surd(F(0), F(1, 2), d))[seed % 3]

    def draw() -> Surd:
        return Surd(
            F(random.choice((-1, 0, 0, 1))), F(random.choice((-1, 0, 0, 1)), random.choice((1, 2))), d
        )

    layers = []
    for k, (n, m) in enumerate(pairwise(widths), 1):
        sigma = IDENTITY if k == len(widths) - 1 else leaky_relu(slope)
        weight = tuple(tuple(draw() for _ in range(n)) for _ in range(m))
        layers.append(Layer(weight, tuple(draw() for _ in range(m)), sigma))
    return Reader(field).network(encode_network(Network(widths[0], tuple(layers)), field), ""), field


def slow(net: Network, field: Field, domain: tuple[Vector, ...] = ()) -> Slow:
    """As `slow_regions`, over another field."""
    found = arrangement(net, field, domain)
    count = tuple(components(net, field, j, domain).count for j in range(net.widths[-1]))
    label = list(range(len(found.cells)))
    for a, b in combinations(range(len(label)), 2):
        first, second = found.cells[a], found.cells[b]
        same = first.outputs == second.outputs and label[a] != label[b]
        if same and share_a_facet(first, second, net.input_dim):
            label = [label[a] if x == label[b] else x for x in label]
    return Slow(len(found.cells), len(set(label)), len({c.outputs for c in found.cells}), count)


def counts(found: PlaneRegions | SpaceRegions) -> Slow:
    """What the slow method counts too."""
    return Slow(found.activation_regions, found.linear_regions, found.affine_pieces, found.components)


@pytest.mark.parametrize("seed", range(36))
def test_random_networks(seed: int) -> None:
    net, field = over((2, 5, 3)[seed % 3], WIDTHS[seed % 4], seed)
    engine = integer_network(net)
    assert counts(plane_regions(engine, plane())) == counts(space_regions(engine)) == slow(net, field)
    within, space = (
        plane_regions(engine, box(F(-1), F(1), F(-1), F(1))),
        space_regions(engine, (F(-1), F(1)) * 2),
    )
    assert counts(within) == counts(space) == slow(net, field, box_forms(-1, 1, 2))
    assert (within.vertices, within.edges) == (space.vertices, space.edges)
    assert sum((within.area(cell) for cell in range(within.mesh.cells)), F(0)) == 4
    for j in range(len(within.components)):
        assert within.area_of_class(j) == space.volume_of_class(j)


@pytest.mark.parametrize("seed", range(12))
def test_space(seed: int) -> None:
    net, field = over(2, (3, 3, 2), seed)
    found = space_regions(integer_network(net), (F(-1), F(1)) * 3)
    assert counts(found) == slow(net, field, box_forms(-1, 1, 3))
    assert sum((found.volume_of_region(i) for i in range(found.activation_regions)), F(0)) == 8


@pytest.mark.parametrize("seed", range(24))
def test_lines(seed: int) -> None:
    net, field = over(2, ((1, 4, 3), (1, 3, 3, 2))[seed % 2], seed)
    found, line = slow(net, field), restrict(integer_network(net), (F(0),), (F(1),), infinite=True)
    assert (line.pieces, len(line.kinks) + 1) == (found.activation_regions, found.linear_regions)
    assert tuple(line.components(j) for j in range(len(found.components))) == found.components


def test_equation_5_5() -> None:
    net = eq_5_5()
    found = plane_regions(integer_network(net), plane())
    assert (found.activation_regions, found.components) == (6, (2, 1))
    within = plane_regions(integer_network(net), box(F(-5), F(5), F(-5), F(5)))
    assert (within.area_of_class(0), within.area_of_class(1)) == (F(163, 4), F(237, 4))
    nearest = nearest_border(integer_network(net), (F(1), F(1)))
    assert nearest is not None
    assert nearest.squared == F(1)


def test_lines_that_floats_cannot_tell_apart() -> None:
    # p^2 - 2 q^2 = ±1 for the convergents of sqrt(2): x = q sqrt(2) and x = p differ by 10^-17.
    p, q = 1, 1
    for _ in range(44):
        p, q = p + 2 * q, p + q
    root = Surd(F(0), F(1), 2)
    one = Surd(F(1), F(0), 2)
    weight = ((one, one * 0), (one, one * 0), (one * 0, one))
    first = Layer(weight, (root * -q, one * -p, one * 0), leaky_relu(0))
    net = Network(2, (first, Layer(((one, one * -1, one),), (one * 0,), IDENTITY)))
    found = plane_regions(integer_network(net), plane())
    assert (found.activation_regions, found.vertices) == (6, 2)
    assert found.exact_fallbacks > 0
    line = restrict(integer_network(net), (F(0), F(1)), (F(1), F(1)), infinite=True)
    assert sorted(map(nearby, line.breakpoints)) == list(map(nearby, line.breakpoints))
    assert set(line.breakpoints) == {F(p), root * q}


def test_numbers() -> None:
    x, y = RootInteger(3, -2, 2), RootInteger(1, 1, 2)
    assert (x * y, x - y, x + 1, 2 * y) == (
        RootInteger(-1, 1, 2),
        RootInteger(2, -3, 2),
        RootInteger(4, -2, 2),
        RootInteger(2, 2, 2),
    )
    assert x > 0 and x < y and abs(-x) == x and not RootInteger(0, 0, 2)
    assert ratio(RootInteger(2, 2, 2), y) == 2 and ratio(1, y) == Surd(F(-1), F(1), 2)
    assert primitive((x * 5, y * 5)) == primitive((x * y, y * y))
    small = RootInteger(665857, -470832, 2)
    exact = F(1, 665857 * 2)
    assert abs(small.near() - exact) < exact / 10**9


@pytest.mark.parametrize("bits", [3, 30, 60, 200])
def test_tensors(bits: int) -> None:
    random = Random(bits)

    def draw(rows: int, columns: int) -> list[list[RootInteger]]:
        return [
            [
                RootInteger(random.randint(-(2**bits), 2**bits), random.randint(-(2**bits), 2**bits), 3)
                for _ in range(columns)
            ]
            for _ in range(rows)
        ]

    a, b, c = draw(2, 4), draw(4, 3), draw(2, 4)
    x, y, z = (tensor(m, 3) for m in (a, b, c))
    assert isinstance(x, RootIntegers)
    assert x.exact() == a
    products = [
        [sum((p * q for p, q in zip(row, col, strict=True)), start=0) for col in zip(*b, strict=True)]
        for row in a
    ]
    assert x.matrix_product(y).exact() == products
    assert x.minus(z).exact() == [
        [p - q for p, q in zip(s, t, strict=True)] for s, t in zip(a, c, strict=True)
    ]
    near, size = x.approximate(), x.magnitude()
    for i, row in enumerate(a):
        for j, value in enumerate(row):
            assert abs(F(float(near[i, j])) - value.near()) <= F(float(size[i, j])) * F(2 * x.relative_error)
