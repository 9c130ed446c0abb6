"""Evidence for claims about polylines of inputs: none for staying inside, a point for leaving."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from checker import Json, Network, Reader
from checker.rules.membership import margins_along
from constructions.certificate import Claim, NotFound


def read_polyline(claim: Claim) -> tuple[Network, int, list[tuple[Any, ...]]]:
    """Network, class and vertices of a polyline claim."""
    read, body = Reader(claim.field), dict(claim.body)
    network = read.network(body["network"], "/network")
    entries = body["vertices"] if isinstance(body["vertices"], list) else []
    return network, int(str(body["class"])), [read.vector(v, f"/vertices/{i}") for i, v in enumerate(entries)]


def smallest_margin(network: Network, j: int, vertices: list[tuple[Any, ...]]) -> tuple[Any, int, Any]:
    """(margin, segment, t): the exact minimum of min_k f_j - f_k along the polyline, and where it is."""
    ends = vertices[1:] or vertices
    found = [
        (margin, i, t)
        for i, (a, b) in enumerate(zip(vertices, ends, strict=False))
        for t, margin in margins_along(network, j, a, b)
    ]
    return min(found, key=lambda item: item[0])


def certify_polyline(claim: Claim) -> bytes:
    """A certificate for `polyline-in-region` or `polyline-leaves-region`; `NotFound` with the other one."""
    network, j, vertices = read_polyline(claim)
    margin, segment, t = smallest_margin(network, j, vertices)
    body = dict(claim.body)
    least = Reader(claim.field).number(body.pop("margin", "0"), "/margin")
    if claim.kind == "polyline-in-region":
        if margin > 0 and margin >= least:
            return claim.with_evidence({})
        if margin > 0:
            raise NotFound(f"the smallest margin is {margin}, at segment {segment}, t = {t}")
        counter = _leaves(claim, body, segment, t)
        raise NotFound(f"the polyline leaves the region at segment {segment}, t = {t}", counter)
    if margin > 0:
        inside = Claim("polyline-in-region", claim.field, {**body, "margin": "0"}).with_evidence({})
        raise NotFound("the polyline stays in the region", inside)
    return _leaves(claim, body, segment, t)


def _leaves(claim: Claim, body: dict[str, Json], segment: int, t: Any) -> bytes:
    place: dict[str, Json] = {
        "segment": str(segment),
        "t": claim.field.encode(Fraction(t) if isinstance(t, int) else t),
    }
    return Claim("polyline-leaves-region", claim.field, body).with_evidence(place)
