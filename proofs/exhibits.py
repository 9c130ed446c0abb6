"""Exhibits that many theorem files share: hypotheses checked, components counted, regions separated."""

from __future__ import annotations

from collections.abc import Sequence

from checker import Field, Json, Network, Rationals, encode_activation, encode_network
from constructions.certificate import Claim, region_claim
from constructions.evidence.components import certify_connected
from constructions.evidence.find import find
from constructions.evidence.region import certify_region_is
from constructions.evidence.separator import certify_separated
from constructions.fully_connected import Entry, half_space, vector
from proofs.theorem import Exhibit

Q = Rationals()


def pyramidal(network: Network, field: Field = Q, holds: str = "yes") -> Exhibit:
    """The widths are (or are not) pyramidal."""
    claim = Claim("pyramidal", field, {"network": encode_network(network, field), "holds": holds})
    widths = "-".join(map(str, network.widths))
    return Exhibit(f"widths {widths} pyramidal: {holds}", lambda: find(claim))


def activation(network: Network, name: str, holds: str, field: Field = Q) -> Exhibit:
    """The first activation has (or has not) the property."""
    sigma = encode_activation(network.layers[0].activation, field)
    claim = Claim("activation-property", field, {"activation": sigma, "property": name, "holds": holds})
    return Exhibit(f"activation {name}: {holds}", lambda: find(claim))


def rank_claim(network: Network, k: int, rank: int, field: Field = Q, relation: str = "=") -> Claim:
    """rank W_{k+1} = rank, or <=, >= (layers from 0 here, from 1 on paper)."""
    subject: Json = {"network": encode_network(network, field), "weight_of": str(k)}
    return Claim("rank", field, {"matrix": subject, "relation": relation, "rank": str(rank)})


def full_rank(network: Network, field: Field = Q) -> tuple[Exhibit, ...]:
    """Every hidden weight matrix has full rank."""
    return tuple(
        rank(network, k, min(network.widths[k : k + 2]), field) for k in range(len(network.layers) - 1)
    )


def rank(network: Network, k: int, r: int, field: Field = Q, relation: str = "=") -> Exhibit:
    """rank W_{k+1} = r, or <=, >=."""
    shape = f"{network.widths[k]} x {network.widths[k + 1]}"
    name = f"rank W_{k + 1} {relation} {r} ({shape})"
    return Exhibit(name, lambda: find(rank_claim(network, k, r, field, relation)))


def components(
    network: Network, j: int, count: int, field: Field = Q, domain: Json = None, role: str = "supports"
) -> Exhibit:
    """C_{j+1} has exactly `count` components (within the domain)."""
    claim = region_claim("region-components", network, field, j, domain, components=str(count))
    plural = "component" if count == 1 else "components"
    where = " within the domain" if domain else ""
    return Exhibit(f"C_{j + 1} has exactly {count} {plural}{where}", lambda: find(claim), role)


def connected(network: Network, j: int, field: Field = Q, name: str = "", role: str = "supports") -> Exhibit:
    """C_{j+1} is connected."""
    return Exhibit(name or f"C_{j + 1} is connected", lambda: certify_connected(network, field, j), role)


def separated(
    network: Network,
    normal: Sequence[Entry],
    offset: Entry,
    points: Sequence[Sequence[Entry]],
    direction: Sequence[Entry] | None = None,
    field: Field = Q,
) -> Exhibit:
    """C_1 is disconnected: the hyperplane misses it, with a point below and one above."""
    return Exhibit(
        "C_1 is disconnected: a hyperplane misses it",
        lambda: certify_separated(
            network,
            field,
            0,
            half_space(normal, offset),
            [vector(p) for p in points],
            None if direction is None else vector(direction),
        ),
    )


def region_is(
    network: Network, j: int, polyhedra: Json, field: Field = Q, name: str = "", role: str = "supports"
) -> Exhibit:
    """C_{j+1} is the union of the polyhedra."""
    return Exhibit(
        name or f"C_{j + 1} is the union given", lambda: certify_region_is(network, field, j, polyhedra), role
    )
