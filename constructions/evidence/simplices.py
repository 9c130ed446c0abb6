"""Evidence for `region-counts`: the cells of the exact engine, each divided into simplices.

A cell is divided by pulling its first vertex, so that two cells divide their common wall alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from checker import Field, Json, Layer, Network, Rationals, Reader, Surd, Verified, encode_network, verify
from checker.network import dot
from constructions.certificate import Claim, NotFound
from constructions.evidence.components import read_domain
from constructions.geometry.integer_network import Unsupported, integer_network
from constructions.geometry.integers import TooLarge
from constructions.geometry.plane_regions import MOST_CELLS, PlaneRegions
from constructions.geometry.root_integers import ratio
from constructions.geometry.space_regions import SpaceRegions, space_regions
from constructions.geometry.volumes import Faces


def counts_claim(
    network: Network, field: Field, found: PlaneRegions | SpaceRegions, domain: Json = None
) -> Claim:
    """The network has exactly these numbers of regions, pieces and components within a closed polyhedron."""
    body: dict[str, Json] = {
        "network": encode_network(network, field),
        "domain": domain if domain is not None else [],
        "activation_regions": str(found.activation_regions),
        "linear_regions": str(found.linear_regions),
        "affine_pieces": str(found.affine_pieces),
        "components": [str(n) for n in found.components],
    }
    return Claim("region-counts", field, body)


def certify_counts(
    network: Network, field: Field, domain: Json = None, most_cells: int = MOST_CELLS
) -> tuple[bytes, SpaceRegions]:
    """A certificate for the counts of regions, and they; `Unsupported` and `TooLarge` are the engine's.

    Its size is proportional to the cells.
    """
    inequalities = read_domain(network, field, domain)
    if not isinstance(field, Rationals) and inequalities:
        inequalities = tuple(tuple(map(_rational, g)) for g in inequalities)
    found = space_regions(integer_network(network), None, most_cells, inequalities)
    return counts_claim(network, field, found, domain).with_evidence(mesh_json(found, field)), found


def find_counts(claim: Claim) -> bytes:
    """A certificate for the claim; `NotFound` with that of the true numbers, otherwise."""
    body = dict(claim.body)
    network = Reader(claim.field).network(body["network"], "/network")
    try:
        certificate, _ = certify_counts(network, claim.field, body["domain"])
    except (Unsupported, TooLarge) as reason:
        raise NotFound(str(reason)) from None
    verdict = verify(certificate)
    if isinstance(verdict, Verified) and verdict.claim_sha256 == claim.sha256:
        return certificate
    raise NotFound("there are other numbers of regions", certificate)


def restricted(network: Network, origin: Sequence[Any], directions: Sequence[Sequence[Any]]) -> Network:
    """t -> f(origin + sum_i t_i directions_i), as a network."""
    first = network.layers[0]
    weight = tuple(tuple(dot(row, u) for u in directions) for row in first.weight)
    bias = tuple(dot(row, origin, b) for row, b in zip(first.weight, first.bias, strict=True))
    layers = (Layer(weight, bias, first.activation), *network.layers[1:])
    return Network(len(directions), layers)


def _rational(x: Any) -> Fraction:
    """A number of the domain as the engine takes it."""
    if isinstance(x, Surd) and x.b:
        raise Unsupported("the domain has an irrational number")
    return Fraction(x.a if isinstance(x, Surd) else x)


def mesh_json(found: SpaceRegions, field: Field) -> dict[str, Json]:
    """The vertices (X, W) and the simplices of all cells."""
    mesh = found.mesh
    if mesh is None:
        raise NotFound("only counts are known, not the cells")
    faces = Faces(mesh)
    simplices = [s for cell in range(mesh.count[mesh.d]) for s in faces.simplices(mesh.d, cell)]
    used = sorted({v for s in simplices for v in s})
    number = {v: str(n) for n, v in enumerate(used)}
    return {
        "vertices": [[field.encode(ratio(x, 1)) for x in mesh.vertices[v]] for v in used],
        "simplices": [[number[v] for v in s] for s in simplices],
    }
