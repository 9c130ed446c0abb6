"""Theorems 5.2.3 and 5.2.4, constructively: two inputs of one decision region, joined within it.

Let the network be pyramidal with hidden weight matrices of full rank and monotone activations, onto R but
for the last hidden layer's, and let m be the smaller margin of the two inputs a, b in C_j.  The segment
from f_{L-1}(a) to f_{L-1}(b) lies in the convex set V_j, with margin >= m, since a minimum of affine
functions is concave; lifted through the layers (`constructions.pull_back`) it is a polyline from a to b
with margin >= m.  Source: Nguyen (2019), proof of Theorem 5.2.3, which shows that a path exists.

What is returned is simpler.  The lift starts at the first layer k in whose space the straight segment is
good enough (k = 0: the segment from a to b); and at each layer vertices are left out and rounded.  Each
layer may spend an equal share of the part of m that is given away.  Floating point proposes; whether a
segment is good enough is decided exactly, and where a proposal is not, the exact lift is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from flint import fmpq

from checker import Field, Json, Network, Rationals, encode_network
from checker.network import Vector
from constructions.certificate import Claim
from constructions.connectivity import ConnectError, DifferentRegions, require_hypotheses
from constructions.exact_network import ExactNetwork, Row, fast, slow
from constructions.pull_back import Unsolved, lift, through_affine
from constructions.shorten import shorten

KEEP = Fraction(1, 2)  # of the smaller margin of the ends, what the path keeps


@dataclass(frozen=True)
class Polyline:
    """Inputs joined by segments along which f_j - f_k >= margin > 0 for every k != j.

    `smallest` is the exact minimum (1 for a network of one class, whose region is the whole space), and
    `depth` the number of layers through which the path was lifted: 0 for a straight segment.
    """

    vertices: tuple[Vector, ...]
    smallest: Fraction
    depth: int

    @property
    def margin(self) -> Fraction:
        """The smallest margin rounded down to eight binary digits."""
        return rounded_down(self.smallest)

    @property
    def bits(self) -> int:
        """The most bits of a numerator or denominator of an inner vertex."""
        parts = [n for row in self.vertices[1:-1] for x in row for n in (x.numerator, x.denominator)]
        return max((n.bit_length() for n in parts), default=0)

    def claim(self, network: Network, field: Field, j: int) -> Claim:
        """The claim `polyline-in-region` that the kernel decides; its evidence is empty."""
        vertices: list[Json] = [[field.encode(x) for x in row] for row in self.vertices]
        body: dict[str, Json] = {
            "network": encode_network(network, field),
            "class": str(j),
            "vertices": vertices,
            "margin": field.encode(self.margin),
        }
        return Claim("polyline-in-region", field, body)


def connect(
    network: Network, field: Field, j: int, a: Vector, b: Vector, keep: Fraction = KEEP
) -> Polyline:
    """A polyline from a to b in C_j (class from 0) with margin >= keep * min(margin(a), margin(b)).

    `HypothesisFails` if the theorem does not apply, `DifferentRegions` if a or b is not in C_j, and
    `ConnectError` for numbers outside Q, points of another dimension, and keep outside [0, 1).
    """
    if not isinstance(field, Rationals):
        raise ConnectError("paths are built for networks and points with rational numbers only")
    for name, x in (("A", a), ("B", b)):
        if len(x) != network.input_dim:
            raise ConnectError(f"{name} has {len(x)} coordinates, and the network {network.input_dim} inputs")
    if not 0 <= keep < 1 or not 0 <= j < network.widths[-1]:
        raise ConnectError(f"expected 0 <= keep < 1 and a class of the network, found {keep} and {j}")
    require_hypotheses(network)
    require_region(network, j, a, b)
    if network.widths[-1] == 1 or a == b:
        margin = network.margin(a, j)
        return Polyline((a,) if a == b else (a, b), Fraction(1) if margin is None else margin, 0)
    return _Search(network, j, a, b, fast(keep)).run()


def require_region(network: Network, j: int, a: Vector, b: Vector) -> None:
    """Return if a and b lie in C_j; else `DifferentRegions`, which names the classes from 1."""
    for name, x in (("A", a), ("B", b)):
        if not network.contains(x, j):
            where = describe_region(network, x)
            raise DifferentRegions(f"{name} is not in the region of class {j + 1}: it lies in {where}")


def region_of(network: Network, x: Vector) -> int | None:
    """The class (from 0) in whose decision region x lies; None where two classes share the maximum."""
    y = network(x)
    best = [k for k, value in enumerate(y) if value == max(y)]
    return best[0] if len(best) == 1 else None


def describe_region(network: Network, x: Vector) -> str:
    """Where x lies, in words; classes from 1."""
    j, y = region_of(network, x), network(x)
    if j is not None:
        return f"the region of class {j + 1}"
    tied = " and ".join(str(k + 1) for k, value in enumerate(y) if value == max(y))
    return f"no region, as classes {tied} tie"


def rounded_down(x: Fraction, digits: int = 8) -> Fraction:
    """The largest multiple of a power of 2 below x > 0 that has about `digits` binary digits.

    >>> rounded_down(Fraction(1, 3))
    Fraction(85, 256)
    """
    shift = digits - x.numerator.bit_length() + x.denominator.bit_length()
    unit = Fraction(1, 2**shift) if shift >= 0 else Fraction(2**-shift)
    return (x // unit) * unit


class _Search:
    """The search for one path: the features of both ends, and the margin that each layer must keep."""

    def __init__(self, network: Network, j: int, a: Vector, b: Vector, keep: fmpq) -> None:
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
        path = list(segments[depth])
        for k in reversed(range(depth)):
            path = shorten(self._lifted(k, path), partial(self._sees, k))
        vertices = tuple(tuple(slow(x) for x in row) for row in path)
        return Polyline(vertices, slow(self.network.margin(path)), depth)

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
