"""The report as JSON: the same data as the LaTeX form, texts as their files have them."""

from __future__ import annotations

import json
from typing import Any

from proofs.report.model import Exact, Page, Report, Row
from proofs.report.notation import Shown
from proofs.report.objects import ShownNetwork

FORMAT = "theodolite-report/1"


def render(report: Report) -> str:
    """One object, keys sorted, ASCII."""
    kernel = report.kernel
    value = {
        "format": FORMAT,
        "title": report.title,
        "kernel": {"version": kernel.version, "sha256": kernel.sha256, "lines": kernel.lines},
        "summary": {"verdicts": report.verdicts, "evidence": report.evidence},
        "ablations": report.ablations,
        "errata": [_erratum(page, report) for page in report.errata],
        "claims": [_page(page) for page in report.pages],
        "not_yet_stated": [{"id": k.id, "place": k.place, "page": k.page} for k in report.missing],
        "cited_by_the_kernel": report.grounds,
        "cited": [{"id": t.id, "cited": t.cited, "used_by": ids} for t, ids in report.cited],
    }
    return json.dumps(value, indent=1, sort_keys=True) + "\n"


def _page(page: Page) -> dict[str, Any]:
    theorem = page.theorem
    fields = ("id", "kind", "title", "statement", "universal", "covers", "printed", "finding", "corrected")
    return {
        **{name: getattr(theorem, name) for name in (*fields, "cited", "proof")},
        "source": {name: getattr(theorem.source, name) for name in ("work", "locator", "page")},
        "hypotheses": list(theorem.hypotheses),
        "uses": list(theorem.uses),
        "verdict": page.verdict,
        "evidence": page.evidence,
        "effective": page.effective,
        "words": page.words,
        "rests_on": list(page.rests_on),
        "certificates": [_row(row) for row in page.certificates],
        "near_misses": [{"name": n, "code": code, "problem": problem} for n, code, problem in page.misses],
        "ablations": [
            {
                "hypothesis": d.hypothesis,
                "state": d.state,
                "remark": d.remark,
                "certificates": [_row(r) for r in d.certificates],
            }
            for d in page.ablations
        ],
        "exact": [_exact(exact) for exact in page.exact],
        "picture": page.picture.caption if page.picture else None,
        **({"numeric": [seen.json() for seen in page.seen]} if page.seen else {}),
        "command": page.command,
    }


def _erratum(page: Page, report: Report) -> dict[str, Any]:
    """Printed, found and corrected, what is certified, and the claims that use it."""
    theorem = page.theorem
    texts = {name: getattr(theorem, name) for name in ("id", "printed", "finding", "corrected")}
    certified = {row.name: row.claim_sha256 for row in page.certificates if not row.problem}
    return {
        **texts,
        "verdict": page.verdict,
        "source": str(theorem.source),
        "certified": certified,
        "used_by": report.users(theorem.id),
        "used_through_others_by": report.above(theorem.id),
    }


def _row(row: Row) -> dict[str, Any]:
    names = (
        "number",
        "name",
        "role",
        "kind",
        "says",
        "bytes",
        "claim_sha256",
        "certificate_sha256",
        "problem",
    )
    found = {name: getattr(row, name) for name in names}
    return {**found, "soundness_error": row.soundness_error, "rests_on": list(row.grounds)}


def _exact(exact: Exact) -> dict[str, Any]:
    found: dict[str, Any] = {"certificates": list(exact.certificates)}
    if exact.network is not None:
        found["network"] = _network(exact.network)
    if exact.matrix is not None:
        found["matrix"] = _matrix(exact.matrix)
    return found


def _network(network: ShownNetwork) -> dict[str, Any]:
    layers = [
        {"weight": _matrix(x.weight), "bias": _matrix(x.bias), "activation": x.activation}
        for x in network.layers
    ]
    return {"widths": network.widths, "field": network.field, "layers": layers}


def _matrix(shown: Shown) -> dict[str, Any]:
    """All entries, in the form of a certificate, or for a large matrix its hash in their stead."""
    content = {"sha256": shown.sha256} if shown.sha256 else {"entries": shown.entries}
    return {"name": shown.name, "shape": shown.shape, **content}
