"""Certificates kept from one check to the next: verified again, found again if a source has changed.

A file is named by its recipe (a hash of the sources of checker, constructions and proofs, the claim's id and
the exhibit's place and name) and by a hash of its own bytes.  Bytes that do not fit their name are found
anew; bytes that do are handed to the kernel like any others: nothing is believed because it was kept.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path

import checker
import constructions
import proofs
from proofs import atomic
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem

Build = Callable[[], bytes]
SUFFIX = ".cert.json"


def with_kept(theorem: Theorem, folder: Path) -> Theorem:
    """The theorem, with certificates and near misses taken from the folder if they are there, else kept."""

    def exhibits(part: str, found: Sequence[Exhibit]) -> tuple[Exhibit, ...]:
        return tuple(replace(e, build=kept(e.build, part, i, e.name)) for i, e in enumerate(found))

    def misses() -> tuple[NearMiss, ...]:
        every = enumerate(theorem.near_misses())
        return tuple(replace(m, build=kept(m.build, "near miss", i, m.name)) for i, m in every)

    def ablations() -> tuple[Ablation, ...]:
        return tuple(replace(a, exhibits=exhibits(a.hypothesis, a.exhibits)) for a in theorem.ablations())

    def kept(build: Build, *place: object) -> Build:
        return lambda: _bytes(folder, _key(theorem.id, *place), build)

    return replace(
        theorem, exhibits=lambda: exhibits("", theorem.exhibits()), near_misses=misses, ablations=ablations
    )


def _bytes(folder: Path, key: str, build: Build) -> bytes:
    """The bytes kept under the key, or else the ones built, which are then kept."""
    for path in folder.glob(f"{key}.*{SUFFIX}"):
        data = path.read_bytes()
        if path.name == _name(key, data):
            return data
        path.unlink(missing_ok=True)
    data = build()
    atomic.write(folder / _name(key, data), data)
    return data


def _name(key: str, data: bytes) -> str:
    return f"{key}.{sha256(data).hexdigest()[:32]}{SUFFIX}"


def _key(*place: object) -> str:
    return sha256(repr((_sources(), *place)).encode()).hexdigest()[:32]


@cache
def _sources() -> str:
    """A hash of every source file that finding a certificate may depend on, and of Python's version."""
    digest = sha256(repr(sys.version_info[:2]).encode())
    for package in (checker, constructions, proofs):
        root = Path(str(package.__file__)).parent
        for path in sorted(root.rglob("*.py")):
            data = path.read_bytes()
            digest.update(
                f"{package.__name__}/{path.relative_to(root).as_posix()} {len(data)}\n".encode() + data
            )
    return digest.hexdigest()
