"""Two hundred random graphs with sharing, several layers, mixed activations; each clause violated alone."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import networkx as nx
import numpy
import pytest

from checker import Verified, verify
from constructions.evidence.skip import certify_skip_rank
from constructions.formats.exact_matrix import ExactMatrix
from constructions.skip_conditions import own_violations, violations
from constructions.skip_network import SkipNetwork, from_graph, random_skip_network, with_random_skips

MIXED = ("sigmoid", "tanh", "softplus")
DATA = ExactMatrix(numpy.array([[1, 4, 0], [2, 3, 7], [3, 1, 2], [4, 2, 5], [0, 5, 1]]), 2)
TWIN = ExactMatrix(
    numpy.array([[1, 4, 0], [1, 3, 7], [3, 1, 2], [4, 2, 5], [0, 5, 1]]), 2
)  # equal in input 0


def random_graph(seed: int, names: tuple[str, ...] = MIXED) -> SkipNetwork:
    """Two to four layers of two to five units, N = 5 skips, and an identity unit that is none of them."""
    draw = Random(seed)
    widths = [draw.randint(3, 5), *(draw.randint(2, 4) for _ in range(draw.randint(1, 3)))]
    network = random_skip_network(seed, 3, widths, 5, names)
    free = [n for n in range(3, 3 + len(network.units)) if n not in network.skip and names == MIXED]
    return changed(network, free[0], activation="identity") if free else network


def changed(network: SkipNetwork, node: int, **fields: object) -> SkipNetwork:
    """The same with other fields in one unit."""
    units = list(network.units)
    units[node - network.inputs] = replace(network.unit(node), **fields)  # type: ignore[arg-type]
    return replace(network, units=tuple(units))


def test_two_hundred_random_graphs_are_certified() -> None:
    shared, deep, several = 0, 0, 0
    for seed in range(200):
        network = random_graph(seed)
        assert own_violations(network, DATA) == []
        assert {v.clause for v in violations(network, DATA)} <= {"4.3.1 (2)"}
        verdict = verify(certify_skip_rank(network, DATA))
        assert isinstance(verdict, Verified), f"{seed}: {verdict}"
        shared += len({u.group for u in network.units} - {""}) > 0
        deep += max(u.layer for u in network.units) > 2
        several += len({u.activation for u in network.units}) > 2
    assert shared > 100 and deep > 100 and several > 100


def test_a_graph_of_networkx_gives_the_same_network() -> None:
    for seed in range(60):
        network = random_skip_network(seed, 3, (4,), 3, MIXED)  # in one layer the longest path is the layer
        graph = nx.DiGraph()
        graph.add_nodes_from(range(3))
        for node, unit in enumerate(network.units, 3):
            graph.add_node(node, activation=unit.activation, bias=unit.bias, group=unit.group)
            for k, w in zip(unit.sources, unit.weight, strict=True):
                graph.add_edge(k, node, weight=w)
        again = from_graph(graph, list(network.skip))
        assert again == network
        assert nx.utils.graphs_equal(again.graph(), network.graph())


def first(network: SkipNetwork, layer: int, skip: bool | None = None) -> int:
    """The first node of a layer that is, or is not, a skip unit."""
    nodes = range(network.inputs, network.inputs + len(network.units))
    return next(n for n in nodes if network.unit(n).layer == layer and skip in (None, n in network.skip))


ONE = (Fraction(1),)


def damaged(clause: str, network: SkipNetwork) -> tuple[SkipNetwork, int]:
    """The network with this clause violated at the node returned, and no other clause."""
    top = len(network.units) + 2
    if clause == "4.2 (1)":
        node = first(network, 1) + 1
        return changed(network, node, sources=(0, node - 1), weight=ONE * 2, group=""), node
    if clause == "4.2 (2)":
        return changed(network, top, sources=(0,), weight=ONE, group=""), top
    if clause == "4.2 (3)":
        node = first(network, 1)
        pair = changed(network, node, group="new", weight=ONE * 3)
        return changed(pair, node + 1, group="new", weight=(*ONE * 2, Fraction(2))), node + 1
    if clause == "4.2 (5)":
        return changed(changed(network, top - 1, tied="b"), top, tied="b"), top
    if clause == "4.2 (unsaid)":
        return changed(network, top, sources=(), weight=(), group=""), top
    if clause == "4.3.1 (1)":
        return changed(network, first(network, 1), activation="elu"), first(network, 1)
    if clause == "4.3.1 (2)":
        return changed(network, network.skip[-1], activation="tanh"), network.skip[-1]
    node = first(network, 1)
    return changed(network, node, sources=(0,), weight=ONE, group=""), node


CLAUSES = ("4.2 (1)", "4.2 (2)", "4.2 (3)", "4.2 (5)", "4.2 (unsaid)", "4.3.1 (1)", "4.3.1 (2)", "4.3.1 (3)")


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_graph_that_violates_one_clause_is_refused_with_it_and_the_unit(clause: str) -> None:
    for seed in range(25):
        network = random_graph(seed, ("sigmoid",))
        if clause == "4.3.1 (1)":  # by a unit that is no skip unit
            network = random_skip_network(seed, 3, (4, 4, 2), 5, ("sigmoid",))
            network = replace(network, skip=(4, 6, 8, 10, 12))
        assert violations(network, DATA) == []
        bad, node = damaged(clause, network)
        found = violations(bad, TWIN if clause == "4.3.1 (3)" else DATA)
        assert {(v.clause, v.node) for v in found} == {(clause, node)}
        assert str(found[0]).startswith(f"{clause}: unit {node}: ")


def test_too_few_skip_units_violate_what_asks_for_n_of_them() -> None:
    for seed in range(25):
        network = random_graph(seed, ("sigmoid",))
        found = violations(with_random_skips(network, 4, seed), DATA)
        assert [(v.clause, v.node) for v in found] == [("4.2 (4)", None), ("4.3.1 (2)", None)]


def test_a_softplus_unit_without_a_free_path_is_named() -> None:
    for seed in range(25):
        network = random_skip_network(seed, 3, (3, 3), 3, ("softplus",))
        blocked = replace(network, skip=tuple(range(3, 9)))
        found = violations(blocked, DATA)
        assert [(v.clause, v.node) for v in found] == [("4.3.1 (2)", 6)]
        assert "3 of 6 such units" in found[0].reason
        assert own_violations(blocked, DATA) == []
