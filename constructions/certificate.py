"""Certificates as bytes: a claim and its evidence in the kernel's canonical form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checker import (
    FORMAT,
    Field,
    Json,
    Network,
    canonical_bytes,
    claim_sha256,
    encode_network,
)


@dataclass(frozen=True)
class Claim:
    """A claim in the kernel's vocabulary; `body` is its JSON without `kind` and `field`."""

    kind: str
    field: Field
    body: Mapping[str, Json]

    def json(self) -> dict[str, Json]:
        """The claim as it stands in a certificate."""
        return {"kind": self.kind, "field": self.field.declaration(), **self.body}

    @property
    def sha256(self) -> str:
        """The hash that ledgers pin."""
        return claim_sha256(self.json())

    def with_evidence(self, evidence: Mapping[str, Json]) -> bytes:
        """The certificate of this claim with this evidence."""
        return canonical_bytes({"claim": self.json(), "evidence": dict(evidence), "format": FORMAT})


class NotFound(Exception):
    """No evidence was found; `reason` says why, and `counter` certifies the opposite where it could be."""

    def __init__(self, reason: str, counter: bytes | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.counter = counter


def region_claim(
    kind: str, network: Network, field: Field, j: int, domain: Json = None, **more: Json
) -> Claim:
    """A claim about the decision region of class j (from 0) within a closed polyhedron."""
    body: dict[str, Json] = {
        "network": encode_network(network, field),
        "class": str(j),
        "domain": domain if domain is not None else [],
        **more,
    }
    return Claim(kind, field, body)
