"""Max-pooling and convolution in every domain, against exact linear programs on random networks."""

from fractions import Fraction as F
from random import Random

import numpy
import pytest

from checker import Json
from constructions.feature_matrix import AnyLayer, PoolLayer, exact_layer, feature_matrix, image_patches
from constructions.formats.exact_matrix import ExactMatrix
from constructions.fully_connected import HARD_TANH, IDENTITY, RELU, leaky_relu
from constructions.geometry.agreement import agreement
from constructions.geometry.along_line import restrict
from constructions.geometry.distance import nearest_border
from constructions.geometry.domains import box, plane
from constructions.geometry.integer_network import IntegerNetwork, Unsupported, subspace
from constructions.geometry.layered import layered_network
from constructions.geometry.plane_regions import PlaneRegions, plane_regions
from constructions.geometry.space_regions import SpaceRegions, space_regions
from constructions.geometry.strips import strips, summary
from tests.geometry.slow_pooling import pieces, random_layers, slow_pooling
from tests.geometry.slow_regions import Slow, box_forms

ACTIVATIONS: tuple[Json, ...] = (RELU, IDENTITY, leaky_relu(-1), HARD_TANH)
SHAPES: tuple[tuple[int | str, ...], ...] = (
    (4, "pool", 2),
    (3, "pool3", 2),
    ("pool", 3, 2),
    ("conv", "pool", 2),
    (4, "pool", "pool", 2),
    (4, "pool", 3, "pool", 2),
    (3, 2, "pool"),
)
BOX = box(F(-1), F(1), F(-1), F(1))


def counts(found: PlaneRegions | SpaceRegions) -> Slow:
    """What the slow method counts too."""
    return Slow(found.activation_regions, found.linear_regions, found.affine_pieces, found.components)


