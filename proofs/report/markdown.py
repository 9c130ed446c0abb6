"""The errata ledger as Markdown, for `docs/errata.md`: printed, found, corrected, certified, used by."""

from __future__ import annotations

import re

from proofs.report.model import Page, Report

_SPECIAL = re.compile(r"([\\`*_<>\[\]|#])")
HEAD = """\
# Errata

<!-- Written by `theodolite ledger errata -o docs/errata.md`; change the theorem files, not this page. -->

What the thesis prints, what the machine found, and what is true instead. A verdict is computed from
certificates that the kernel has verified, never typed; `theodolite check ID` checks one again. The hash of a
claim says which claim was certified: a certificate of another one does not pass for it.
"""


def errata(report: Report) -> str:
    """A table of all errata, and a section for each."""
    found = [(page.theorem.id, page.theorem.source.locator, page.verdict) for page in report.errata]
    rows = [f"| [{id}](#{_anchor(id)}) | {text(place)} | {verdict} |" for id, place, verdict in found]
    table = ["| claim | place | verdict as printed |", "| --- | --- | --- |", *rows]
    return "\n".join([HEAD, *table, "", *(line for page in report.errata for line in _section(page, report))])


def _section(page: Page, report: Report) -> list[str]:
    theorem = page.theorem
    work = "" if theorem.source.work == report.work else f"{theorem.source.work}, "
    where = f"{work}{theorem.source.locator}" + (f", p. {theorem.source.page}" if theorem.source.page else "")
    items = [
        ("As printed", theorem.printed),
        ("Finding", theorem.finding),
        *([("Corrected", theorem.corrected)] if theorem.corrected else []),
    ]
    rows = page.decisive
    users = [f"[{id}](#{_anchor(id)})" if _is_erratum(id, report) else id for id in _users(page, report)]
    return [
        f"## {theorem.id}",
        "",
        f"{text(theorem.title)} ({text(where)}): **{page.verdict}**, {page.evidence}.",
        "",
        *(f"- {name}: {text(value)}" for name, value in items),
        f"- Used by: {', '.join(users) or 'no other claim'}.",
        "- Certified:" if rows else "- Certified: nothing.",
        *(f"  - {text(row.name)} ({row.role}): `{row.claim_sha256 or row.problem}`" for row in rows),
        "",
    ]


def _users(page: Page, report: Report) -> list[str]:
    return [id for id, other in report.theorems.items() if page.theorem.id in other.uses]


def _is_erratum(id: str, report: Report) -> bool:
    return any(page.theorem.id == id for page in report.errata)


def _anchor(id: str) -> str:
    """As renderers of Markdown make it from a heading that is the id alone."""
    return id.replace(".", "").lower()


def text(source: str) -> str:
    """A sentence of a theorem file: mathematics in the form that Markdown leaves alone, the rest escaped."""
    parts = " ".join(source.split()).split("$")
    if len(parts) % 2 == 0:
        return "\\$".join(_SPECIAL.sub(r"\\\1", part) for part in parts)
    return "".join(f"$`{part}`$" if i % 2 else _SPECIAL.sub(r"\\\1", part) for i, part in enumerate(parts))
