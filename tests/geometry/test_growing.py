"""Growing arrays keep their rows, and component labels are those of networkx."""

from random import Random

import networkx as nx
import numpy
import pytest

from constructions.geometry.growing import Growing, component_labels


@pytest.mark.parametrize("by_columns", [False, True])
def test_rows_stay_while_it_grows(by_columns: bool) -> None:
    table = Growing(numpy.arange(6).reshape(3, 2), by_columns)
    for n in range(40):
        table.append(numpy.full((n % 3, 2), n))
        table.append_columns(numpy.full(1, n), numpy.full(1, -n))
    assert table.view[:3].tolist() == [[0, 1], [2, 3], [4, 5]]
    assert table.view[-1].tolist() == [39, -39]
    assert table.size == 3 + 40 + sum(n % 3 for n in range(40))
    table.view[0, 0] = 7
    table.append(numpy.zeros((1000, 2), dtype=int))
    assert table.view[0, 0] == 7


@pytest.mark.parametrize("seed", range(40))
def test_components(seed: int) -> None:
    random = Random(seed)
    n = random.randint(1, 60)
    edges = [(random.randrange(n), random.randrange(n)) for _ in range(random.randint(0, 70))]
    a, b = (numpy.asarray(x, dtype=numpy.int64) for x in (zip(*edges, strict=True) if edges else ((), ())))
    graph = nx.Graph(edges)
    graph.add_nodes_from(range(n))
    labels = component_labels(n, a, b)
    parts = sorted(nx.connected_components(graph), key=min)
    assert labels.tolist() == [next(i for i, part in enumerate(parts) if v in part) for v in range(n)]


def test_a_long_path_is_one_component() -> None:
    order = numpy.random.default_rng(0).permutation(5000)
    assert set(component_labels(5000, order[:-1], order[1:]).tolist()) == {0}