@pytest.mark.parametrize("seed", range(112))
def test_the_plane_and_a_box(seed: int) -> None:
    layers = random_layers(2, SHAPES[seed % 7], seed, ACTIVATIONS[seed // 7 % 4])
    net = layered_network(2, layers)
    everywhere, within = slow_pooling(2, layers), slow_pooling(2, layers, box_forms(-1, 1, 2))
    assert counts(plane_regions(net, plane())) == counts(space_regions(net)) == everywhere
    found, space = plane_regions(net, BOX), space_regions(net, (F(-1), F(1)) * 2)
    assert counts(found) == counts(space) == within
    assert found.vertices - found.edges + found.activation_regions == 1
    areas = [found.area_of_class(j) for j in range(len(found.components))]
    assert areas == [space.volume_of_class(j) for j in range(len(areas))]


@pytest.mark.parametrize("seed", range(24))
def test_space(seed: int) -> None:
    shape = ((3, "pool", 2), ("conv", "pool", 2), ("pool3", 2, 2))[seed % 3]
    layers = random_layers(3, shape, seed, ACTIVATIONS[seed // 3 % 4])
    found = space_regions(layered_network(3, layers), (F(-1), F(1)) * 3)
    assert counts(found) == slow_pooling(3, layers, box_forms(-1, 1, 3))
    assert (found.vertices, found.edges) == (None, None)
    volumes = [found.volume_of_region(i) for i in range(found.activation_regions)]
    assert min(volumes) > 0
    assert sum(volumes) == 8


@pytest.mark.parametrize("seed", range(64))
def test_a_line(seed: int) -> None:
    shape = [s for s in SHAPES if "conv" not in s][seed % 6]
    layers = random_layers(1, shape, seed, ACTIVATIONS[seed // 6 % 4])
    slow = slow_pooling(1, layers)
    line = restrict(layered_network(1, layers), (F(0),), (F(1),), infinite=True)
    assert (line.pieces, len(line.kinks) + 1) == (slow.activation_regions, slow.linear_regions)
    assert tuple(line.components(j) for j in range(len(slow.components))) == slow.components


def on_images(seed: int) -> tuple[list[AnyLayer], IntegerNetwork]:
    """Filters on 4 x 4 images of two channels, pooling of overlapping and of separate patches."""
    random = Random(seed)

    def draw(rows: int, columns: int) -> list[list[int]]:
        return [[random.choice((-2, -1, 0, 1, 2)) for _ in range(columns)] for _ in range(rows)]

    pool = [[i, i + 1, i + 3, i + 4] for i in (0, 1, 3, 4)]
    second = numpy.array([[3 * i + c for i in patch] for patch in pool for c in range(3)])
    layers: list[AnyLayer] = [
        exact_layer(draw(3, 8), draw(1, 3)[0], RELU, image_patches(4, 4, 2, 2), tied=True),
        PoolLayer(second),
        exact_layer(draw(4, 12), draw(1, 4)[0], leaky_relu("1/4")),
        PoolLayer(numpy.array([[0, 1], [1, 2], [2, 3]])),
        exact_layer(draw(2, 3), [0, 1], IDENTITY),
    ]
    return layers, layered_network(32, layers)


def values(layers: list[AnyLayer], x: tuple[F, ...]) -> list[F]:
    """The outputs at one point, by the features of a data set of one sample."""
    scale = 5040 * max(c.denominator for c in x)
    row = numpy.array([[int(c * scale) for c in x]], dtype=object)
    assert all(c * scale == n for c, n in zip(x, row[0].tolist(), strict=True))
    made = feature_matrix(layers, ExactMatrix(row, scale))
    return [F(int(n), made.denominator) for n in made.numerators[0].tolist()]


@pytest.mark.parametrize("seed", range(12))
def test_a_segment_between_images(seed: int) -> None:
    layers, net = on_images(seed)
    random = Random(seed)
    a, b = (tuple(F(random.randint(-8, 8), 8) for _ in range(32)) for _ in "ab")
    line = restrict(net, a, b)
    cuts = [t for t in line.cuts if t is not None]
    for i in range(0, len(cuts) - 1, 3):
        middle = (cuts[i] + cuts[i + 1]) / 2
        t = F(round(middle * 2**20), 2**20)
        if not cuts[i] < t < cuts[i + 1]:
            continue
        at = values(layers, tuple(x + t * (y - x) for x, y in zip(a, b, strict=True)))
        assert line.winners[i] == {j for j, y in enumerate(at) if y == max(at)}


@pytest.mark.parametrize("seed", range(6))
def test_a_slice_agrees_with_its_lines(seed: int) -> None:
    _, net = on_images(seed)
    random = Random(100 + seed)
    p, q, r = (tuple(F(random.randint(-4, 4), 4) for _ in range(32)) for _ in "pqr")
    u, v = ([y - x for x, y in zip(p, end, strict=True)] for end in (q, r))
    found = plane_regions(net, box(F(0), F(1), F(0), F(1)), subspace([u, v], p))
    assert found.vertices - found.edges + found.activation_regions == 1
    below = restrict(net, p, q)
    edges = found.mesh.edges.view
    on_side = edges[(edges[:, 2] == 0) & (edges[:, 4] < 0), 3]
    assert len(set(found.activation[on_side].tolist())) == below.pieces


def test_the_pattern_is_the_set_of_largest_inputs() -> None:
    # max(0, x, y): three regions that meet in a point, though the line x = 0 is compared first.
    layers: list[AnyLayer] = [
        exact_layer([[0, 0], [1, 0], [0, 1]], [0, 0, 0], IDENTITY),
        PoolLayer(numpy.array([[0, 1, 2]])),
    ]
    found = plane_regions(layered_network(2, layers), BOX)
    assert (found.activation_regions, found.linear_regions) == (3, 3)
    assert (found.vertices, found.edges) == (7, 9)
    assert plane_regions(layered_network(2, layers), plane()).vertices == 1
    # Two equal inputs are the maximum together: one region, not two.
    twice: list[AnyLayer] = [PoolLayer(numpy.array([[0, 0], [0, 1]])), exact_layer([[1, 0]], [0], IDENTITY)]
    assert plane_regions(layered_network(2, twice), BOX).activation_regions == 2


def test_the_nearest_border_of_a_maximum() -> None:
    layers: list[AnyLayer] = [PoolLayer(numpy.array([[0, 1, 2]])), exact_layer([[1]], [0], IDENTITY)]
    found = nearest_border(layered_network(3, layers), (F(5), F(2), F(1)))
    assert found is not None
    assert (found.squared, found.layer, found.unit, found.pooling) == (F(9, 2), 0, 0, True)


@pytest.mark.parametrize("seed", range(20))
def test_the_nearest_border_is_that_of_the_cell(seed: int) -> None:
    layers, random = random_layers(2, SHAPES[seed % 7], seed, RELU), Random(seed)
    x = (F(random.randint(-30, 30), 7), F(random.randint(-30, 30), 11))
    found = nearest_border(layered_network(2, layers), x)
    around = [c for c in pieces(2, layers, ()) if all(s.holds(x) for s in c.sides)]
    squares = [
        (sum(a * t for a, t in zip(s.form, x, strict=False)) + s.form[-1]) ** 2
        / sum(F(a) * a for a in s.form[:-1])
        for c in around
        for s in c.sides
        if any(s.form[:-1])
    ]
    assert (found.squared if found else None) == min(squares, default=None)


def test_the_maximum_as_relus() -> None:
    pooled: list[AnyLayer] = [PoolLayer(numpy.array([[0, 1]])), exact_layer([[1]], [0], IDENTITY)]
    relus: list[AnyLayer] = [
        exact_layer([[1, -1], [0, 1], [0, -1]], [0, 0, 0], RELU),
        exact_layer([[1, 1, -1]], [0], IDENTITY),
    ]
    assert agreement(layered_network(2, pooled), layered_network(2, relus), plane()).everywhere


def test_what_is_not_treated_is_refused() -> None:
    with pytest.raises(Unsupported, match="sigmoid"):
        layered_network(2, [exact_layer([[1, 1]], [0], {"name": "sigmoid"})])
    net = layered_network(2, [PoolLayer(numpy.array([[0, 1]]))])
    with pytest.raises(Unsupported, match="strips"):
        summary(net, strips((F(0), F(1), F(0), F(1)), 2)[0])
