"""Exact evidence for `feature-rank` from CPU or CUDA: elimination modulo p, then Dixon's lifting by blocks.

The bytes are those that `constructions.evidence.feature_rank` would find, and go to the same kernel.  On the
device lie the N x n residues (8 N n bytes) and one block of rows; the features stay with the host.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
import torch
from numpy.typing import NDArray

from checker import Json, Rationals
from checker.rules.feature_rank import challenge
from constructions.certificate import Claim, NotFound
from constructions.evidence.feature_rank import Parts
from constructions.feature_matrix import FeatureMatrix
from constructions.modular_elimination import digits, primes
from torch_backend.checkpoint import Checkpoint
from torch_backend.lift import device_of
from torch_backend.modular_rank import BLOCK_BYTES, Factorisation

_BITS = 128  # the kernel asks for a modulus of at least so many
_ROOT = 4  # the image of e^(1/D), for which the tables of `Parts` are made
Progress = Callable[[str], None]
Rows = NDArray[numpy.int64]


def quiet(text: str) -> None:
    """No progress."""


@dataclass(frozen=True, eq=False)
class Elimination:
    """Features eliminated modulo p; the modulus of the certificate is p^k."""

    parts: DeviceParts
    p: int
    k: int
    factorisation: Factorisation

    @property
    def rank(self) -> int:
        """A lower bound of the rank (proved only by the certificate)."""
        return self.factorisation.rank


class DeviceParts:
    """The digits to base p of rows of the features, as centred float64 matrices on the device."""

    def __init__(self, matrix: FeatureMatrix, parts: Parts, device: torch.device) -> None:
        self.matrix, self.parts, self.device = matrix, parts, device
        self.tables = None if parts.tables is None else [self._moved(t) for t in parts.tables]
        self.keys = None if parts.keys is None else self._moved(parts.keys)

    def _moved(self, array: NDArray[Any]) -> torch.Tensor:
        return torch.from_numpy(numpy.ascontiguousarray(array)).to(self.device)

    def __call__(self, rows: slice | Rows, columns: Sequence[int] | None, count: int) -> list[torch.Tensor]:
        """One matrix for each of the first `count` digits, without zeros at the end."""
        numerators = self.matrix.numerators[rows]
        if columns is not None:
            numerators = numerators[:, columns]
        if numerators.dtype == object:  # beyond 64 bits
            return [self._moved(part) for part in self.parts(numerators, count)]
        values = self._moved(numerators.astype(numpy.int64, copy=False))
        if self.tables is None:
            return self._split(values, count)
        if self.keys is None:
            places = values + self.parts.offset
        else:
            places = torch.searchsorted(self.keys, values.abs()) + len(self.keys) * (values >= 0)
        return [table[places] for table in self.tables[:count]]

    def _split(self, rest: torch.Tensor, count: int) -> list[torch.Tensor]:
        p, found = self.parts.p, list[torch.Tensor]()
        while len(found) < count and (not found or rest.any()):
            digit = centred(rest, p)
            found.append(digit.double())
            rest = torch.div(rest - digit, p, rounding_mode="floor")
        return found


def centred(x: torch.Tensor, p: int) -> torch.Tensor:
    """The centred residues of 64-bit integers."""
    half = (p - 1) // 2
    return torch.remainder(torch.remainder(x, p) + half, p) - half


def blocks(n: int, width: int, bytes_of: int = BLOCK_BYTES) -> Iterator[tuple[int, int]]:
    """Ranges of n rows, each of at most so many bytes at 8 bytes an entry."""
    step = max(1, bytes_of // (8 * max(1, width)))
    return ((at, min(n, at + step)) for at in range(0, n, step))


def eliminate(
    matrix: FeatureMatrix,
    device: str = "cpu",
    most: int | None = None,
    tries: int = 2,
    progress: Progress = quiet,
    checkpoint: Path | None = None,
) -> Elimination:
    """The best of a few primes; the first that gives the full rank (or `most`) ends the search.

    checkpoint: a file written every few minutes, from which a later call goes on; removed at the end.
    Raises `NotFound` (softplus, or no prime), `MemoryShort`, `ValueError` (no such device).
    """
    if matrix.sigma == "softplus":
        raise NotFound("softplus features are no rational functions of an exponential; use an enclosure")
    N, n = matrix.numerators.shape
    full, place = min(N, n) if most is None else most, device_of(device)
    saved = None if checkpoint is None else Checkpoint.of(checkpoint, matrix)
    best: Elimination | None = None
    for p, _ in zip(primes(max(N, n)), range(tries), strict=False):
        k = -(-_BITS // (p.bit_length() - 1))
        parts = DeviceParts(matrix, Parts(matrix, p, k), place)
        found = Elimination(parts, p, k, _factorise(parts, p, full, progress, saved))
        if best is None or found.rank > best.rank:
            best = found
        if found.rank == full:
            break
    if saved is not None:
        saved.remove()
    if best is None:
        raise NotFound("no prime is small enough for a matrix of this size")
    return best


def _factorise(
    parts: DeviceParts, p: int, full: int, progress: Progress, saved: Checkpoint | None
) -> Factorisation:
    N, n = parts.matrix.numerators.shape
    start, last = time.monotonic(), [time.monotonic()]
    state = None if saved is None else saved.read(p, parts.device)
    if state is None:
        A = torch.empty((N, n), dtype=torch.float64, device=parts.device)
        for first, end in blocks(N, n):
            A[first:end] = parts(slice(first, end), None, 1)[0]
        rest = None
    else:
        A, *more = state
        rest = (more[0], more[1], more[2])
        progress(f"going on from column {rest[2]} of {n}")

    def after_panel(factorisation: Factorisation, done: int) -> None:
        if saved is not None:
            saved.write(factorisation, done)
        if time.monotonic() - last[0] > 2:
            last[0] = time.monotonic()
            progress(f"modulo {p}: column {done} of {n}, {last[0] - start:.0f} s")

    return Factorisation(A, p, full, after_panel, rest)


def lift(found: Elimination, b: Sequence[int], progress: Progress = quiet) -> list[int]:
    """x with minor x = b (mod p^k), 0 <= x < p^k (Dixon 1982); the minor is made again by blocks of rows."""
    F, parts, p, k = found.factorisation, found.parts, found.p, found.k
    rest = [torch.from_numpy(d).to(parts.device) for d in digits(b, p, k)]
    columns = None if F.rank == parts.matrix.numerators.shape[1] else F.pivots
    rows, total = F.rows, [0] * len(b)
    for i in range(k):
        progress(f"lifting: digit {i + 1} of {k}")
        x = F.solve(centred(rest[i], p).double()[:, None])
        if i + 1 < k:
            for first, end in blocks(len(rows), F.rank * (k - i)):
                for d, part in enumerate(parts(rows[first:end], columns, k - i)):
                    rest[i + d][first:end] -= (part @ x)[:, 0].long()
            rest[i + 1] += torch.div(rest[i], p, rounding_mode="floor")
        scale = p**i
        total = [t + int(v) * scale for t, v in zip(total, x[:, 0].tolist(), strict=True)]
    return [t % p**k for t in total]


def solve_evidence(body: Mapping[str, Json], found: Elimination, progress: Progress = quiet) -> Json:
    """`{"rows", "columns", "modulus", "solution"}` (and `"root"`) of a claim with the rank found."""
    F, modulus = found.factorisation, found.p**found.k
    order = numpy.argsort(F.rows)
    chosen: dict[str, Json] = {
        "rows": [str(i) for i in F.rows[order].tolist()],
        "columns": [str(c) for c in F.pivots],
        "modulus": str(modulus),
    }
    if found.parts.matrix.sigma is not None:
        chosen["root"] = str(_ROOT)
    b = challenge(dict(body), list(chosen.values()), F.rank, modulus)
    x = lift(found, [b[i] for i in numpy.argsort(order).tolist()], progress)
    return {**chosen, "solution": [str(v) for v in x]}


def certify(
    body: Mapping[str, Json],
    matrix: FeatureMatrix,
    device: str = "cpu",
    progress: Progress = quiet,
    checkpoint: Path | None = None,
) -> tuple[Claim, bytes]:
    """The claim `rank >= r` for the r found, and its certificate.

    body: `layers` and `data` of the claim, whose features are `matrix`.  The null vectors of an upper bound
    are the host's work (`constructions.evidence.feature_rank.certify`).
    """
    found = eliminate(matrix, device, progress=progress, checkpoint=checkpoint)
    claim = Claim("feature-rank", Rationals(), {**body, "relation": ">=", "rank": str(found.rank)})
    return claim, claim.with_evidence({"solve": solve_evidence(claim.body, found, progress)})
