"""Networks with skip-connections: conditions decided, Psi certified, the weights of Lemma 4.3.2 computed."""

from dataclasses import replace
from fractions import Fraction

import networkx as nx
import numpy
import pytest

from checker import Json, Verified, verify
from constructions.certificate import NotFound
from constructions.evidence.skip import certify_skip_rank
from constructions.feature_matrix import image_patches, random_layer
from constructions.formats.exact_matrix import ExactMatrix
from constructions.skip_conditions import own_violations, violations
from constructions.skip_network import (
    SkipNetwork,
    Unit,
    from_graph,
    from_layers,
    random_skip_network,
    with_random_skips,
)
from constructions.skip_weights import lemma_weights

X = ExactMatrix(numpy.array([[1, 4], [2, 3], [3, 1], [4, 2]]), 1)
KINDS = {"sigmoid": ["sigmoid"], "softplus": ["softplus"], "mixed": ["sigmoid", "tanh", "softplus"]}


def clauses(network: SkipNetwork, data: ExactMatrix = X) -> list[tuple[str, int | None]]:
    return [(v.clause, v.node) for v in violations(network, data)]


def example(activation: str = "sigmoid") -> SkipNetwork:
    """Layers 3-2-1, skips in all of them, sharing in the first two."""

    def unit(sources: tuple[int, ...], layer: int, group: str = "") -> Unit:
        return Unit(activation, Fraction(0), sources, (Fraction(1),) * len(sources), layer, group)

    units = (
        *(unit((0,), 1, "a"), unit((1,), 1, "a"), unit((0, 1), 1)),
        *(unit((2, 4), 2, "b"), unit((3, 4), 2, "b"), unit((5, 4), 3)),
    )
    return SkipNetwork(2, units, (2, 5, 6, 7))


def changed(network: SkipNetwork, node: int, **fields: object) -> SkipNetwork:
    """The same with other fields in one unit."""
    units = list(network.units)
    units[node - network.inputs] = replace(network.unit(node), **fields)  # type: ignore[arg-type]
    return replace(network, units=tuple(units))


def test_a_network_within_the_definition_has_no_violation() -> None:
    assert clauses(example()) == []
    assert own_violations(example(), X) == []


