"""List the claims of the literature that Theodolite checks."""

from __future__ import annotations

import click

from proofs.options import json_option


@click.command("list")
@json_option
def command(json_to: str | None) -> None:
    """List every claim: id, kind and title, one line each."""
    from proofs import ledger
    from proofs.output import Printer, write_json

    theorems = list(ledger.all_theorems().values())
    if json_to is not None:
        table = [{"id": t.id, "kind": t.kind, "title": t.title, "source": str(t.source)} for t in theorems]
        write_json(json_to, {"claims": table})
    if json_to != "-":
        width = max((len(t.id) for t in theorems), default=0)
        for t in theorems:
            Printer().line(f"{t.id}{' ' * (width - len(t.id))}  {t.kind}: {t.title}")
