"""Pin the claims and verdicts of a release, compare with pins, and write the errata."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from proofs import options
from proofs.outcome import ACCEPTED, HOLES, UNPINNED, USAGE, Stop, worst

if TYPE_CHECKING:
    from proofs.ledger_pins import Difference, Pin
    from proofs.output import Printer
    from proofs.result import Result

PINS = Path("pins.json")


@click.group("ledger", no_args_is_help=False)
def command() -> None:
    """Pin the claims and verdicts of a release, compare with the pins, and write the errata."""


@command.command("pin")
@click.argument("what", nargs=-1, metavar="[ID|FILE]...")
@click.option("-o", "target", metavar="PINS", type=options.FILE, default=PINS, show_default=True)
@options.jobs_option
@options.quiet_option
def pin(what: tuple[str, ...], target: Path, jobs: int, quiet: bool) -> int:
    """Check claims and pin them in PINS; without any, every claim of the ledger, and nothing else.

    Claims that are named are added to what PINS holds.  Nothing that fails is pinned.
    """
    from proofs import ledger_pins as pins
    from proofs.output import Printer
    from proofs.session import check

    options.writable_path(click.get_current_context(), None, target)
    printer = Printer(quiet=quiet)
    kept = pins.read_ledger_pins(target) if what and target.exists() else {}
    done = check(what, printer, jobs)
    if done.code in (ACCEPTED, HOLES):
        found = {pins.key(r.id, target.parent): pins.pin_of(r.entry) for r in done.results}
        pins.write_ledger_pins(target, {**kept, **found})
        printer.line(f"{len(found)} claims pinned in {target}")
    printer.line(done.last_line, important=True)
    return ACCEPTED if done.code == HOLES else done.code


@command.command("verify")
@click.argument("what", nargs=-1, metavar="[ID|FILE]...")
@click.option("--pins", "source", metavar="PINS", type=options.FILE, default=PINS, show_default=True)
@options.json_option
@options.junit_option
@options.sarif_option
@options.jobs_option
@options.quiet_option
def verify(
    what: tuple[str, ...],
    source: Path,
    json_to: str | None,
    junit: Path | None,
    sarif: Path | None,
    jobs: int,
    quiet: bool,
) -> int:
    """Check what is pinned in PINS, or of that what is named, and say what differs.

    A changed statement is exit code 4, a changed verdict 1; a claim that is not pinned yet is only named.
    """
    from proofs import ledger
    from proofs.ledger_pins import path_of, read_ledger_pins
    from proofs.output import Printer, last_line, write_json, write_junit
    from proofs.sarif import write_sarif
    from proofs.session import check

    pinned, printer = read_ledger_pins(source), Printer(json_to, quiet)
    ids = {name: path_of(name, source.parent) for name in pinned}
    gone = {} if what else {name: id for name, id in ids.items() if _is_gone(id)}
    wanted = what or tuple(id for name, id in ids.items() if name not in gone)
    if not wanted and not gone:
        raise Stop(USAGE, f"{source}: nothing is pinned in it; pin claims with theodolite ledger pin")
    results: Sequence[Result] = check(wanted, printer, jobs).results if wanted else []
    rows = [_compared(result, pinned, source.parent) for result in results]
    for row in rows:
        _print(printer, str(row["id"]), row["differences"])
    for name in gone:
        rows.append({"id": name, "exit_code": UNPINNED, "differences": [_GONE]})
        printer.line(f"{name}: {_GONE}", important=True)
    checked = {result.id for result in results}
    known = ledger.all_theorems()
    for id in known if not what and not pinned.keys().isdisjoint(known) else ():
        if id not in checked and id not in pinned:
            printer.line(f"{id}: not pinned")
    codes = [int(row["exit_code"]) for row in rows]
    messages = ["; ".join(map(str, row["differences"])) for row in rows]
    if junit is not None:
        write_junit(junit, results, codes[: len(results)], messages[: len(results)])
    if sarif is not None:
        write_sarif(sarif, results, codes[: len(results)], messages[: len(results)])
    if json_to is not None:
        write_json(json_to, {"exit_code": worst(codes), "claims": rows})
    certificates = sum(len(result.certificates) for result in results)
    printer.line(last_line(worst(codes), len(results), certificates), important=True)
    return worst(codes)


_GONE = "pinned, but no file states it"


def _is_gone(id: str) -> bool:
    """Whether a pinned claim is one of a file, or of the ledger, that is not there any more."""
    from proofs import ledger
    from proofs.counterexample import read_counterexample

    file, place, i = id.partition(":claims[")
    if place or id.endswith(".json"):
        exists = Path(file).exists()
        return not exists or (bool(place) and int(i.rstrip("]")) >= len(read_counterexample(file).claims))
    return id not in ledger.all_theorems()


def _compared(result: Result, pinned: Mapping[str, Pin], folder: Path) -> dict[str, Any]:
    """What the JSON says of one claim."""
    from proofs import ledger, ledger_pins

    name = ledger_pins.key(result.id, folder)
    row = {"id": name, "verdict": result.entry.verdict, "evidence": result.entry.evidence}
    if result.entry.verdict == "failed" or result.failure is not None:
        alone = ledger.ledger([result.entry], {result.id: result.entry.theorem})
        return {**row, "exit_code": result.code(alone), "differences": [result.outcome]}
    if name not in pinned:
        code = UNPINNED if result.own else ACCEPTED
        return {**row, "exit_code": code, "differences": ["not pinned"]}
    found = list(ledger_pins.differences(pinned[name], ledger_pins.pin_of(result.entry)))
    return {**row, "exit_code": worst(d.code for d in found), "differences": [d.message for d in found]}


def _print(printer: Printer, name: str, messages: Sequence[str]) -> None:
    for message in messages:
        printer.line(f"{name}: {message}", important=message != "not pinned")


@command.command("diff")
@click.argument("old", type=options.FILE)
@click.argument("new", type=options.FILE)
@options.json_option
def diff(old: Path, new: Path, json_to: str | None) -> int:
    """Compare two files of pins, without checking anything."""
    from proofs.ledger_pins import compare, read_ledger_pins
    from proofs.output import Printer, write_json

    found = list(compare(read_ledger_pins(old), read_ledger_pins(new)))
    printer = Printer(json_to)
    for name, every in found:
        _print(printer, name, [difference.message for difference in every])
    code = worst(difference.code for _, every in found for difference in every)
    if json_to is not None:
        claims = [{"id": name, "differences": [_row(d) for d in every]} for name, every in found]
        write_json(json_to, {"exit_code": code, "claims": claims})
    changed = len([1 for _, every in found if any(d.code for d in every)])
    printer.line(f"{changed} claims differ, {len(found) - changed} are new", important=True)
    return code


def _row(difference: Difference) -> dict[str, object]:
    return {"exit_code": difference.code, "message": difference.message}


@command.command("errata")
@click.option("-o", "target", metavar="FILE|-", default="-", show_default=True, callback=options.writable)
@options.jobs_option
@options.quiet_option
def errata(target: str, jobs: int, quiet: bool) -> int:
    """Check every claim that the source prints wrongly, and write the errata as Markdown."""
    from proofs import atomic, ledger
    from proofs.output import Printer, last_line, line
    from proofs.report import TITLE
    from proofs.report.build import build
    from proofs.report.markdown import errata as written
    from proofs.tasks import run

    wrong = [id for id, theorem in ledger.all_theorems().items() if theorem.printed]
    if not wrong:
        raise Stop(USAGE, "no claim of the ledger is an erratum; see theodolite list")
    printer, results = Printer(target, quiet), []
    for result in run(wrong, jobs, printer.progress):
        results.append(result)
        printer.line(line(result, max(map(len, wrong))), important=result.entry.verdict == "failed")
    book = ledger.ledger([result.entry for result in results])
    code = worst(result.code(book) for result in results)
    text = written(build(book, TITLE))
    if target == "-":
        click.echo(text, nl=False)
    elif code in (ACCEPTED, HOLES):
        atomic.write(Path(target), text.encode())
        printer.line(f"errata written to {target}")
    certificates = sum(len(result.certificates) for result in results)
    printer.line(last_line(code, len(results), certificates), important=True)
    return code
