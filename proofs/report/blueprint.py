"""The claims as `content.tex` of a leanblueprint: an environment for each, with label and uses."""

from __future__ import annotations

import re

from proofs.report.escape import escape, sentence
from proofs.report.model import Page, Report

_ENVIRONMENTS = {
    "definition": "definition",
    "assumption": "definition",
    "lemma": "lemma",
    "proposition": "proposition",
    "theorem": "theorem",
    "corollary": "corollary",
}
_ACCEPTED = ("holds", "holds-as-corrected")


def render(report: Report) -> str:
    """All claims in the order of the ledger; nothing is marked as formalized in Lean, for nothing is."""
    head = "% Exported claims, to be read by leanblueprint."
    shown = {page.theorem.id for page in report.pages}
    chapter = rf"\chapter{{{sentence(report.title)}}}"
    blocks = [_block(page, shown) for page in report.pages]
    return "\n\n".join([head, chapter, *blocks]) + "\n"


def _block(page: Page, shown: set[str]) -> str:
    theorem = page.theorem
    kind = _ENVIRONMENTS.get(theorem.kind, "theorem")
    used = [_label(id) for id in theorem.uses if id in shown]
    corrected = page.verdict == "holds-as-corrected" and theorem.corrected
    lines = [
        rf"\begin{{{kind}}}[{{{sentence(theorem.title)}}}]",
        rf"\label{{{_label(theorem.id)}}}",
        *([rf"\uses{{{', '.join(used)}}}"] if used else []),
        sentence(theorem.corrected if corrected else theorem.statement),
        rf"\end{{{kind}}}",
    ]
    if page.verdict in _ACCEPTED:
        command = escape(page.command)
        lines += [r"\begin{proof}", rf"{sentence(theorem.covers)} (\texttt{{{command}}})", r"\end{proof}"]
    return "\n".join(lines)


def _label(id: str) -> str:
    """The id, with nothing in it that a label may not have."""
    return re.sub(r"[^A-Za-z0-9.:-]", "-", id)
