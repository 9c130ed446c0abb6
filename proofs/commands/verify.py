"""Verify certificate files with the kernel alone, and compare their claims with pins."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from proofs import options
from proofs.outcome import ACCEPTED, HOLES, OF_KERNEL, UNPINNED, USAGE, Stop, worst

if TYPE_CHECKING:
    from collections.abc import Mapping

_LARGEST = 2**34  # bytes of a certificate that is checked in bulk
_ACCEPTED = ("verified", "checked in bulk")


@click.command("verify")
@click.argument("certificates", nargs=-1, required=True, metavar="CERTIFICATE...")
@click.option("--pin", metavar="LEDGER", type=options.FILE, help="A JSON file of pinned claim hashes.")
@click.option(
    "--write-pin", metavar="LEDGER", type=options.FILE, help="Pin the claims, when all are verified."
)
@click.option(
    "--bulk", is_flag=True, help="Check large random solves in blocks with numpy; that is not the kernel."
)
@options.json_option
@options.jobs_option
@options.quiet_option
def command(
    certificates: tuple[str, ...],
    pin: Path | None,
    write_pin: Path | None,
    bulk: bool,
    json_to: str | None,
    jobs: int,
    quiet: bool,
) -> int:
    """Verify certificates, files or folders of them; with --pin also that their claims are those pinned."""
    from proofs.output import Printer, kernel, last_line, write_json
    from proofs.pins import name_of, read_pins, write_pins
    from proofs.tasks import ordered

    pins = None if pin is None else read_pins(pin)
    printer, rows = Printer(json_to, quiet), []
    names = [name for given in certificates for name in _files(given)]
    for row in ordered(partial(_row, pins=pins, bulk=bulk), names, jobs):
        rows.append(row)
        printer.line(_line(rows[-1]), important=rows[-1]["exit_code"] != ACCEPTED)
    code = worst(row["exit_code"] for row in rows)
    if write_pin is not None and code == ACCEPTED:
        write_pins(write_pin, {name_of(row["file"]): row["claim_sha256"] for row in rows})
    if json_to is not None:
        write_json(json_to, {"kernel": kernel(), "certificates": rows, "exit_code": code})
    verified = sum(row["outcome"] == "verified" for row in rows)
    printer.line(last_line(code, verified, len(rows)), important=True)
    return code


def _files(given: str) -> list[str]:
    """A file itself; of a folder every certificate in it, in the order of their names."""
    if not Path(given).is_dir():
        return [given]
    found = sorted(str(path) for path in Path(given).glob("*.cert.json"))
    if not found:
        raise Stop(USAGE, f"{given}: expected *.cert.json files, found none; name files, or another folder")
    return found


def _row(file: str, pins: Mapping[str, str] | None, bulk: bool = False) -> dict[str, Any]:
    """What the JSON says of one file: the kernel's outcome, or `unreadable`, or `differs` from its pin.

    bulk: a random solve is `checked in bulk`, which is accepted with holes; the rest is for the kernel.
    """
    from checker import Refused, verify
    from constructions.bulk import NotInBulk, check_in_bulk
    from constructions.formats.errors import InputError
    from constructions.formats.files import read_file
    from proofs.pins import differs, name_of

    row: dict[str, Any] = {"file": file, "outcome": "verified", "exit_code": ACCEPTED, "message": ""}
    row |= {"sha256": None, "claim_sha256": None, "kind": None}
    try:
        data = read_file(file, _LARGEST if bulk else 2**28).data
    except InputError as error:
        return {**row, "outcome": "unreadable", "exit_code": USAGE, "message": str(error)}
    verdict = check_in_bulk(data) if bulk else verify(data)
    if isinstance(verdict, NotInBulk) and verdict.code == "E_BULK":
        verdict = verify(data)
    elif bulk and not isinstance(verdict, NotInBulk):
        row |= {"outcome": "checked in bulk", "exit_code": HOLES}
    row["sha256"] = verdict.certificate_sha256
    if isinstance(verdict, Refused | NotInBulk):
        code = OF_KERNEL[verdict.outcome]
        return {**row, "outcome": verdict.outcome, "exit_code": code, "message": str(verdict)}
    row |= {"claim_sha256": verdict.claim_sha256, "kind": verdict.kind}
    if pins is not None and (pinned := differs(name_of(file), verdict.claim_sha256, pins)):
        text = f"claim sha256:{verdict.claim_sha256}, pinned {pinned}"
        return {**row, "outcome": "differs", "exit_code": UNPINNED, "message": text}
    return row


def _line(row: Mapping[str, Any]) -> str:
    """One line, as `python -m checker` prints it."""
    says = f"{row['kind']} claim=sha256:{row['claim_sha256']}" if row["outcome"] in _ACCEPTED else ""
    if row["outcome"] == "unreadable":
        return str(row["message"])
    return f"{row['file']}: {row['outcome']} {says or row['message']}"
