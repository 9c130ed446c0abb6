"""The parts of a domain as tasks, in processes or on a cluster, each kept so that a later run goes on."""

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
from importlib import import_module
from pathlib import Path
from typing import Any

from constructions.geometry import slabs, strips
from constructions.geometry.integer_network import Forms, IntegerNetwork
from constructions.geometry.space_domains import Inequality
from constructions.geometry.space_regions import SpaceRegions
from proofs import atomic
from proofs.outcome import LIMIT, USAGE, Stop

FORMAT = "theodolite-strip/1"
Json = dict[str, Any]
Task = Callable[[], Json]


@dataclass(frozen=True)
class Work:
    """A domain in parts: a box of a plane in strips, or any domain of d dimensions in slabs.

    about: what the domain is of (network, slice), as JSON, so that a kept part of something else is not
    taken; scheduler: the address of a dask scheduler, which then runs the parts.
    """

    network: IntegerNetwork
    start: Forms | None
    most_cells: int
    count: int
    jobs: int
    folder: Path | None
    about: Json
    scheduler: str | None = None


def regions_in_strips(work: Work, sides: Sequence[Fraction], progress: Callable[[str], None]) -> SpaceRegions:
    """The regions of the box xlo xhi ylo yhi of a plane, vertices and edges included."""
    every = strips.strips(sides, work.count)
    tasks = [
        partial(strips.summary, work.network, part, start=work.start, most_cells=work.most_cells)
        for part in every
    ]
    abouts = [{"format": FORMAT, **work.about, "strip": [str(x) for x in part.sides]} for part in every]
    return strips.total(_results(work, tasks, abouts, progress))


def regions_in_slabs(
    work: Work, d: int, domain: Sequence[Inequality], progress: Callable[[str], None]
) -> SpaceRegions:
    """The regions of any domain of d dimensions, without vertices and edges."""
    every = slabs.slabs(d, domain, work.count)
    tasks = [partial(slabs.summary, work.network, part, d, work.start, work.most_cells) for part in every]
    abouts = [{"format": FORMAT, **work.about, "slab": [[str(x) for x in g] for g in part]} for part in every]
    return slabs.total(_results(work, tasks, abouts, progress))


def _results(
    work: Work, tasks: Sequence[Task], abouts: Sequence[Json], progress: Callable[[str], None]
) -> list[Json]:
    """The summaries, in order; every part that is done is written to the folder at once."""
    files = [None if work.folder is None else _file(work.folder, about) for about in abouts]
    if work.folder is not None:
        atomic.folder(work.folder)
    found = [None if file is None else _kept(file, about) for file, about in zip(files, abouts, strict=True)]
    todo = [i for i, part in enumerate(found) if part is None]
    for n, (i, part) in enumerate(zip(todo, _done(work, [tasks[i] for i in todo]), strict=True), 1):
        found[i] = part
        file = files[i]
        if file is not None:
            table = {"of": abouts[i], "summary": part}
            atomic.write(file, json.dumps(table, sort_keys=True).encode())
        progress(f"strip {i + 1} of {work.count} done, {len(todo) - n} to go")
    return [part for part in found if part is not None]


def _file(folder: Path, about: Json) -> Path:
    """Where a part is kept."""
    name = sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()[:24]
    return folder / f"{name}.strip.json"


def _kept(path: Path, about: Json) -> Json | None:
    """The summary of a part that was done before; None if there is none, or it is of something else."""
    try:
        table = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(table, dict) or table.get("of") != about or not isinstance(table.get("summary"), dict):
        return None
    found: Json = table["summary"]
    return found


def _done(work: Work, todo: Sequence[Task]) -> Iterator[Json]:
    """The summaries, in order, each as soon as it and those before it are done."""
    if work.scheduler is not None:
        yield from _on_cluster(work.scheduler, todo)
        return
    if work.jobs == 1 or len(todo) < 2:
        yield from (task() for task in todo)
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(min(work.jobs, len(todo)), context, _leave_interrupts_to_the_parent)
    try:
        yield from pool.map(_run, todo)
        pool.shutdown()
    except BrokenProcessPool:
        raise Stop(LIMIT, "a worker process was killed, perhaps for its memory; use more strips") from None
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()
        raise


def _run(task: Task) -> Json:
    return task()


def _on_cluster(address: str, todo: Sequence[Task]) -> Iterator[Json]:
    """The same tasks by dask.distributed; its workers need Theodolite too."""
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise Stop(USAGE, "--scheduler needs dask: pip install 'theodolite[dask]'") from None
    try:
        client = distributed.Client(address, timeout=10)
    except (OSError, ValueError, TypeError) as reason:
        raise Stop(USAGE, f"--scheduler {address}: {reason}; give the address of a dask scheduler") from None
    with client:
        futures = [client.submit(_run, task, pure=False) for task in todo]
        try:
            yield from (future.result() for future in futures)
        finally:
            client.cancel(futures)


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
