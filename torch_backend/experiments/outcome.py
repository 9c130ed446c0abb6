"""What an experiment is asked, and what it gives back: rows, what the thesis says beside them, a picture."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch

from torch_backend.lift import device_of

SHORT = (torch.OutOfMemoryError, MemoryError)  # what short memory raises
YES, NO, PART, NOT = "yes", "no", "in part", "not compared"


@dataclass(frozen=True)
class Finding:
    """One thing the source says, what was seen, and whether the two agree (`yes`, `no`, `in part`, ...)."""

    what: str
    source: str
    seen: str
    agrees: str

    @classmethod
    def of(cls, what: str, source: str, seen: str, agrees: bool) -> Finding:
        """A finding that agrees or not."""
        return cls(what, source, seen, YES if agrees else NO)


@dataclass
class Kept:
    """Finished parts of a run in a JSON file, so that an interrupted run goes on; without a path, none.

    problem: what the run is of; a file of another run is refused with `ValueError`.
    """

    path: Path | None
    problem: dict[str, Any]
    parts: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.path is None or not self.path.exists():
            return
        try:
            found = json.loads(self.path.read_text("utf-8"))
            same = found["problem"] == self.problem
        except (ValueError, LookupError, TypeError, OSError) as error:
            raise ValueError(f"{self.path}: no checkpoint of an experiment ({error}); remove it") from None
        if not same:
            raise ValueError(f"{self.path}: a checkpoint of another run; remove it or name another file")
        self.parts = found["parts"]

    def of(self, name: str, make: Callable[[], Any]) -> Any:
        """The part of this name, made now or found; what `make` gives must be JSON."""
        if name not in self.parts:
            self.parts[name] = make()
            if self.path is not None:
                partial = self.path.with_name(self.path.name + ".part")
                partial.write_text(json.dumps({"problem": self.problem, "parts": self.parts}), "utf-8")
                os.replace(partial, self.path)
        return self.parts[name]

    def state(self, name: str) -> Path | None:
        """Where the state of a training in progress lies."""
        if self.path is None:
            return None
        return self.path.with_name(f"{self.path.name}.{name.replace('/', '-').replace(' ', '-')}.pt")


@dataclass(frozen=True)
class Setting:
    """Seed, device, whether in full, which data, who hears of progress, and where parts are kept."""

    seed: int = 0
    device: str = "cpu"
    full: bool = False
    data: str = "digits"
    progress: Callable[[str], object] = str
    kept: Kept = field(default_factory=lambda: Kept(None, {}))

    @property
    def place(self) -> torch.device:
        """The device; `ValueError` where there is none."""
        return device_of(self.device)

    def clock(self) -> float:
        """Processor seconds on a CPU, else seconds."""
        return time.process_time() if self.device == "cpu" else time.perf_counter()


@dataclass(frozen=True)
class Outcome:
    """The result of a run: rows for JSON, a table for people, findings, and an SVG picture."""

    rows: list[dict[str, Any]]
    table: list[tuple[str, ...]]
    findings: list[Finding]
    picture: bytes
    dtype: str = "float64"

    def json(self) -> dict[str, Any]:
        """For a file."""
        findings = [asdict(f) for f in self.findings]
        return {
            "dtype": self.dtype,
            "rows": self.rows,
            "findings": findings,
            "picture": self.picture.decode(),
        }
