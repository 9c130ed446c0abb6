"""Exact evidence for `feature-rank` from CPU or CUDA: elimination modulo p, then Dixon's lifting by blocks.

The kernel checks it as any other certificate.  On the device lie the N x n residues (8 N n bytes) and one
block of rows.  The features are made there too, block by block (`DeviceFeatures`), or come from the host.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy
import torch

from checker import Json, Rationals
from constructions.certificate import Claim, NotFound
from constructions.evidence.encoded import EncodedClaim
from constructions.feature_matrix import AnyLayer, FeatureMatrix
from constructions.formats.exact_matrix import ExactMatrix
from constructions.modular_elimination import centred_digits, digits
from torch_backend.checkpoint import Checkpoint
from torch_backend.device_features import Columns, HostFeatures, Rows, Source, exact_source
from torch_backend.images import Image, centred, images
from torch_backend.lift import device_of
from torch_backend.memory import by_blocks, plan, short
from torch_backend.modular_rank import Factorisation

Progress = Callable[[str], None]


def quiet(text: str) -> None:
    """No progress."""


@dataclass(frozen=True, eq=False)
class Elimination:
    """Features eliminated modulo p; the modulus of the certificate is p^k."""

    image: Image
    factorisation: Factorisation
    block_bytes: int

    @property
    def rank(self) -> int:
        """A lower bound of the rank (proved only by the certificate)."""
        return self.factorisation.rank


def source_of(features: FeatureMatrix | tuple[Sequence[AnyLayer], ExactMatrix], device: str) -> Source:
    """Features for a device: those of layers and data are made there, where 62 bits hold them."""
    if isinstance(features, FeatureMatrix):
        return HostFeatures(features, device_of(device))
    return exact_source(*features, device)


def eliminate(
    features: FeatureMatrix | Source,
    device: str = "cpu",
    most: int | None = None,
    tries: int = 2,
    progress: Progress = quiet,
    checkpoint: Path | None = None,
    memory: int | None = None,
) -> Elimination:
    """The best of a few images; the first that gives the full rank (or `most`) ends the search.

    checkpoint: a file written every few minutes, from which a later call goes on; removed at the end.
    memory: bytes that may be used on the device.  Raises `NotFound` (softplus, or no prime), `MemoryShort`,
    `ValueError` (no such device).
    """
    source = HostFeatures(features, device_of(device)) if isinstance(features, FeatureMatrix) else features
    if source.sigma == "softplus":
        raise NotFound("softplus features are no rational functions of an exponential; use an enclosure")
    N, n = source.shape
    full, room = min(N, n) if most is None else most, plan(N, n, memory, source.device)
    saved = None if checkpoint is None else Checkpoint.of(checkpoint, source)
    found: Elimination | None = None
    ranks: list[tuple[int, Image]] = []
    for image in images(source, tries, room):
        found = None  # one matrix at a time
        found = Elimination(image, _factorise(image, full, progress, saved, room), room)
        ranks.append((found.rank, image))
        if found.rank == full:
            break
    if found is None:
        raise NotFound("no prime is small enough for a matrix of this size")
    most_found, image = max(ranks, key=lambda pair: pair[0])
    if most_found > found.rank:
        found = None
        found = Elimination(image, _factorise(image, full, progress, saved, room), room)
    if saved is not None:
        saved.remove()
    return found


def _factorise(
    image: Image, full: int, progress: Progress, saved: Checkpoint | None, room: int
) -> Factorisation:
    source, p = image.source, image.p
    N, n = source.shape
    start, last = time.monotonic(), [time.monotonic()]
    state = None if saved is None else saved.read(p, image.root, source.device)
    if state is None:
        A = _matrix(N, n, source.device)

        def fill(first: int, end: int) -> None:
            A[first:end] = image.first(slice(first, end))

        by_blocks(N, source.numbers_per_row, room, fill, source.device)
        rest = None
        progress(f"features of {N} samples in {time.monotonic() - start:.1f} s")
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

    return Factorisation(A, p, full, after_panel, rest, block_bytes=room)


def _matrix(N: int, n: int, device: torch.device) -> torch.Tensor:
    try:
        return torch.empty((N, n), dtype=torch.float64, device=device)
    except RuntimeError as error:
        raise short(error, N, n, device) from error


def lift(found: Elimination, b: Sequence[int], progress: Progress = quiet) -> list[int]:
    """x with minor x = b (mod p^k), 0 <= x < p^k (Dixon 1982); the minor is made again by blocks of rows."""
    F, image = found.factorisation, found.image
    p, k, source = image.p, image.k, image.source
    rest = [torch.from_numpy(d).to(source.device) for d in digits(b, p, k)]
    columns = None if F.rank == source.shape[1] else numpy.array(F.pivots, dtype=numpy.int64)
    rows, total = F.rows, [0] * len(b)
    for i in range(k):
        progress(f"lifting: digit {i + 1} of {k}")
        x = F.solve(centred(rest[i], p)[:, None])
        if i + 1 < k:
            numbers = source.numbers_per_row + F.rank * (k - i)

            def subtract(first: int, end: int, i: int = i, x: torch.Tensor = x) -> None:
                _subtract([r[first:end] for r in rest[i:]], image, rows[first:end], columns, x)

            by_blocks(len(rows), numbers, found.block_bytes, subtract, source.device)
            rest[i + 1] += torch.div(rest[i], p, rounding_mode="floor")
        scale = p**i
        total = [t + int(v) * scale for t, v in zip(total, x[:, 0].tolist(), strict=True)]
    return [t % p**k for t in total]


def _subtract(rest: list[torch.Tensor], image: Image, rows: Rows, columns: Columns, x: torch.Tensor) -> None:
    """rest -= (these rows of the minor) x, digit by digit; only at the end, when memory has sufficed."""
    products = [
        (coefficient, x.sum().long().expand(len(rest[0])) if part is None else (part @ x)[:, 0].long())
        for coefficient, part in image.terms(rows, columns, len(rest))
    ]
    for coefficient, product in products:
        for row, digit in zip(rest, centred_digits(coefficient, image.p, len(rest)), strict=True):
            if digit:
                row.sub_(digit * product)


def solve_evidence(claim: EncodedClaim, found: Elimination, progress: Progress = quiet) -> Json:
    """`{"rows", "columns", "modulus", "solution"}` (and `"root"`) of a claim with the rank found."""
    F, image = found.factorisation, found.image
    modulus = image.p**image.k
    order = numpy.argsort(F.rows)
    chosen: dict[str, Json] = {
        "rows": [str(i) for i in F.rows[order].tolist()],
        "columns": [str(c) for c in F.pivots],
        "modulus": str(modulus),
    }
    if image.source.sigma not in (None, "softsign"):
        chosen["root"] = str(image.root)
    b = claim.challenge(chosen.values(), F.rank, modulus)
    x = lift(found, [b[i] for i in numpy.argsort(order).tolist()], progress)
    return {**chosen, "solution": [str(v) for v in x]}


def certify(
    body: Mapping[str, Json],
    features: FeatureMatrix | tuple[Sequence[AnyLayer], ExactMatrix],
    device: str = "cpu",
    progress: Progress = quiet,
    checkpoint: Path | None = None,
    memory: int | None = None,
) -> tuple[Claim, bytes]:
    """The claim `rank >= r` for the r found, and its certificate.

    body: `layers` and `data` of the claim.  features: the layers and the data themselves, or a matrix made of
    them.  memory: bytes that may be used on the device.  The null vectors of an upper bound are the host's
    work (`constructions.evidence.feature_rank.certify`).
    """
    found = eliminate(
        source_of(features, device), device, progress=progress, checkpoint=checkpoint, memory=memory
    )
    claim = Claim("feature-rank", Rationals(), {**body, "relation": ">=", "rank": str(found.rank)})
    progress("encoding the claim")
    encoded = EncodedClaim(claim)
    return claim, encoded.with_evidence({"solve": solve_evidence(encoded, found, progress)})