ONE = (Fraction(1),)
DAMAGES: dict[str, tuple[dict[str, object], int, tuple[str, int]]] = {
    "a first-layer unit that reads a unit": ({"sources": (0, 2)}, 4, ("4.2 (1)", 4)),
    "a unit that reads an input": ({"sources": (0,), "weight": ONE}, 7, ("4.2 (2)", 7)),
    "a unit that reads its own layer": ({"sources": (5, 6)}, 6, ("4.2 (2)", 6)),
    "a unit that reads itself": ({"sources": (7,), "weight": ONE}, 7, ("4.2 (2)", 7)),
    "shared weights, other in-degrees": ({"sources": (4,), "weight": ONE}, 6, ("4.2 (3)", 6)),
    "shared weights, other layers": ({"group": "b"}, 7, ("4.2 (3)", 7)),
    "shared weights that differ": ({"weight": (Fraction(2), Fraction(1))}, 6, ("4.2 (3)", 6)),
    "nothing to read": ({"sources": (), "weight": ()}, 7, ("4.2 (unsaid)", 7)),
    "a ReLU": ({"activation": "relu"}, 4, ("4.3.1 (1)", 4)),
    "a skip unit without limit 0": ({"activation": "tanh"}, 7, ("4.3.1 (2)", 7)),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_each_clause_is_named_with_its_unit(name: str) -> None:
    fields, node, expected = DAMAGES[name]
    assert expected in clauses(changed(example(), node, **fields))


def test_a_tied_bias_is_named() -> None:
    network = changed(changed(example(), 5, tied="t"), 6, tied="t")
    assert clauses(network) == [("4.2 (5)", 6)]


def test_too_few_skips_are_named() -> None:
    assert ("4.2 (4)", None) in clauses(replace(example(), skip=(2, 5, 6)))


def test_equal_patches_are_named() -> None:
    data = ExactMatrix(numpy.array([[1, 4], [1, 3], [3, 1], [4, 2]]), 1)
    assert clauses(example(), data) == [("4.3.1 (3)", 2)]


def test_softplus_needs_backward_paths_in_the_thesis_but_not_here() -> None:
    soft = example("softplus")
    assert clauses(soft) == []  # 5, 6 and 7 read 4, which is free
    direct = changed(soft, 5, sources=(2, 3))
    assert clauses(direct) == [("4.3.1 (2)", 5)]  # 2 is a skip unit, and 3 shares its weights
    lonely = changed(changed(direct, 2, group=""), 3, group="")
    assert clauses(lonely) == []  # now 3 is free
    through = changed(replace(lonely, skip=(2, 3, 5, 7)), 7, sources=(5, 6))
    assert clauses(through) == [("4.3.1 (2)", 5)]  # 2 and 3 are skip units; 7 passes by 6 and 4
    assert own_violations(direct, X) == own_violations(through, X) == []


def test_the_graph_is_that_of_the_units() -> None:
    graph = example().graph()
    assert sorted(graph.predecessors(7)) == [4, 5] and graph.number_of_edges() == 10
    assert graph.nodes[7]["unit"] == example().unit(7)


def test_a_network_from_a_graph() -> None:
    graph = nx.DiGraph([("x", "a"), ("y", "a"), ("y", "b"), ("a", "c"), ("b", "c"), ("a", "d")])
    nx.set_node_attributes(graph, dict.fromkeys("abcd", "sigmoid"), "activation")
    nx.set_node_attributes(graph, {"a": "1/2", "d": -3}, "bias")
    graph.edges["a", "d"]["weight"] = 2
    graph.nodes["a"]["group"] = graph.nodes["c"]["group"] = "g"
    network = from_graph(graph, ["a", "b", "c", "d"])
    assert (network.inputs, network.skip) == (2, (2, 3, 4, 5))
    assert network.unit(2) == Unit("sigmoid", Fraction(1, 2), (0, 1), ONE * 2, 1, "g")
    assert network.unit(5) == Unit("sigmoid", Fraction(-3), (2,), (Fraction(2),), 2)
    assert clauses(network) == [("4.2 (3)", 4)]  # c lies in another layer than a
    assert isinstance(verify(certify_skip_rank(network, X)), Verified)
    back = from_graph(nx.DiGraph(graph), [])
    assert back.units == network.units


def test_a_graph_that_is_no_network() -> None:
    graph = nx.DiGraph([("x", "a"), ("a", "b"), ("b", "a")])
    with pytest.raises(ValueError, match=r"cycle: a -> b|cycle: b -> a"):
        from_graph(graph, [])
    with pytest.raises(ValueError, match="node a: it reads others and has no activation"):
        from_graph(nx.DiGraph([("x", "a")]), [])


@pytest.mark.parametrize("kind", KINDS)
def test_random_networks_are_within_the_lemma_and_certified(kind: str) -> None:
    for seed in range(40):
        network = random_skip_network(seed, 2, (3, 4, 3), 4, KINDS[kind])
        assert own_violations(network, X) == []
        verdict = verify(certify_skip_rank(network, X))
        assert isinstance(verdict, Verified) and verdict.soundness_error == "0"


def test_the_weights_of_the_lemma_on_a_hundred_networks() -> None:
    for seed in range(100):
        network = random_skip_network(seed, 2, (3, 3), 4, ["sigmoid"])
        made = lemma_weights(network, X, seed)
        assert sorted(made.order) == [0, 1, 2, 3] and made.epsilon == Fraction(1, 768)
        assert all(v.clause == "4.3.1 (3)" for v in violations(made.network, X))
        assert isinstance(verify(certify_skip_rank(made.network, X)), Verified)


def test_equal_samples_have_no_weights() -> None:
    data = ExactMatrix(numpy.array([[1, 4], [1, 4], [3, 1], [4, 2]]), 1)
    with pytest.raises(NotFound, match=r"4\.3\.1 \(3\)"):
        lemma_weights(example(), data)


def test_equal_columns_are_not_certified() -> None:
    twin = changed(example(), 6, sources=(2, 4), group="b")
    with pytest.raises(NotFound, match="singular"):
        certify_skip_rank(replace(twin, skip=(5, 6)), X.first(2))


def test_a_convolution_shares_weights_and_perhaps_biases() -> None:
    sigmoid: Json = {"name": "sigmoid"}
    layer = random_layer(0, 16, 2, sigmoid, image_patches(4, 4, size=3))
    network = with_random_skips(from_layers([layer], 16), 4, 0)
    assert len(network.units) == 8 and len({u.group for u in network.units}) == 2
    assert network.skip == with_random_skips(network, 4, 0).skip != with_random_skips(network, 4, 3).skip
    data = ExactMatrix(numpy.arange(64).reshape(4, 16) % 7, 1)
    assert clauses(network, data) == []
    tied = from_layers([replace(layer, tied=True, bias=layer.bias[:2])], 16)
    assert {v.clause for v in violations(replace(tied, skip=network.skip), data)} == {"4.2 (5)"}


def test_more_skips_than_units() -> None:
    with pytest.raises(ValueError, match="7 skip-connections for 6 hidden units"):
        with_random_skips(example(), 7, 0)
