"""Check claims of the literature, counterexample files and certificates with the kernel."""

from __future__ import annotations

from pathlib import Path

import click

from proofs import options


@click.command("check")
@click.argument("what", nargs=-1, metavar="[ID|FILE]...")
@options.json_option
@options.junit_option
@options.sarif_option
@options.jobs_option
@options.require_option
@options.certificates_option
@options.keep_option
@options.confirmations_option
@click.option("--report", metavar="DIR", type=options.FOLDER, help="Write the report into this folder.")
@options.quiet_option
def command(
    what: tuple[str, ...],
    json_to: str | None,
    junit: Path | None,
    sarif: Path | None,
    jobs: int,
    require: str | None,
    certificates: Path | None,
    kept: Path | None,
    confirmations: tuple[Path, ...],
    report: Path | None,
    quiet: bool,
) -> int:
    """Check claims by ID, *.counterexample.toml files and *.cert.json files; without any, every claim.

    Whatever a claim uses is checked too.
    """
    from proofs.confirmations import beside, read
    from proofs.output import Printer, document, write_json, write_junit
    from proofs.session import check, write_certificates

    printer = Printer(json_to, quiet)
    read(confirmations)  # a bad file is told before the work
    done = beside(check(what, printer, jobs, require, kept), confirmations, printer)
    if certificates is not None:
        write_certificates(certificates, done.results)
    if report is not None:
        from proofs.report import DEFAULT, write

        write(done.ledger, report, DEFAULT)
    if junit is not None:
        write_junit(junit, done.results, done.codes, done.messages)
    if sarif is not None:
        from proofs.sarif import write_sarif

        write_sarif(sarif, done.results, done.codes, done.messages)
    if json_to is not None:
        write_json(json_to, document(done.results, done.ledger, done.codes, done.messages))
    printer.line(done.last_line, important=True)
    return done.code
