"""A short detour: one vertex, beside the worst point of a segment, where the class's lead has been raised.

Nguyen (2019), Section 5.3.5, joins two images through an adversarial one: an image moved a little, along a
gradient, until the network takes it for the class wanted.  This is that move, in floating point; whoever
asks for it checks the two segments exactly, and has the lift of Lemma 5.2.2 where they do not do.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from constructions.exact_network import ExactNetwork, PiecewiseLinear, Row, floats

Array = NDArray[np.float64]
_SAMPLES, _STEPS, _TARGETS = 65, 40, 6


def detours(network: ExactNetwork, a: Row, b: Row) -> Iterator[Row]:
    """Inner vertices to try between a and b, the nearest to the segment first; none where floats overflow."""
    try:
        lead = _Lead(network)
        start, end = (floats([x])[0] for x in (a, b))
    except OverflowError:
        return
    points = start + np.linspace(0, 1, _SAMPLES)[:, None] * (end - start)
    margins = np.array([lead(x)[0] for x in points])
    worst, target = points[int(margins.argmin())], min(margins[0], margins[-1])
    for power in range(_TARGETS):
        x = lead.raised(worst, target * 2**power)
        if x is not None:
            yield [fmpq(*t.as_integer_ratio()) for t in x.tolist()]


class _Lead:
    """min_k f_j - f_k in floating point."""

    def __init__(self, network: ExactNetwork) -> None:
        self.layers = [
            (floats(layer.weight.table()), floats([layer.bias])[0], _Pieces(layer.sigma))
            for layer in network.hidden
        ]
        self.scores, self.bias = floats(network.scores.table()).T, floats([network.bias])[0]

    @np.errstate(all="ignore")
    def __call__(self, x: Array) -> tuple[float, Array]:
        """The lead at x, and its gradient there."""
        back = np.eye(len(x))
        for weight, bias, sigma in self.layers:
            pre = weight @ x + bias
            x, slopes = sigma(pre)
            back = slopes[:, None] * (weight @ back)
        leads = self.scores @ x + self.bias
        k = int(leads.argmin())
        return float(leads[k]), self.scores[k] @ back

    @np.errstate(all="ignore")
    def raised(self, x: Array, target: float) -> Array | None:
        """A point near x whose lead is at least `target`, by steps along the gradient; None without one."""
        for _ in range(_STEPS):
            lead, gradient = self(x)
            if lead >= target:
                return x
            x = x + gradient * ((target - lead) * 1.01 / (gradient @ gradient))
            if not np.isfinite(x).all():
                return None
        return None


class _Pieces:
    """A piecewise linear activation in floating point."""

    def __init__(self, sigma: PiecewiseLinear) -> None:
        self.breakpoints = floats([sigma.breakpoints])[0]
        self.shifts, self.slopes = floats(sigma.pieces).T

    def __call__(self, t: Array) -> tuple[Array, Array]:
        """Values and slopes."""
        i = np.searchsorted(self.breakpoints, t)
        return self.shifts[i] + self.slopes[i] * t, self.slopes[i]
