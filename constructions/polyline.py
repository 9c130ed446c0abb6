"""Polylines of inputs within a decision region, and the claims that the kernel decides about them.

Nguyen (2019), Definition 5.2.1: C_j is the set of inputs x with f_j(x) > f_k(x) for every k != j.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from checker import Field, Json, Network, encode_network
from checker.network import Vector
from constructions.certificate import Claim


@dataclass(frozen=True)
class Polyline:
    """Inputs joined by segments along which f_j - f_k >= margin > 0 for every k != j.

    `smallest` is the exact minimum (1 for a network of one class, whose region is the whole space), and
    `depth` the number of layers through which it was lifted: 0 for a segment or a detour.
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
        body = _body(network, field, j, self.vertices)
        return Claim("polyline-in-region", field, {**body, "margin": field.encode(self.margin)})


def leaving_certificate(network: Network, field: Field, j: int, a: Vector, b: Vector) -> bytes:
    """A certificate that the segment from a to b is not in C_j, for a point b outside C_j."""
    claim = Claim("polyline-leaves-region", field, _body(network, field, j, (a, b)))
    return claim.with_evidence({"segment": "0", "t": "1"})


def _body(network: Network, field: Field, j: int, vertices: Sequence[Vector]) -> dict[str, Json]:
    """What both claims say."""
    rows: list[Json] = [[field.encode(x) for x in row] for row in vertices]
    return {"network": encode_network(network, field), "class": str(j), "vertices": rows}


def rounded_down(x: Fraction, digits: int = 8) -> Fraction:
    """The largest multiple of a power of 2 below x > 0 that has about `digits` binary digits.

    >>> rounded_down(Fraction(1, 3))
    Fraction(85, 256)
    """
    shift = digits - x.numerator.bit_length() + x.denominator.bit_length()
    unit = Fraction(1, 2**shift) if shift >= 0 else Fraction(2**-shift)
    return (x // unit) * unit
