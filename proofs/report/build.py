"""From a ledger to the report's model: entries, certificates described, exact objects gathered."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import checker
from checker import kernel_sha256
from checker.kernel import VERSION
from proofs.ledger import Certificate, Entry, Ledger, words
from proofs.report import claims, objects
from proofs.report.escape import Tex
from proofs.report.model import Dropped, Exact, Kernel, Page, Report, Row
from proofs.report.notation import Shown
from proofs.report.objects import ShownNetwork


def build(ledger: Ledger, title: str) -> Report:
    """The report of a ledger."""
    pages = tuple(_page(entry, ledger) for entry in ledger.entries.values())
    files = sorted(Path(checker.__file__).parent.rglob("*.py"))
    lines = sum(len(path.read_text("utf-8").splitlines()) for path in files)
    return Report(title, Kernel(VERSION, kernel_sha256(), len(files), lines), pages, ledger.theorems)


def _page(entry: Entry, ledger: Ledger) -> Page:
    theorem = entry.theorem
    every = [*entry.certificates, *(c for found in entry.ablations.values() for c in found)]
    rows = [_row(n, certificate) for n, certificate in enumerate(every, 1)]
    remarks = {ablation.hypothesis: ablation.remark for ablation in theorem.ablations()}
    dropped, used = [], len(entry.certificates)
    for hypothesis, found in entry.ablations.items():
        taken = tuple(rows[used : used + len(found)])
        dropped.append(Dropped(hypothesis, remarks.get(hypothesis, ""), taken))
        used += len(found)
    return Page(
        theorem,
        entry.verdict,
        entry.evidence,
        ledger.effective(theorem.id),
        words(entry),
        tuple(ledger.rests_on(theorem.id)),
        tuple(rows[: len(entry.certificates)]),
        tuple((miss.name, miss.code, miss.problem) for miss in entry.misses),
        tuple(dropped),
        tuple(_exact(every)),
        theorem.picture() if theorem.picture else None,
        tuple(ledger.seen.get(theorem.id, ())),
    )


def _row(number: int, certificate: Certificate) -> Row:
    verdict = certificate.verdict
    verified = verdict if isinstance(verdict, checker.Verified) else None
    claim = certificate.claim if verified else None
    return Row(
        number,
        certificate.name,
        certificate.role,
        claim.kind if claim else "",
        claims.words(claim) if claim else Tex(""),
        len(certificate.data),
        claim.sha256 if claim else "",
        verdict.certificate_sha256 if verdict else "",
        certificate.problem,
        verified.soundness_error if verified else "0",
        verified.rests_on if verified else (),
    )


def _exact(certificates: Sequence[Certificate]) -> list[Exact]:
    """Each network and matrix once, with the numbers of the certificates on it."""
    numbers: dict[str, list[int]] = {}
    shown: dict[str, tuple[ShownNetwork | None, Shown | None]] = {}
    for n, certificate in enumerate(certificates, 1):
        if not isinstance(certificate.verdict, checker.Verified) or (claim := certificate.claim) is None:
            continue
        name = f"{claim.field} {objects.network_json(claim)}"
        if name not in shown and (network := objects.network_of(claim)) is not None:
            shown[name] = network, None
        numbers.setdefault(name, []).append(n)
        name = f"{claim.field} {claim.body.get('matrix')}"
        if name not in shown and (matrix := objects.matrix_of(claim)) is not None:
            shown[name] = None, matrix
        numbers.setdefault(name, []).append(n)
    return [Exact(tuple(numbers[name]), *shown[name]) for name in shown]
