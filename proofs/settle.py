"""A user's claim settled: evidence searched for it, or for its opposite, and the kernel's word on either."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from checker import Json, Refusal, Refused, verify
from checker.codec import decode
from constructions.certificate import Claim, NotFound
from constructions.evidence.find import find
from proofs.ledger import Certificate, check_exhibit, read_claim
from proofs.outcome import OF_KERNEL, UNPINNED, one_line
from proofs.theorem import Exhibit
from proofs.witness import witness

DECIDED = ("value", "polyline-in-region", "activation-property", "pyramidal")  # the kernel needs no evidence


@dataclass(frozen=True)
class Settled:
    """The certificate of a claim, or of one that contradicts it, and what that shows in one line.

    answer: `verified`, `refuted`, or `open` when the search found neither.  failure: an exit code that the
    certificate itself does not give.
    """

    certificate: Certificate
    answer: str
    says: str
    failure: int | None = None


def settle(claim: Claim, name: str = "", evidence: bytes | None = None) -> Settled:
    """Find evidence, unless some is given, and let the kernel decide."""
    if evidence is not None:
        return settle_certificate(evidence, name or claim.kind, claim)
    start = time.perf_counter()
    try:
        found, counter, reason = find(claim), None, ""
    except NotFound as no:
        found, counter, reason = claim.with_evidence({}), no.counter, no.reason
    except Refusal as refusal:
        return _not_a_claim(name, refusal)
    if counter is not None:
        return _refuted(claim, name, counter, reason, start)
    if reason and claim.kind not in DECIDED:
        return _open(claim, name, reason, start)
    settled = settle_certificate(found, name or claim.kind, claim, start)
    if reason and settled.answer == "open":  # no certificate of the opposite, but the kernel's own word
        return Settled(settled.certificate, "open", f"REFUTED: {reason}")
    return settled


def settle_certificate(
    data: bytes, name: str, claim: Claim | None = None, start: float | None = None
) -> Settled:
    """The kernel's verdict on a certificate; `claim`: what it must certify, or anything."""
    middle = time.perf_counter()
    verdict = verify(data)
    seconds = time.perf_counter() - middle
    problem, failure, answer = "", None, "verified"
    if isinstance(verdict, Refused):
        problem, answer, failure = str(verdict), "open", OF_KERNEL[verdict.outcome]
    elif claim is not None and verdict.claim_sha256 != claim.sha256:
        problem = f"the certificate is of claim sha256:{verdict.claim_sha256}, not of sha256:{claim.sha256}"
        answer, failure = "open", UNPINNED
    found = middle - (middle if start is None else start)
    certificate = Certificate(name, "supports", data, verdict, problem, found, seconds)
    return Settled(certificate, answer, problem and f"rejected: {problem}", failure)


def _refuted(claim: Claim, name: str, counter: bytes, reason: str, start: float) -> Settled:
    """The opposite, verified by the kernel; that it is the opposite is checked too."""
    spent = time.perf_counter() - start
    certificate = check_exhibit(Exhibit(name or claim.kind, lambda: counter, "refutes", lambda: claim))
    certificate = replace(certificate, seconds_to_find=spent)
    if certificate.problem:
        return Settled(certificate, "open", f"not established: {reason}")
    shown = witness(read_claim(counter), evidence_of(counter))
    more = f"; {shown}" if shown and shown != reason else ""
    return Settled(certificate, "refuted", f"REFUTED: {one_line(reason)}{more}")


def _open(claim: Claim, name: str, reason: str, start: float) -> Settled:
    """Neither a certificate nor a counter-certificate; the kernel may yet say that it is no claim at all."""
    verdict = verify(claim.with_evidence({}))
    if isinstance(verdict, Refused) and verdict.outcome == "malformed" and verdict.at.startswith("/claim"):
        problem, failure = str(verdict), OF_KERNEL[verdict.outcome]
    else:
        problem, failure = f"not established: {reason}", None
    nothing = Certificate(name, "supports", b"", None, problem, time.perf_counter() - start, 0.0)
    return Settled(nothing, "open", problem, failure)


def _not_a_claim(name: str, refusal: Refusal) -> Settled:
    nothing = Certificate(name, "supports", b"", None, str(refusal), 0.0, 0.0)
    return Settled(nothing, "open", str(refusal), OF_KERNEL[refusal.outcome])


def evidence_of(data: bytes) -> dict[str, Json]:
    """The evidence of a certificate that the kernel has verified."""
    value = decode(data)
    evidence = value["evidence"] if isinstance(value, dict) else None
    return evidence if isinstance(evidence, dict) else {}
