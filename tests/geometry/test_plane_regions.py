"""Regions of the plane against exact linear programs, on random and on degenerate networks."""

from fractions import Fraction as F

import pytest

from checker import Network
from constructions.fully_connected import HARD_TANH, IDENTITY, RELU, layer, leaky_relu, network
from constructions.geometry.domains import box, plane, polygon
from constructions.geometry.integer_network import Unsupported, integer_network, subspace
from constructions.geometry.integers import TooLarge
from constructions.geometry.plane_regions import PlaneRegions, plane_regions
from tests.geometry.slow_regions import Slow, box_forms, slow_regions, ternary

ACTIVATIONS = (RELU, leaky_relu("1/2"), leaky_relu(-1), HARD_TANH)
WIDTHS = ((2, 3, 2), (2, 2, 2, 2), (2, 3, 2, 3), (2, 4, 1), (2, 2, 2, 2, 2))
BOX = box(F(-1), F(1), F(-1), F(1))
THIN = F(1, 2**40)


def fast(net: Network, unbounded: bool) -> PlaneRegions:
    """The engine's answer on R^2 or on [-1, 1]^2."""
    return plane_regions(integer_network(net), plane() if unbounded else BOX)


def counts(found: PlaneRegions) -> Slow:
    """What the slow method counts too."""
    return Slow(found.activation_regions, found.linear_regions, found.affine_pieces, found.components)


def check(net: Network) -> tuple[PlaneRegions, PlaneRegions]:
    """Both domains against the slow method, and Euler's formula."""
    answers = fast(net, True), fast(net, False)
    assert counts(answers[0]) == slow_regions(net)
    assert counts(answers[1]) == slow_regions(net, box_forms(-1, 1, 2))
    assert answers[1].vertices - answers[1].edges + answers[1].activation_regions == 1
    within = answers[1]
    areas = [within.area(cell) or F(0) for cell in range(within.mesh.cells)]
    assert sum(areas, F(0)) == 4
    for j in range(len(within.components)):
        alone = within.winners[:, j] & (within.winners.sum(axis=1) == 1)
        assert within.area_of_class(j) == sum((a for a, mine in zip(areas, alone, strict=True) if mine), F(0))
    return answers


