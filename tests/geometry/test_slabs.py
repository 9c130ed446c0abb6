"""A domain slab by slab gives what it gives at once, in every dimension, bounded or not."""

import json
from fractions import Fraction as F

import pytest

from constructions.fully_connected import HARD_TANH, RELU, layer, leaky_relu, network
from constructions.geometry.integer_network import integer_network
from constructions.geometry.slabs import slabs, summary, total
from constructions.geometry.space_domains import Inequality
from constructions.geometry.space_regions import space_regions
from tests.geometry.slow_regions import ternary

WIDTHS = ((2, 5, 4, 3), (3, 4, 2), (1, 5, 3), (3, 3, 3, 2), (4, 3, 2))


@pytest.mark.parametrize("count", [1, 2, 5])
@pytest.mark.parametrize("seed", range(30))
def test_random_ternary_networks(seed: int, count: int) -> None:
    widths = WIDTHS[seed % 5]
    engine = integer_network(ternary(widths, seed, (RELU, leaky_relu("1/2"), HARD_TANH)[seed // 5 % 3]))
    d, domain = widths[0], tuple[Inequality, ...]()
    if seed % 2:  # a box, or unbounded to the right
        units = [tuple(F(int(i == k)) for k in range(d)) for i in range(d)]
        domain = tuple((*u, F(1)) for u in units)
        if seed % 4 == 1:
            domain += tuple((*(-x for x in u), F(2)) for u in units)
    every = slabs(d, domain, count)
    parts = [json.loads(json.dumps(summary(engine, slab, d))) for slab in every]
    found, once = total(parts), space_regions(engine, None, inequalities=domain)
    assert (found.activation_regions, found.linear_regions, found.affine_pieces) == (
        once.activation_regions,
        once.linear_regions,
        once.affine_pieces,
    )
    assert (found.components, found.ties) == (once.components, once.ties)
    assert total(parts[::-1]).components == found.components


def test_a_wall_where_slabs_meet() -> None:
    hidden = layer([[1, 0], [-1, 0]], [0, 0], RELU)
    net = integer_network(network(hidden, layer([[1, 1], [0, 0]], [0, 0])))
    found = total([summary(net, slab, 2) for slab in slabs(2, (), 2)])
    assert (found.activation_regions, found.components) == (2, (2, 0))
