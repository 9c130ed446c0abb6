"""Theorems 5.2.3 and 5.2.4, constructively: two inputs of one decision region, joined within it.

Let the network be pyramidal with hidden weight matrices of full rank and monotone activations, onto R but
for the last hidden layer's, and let m be the smaller margin of the two inputs a, b in C_j.  The segment
from f_{L-1}(a) to f_{L-1}(b) lies in the convex set V_j, with margin >= m, since a minimum of affine
functions is concave; lifted through the layers (`constructions.pull_back`) it is a polyline from a to b
with margin >= m.  Source: Nguyen (2019), proof of Theorem 5.2.3, which shows that a path exists.

What is returned is simpler: the segment from a to b if it is good enough, else a detour through one vertex
(`constructions.detour`), else the lift of the segment in the space of the first layer in which that is
good enough.  At each layer of the lift vertices are left out, drawn in and rounded.  Each
layer may spend an equal share of the part of m that is given away.  Floating point proposes; whether a
segment is good enough is decided exactly, and where a proposal is not, the exact lift is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial

from flint import fmpq

from checker import Field, Network, Rationals
from checker.network import Vector
from constructions.connectivity import ConnectError, require_hypotheses, require_region
from constructions.detour import detours
from constructions.exact_network import ExactNetwork, Row, fast, slow
from constructions.polyline import Polyline
from constructions.pull_back import Unsolved, lift, through_affine
from constructions.shorten import shorten

KEEP = Fraction(1, 2)  # of the smaller margin of the ends, what the path keeps


def connect(
    network: Network, field: Field, j: int, a: Vector, b: Vector, keep: Fraction = KEEP, detour: bool = True
) -> Polyline:
    """A polyline from a to b in C_j (class from 0) with margin >= keep * min(margin(a), margin(b)).

    detour: whether a path that the theorem has no part in may be tried first.
    `HypothesisFails` if the theorem does not apply, `DifferentRegions` if a or b is not in C_j, and
    `ConnectError` for numbers outside Q, points of another dimension, and keep outside (0, 1).
    """
    if not isinstance(field, Rationals):
        raise ConnectError("paths are built for networks and points with rational numbers only")
    for name, x in (("A", a), ("B", b)):
        if len(x) != network.input_dim:
            raise ConnectError(f"{name} has {len(x)} coordinates, and the network {network.input_dim} inputs")
    if not 0 < keep < 1 or not 0 <= j < network.widths[-1]:
        raise ConnectError(f"expected 0 < keep < 1 and a class of the network, found {keep} and {j}")
    require_hypotheses(network)
    require_region(network, j, a, b)
    if network.widths[-1] == 1 or a == b:
        margin = network.margin(a, j)
        return Polyline((a,) if a == b else (a, b), Fraction(1) if margin is None else margin, 0)
    return _Search(network, j, a, b, fast(keep), detour).run()


class _Search:
    """The search for one path: the features of both ends, and the margin that each layer must keep."""

    def __init__(self, network: Network, j: int, a: Vector, b: Vector, keep: fmpq, detour: bool) -> None:
        self.try_detour = detour
        self.network = ExactNetwork(network, j)
        self.starts, self.ends = (self.network.features([fast(t) for t in x]) for x in (a, b))
        smaller = min(self.network.margin([x]) for x in (self.starts[0], self.ends[0]))
        depth = len(self.network.hidden)
        shares = [fmpq(depth + 1 - k, depth + 1) for k in range(depth + 1)]
        self.floors = [smaller * (1 - (1 - keep) * share) for share in shares]

    def inside(self, k: int, path: Sequence[Row]) -> bool:
        """Whether the polyline in f_k's space keeps the margin asked for there."""
        return bool(self.network.margin(path, k) >= self.floors[k])

    def run(self) -> Polyline:
        """The path; the straight segment is good enough in the last space, if not before."""
        segments = list(zip(self.starts, self.ends, strict=True))
        depth = next(k for k, ends in enumerate(segments) if self.inside(k, ends))
        path, detour = list(segments[depth]), self._detour() if depth and self.try_detour else None
        if detour is not None:
            path, depth = shorten(detour, partial(self._sees, 0)), 0
        for k in reversed(range(depth)):
            path = shorten(self._lifted(k, path), partial(self._sees, k))
        vertices = tuple(tuple(slow(x) for x in row) for row in path)
        return Polyline(vertices, slow(self.network.margin(path)), depth)

    def _detour(self) -> list[Row] | None:
        """From a to b through one vertex, or None."""
        a, b = self.starts[0], self.ends[0]
        for x in detours(self.network, a, b):
            if self.inside(0, [a, x, b]):
                return [a, x, b]
        return None

    def _sees(self, k: int, p: Row, q: Row) -> bool:
        return self.inside(k, (p, q))

    def _lifted(self, k: int, path: Sequence[Row]) -> list[Row]:
        """A polyline in f_k's space over `path`, one in that of f_{k+1}."""
        layer, start, end = self.network.hidden[k], self.starts[k], self.ends[k]
        first, last = (layer.affine_point(x) for x in (start, end))
        pre = lift(layer.sigma, path, first, last)
        try:
            proposed = through_affine(layer, pre, start, end, exact=False)
            if self.inside(k, proposed):
                return proposed
        except Unsolved:
            pass
        return through_affine(layer, pre, start, end, exact=True)
