r"""The smallest change of a data set that makes Assumption 2.4.1 hold: no two samples share a patch.

The data that violate it form finitely many proper subspaces, so the infimum of the largest change over all
rational perturbations is 0, and it is not attained when the assumption fails (thesis, the remark after it).
On a grid of step 1/q the least largest change is therefore at least 1/q; a perturbation whose changes are
all 0 or +-1/q, after which the assumption holds, attains it.  Here q is twice the denominator of the data, so
that a patch with a changed entry differs from every patch without one.  Samples are taken in order; one that
shares a patch with an earlier one is moved, in few coordinates, chosen among the patches concerned.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from random import Random

import numpy

from constructions.feature_matrix import Integers
from constructions.formats.exact_matrix import ExactMatrix
from constructions.training_data import shared_patch

MOST_PATCHES = 100_000  # of all samples together; more would take seconds
_TRIES, _SEEDS = 40, 8  # for one sample, and for all of them
_SIZES = 4  # multiples of the step that are tried

Patch = tuple[int, ...]


@dataclass(frozen=True)
class Move:
    """Coordinate j of sample i, both from 0, changes by `by`."""

    i: int
    j: int
    by: Fraction


@dataclass(frozen=True)
class Perturbation:
    """Moves after which no two samples share a patch; the largest is the least possible if `smallest`."""

    moves: tuple[Move, ...]
    step: Fraction
    data: ExactMatrix

    @property
    def size(self) -> Fraction:
        """The largest change."""
        return max((abs(move.by) for move in self.moves), default=Fraction(0))

    @property
    def smallest(self) -> bool:
        """Whether no perturbation on the grid of this step has a smaller largest change."""
        return self.size <= self.step

    def document(self) -> dict[str, object]:
        """All moves, from 0, and the grid."""
        moves = [{"sample": m.i, "coordinate": m.j, "by": str(m.by)} for m in self.moves]
        return {"moves": moves, "largest": str(self.size), "grid": str(self.step), "smallest": self.smallest}

    def words(self) -> str:
        """What to move, in one line; samples and coordinates from 1."""
        first, samples = self.moves[0], len({move.i for move in self.moves})
        move = f"move sample {first.i + 1}, coordinate {first.j + 1} by {first.by}"
        rest = f"; {len(self.moves)} moves of {samples} samples in all" if len(self.moves) > 1 else ""
        least = "the smallest" if self.smallest else "not shown to be the smallest"
        return (
            f"to make Assumption 2.4.1 hold, {move}{rest}, the largest by {self.size}: {least} on the grid "
            f"of {self.step} (over all rationals the infimum is 0, not attained)"
        )


def smallest_perturbation(
    X: ExactMatrix, patches: Integers | None = None, seed: int = 0
) -> Perturbation | None:
    """A perturbation after which Assumption 2.4.1 holds, of the least largest change on the grid of 1/(2 D).

    patches: P x l indices of inputs; None for a fully connected layer.  None when none was found with changes
    of at most four steps, or when there are more than `MOST_PATCHES` patches.
    """
    places = numpy.arange(X.width)[None, :] if patches is None else patches
    if len(X) * len(places) > MOST_PATCHES:
        return None
    for size, attempt in product(range(1, _SIZES + 1), range(_SEEDS)):
        rows = _moved(2 * X.numerators.astype(object), places, size, Random(seed + attempt))
        if rows is None:
            continue
        kind = object if X.numerators.dtype == object else numpy.int64
        made = ExactMatrix(numpy.array(rows, dtype=kind), 2 * X.denominator)
        if shared_patch(made, patches) is None:
            changes = made.numerators - 2 * X.numerators
            moves = (
                Move(i, j, Fraction(int(changes[i, j]), made.denominator))
                for i, j in numpy.argwhere(changes).tolist()
            )
            return Perturbation(tuple(moves), Fraction(1, made.denominator), made)
    return None


def _moved(X: Integers, places: Integers, size: int, random: Random) -> list[list[int]] | None:
    """The rows after the moves, in steps of the grid; None when a sample could not be moved."""
    listed = [tuple(place) for place in places.tolist()]
    holding: dict[int, list[int]] = {}
    for p, place in enumerate(listed):
        for j in place:
            holding.setdefault(j, []).append(p)
    seen: set[Patch] = set()
    rows: list[list[int]] = []
    for row in X.tolist():
        found = _apart(row, listed, holding, seen, size, random)
        if found is None:
            return None
        seen.update(tuple(found[j] for j in place) for place in listed)
        rows.append(found)
    return rows


def _apart(
    row: list[int],
    places: list[Patch],
    holding: dict[int, list[int]],
    seen: set[Patch],
    size: int,
    random: Random,
) -> list[int] | None:
    """The row, moved if a patch of it was seen in an earlier sample."""
    first = {p for p, place in enumerate(places) if tuple(row[j] for j in place) in seen}
    for attempt in range(_TRIES):
        moved, shared = list(row), set(first)
        changed: set[int] = set()
        while shared:
            free = [j for j in places[random.choice(sorted(shared))] if j not in changed]
            if not free:
                break
            j = random.choice(free)
            if not attempt:  # at first the coordinate in most of the patches concerned
                j = max(free, key=lambda j: (sum(p in shared for p in holding[j]), random.random()))
            changed.add(j)
            moved[j] = row[j] + random.choice((-1, 1)) * random.randint(1, size)
            for p in holding[j]:
                (shared.add if tuple(moved[i] for i in places[p]) in seen else shared.discard)(p)
        if not shared:
            return moved
    return None