@pytest.mark.parametrize("seed", range(220))
def test_random_ternary_networks(seed: int) -> None:
    check(ternary(WIDTHS[seed % 5], seed, ACTIVATIONS[seed // 5 % 4]))


def test_zero_units_and_dead_units() -> None:
    zero = layer([[0, 0], [1, 0]], [0, 0], RELU)
    dead = layer([[0, -1], [1, 1]], [-1, -5], RELU)
    everywhere, within = check(network(zero, dead, layer([[1, 0], [0, 1]], [0, 0])))
    assert (within.activation_regions, within.linear_regions) == (2, 1)
    # Everything is a tie in the box, and no class has a point.
    assert within.components == (0, 0)
    assert [(t.classes, t.components) for t in within.ties] == [((0, 1), 1)]
    assert everywhere.components == (0, 1)


def test_duplicated_and_opposite_units() -> None:
    hidden = layer([[1, 2], [1, 2], [-2, -4], [1, 2]], [1, 1, -2, 3], RELU)
    everywhere, _ = check(network(hidden, layer([[1, -1, 0, 0], [0, 0, 1, 1]], [0, 0])))
    # Two parallel lines, one of them three times: three strips, no vertex.
    assert (everywhere.activation_regions, everywhere.vertices, everywhere.edges) == (3, 0, 2)


def test_lines_on_the_artificial_axes() -> None:
    net = network(layer([[1, 0], [0, 1]], [0, 0], RELU), layer([[1, 1], [0, 0]], [0, 0]))
    everywhere, _ = check(net)
    assert (everywhere.activation_regions, everywhere.vertices, everywhere.edges) == (4, 1, 4)
    assert [(t.classes, t.components) for t in everywhere.ties] == [((0, 1), 1)]


def test_many_lines_through_one_point() -> None:
    star = layer([[1, 0], [0, 1], [1, 1], [1, -1], [1, 2]], [0, 0, 0, 0, 0], leaky_relu("1/3"))
    everywhere, _ = check(network(star, layer([[1, 1, -1, 2, 1], [0, 1, 0, 1, 0]], [0, 0])))
    assert (everywhere.activation_regions, everywhere.vertices, everywhere.edges) == (10, 1, 10)


def test_a_box_through_corners() -> None:
    net = network(layer([[1, 1], [1, -1]], [0, 0], RELU), layer([[1, 0], [0, 1]], [0, 0]))
    _, within = check(net)
    assert (within.vertices, within.edges, within.activation_regions) == (5, 8, 4)


def test_slivers() -> None:
    hidden = layer([[1, 0], [1, 0], [1, str(THIN)]], [0, str(-THIN), str(-THIN / 2)], RELU)
    everywhere, within = check(network(hidden, layer([[1, -1, 0], [0, 0, 1]], [0, 0])))
    assert (everywhere.activation_regions, everywhere.vertices) == (6, 2)
    assert min(within.area(cell) or F(1) for cell in range(within.mesh.cells)) < THIN


def test_a_sliver_of_slopes() -> None:
    more = str(1 + THIN)
    rows: list[list[str | int]] = [[1, 1], [more, 1], [1, more]]
    everywhere, _ = check(
        network(layer(rows, ["1/3", "1/3", "1/3"], RELU), layer([[1, 1, 1], [1, 0, -1]], [0, 0]))
    )
    assert everywhere.activation_regions == 7


def test_numbers_beyond_53_bits() -> None:
    large = [f"{2**70 + 1}/{3**45}", f"-{5**31}/{2**80}"]
    hidden = layer([large, [1, f"1/{2**75}"]], [f"1/{7**20}", f"{3**40}/{2**66}"], leaky_relu("1/100"))
    check(network(hidden, layer([large, [1, 2]], [1, 0], RELU), layer([[1, 0], [0, 1]], [0, 0])))


def test_no_hidden_layer_and_one_class() -> None:
    everywhere, _ = check(network(layer([[1, 1], [2, 0], [0, 2]], [0, 0, 0])))
    # f_2 + f_3 = 2 f_1: class 1 is never alone, and ties with both on a line only.
    assert everywhere.components == (0, 1, 1)
    assert (everywhere.activation_regions, everywhere.vertices, everywhere.edges) == (1, 0, 0)
    assert check(network(layer([[1, 1]], [0])))[0].components == (1,)


def test_a_tie_that_only_touches_does_not_join() -> None:
    # f_1 - f_2 = |x| - |y|: four sectors, two of each class, meeting in the origin.
    hidden = layer([[1, 0], [-1, 0], [0, 1], [0, -1]], [0, 0, 0, 0], RELU)
    everywhere, within = check(network(hidden, layer([[1, 1, 0, 0], [0, 0, 1, 1]], [0, 0])))
    assert everywhere.components == within.components == (2, 2)
    assert within.area_of_class(0) == 2
    assert everywhere.area_of_class(0) is None


def test_one_function_on_two_regions_that_do_not_touch() -> None:
    # relu(x) - relu(x - 1) - relu(1 - x) + relu(-x) is 0 - ... on both sides of a strip only.
    hidden = layer([[1, 0], [-1, 0]], [-1, -1], RELU)
    everywhere, _ = check(network(hidden, layer([[0, 0], [0, 0]], [1, 0])))
    assert (everywhere.activation_regions, everywhere.linear_regions, everywhere.affine_pieces) == (3, 1, 1)
    tent = layer([[1, 0], [1, 0], [1, 0]], [0, -1, -2], RELU)
    everywhere, _ = check(network(tent, layer([[1, -2, 1]], [0])))
    assert (everywhere.linear_regions, everywhere.affine_pieces) == (4, 3)


def test_zaslavsky_counts_a_generic_arrangement() -> None:
    rows = [[1, k] for k in range(7)]
    found = fast(network(layer(rows, [k * k for k in range(7)], RELU), layer([[1] * 7], [0])), True)
    assert found.activation_regions == 1 + 7 + 7 * 6 // 2
    assert (found.vertices, found.edges) == (21, 49)


def test_a_polygon_and_a_slice() -> None:
    triangle = polygon([(F(0), F(0)), (F(1), F(0)), (F(0), F(1))])
    cube = network(layer([[1, 0, 0], [0, 1, 1]], ["-1/2", "-1/2"], RELU), layer([[1, 0], [0, 1]], [0, 0]))
    start = subspace([(F(1), F(0), F(0)), (F(0), F(0), F(1))], (F(0), F(0), F(0)))
    found = plane_regions(integer_network(cube), triangle, start)
    assert found.activation_regions == 3
    assert sorted(found.area(cell) or F(0) for cell in range(found.mesh.cells)) == [F(1, 8), F(1, 8), F(1, 4)]


def test_what_is_not_treated_is_refused() -> None:
    with pytest.raises(Unsupported, match="piecewise linear"):
        integer_network(network(layer([[1, 1]], [0], {"name": "softsign"}), layer([[1]], [0], IDENTITY)))
    with pytest.raises(Unsupported, match="convex"):
        polygon([(F(0), F(0)), (F(1), F(0)), (F(2), F(0))])
    with pytest.raises(Unsupported, match="lo < hi"):
        box(F(1), F(1), F(0), F(1))
    with pytest.raises(Unsupported, match="3 inputs"):
        plane_regions(integer_network(network(layer([[1, 1, 1]], [0]))), plane())


def test_the_limit_of_cells_is_met() -> None:
    star = layer([[1, 0], [0, 1], [1, 1]], [0, 0, 1], RELU)
    with pytest.raises(TooLarge, match="more than 5 cells") as caught:
        plane_regions(integer_network(network(star, layer([[1, 1, 1]], [0]))), plane(), None, 5)
    assert caught.value.found >= 4
