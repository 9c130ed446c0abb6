"""Evidence for a claim `loss-path` as a user states it: the straight segment, or a path by the theorems."""

from __future__ import annotations

from checker import Rationals, Reader, Refused, Verified, verify
from checker.risk import read_risk
from checker.rules.loss_path import rows_of
from constructions.certificate import Claim, NotFound
from constructions.evidence.sublevel_search import certify_separated_claim
from constructions.join import join_exactly
from constructions.parameter_path import Trail

_READ = Reader(Rationals())


def certify_loss_path(claim: Claim) -> bytes:
    """One segment from start to end where the kernel accepts it; for a bound also a path of Section 3.4."""
    body = dict(claim.body)
    start, end = (_READ.network(body[key], f"/{key}") for key in ("start", "end"))
    risk = read_risk(_READ, body["risk"], "/risk", start)
    trail = Trail(start)
    trail.step((k, j, row) for k, units in enumerate(rows_of(end)) for j, row in enumerate(units))
    certificate = claim.with_evidence(trail.evidence())
    verdict = verify(certificate)
    if isinstance(verdict, Verified) or verdict.outcome != "rejected":
        return certificate
    says = body["behaviour"]
    if not isinstance(says, dict):
        raise NotFound(f"the straight segment does not show it: {_short(verdict)}; give a path as evidence")
    try:
        found = claim.with_evidence(join_exactly(start, end, risk).evidence())
        verdict = verify(found)
        if not isinstance(verdict, Refused):
            return found
        reason = f"the path that was found does not show it: {_short(verdict)}"
    except NotFound as none:
        reason = none.reason
    raise NotFound(reason, _separated(claim))


def _separated(claim: Claim) -> bytes | None:
    """A certificate that no such path exists, if one is found."""
    try:
        return certify_separated_claim(Claim("sublevel-separated", claim.field, claim.body))
    except NotFound:
        return None


def _short(verdict: Refused) -> str:
    return f"{verdict.code}, expected {verdict.expected}"
