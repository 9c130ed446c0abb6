"""The pytest plugin: every `*.counterexample.toml` is collected, one test for each of its claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from proofs.counterexample import OwnClaim
    from proofs.ledger_pins import Pin
    from proofs.result import Result

_SUFFIX = ".counterexample.toml"
_PINS = "--theodolite-pins"


_STASH: pytest.StashKey[Mapping[str, Pin]] = pytest.StashKey()


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
        """Settle the claim; only the kernel's acceptance, of the claim that is pinned, passes."""
        from proofs.tasks import result, work

        found: Result = result(self.own, work(self.own))
        if found.entry.verdict != "holds" or found.failure is not None:
            raise Refuted(f"{found.id}: {found.outcome}")
        if differs := self._differs(found):
            raise Refuted(f"{found.id}: {differs}")

    def _differs(self, found: Result) -> str:
        """How the claim differs from its pin; nothing where no pins were given."""
        from proofs.ledger_pins import differences, key, pin_of, read_ledger_pins

        option = self.config.getoption(_PINS)
        if option is None:
            return ""
        path = self.config.invocation_params.dir / option
        if self.config.stash.get(_STASH, None) is None:
            self.config.stash[_STASH] = read_ledger_pins(path)
        name, pins = key(found.id, path.parent), self.config.stash[_STASH]
        if name not in pins:
            return f"not pinned in {option}; pin it with theodolite ledger pin"
        return "; ".join(difference.message for difference in differences(pins[name], pin_of(found.entry)))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:  # type: ignore[override]
        """The reason and the witness, in one line; a traceback only for errors of ours."""
        return str(excinfo.value) if isinstance(excinfo.value, Refuted) else str(excinfo.getrepr())

    def reportinfo(self) -> tuple[Path, None, str]:
        """Where the claim stands."""
        return self.path, None, f"{self.own.id} {self.own.name}"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option that names a file of pins."""
    text = "Fail where a claim of a counterexample file is not the one pinned in this file."
    parser.getgroup("theodolite").addoption(_PINS, metavar="PINS", default=None, help=text)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> CounterexampleFile | None:
    """Collect a file whose name ends in `.counterexample.toml`."""
    if not file_path.name.endswith(_SUFFIX):
        return None
    return CounterexampleFile.from_parent(parent, path=file_path)
