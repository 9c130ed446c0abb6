"""Evidence for `activation-regions`: the split tree with a point strictly inside each leaf."""

from __future__ import annotations

from dataclasses import replace

from checker import Field, Json, Network, Reader, Verified, encode_network, verify
from constructions.cells import arrangement
from constructions.certificate import Claim, NotFound
from constructions.evidence.components import read_domain


def regions_claim(network: Network, field: Field, count: int, domain: Json = None) -> Claim:
    """The network has exactly `count` activation regions within a closed polyhedron."""
    body: dict[str, Json] = {"network": encode_network(network, field), "regions": str(count)}
    return Claim("activation-regions", field, {**body, "domain": domain if domain is not None else []})


def certify_activation_regions(network: Network, field: Field, domain: Json = None) -> bytes:
    """A certificate for their number; its size grows with regions times units."""
    found = arrangement(network, field, read_domain(network, field, domain))
    nodes = list(found.nodes)
    for cell in found.cells:
        point = found.feasible(replace(side, strict=True) for side in cell.constraints)
        if point is None:
            raise NotFound("a leaf of the tree has no interior")
        nodes[cell.node] = {"point": found.vector(point)}
    return regions_claim(network, field, len(found.cells), domain).with_evidence({"tree": nodes})


def find_activation_regions(claim: Claim) -> bytes:
    """A certificate for the claim; `NotFound` with that of the true number, otherwise."""
    body = dict(claim.body)
    network = Reader(claim.field).network(body["network"], "/network")
    certificate = certify_activation_regions(network, claim.field, body["domain"])
    verdict = verify(certificate)
    if isinstance(verdict, Verified) and verdict.claim_sha256 == claim.sha256:
        return certificate
    raise NotFound("there is another number of activation regions", certificate)
