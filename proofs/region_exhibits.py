"""Exhibits about the number of regions of a network, and the networks they speak of."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from checker import Json, Network, Rationals, encode_network
from constructions.certificate import Claim
from constructions.evidence.count import regions_claim
from constructions.evidence.find import find
from constructions.fully_connected import RELU, Entry, half_space, layer, network
from proofs import value_exhibits
from proofs.theorem import Exhibit

Q = Rationals()
UNIT_INTERVAL: Json = [half_space([1], 0), half_space([-1], -1)]


def regions(net: Network, count: int, domain: Json = None, name: str = "") -> Exhibit:
    """The network has exactly `count` activation regions (within the domain)."""
    claim = regions_claim(net, Q, count, domain)
    where = " within the domain" if domain else ""
    return Exhibit(f"{name or 'the network'}: {count} activation regions{where}", lambda: find(claim))


def counts(net: Network, pieces: tuple[int, int, int, int], domain: Json = None, name: str = "") -> Exhibit:
    """A network of one output has so many activation regions, linear regions, affine pieces, components."""
    keys = ("activation_regions", "linear_regions", "affine_pieces")
    body: dict[str, Json] = {key: str(n) for key, n in zip(keys, pieces, strict=False)}
    body |= {"network": encode_network(net, Q), "components": [str(pieces[3])]}
    claim = Claim("region-counts", Q, {**body, "domain": domain if domain is not None else []})
    return Exhibit(f"{name or 'the network'}: {pieces[1]} linear regions", lambda: find(claim))


def values(net: Network, points: Sequence[Entry], at: Sequence[Entry], name: str) -> Exhibit:
    """A network of one input and one output takes these values."""
    return value_exhibits.values(name, net, [[str(x)] for x in points], [[str(y)] for y in at])


def tents(k: int) -> Network:
    """T o ... o T, k times, T(x) = 2 relu(x) - 4 relu(x - 1/2): k hidden layers of two units."""
    hidden = [layer([[2, -4], [2, -4]], [0, "-1/2"], RELU) for _ in range(k - 1)]
    return network(layer([[1], [1]], [0, "-1/2"], RELU), *hidden, layer([[2, -4]], [0]))


def hyperplanes(normals: Sequence[Sequence[Entry]], offsets: Sequence[Entry]) -> Network:
    """One hidden layer of ReLUs that change at <a, x> + b = 0, and their sum."""
    return network(layer(normals, offsets, RELU), layer([[1] * len(normals)], [0]))


def inside(
    name: str,
    net: Network,
    j: int,
    vertices: Sequence[Sequence[int | str | Fraction]],
    role: str = "supports",
) -> Exhibit:
    """A polyline of inputs stays in C_{j+1}."""
    rows: Json = [[str(x) for x in v] for v in vertices]
    body: dict[str, Json] = {"network": encode_network(net, Q), "class": str(j), "vertices": rows}
    claim = Claim("polyline-in-region", Q, {**body, "margin": "0"})
    return Exhibit(name, lambda: find(claim), role)


def outside(name: str, net: Network, j: int, vertices: Sequence[Sequence[int | str | Fraction]]) -> Exhibit:
    """A polyline of inputs leaves C_{j+1}."""
    rows: Json = [[str(x) for x in v] for v in vertices]
    body: dict[str, Json] = {"network": encode_network(net, Q), "class": str(j), "vertices": rows}
    return Exhibit(name, lambda: find(Claim("polyline-leaves-region", Q, body)))


def around(left: str, right: str, low: str, high: str) -> list[list[str]]:
    """Once around a rectangle of the plane."""
    return [[left, low], [right, low], [right, high], [left, high], [left, low]]
