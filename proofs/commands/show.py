"""Show one claim: statement, source, hypotheses, what its evidence covers, and how to check it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from proofs.options import json_option

if TYPE_CHECKING:
    from proofs.theorem import Theorem

TEXTS = ("printed", "finding", "corrected", "cited", "proof")


@click.command("show")
@click.argument("id", metavar="ID")
@json_option
def command(id: str, json_to: str | None) -> None:
    """Show the claim ID; `theodolite list` gives the ids."""
    from proofs.output import write_json
    from proofs.selection import find

    theorem = find(id)
    if json_to is not None:
        write_json(json_to, _table(theorem))
    if json_to != "-":
        click.echo("\n".join(_lines(theorem)))


def _table(theorem: Theorem) -> dict[str, object]:
    table: dict[str, object] = {
        "id": theorem.id,
        "kind": theorem.kind,
        "title": theorem.title,
        "statement": theorem.statement,
        "source": str(theorem.source),
        "hypotheses": list(theorem.hypotheses),
        "covers": theorem.covers,
        "uses": list(theorem.uses),
        "universal": theorem.universal,
    }
    return {**table, **{name: getattr(theorem, name) for name in TEXTS}}


def _lines(theorem: Theorem) -> list[str]:
    lines = [f"{theorem.id}  {theorem.kind}: {theorem.title}", f"source: {theorem.source}", ""]
    lines += [f"statement: {theorem.statement}"]
    lines += [f"hypothesis: {text}" for text in theorem.hypotheses]
    texts = [(name, getattr(theorem, name)) for name in TEXTS]
    lines += [f"{name}: {text}" for name, text in texts if text]
    lines += [f"covers: {theorem.covers}"]
    lines += [f"uses: {', '.join(theorem.uses) or 'nothing'}", "", f"check: theodolite check {theorem.id}"]
    return lines
