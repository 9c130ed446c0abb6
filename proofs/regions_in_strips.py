"""The strips of a box as tasks: in several processes, each kept in a folder so that a later run goes on."""

from __future__ import annotations

import json
import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from constructions.geometry.integer_network import Forms, IntegerNetwork
from constructions.geometry.space_regions import SpaceRegions
from constructions.geometry.strips import Strip, strips, summary, total
from proofs import atomic
from proofs.outcome import LIMIT, Stop

FORMAT = "theodolite-strip/1"


@dataclass(frozen=True)
class Work:
    """A box of a plane in strips.

    about: what the box is of (network, slice), as JSON, so that a kept strip of something else is not taken.
    """

    network: IntegerNetwork
    sides: tuple[Fraction, ...]
    start: Forms | None
    most_cells: int
    count: int
    jobs: int
    folder: Path | None
    about: dict[str, Any]


def regions_in_strips(work: Work, progress: Callable[[str], None]) -> SpaceRegions:
    """The regions of the whole box; every strip that is done is written to the folder at once."""
    every = strips(work.sides, work.count)
    files = [None if work.folder is None else _file(work, strip) for strip in every]
    if work.folder is not None:
        atomic.folder(work.folder)
    parts = [None if file is None else _kept(*file) for file in files]
    todo = [i for i, part in enumerate(parts) if part is None]
    for n, (i, part) in enumerate(zip(todo, _done(work, [every[i] for i in todo]), strict=True), 1):
        parts[i] = part
        file = files[i]
        if file is not None:
            path, about = file
            atomic.write(path, json.dumps({"of": about, "summary": part}, sort_keys=True).encode())
        progress(f"strip {i + 1} of {work.count} done, {len(todo) - n} to go")
    return total([part for part in parts if part is not None])


def _file(work: Work, strip: Strip) -> tuple[Path, dict[str, Any]]:
    """Where a strip is kept, and the description that it must bear there."""
    about = {"format": FORMAT, **work.about, "strip": [str(x) for x in strip.sides]}
    name = sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()[:24]
    return Path(work.folder or ".") / f"{name}.strip.json", about


def _kept(path: Path, about: dict[str, Any]) -> dict[str, Any] | None:
    """The summary of a strip that was done before; None if there is none, or it is of something else."""
    try:
        table = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(table, dict) or table.get("of") != about or not isinstance(table.get("summary"), dict):
        return None
    found: dict[str, Any] = table["summary"]
    return found


def _done(work: Work, todo: Sequence[Strip]) -> Iterator[dict[str, Any]]:
    """The summaries, in order, each as soon as it and those before it are done."""
    one = partial(summary, work.network, start=work.start, most_cells=work.most_cells)
    if work.jobs == 1 or len(todo) < 2:
        yield from map(one, todo)
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(min(work.jobs, len(todo)), context, _leave_interrupts_to_the_parent)
    try:
        yield from pool.map(one, todo)
        pool.shutdown()
    except BrokenProcessPool:
        raise Stop(LIMIT, "a worker process was killed, perhaps for its memory; use more strips") from None
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()
        raise


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
