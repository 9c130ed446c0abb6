"""Which theorems apply to a network: every hypothesis settled by the kernel, each different claim once."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import proofs
from checker import Field, Network, Verified
from constructions.certificate import Claim
from proofs import hypotheses
from proofs.hypotheses import Audit, Hypothesis
from proofs.ledger import read_claim
from proofs.outcome import ACCEPTED, HOLES
from proofs.settle import Settled, settle


@dataclass(frozen=True)
class Finding:
    """A hypothesis with its answer, `yes`, `no` or `open`, the exact figure, and the certificate."""

    name: str
    answer: str
    figure: str
    certificate: bytes = b""
    sha256: str = ""
    code: int = ACCEPTED


@dataclass(frozen=True)
class Audited:
    """A theorem and its findings; it applies when every answer is yes."""

    audit: Audit
    findings: tuple[Finding, ...]

    @property
    def applies(self) -> str:
        """`no` when some hypothesis fails, else `open` when some is, else `yes`."""
        answers = {finding.answer for finding in self.findings}
        return next((answer for answer in ("no", "open") if answer in answers), "yes")


def audits() -> list[Audit]:
    """Those of `proofs.hypotheses`, and those that theorem files bind to `hypotheses_of`."""
    found = {value.id: value for value in vars(hypotheses).values() if isinstance(value, Audit)}
    for info in pkgutil.walk_packages(proofs.__path__, "proofs."):
        if re.fullmatch(r"proofs\.(chapter\d+|own)\.\w+", info.name):
            bound = getattr(importlib.import_module(info.name), "hypotheses_of", None)
            if isinstance(bound, Audit):
                found[bound.id] = bound
    return list(found.values())


def audit(network: Network, field: Field, progress: Callable[[str], None]) -> Iterator[Audited]:
    """Every theorem with its hypotheses answered."""
    known: dict[str, Settled] = {}
    for theorem in audits():
        findings = []
        for hypothesis in theorem(network, field):
            progress(f"{theorem.id}: {hypothesis.name}")
            findings.append(_finding(hypothesis, network, known))
        yield Audited(theorem, tuple(findings))


def _finding(hypothesis: Hypothesis, network: Network, known: dict[str, Settled]) -> Finding:
    claim = hypothesis.claim
    if claim is None:
        answer = "yes" if hypothesis.holds else "no"
        return Finding(hypothesis.name, answer, f"widths {_widths(network)}")
    if claim.sha256 not in known:
        known[claim.sha256] = settle(claim, hypothesis.name)
    settled = known[claim.sha256]
    verdict = settled.certificate.verdict
    if settled.answer == "open" or not isinstance(verdict, Verified):
        return Finding(hypothesis.name, "open", settled.says, code=settled.failure or HOLES)
    answer = "yes" if settled.answer == "verified" else "no"
    data = settled.certificate.data
    figure = _figure(claim, read_claim(data), network)
    return Finding(hypothesis.name, answer, figure, data, verdict.certificate_sha256)


def _figure(asked: Claim, found: Claim, network: Network) -> str:
    """The exact figure behind the answer, from the verified claim."""
    if found.kind == "rank":
        return f"rank {found.body['rank']} of {asked.body['rank']}"
    if found.kind == "pyramidal":
        return f"widths {_widths(network)}"
    sigma = found.body["activation"]
    return " ".join(str(x) for x in sigma.values() if isinstance(x, str)) if isinstance(sigma, dict) else ""


def _widths(network: Network) -> str:
    return "-".join(map(str, network.widths))


def certificates(found: Sequence[Audited]) -> dict[str, bytes]:
    """Every certificate by its hash."""
    return {f.sha256: f.certificate for audited in found for f in audited.findings if f.certificate}
