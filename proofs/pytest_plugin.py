"""The pytest plugin: every `*.counterexample.toml` is collected, one test for each of its claims."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from proofs.counterexample import OwnClaim
    from proofs.result import Result

_SUFFIX = ".counterexample.toml"


class Refuted(Exception):
    """A claim that the kernel did not accept; the message is one line."""


class CounterexampleFile(pytest.File):
    """A counterexample file."""

    def collect(self) -> Iterable[ClaimItem]:
        """Its claims, in order; a file that cannot be read is an error of collection, in one line."""
        from constructions.formats.errors import InputError
        from proofs.counterexample import read_counterexample

        try:
            claims = read_counterexample(self.path).claims
        except InputError as error:
            raise self.CollectError(str(error)) from None
        for claim in claims:
            yield ClaimItem.from_parent(self, name=claim.id.rpartition(":")[2], own=claim)


class ClaimItem(pytest.Item):
    """One claim of a counterexample file."""

    def __init__(self, *, own: OwnClaim, **more: object) -> None:
        super().__init__(**more)  # type: ignore[arg-type]
        self.own = own

    def runtest(self) -> None:
        """Settle the claim; only the kernel's acceptance passes."""
        from proofs.tasks import result, work

        found: Result = result(self.own, work(self.own))
        if found.entry.verdict != "holds" or found.failure is not None:
            raise Refuted(f"{found.id}: {found.outcome}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:  # type: ignore[override]
        """The reason and the witness, in one line; a traceback only for errors of ours."""
        return str(excinfo.value) if isinstance(excinfo.value, Refuted) else str(excinfo.getrepr())

    def reportinfo(self) -> tuple[Path, None, str]:
        """Where the claim stands."""
        return self.path, None, f"{self.own.id} {self.own.name}"


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> CounterexampleFile | None:
    """Collect a file whose name ends in `.counterexample.toml`."""
    if not file_path.name.endswith(_SUFFIX):
        return None
    return CounterexampleFile.from_parent(parent, path=file_path)
