"""An approximate inverse in float64 as evidence that a matrix is invertible; the kernel judges it."""

from __future__ import annotations

from math import ceil, log2

import numpy
from numpy.typing import NDArray

from checker import Json

_NORM = 0.25  # what floats may leave of ||I - R A||; the kernel needs less than 1
_SPARE = 12  # binary digits


def float_inverse(A: NDArray[numpy.float64], growth: int = 0) -> dict[str, Json] | None:
    """`bits`, `scale` and `inverse` for the kernel's norm; None when float64 is too coarse for this matrix.

    A: the r x r minor, in float64.  growth: binary digits that enclosures lose on the way to its entries.
    """
    r = len(A)
    try:
        R = numpy.linalg.inv(A)
    except numpy.linalg.LinAlgError:
        return None
    if not numpy.isfinite(R).all():
        return None
    R = R + R @ (numpy.eye(r) - A @ R)  # one step of Newton's iteration
    norm = float(numpy.abs(numpy.eye(r) - R @ A).sum(axis=1).max())
    size, rows = float(numpy.abs(A).max()), float(numpy.abs(R).sum(axis=1).max())
    rounding = rows * size * r * 2.0**-48  # of the entries of A themselves
    if not norm + rounding < _NORM:
        return None
    scale = max(0, ceil(log2(max(size, 1.0) * r))) + _SPARE
    bits = max(8, ceil(log2(max(rows, 1.0) * r))) + _SPARE + growth
    inverse: Json = [[str(int(numpy.rint(x))) for x in row] for row in R * 2.0**scale]
    return {"bits": str(bits), "scale": str(scale), "inverse": inverse}
