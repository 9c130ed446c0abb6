"""Assumption 2.4.1 on a data set: no two different samples share a patch; decided exactly.

Thesis, Section 2.4.1: x_i^p != x_j^q for all patches p, q and samples i != j.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy

from constructions.feature_matrix import Integers
from constructions.formats.exact_matrix import ExactMatrix


@dataclass(frozen=True)
class SharedPatch:
    """x_i^p = x_j^q with i != j, all from 0; `samples` of the N samples share a patch with another one."""

    i: int
    p: int
    j: int
    q: int
    samples: int


def shared_patch(X: ExactMatrix, patches: Integers | None = None) -> SharedPatch | None:
    """A violation of Assumption 2.4.1, or None when it holds; without patches, two equal samples.

    patches: P x l indices of inputs, in the order in which filters meet them.
    """
    values = X.numerators
    windows = values[:, None, :] if patches is None else values[:, patches]
    N, P, l = windows.shape
    if windows.dtype == object:
        table: dict[object, int] = {}
        labels = numpy.array([table.setdefault(tuple(w), len(table)) for w in windows.reshape(N * P, l)])
    else:
        flat = numpy.ascontiguousarray(windows.reshape(N * P, l))
        rows = flat.view([("", flat.dtype)] * l).ravel()
        labels = numpy.unique(rows, return_inverse=True)[1].ravel()
    sample = numpy.repeat(numpy.arange(N), P)
    first = numpy.full(int(labels.max()) + 1, N)
    last = numpy.full(int(labels.max()) + 1, -1)
    numpy.minimum.at(first, labels, sample)
    numpy.maximum.at(last, labels, sample)
    shared = (first < last)[labels]
    if not shared.any():
        return None
    label = labels[int(numpy.argmax(shared))]
    places = numpy.flatnonzero(labels == label)
    one = int(places[0])
    other = int(next(k for k in places.tolist() if k // P != one // P))
    return SharedPatch(one // P, one % P, other // P, other % P, len(numpy.unique(sample[shared])))
