"""The door of the kernel: bytes in, a verdict out, for every input.

A certificate is `{"claim": ..., "evidence": ..., "format": "theodolite-certificate/1"}` in canonical
JSON.  The claim names its kind and its field; the rule of that kind reads the claim and checks the
evidence.  Nothing the evidence says is believed.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from checker.codec import Json, as_object, as_string, canonical_bytes, decode
from checker.errors import Refusal, malformed
from checker.field import decode_field
from checker.grounds import Grounds
from checker.limits import DEFAULT, Limits, metered
from checker.notation import Reader
from checker.rules import RULES

FORMAT = "theodolite-certificate/1"
VERSION = "1"


@dataclass(frozen=True)
class Verified:
    """The claim holds; `rests_on` lists cited results that its rule uses beyond the kernel's own proofs."""

    kind: str
    claim_sha256: str
    certificate_sha256: str
    kernel_version: str
    kernel_sha256: str
    rests_on: tuple[str, ...] = ()
    limits_hit: tuple[str, ...] = ()
    soundness_error: str = "0"


@dataclass(frozen=True)
class Refused:
    """No: `outcome` is `malformed`, `rejected` or `exceeded`; `at` is a JSON pointer into the file."""

    outcome: str
    code: str
    at: str
    expected: str
    found: str
    certificate_sha256: str
    kernel_version: str
    kernel_sha256: str

    def __str__(self) -> str:
        return f"{self.code} at {self.at or '/'}: expected {self.expected}, found {self.found}"


Verdict = Verified | Refused


def verify(certificate: bytes, limits: Limits = DEFAULT) -> Verdict:
    """The kernel's answer to one certificate; never another exception for any bytes."""
    digest = sha256(certificate).hexdigest()
    with metered(limits):
        try:
            kind, claim, grounds = _check(certificate)
        except Refusal as no:
            return Refused(
                no.outcome, no.code, no.at, no.expected, no.found, digest, VERSION, kernel_sha256()
            )
    return Verified(
        kind,
        claim_sha256(claim),
        digest,
        VERSION,
        kernel_sha256(),
        rests_on=grounds.rests_on,
        soundness_error=grounds.soundness_error,
    )


def _check(certificate: bytes) -> tuple[str, Json, Grounds]:
    claim, evidence, version = as_object(decode(certificate), "", "claim", "evidence", "format")
    if version != FORMAT:
        raise malformed("E_FORMAT", "/format", FORMAT, version)
    if not isinstance(claim, dict) or not {"kind", "field"} <= set(claim):
        raise malformed("E_KEYS", "/claim", "an object with the keys kind and field", claim)
    kind = as_string(claim["kind"], "/claim/kind")
    if kind not in RULES:
        raise malformed("E_KIND", "/claim/kind", ", ".join(RULES), kind)
    field = decode_field(claim["field"], "/claim/field")
    rest: Json = {key: value for key, value in claim.items() if key not in ("kind", "field")}
    grounds = RULES[kind](Reader(field), rest, evidence)
    return kind, claim, grounds or Grounds()


def claim_sha256(claim: Json) -> str:
    """The hash of the canonical claim: what ledgers pin."""
    return sha256(canonical_bytes(claim)).hexdigest()


_KERNEL_SHA256: list[str] = []


def kernel_sha256() -> str:
    """SHA-256 over the names and contents of the kernel's files, in order; read once."""
    if not _KERNEL_SHA256:
        root = Path(__file__).parent
        total = sha256()
        for path in sorted(root.rglob("*.py")):
            content = path.read_bytes()
            total.update(f"{path.relative_to(root).as_posix()} {len(content)}\n".encode() + content)
        _KERNEL_SHA256.append(total.hexdigest())
    return _KERNEL_SHA256[0]
