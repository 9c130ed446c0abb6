"""Directed acyclic networks with skip-connections to the output (thesis, Section 4.2), as data.

Nodes 0, ..., d - 1 are inputs; node d + j is unit j.  A unit lies in a layer (from 1), reads nodes of lower
layers, and may share its weights (`group`; the first source of one goes with the first of the other) or,
unlike in the thesis, its bias (`tied`) with others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

import networkx as nx

from checker import Json, Rationals
from checker.rational import encode_rational
from constructions.certificate import Claim
from constructions.feature_matrix import AffineLayer, data_json
from constructions.formats.exact_matrix import ExactMatrix


@dataclass(frozen=True)
class Unit:
    """sigma(b + sum of w f_k over `sources`); equal `group` or `tied`: one parameter for all of them."""

    activation: str
    bias: Fraction
    sources: tuple[int, ...]
    weight: tuple[Fraction, ...]
    layer: int
    group: str = ""
    tied: str = ""

    def json(self) -> Json:
        """The unit in a certificate, which lists the nodes in increasing order."""
        pairs = sorted(zip(self.sources, self.weight, strict=True))
        return {
            "activation": {"name": self.activation},
            "bias": encode_rational(self.bias),
            "from": [str(k) for k, _ in pairs],
            "weight": [encode_rational(w) for _, w in pairs],
        }


@dataclass(frozen=True)
class SkipNetwork:
    """d inputs, H units, and the nodes p_1 < ... < p_M that are connected to the outputs."""

    inputs: int
    units: tuple[Unit, ...]
    skip: tuple[int, ...]

    def unit(self, node: int) -> Unit:
        """The unit at a node that is no input."""
        return self.units[node - self.inputs]

    def graph(self) -> nx.DiGraph:
        """Arcs from each node to those that read it; hidden nodes carry their unit as `unit`."""
        graph = nx.DiGraph()
        graph.add_nodes_from(range(self.inputs))
        for node, unit in enumerate(self.units, self.inputs):
            graph.add_node(node, unit=unit)
            graph.add_edges_from((k, node) for k in unit.sources)
        return graph

    def claim(self, X: ExactMatrix, rank: int) -> Claim:
        """That Psi has at least this rank on X."""
        units: list[Json] = [u.json() for u in self.units]
        skip: Json = [str(p) for p in self.skip]
        body: dict[str, Json] = {"units": units, "skip": skip, "data": data_json(X), "rank": str(rank)}
        return Claim("skip-rank", Rationals(), body)


def from_graph(graph: nx.DiGraph, skip: Sequence[object]) -> SkipNetwork:
    """A network from an acyclic graph whose hidden nodes carry `activation`, perhaps `bias`, `group`, `tied`.

    Arcs carry `weight` (1 by default); nodes without arcs to them and without `activation` are the inputs.
    Layers are the longest paths from the inputs.  `ValueError` names a cycle, or what lacks an activation.
    """
    if not nx.is_directed_acyclic_graph(graph):
        cycle = " -> ".join(str(a) for a, _ in nx.find_cycle(graph))
        raise ValueError(f"the graph has a cycle: {cycle}")
    inputs = [n for n in graph if not graph.in_degree(n) and "activation" not in graph.nodes[n]]
    layer: dict[object, int] = dict.fromkeys(inputs, 0)
    for n in nx.topological_sort(graph):
        if n not in layer and "activation" not in graph.nodes[n]:
            raise ValueError(f"node {n}: it reads others and has no activation")
        layer.setdefault(n, 1 + max((layer[k] for k in graph.predecessors(n)), default=0))
    hidden = sorted((n for n in graph if layer[n]), key=layer.__getitem__)
    place = {n: i for i, n in enumerate([*inputs, *hidden])}
    units = []
    for n in hidden:
        of, below = graph.nodes[n], list(graph.predecessors(n))
        weight = tuple(Fraction(graph.edges[k, n].get("weight", 1)) for k in below)
        sources, bias = tuple(place[k] for k in below), Fraction(of.get("bias", 0))
        shared = str(of.get("group", "")), str(of.get("tied", ""))
        units.append(Unit(str(of["activation"]), bias, sources, weight, layer[n], *shared))
    return SkipNetwork(len(inputs), tuple(units), tuple(sorted(place[p] for p in skip)))


def from_layers(layers: Sequence[AffineLayer], inputs: int) -> SkipNetwork:
    """A layered network; filters share weights over their patches, and biases only where a layer is `tied`.

    No unit is connected to the output yet: see `with_random_skips`.
    """
    units: list[Unit] = []
    first, width = 0, inputs
    for k, layer in enumerate(layers, 1):
        name = str(layer.activation["name"]) if isinstance(layer.activation, dict) else ""
        patches = [list(range(width))] if layer.patches is None else layer.patches.tolist()
        T = len(layer.filters)
        weights = [tuple(Fraction(x, layer.denominator) for x in row) for row in layer.filters.tolist()]
        bias = [Fraction(x, layer.denominator) for x in layer.bias.tolist()]
        for p, patch in enumerate(patches):
            sources = tuple(first + i for i in patch)
            for t in range(T):
                group = f"{k}.{t}" if len(patches) > 1 else ""
                b = bias[t if layer.tied else p * T + t]
                tied = group if layer.tied else ""
                units.append(Unit(name, b, sources, weights[t], k, group, tied))
        first, width = inputs + len(units) - len(patches) * T, len(patches) * T
    return SkipNetwork(inputs, tuple(units), ())


def with_random_skips(network: SkipNetwork, count: int, seed: int) -> SkipNetwork:
    """The same with `count` of the hidden units, chosen at random, connected to the output."""
    draw, nodes = Random(seed).random, list(range(network.inputs, network.inputs + len(network.units)))
    if count > len(nodes):
        raise ValueError(f"{count} skip-connections for {len(nodes)} hidden units")
    chosen = [nodes.pop(int(draw() * len(nodes))) for _ in range(count)]
    return replace(network, skip=tuple(sorted(chosen)))


def random_skip_network(
    seed: int, inputs: int, widths: Sequence[int], skips: int, activations: Sequence[str]
) -> SkipNetwork:
    """A random network: the units of layer 1 read all inputs, the others one to three units of layers below.

    A third of the units share the weights of the one before them, where layer and in-degree agree.  Weights
    are multiples of 1/4096 in [-2, 2] without zero, biases in [-1, 1].
    """
    random = Random(seed)

    def number(low: int, high: int) -> int:
        return low + int(random.random() * (high - low + 1))

    units: list[Unit] = []
    below: list[int] = []
    for k, width in enumerate(widths, 1):
        start = len(units)
        for _ in range(width):
            pool = list(range(inputs)) if k == 1 else list(below)
            size = inputs if k == 1 else number(1, min(3, len(pool)))
            sources = tuple(sorted(pool.pop(number(0, len(pool) - 1)) for _ in range(size)))
            weight = tuple(Fraction(number(1, 8192) * (2 * number(0, 1) - 1), 4096) for _ in sources)
            name = activations[number(0, len(activations) - 1)]
            unit = Unit(name, Fraction(number(-4096, 4096), 4096), sources, weight, k)
            last = units[-1] if len(units) > start else None
            if last is not None and number(0, 2) == 0 and len(last.sources) == size:
                group = last.group or f"{k}.{len(units)}"
                units[-1] = replace(last, group=group)
                unit = replace(unit, weight=last.weight, group=group)
            units.append(unit)
        below += range(inputs + start, inputs + len(units))
    return with_random_skips(SkipNetwork(inputs, tuple(units), ()), skips, seed)
