"""A check from arguments to results: what `check` and `report` have in common."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from proofs import atomic, ledger
from proofs.ledger import Ledger
from proofs.outcome import ACCEPTED, INTERNAL, Stop, worst
from proofs.output import Printer, last_line, line
from proofs.result import Result
from proofs.selection import select
from proofs.tasks import run


@dataclass(frozen=True)
class Checked:
    """Results in order, the ledger they make, and for each its exit code and why it is not 0."""

    results: Sequence[Result]
    ledger: Ledger
    codes: Sequence[int]
    messages: Sequence[str]

    @property
    def code(self) -> int:
        """The gravest exit code."""
        return worst(self.codes)

    @property
    def last_line(self) -> str:
        """The line that scripts look for."""
        return last_line(self.code, len(self.results), sum(len(r.certificates) for r in self.results))


def check(
    what: Sequence[str],
    printer: Printer,
    jobs: int = 1,
    require: str | None = None,
    kept: Path | None = None,
) -> Checked:
    """Check what is asked for, with a line for each claim as it is done.  kept: see `proofs.kept`."""
    tasks = select(what)
    if kept is not None:
        atomic.folder(kept)
    width = max(len(task if isinstance(task, str) else task.id) for task in tasks)
    results: list[Result] = []
    for result in run(tasks, jobs, printer.progress, kept):
        results.append(result)
        accepted = result.code(_ledger([result])) == ACCEPTED
        printer.line(line(result, width), important=not accepted)
    found, level = _ledger(results), require or "none"
    codes = [result.code(found, level) for result in results]
    messages = [result.message(found, level) for result in results]
    for result, code, message in zip(results, codes, messages, strict=True):
        if code != result.code(found):
            printer.line(f"{result.id:{width}}  {message}", important=True)
    return Checked(results, found, codes, messages)


def _ledger(results: Sequence[Result]) -> Ledger:
    own = {r.id: r.entry.theorem for r in results}
    return ledger.ledger([r.entry for r in results], {**ledger.all_theorems(), **own})


def write_certificates(folder: Path, results: Sequence[Result]) -> None:
    """Every certificate as ID.N.cert.json, N from 1."""
    atomic.folder(folder)
    written: set[str] = set()
    for result in results:
        for n, certificate in enumerate(result.certificates, 1):
            name = f"{file_name(result.id)}.{n}.cert.json"
            if name in written:
                raise Stop(INTERNAL, f"two certificates would be {name}; check the files one by one")
            written.add(name)
            atomic.write(folder / name, certificate.data)


def file_name(id: str) -> str:
    """An id as part of a file's name.

    >>> file_name("my/x.counterexample.toml:claims[0]")
    'my-x.counterexample.toml-claims-0'
    """
    return re.sub(r"[^A-Za-z0-9._]+", "-", id).strip("-.")
