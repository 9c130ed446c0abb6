"""Check claims and write the report: summary, table, and a page for each claim."""

from __future__ import annotations

from pathlib import Path

import click

from proofs import options
from proofs.outcome import USAGE, Stop


@click.command("report")
@click.argument("what", nargs=-1, metavar="[ID|FILE]...")
@click.option("-o", "folder", metavar="DIR", type=options.FOLDER, default="report", show_default=True)
@click.option(
    "--format",
    "formats",
    metavar="F,F",
    default="",
    help="Some of tex, pdf, json, html, blueprint; default tex,json,html.",
)
@click.option("--title", metavar="TEXT", help="The title of the report; mathematics between $.")
@options.jobs_option
@options.require_option
@options.certificates_option
@options.confirmations_option
@options.quiet_option
def command(
    what: tuple[str, ...],
    folder: Path,
    formats: str,
    title: str | None,
    jobs: int,
    require: str | None,
    certificates: Path | None,
    confirmations: tuple[Path, ...],
    quiet: bool,
) -> int:
    """Check what is named, or everything, and write the report on it."""
    from proofs.confirmations import beside, read
    from proofs.output import Printer
    from proofs.report import DEFAULT, FORMATS, TITLE, pdf, write
    from proofs.session import check, write_certificates

    wanted = [part.strip() for part in formats.split(",")] if formats else list(DEFAULT)
    if unknown := [part for part in wanted if part not in FORMATS]:
        raise Stop(USAGE, f"--format {unknown[0]!r}: expected some of {', '.join(FORMATS)}")
    if "pdf" in wanted:
        pdf.require()
    printer = Printer(quiet=quiet)
    read(confirmations)  # a bad file is told before the work
    done = beside(check(what, printer, jobs, require), confirmations, printer)
    if certificates is not None:
        write_certificates(certificates, done.results)
    write(done.ledger, folder, wanted, title or _own_title(what) or TITLE)
    printer.line(f"report written to {folder}")
    printer.line(done.last_line, important=True)
    return done.code


def _own_title(what: tuple[str, ...]) -> str:
    """The title of the one counterexample file that the report is on; dollars would begin mathematics."""
    from proofs.counterexample import read_counterexample

    one = len(what) == 1 and what[0].endswith(".toml")
    return read_counterexample(what[0]).title.replace("$", "") if one else ""
