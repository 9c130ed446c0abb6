"""Draw the graph of claims, what uses what, with their computed statuses."""

from __future__ import annotations

from pathlib import Path

import click

from proofs import options

FORMATS = ("dot", "json", "svg")


@click.command("graph")
@click.argument("what", nargs=-1, metavar="[ID|FILE]...")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="By default that of FILE's name, else dot."
)
@click.option(
    "-o",
    "target",
    metavar="FILE|-",
    type=click.Path(dir_okay=False, allow_dash=True),
    default="-",
    show_default=True,
    callback=options.writable,
    help="Where the graph goes.",
)
@options.jobs_option
@options.quiet_option
def command(what: tuple[str, ...], form: str | None, target: str, jobs: int, quiet: bool) -> int:
    """Check what is named, or everything, and draw the graph of all claims.

    An arrow leads from a claim to one that it uses; what was not checked is drawn pale.
    """
    from proofs import atomic
    from proofs.output import Printer
    from proofs.report import TITLE
    from proofs.report.build import build
    from proofs.report.graph_svg import draw
    from proofs.report.graph_text import as_json, dot
    from proofs.session import check

    form = form or next((name for name in FORMATS if target.endswith(f".{name}")), "dot")
    printer = Printer(target, quiet)
    done = check(what, printer, jobs)
    text = {"dot": dot, "json": as_json, "svg": draw}[form](build(done.ledger, TITLE))
    if target == "-":
        click.echo(text, nl=False)
    else:
        atomic.write(Path(target), text.encode())
        printer.line(f"graph written to {target}")
    printer.line(done.last_line, important=True)
    return done.code
