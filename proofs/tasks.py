"""The work of a check, in this process or in several: theorems, a user's claims, and certificates.

Results come in the order of the tasks, each as soon as it and those before it are done.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from proofs import ledger
from proofs.counterexample import OwnClaim
from proofs.kept import with_kept
from proofs.ledger import Certificate, Entry, Miss
from proofs.outcome import DEBUG, INTERNAL, LIMIT, Stop
from proofs.result import Result
from proofs.settle import Settled, settle, settle_certificate
from proofs.theorem import Source, Theorem


@dataclass(frozen=True)
class OwnCertificate:
    """A certificate that a user brings, to be verified."""

    id: str
    data: bytes


S = TypeVar("S")
T = TypeVar("T")
Task = str | OwnClaim | OwnCertificate  # str: the id of a theorem


@dataclass(frozen=True)
class Done:
    """What a task leaves: the parts of an entry, which travel between processes, and words for it."""

    certificates: tuple[Certificate, ...]
    misses: tuple[Miss, ...] = ()
    ablations: Mapping[str, tuple[Certificate, ...]] = field(default_factory=dict)
    seconds: float = 0.0
    says: str = ""
    failure: int | None = None


def work(task: Task, kept: Path | None = None) -> Done:
    """Do one task; an error of ours is a failure of this task alone.  kept: a folder of kept certificates."""
    try:
        if isinstance(task, str):
            theorem = ledger.all_theorems()[task]
            entry = ledger.check_theorem(with_kept(theorem, kept) if kept else theorem)
            return Done(entry.certificates, entry.misses, entry.ablations, entry.seconds)
        if isinstance(task, OwnCertificate):
            return _settled(settle_certificate(task.data, task.id))
        return _settled(settle(task.claim, task.name, task.evidence))
    except MemoryError:
        return _failed("out of memory; use fewer jobs", LIMIT)
    except Stop:
        raise
    except Exception as error:
        if os.environ.get(DEBUG):
            traceback.print_exception(error)
        return _failed(f"internal error: {type(error).__name__}: {error}", INTERNAL)


def _settled(settled: Settled) -> Done:
    c = settled.certificate
    seconds = c.seconds_to_find + c.seconds
    return Done((c,), seconds=seconds, says=settled.says, failure=settled.failure)


def _failed(problem: str, code: int) -> Done:
    nothing = Certificate("the check", "supports", b"", None, problem, 0.0, 0.0)
    return Done((nothing,), says=problem, failure=code)


def run(
    tasks: Sequence[Task],
    jobs: int = 1,
    progress: Callable[[str], None] = lambda text: None,
    kept: Path | None = None,
) -> Iterator[Result]:
    """The results, in order; with `jobs` > 1 from as many processes.  kept: see `work`."""
    done = ordered(partial(work, kept=kept), tasks, jobs)
    for task, parts in zip(_announced(tasks, progress), done, strict=True):
        yield result(task, parts)


def ordered(one: Callable[[S], T], tasks: Sequence[S], jobs: int) -> Iterator[T]:
    """one(task) for each task, in order; with `jobs` > 1 from as many processes."""
    return _in_processes(one, tasks, jobs) if jobs > 1 and len(tasks) > 1 else map(one, tasks)


def _announced(tasks: Sequence[Task], progress: Callable[[str], None]) -> Iterator[Task]:
    for n, task in enumerate(tasks, 1):
        progress(f"checking {_id(task)} ({n} of {len(tasks)})")
        yield task


def _in_processes(one: Callable[[S], T], tasks: Sequence[S], jobs: int) -> Iterator[T]:
    context = multiprocessing.get_context("spawn")  # the same on every system, and safe beside threads
    pool = ProcessPoolExecutor(min(jobs, len(tasks)), context, _leave_interrupts_to_the_parent)
    try:
        yield from pool.map(one, tasks, chunksize=1 + len(tasks) // (100 * jobs))
        pool.shutdown()
    except BrokenProcessPool:
        raise Stop(LIMIT, "a worker process was killed, perhaps for its memory; use fewer jobs") from None
    except BaseException:  # interrupted, or nobody wants the rest: do not wait for what is still running
        pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()
        raise


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _id(task: Task) -> str:
    return task if isinstance(task, str) else task.id


def result(task: Task, done: Done) -> Result:
    """The entry of a task that is done."""
    theorem = ledger.all_theorems()[task] if isinstance(task, str) else own_theorem(task)
    entry = Entry(theorem, done.certificates, done.misses, done.seconds, done.ablations)
    return Result(entry, not isinstance(task, str), done.says, done.failure)


def own_theorem(task: OwnClaim | OwnCertificate) -> Theorem:
    """A user's claim as an entry of the ledger has it; dollars would begin mathematics there."""
    file, colon, place = task.id.replace("$", "").partition(":claims[")
    name = task.name.replace("$", "") if isinstance(task, OwnClaim) else "A certificate"
    kind = f", of kind {task.claim.kind}" if isinstance(task, OwnClaim) else ""
    return Theorem(
        id=task.id,
        kind="own",
        title=name.strip() or "A claim",
        statement=f"The claim of the file{kind}.",
        source=Source(file, f"claims[{place}" if colon else "a certificate"),
        universal=False,
        covers="The whole claim.",
    )
