"""A claim whose values are encoded once: for large data most of a search was spent on encoding them again.

The same bytes as `checker.canonical_bytes` and the same right-hand side as the kernel's `challenge`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256

from checker import FORMAT, Json, canonical_bytes
from constructions.certificate import Claim


def encode(value: Json) -> bytes:
    """`canonical_bytes`, quick for lists of lists of plain texts."""
    if isinstance(value, dict):
        return _object({key: encode(part) for key, part in value.items()})
    if isinstance(value, list) and value and isinstance(value[0], list):
        return b"[" + b",".join(map(encode, value)) + b"]"
    if isinstance(value, list) and value and isinstance(value[0], str):
        try:
            joined = '","'.join(value)  # type: ignore[arg-type]
        except TypeError:  # not all are texts
            return canonical_bytes(value)
        plain = joined.isascii() and joined.isprintable() and "\\" not in joined
        if plain and joined.count('"') == 2 * (len(value) - 1):
            return b'["' + joined.encode() + b'"]'
    return canonical_bytes(value)


def _object(parts: Mapping[str, bytes]) -> bytes:
    return b"{" + b",".join(canonical_bytes(key) + b":" + parts[key] for key in sorted(parts)) + b"}"


class EncodedClaim:
    """The bytes of a claim's values, by key."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self.parts = {key: encode(value) for key, value in claim.json().items()}

    def challenge(self, chosen: Iterable[Json], r: int, modulus: int) -> list[int]:
        """The right-hand side b that the kernel expands (`checker.rules.feature_rank.challenge`)."""
        body = _object({key: part for key, part in self.parts.items() if key in self.claim.body})
        seed = sha256(_object({"claim": body, "chosen": encode(list(chosen))})).digest()
        expanded = (sha256(seed + i.to_bytes(8, "big")).digest() for i in range(r))
        return [int.from_bytes(digest, "big") % modulus for digest in expanded]

    def with_evidence(self, evidence: Mapping[str, Json]) -> bytes:
        """The certificate, as `Claim.with_evidence` makes it."""
        parts = {"claim": _object(self.parts), "evidence": encode(dict(evidence))}
        return _object({**parts, "format": canonical_bytes(FORMAT)})
