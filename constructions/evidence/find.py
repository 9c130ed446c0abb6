"""The finder for each kind of claim: bytes of a certificate, or why there is none.

`NotFound.counter` carries a certificate of the opposite wherever the search met one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product

from checker import Json, Network, Reader, Verified, verify
from checker.convolution import ENCLOSED
from checker.rules.feature_rank import read_feature_matrix
from constructions.certificate import Claim, NotFound
from constructions.evidence.components import (
    certify_components,
    certify_connected,
    certify_disconnected,
)
from constructions.evidence.count import find_activation_regions
from constructions.evidence.enclosed_layers import certify_enclosed_claim
from constructions.evidence.feature_rank import certify_feature_rank
from constructions.evidence.gradient import certify_bounds, certify_gradient, certify_singular_value
from constructions.evidence.matrix_path import certify_full_rank
from constructions.evidence.path_search import certify_loss_path
from constructions.evidence.polyline import certify_polyline
from constructions.evidence.rank import certify_rank
from constructions.evidence.region import certify_region_is, certify_region_is_not
from constructions.evidence.simplices import find_counts
from constructions.evidence.skip_search import certify_fit_claim, certify_skip_claim
from constructions.evidence.sublevel_search import (
    certify_bound_claim,
    certify_ray_claim,
    certify_separated_claim,
)
from constructions.evidence.trap import certify_falling_path


def find(claim: Claim) -> bytes:
    """A certificate for the claim; `NotFound` when there is none, `Refusal` when the claim is not one."""
    finder = _FINDERS.get(claim.kind)
    if finder is None:
        raise NotFound(f"no search for claims of kind {claim.kind!r}: " + ", ".join(_FINDERS))
    return finder(claim)


def _region(claim: Claim) -> tuple[Network, int, Json]:
    body = dict(claim.body)
    network = Reader(claim.field).network(body["network"], "/network")
    return network, int(str(body["class"])), body["domain"]


def _components(claim: Claim) -> bytes:
    network, j, domain = _region(claim)
    found = certify_components(network, claim.field, j, domain)
    if claim.sha256 == _claim_hash(found):
        return found
    raise NotFound("the region has another number of components", found)


def _claim_hash(certificate: bytes) -> str:
    verdict = verify(certificate)
    return verdict.claim_sha256 if isinstance(verdict, Verified) else ""


def _connected(claim: Claim) -> bytes:
    network, j, domain = _region(claim)
    finder = certify_connected if claim.kind == "region-connected" else certify_disconnected
    return finder(network, claim.field, j, domain)


def _region_is(claim: Claim) -> bytes:
    network, j, domain = _region(claim)
    finder = certify_region_is if claim.kind == "region-is" else certify_region_is_not
    return finder(network, claim.field, j, dict(claim.body)["polyhedra"], domain)


def _value(claim: Claim) -> bytes:
    """No evidence; when the claim is wrong, the certificate of the true values."""
    read, body = Reader(claim.field), dict(claim.body)
    network = read.network(body["network"], "/network")
    points = body["points"] if isinstance(body["points"], list) else []
    values: list[Json] = []
    for i, point in enumerate(points):
        values.append([claim.field.encode(y) for y in network(read.vector(point, f"/points/{i}"))])
    true = Claim("value", claim.field, {**body, "values": values})
    if values == body["values"]:
        return true.with_evidence({})
    raise NotFound("the network takes other values there", true.with_evidence({}))


def _feature_rank(claim: Claim) -> bytes:
    """By a random solve; softplus features and those above a smooth layer by an enclosure."""
    layers = claim.body.get("layers")
    listed = layers if isinstance(layers, list) else []
    sigmas = [layer.get("activation") if isinstance(layer, dict) else None for layer in listed]
    names = [sigma.get("name") if isinstance(sigma, dict) else None for sigma in sigmas]
    above = any(name in ENCLOSED for name in names[:-1])
    return (certify_enclosed_claim if above or names[-1:] == ["softplus"] else certify_feature_rank)(claim)


def _feature_value(claim: Claim) -> bytes:
    """No evidence; when the claim is wrong, the certificate of the true values."""
    body = dict(claim.body)
    features, rows = read_feature_matrix(Reader(claim.field), body["layers"], body["data"])
    numerators: Json = [[str(x) for x in row] for row in rows]
    values: Json = {"denominator": str(features.denominator), "rows": numerators}
    certificate = claim.with_evidence({})
    if isinstance(verify(certificate), Verified):
        return certificate
    true = Claim(claim.kind, claim.field, {**body, "values": values})
    raise NotFound("the layers take other values there", true.with_evidence({}))


def _decided(claim: Claim) -> bytes:
    """Claims that the kernel decides alone, `yes` or `no`."""
    certificate = claim.with_evidence({})
    if isinstance(verify(certificate), Verified):
        return certificate
    other = "no" if claim.body["holds"] == "yes" else "yes"
    counter = Claim(claim.kind, claim.field, {**claim.body, "holds": other}).with_evidence({})
    raise NotFound(f"the answer is {other}", counter if isinstance(verify(counter), Verified) else None)


def _identity(claim: Claim) -> bytes:
    """No evidence; a wrong scalar identity is refuted at a small integer point."""
    certificate = claim.with_evidence({})
    if isinstance(verify(certificate), Verified):
        return certificate
    scalars = claim.body["scalars"]
    names = [str(name) for name in scalars] if isinstance(scalars, list) else []
    for values in product(range(-3, 4), repeat=min(len(names), 5)):
        point: Json = {name: str(Fraction(v)) for name, v in zip(names, values, strict=False)}
        counter = Claim("identity-fails", claim.field, claim.body).with_evidence({"point": point})
        if isinstance(verify(counter), Verified):
            raise NotFound(f"the sides differ at {point}", counter)
    raise NotFound("left and right have different normal forms")


_FINDERS: Mapping[str, Callable[[Claim], bytes]] = {
    "value": _value,
    "polyline-in-region": certify_polyline,
    "polyline-leaves-region": certify_polyline,
    "region-is": _region_is,
    "region-is-not": _region_is,
    "region-components": _components,
    "region-connected": _connected,
    "region-disconnected": _connected,
    "activation-regions": find_activation_regions,
    "region-counts": find_counts,
    "rank": certify_rank,
    "path-full-rank": certify_full_rank,
    "feature-rank": _feature_rank,
    "feature-value": _feature_value,
    "skip-rank": certify_skip_claim,
    "fit": certify_fit_claim,
    "loss-path": certify_loss_path,
    "loss-at-least": certify_bound_claim,
    "sublevel-separated": certify_separated_claim,
    "unbounded-ray": certify_ray_claim,
    "falling-path": certify_falling_path,
    "singular-value-bound": certify_singular_value,
    "gradient": certify_gradient,
    "gradient-bounds": certify_bounds,
    "identity": _identity,
    "activation-property": _decided,
    "pyramidal": _decided,
}
