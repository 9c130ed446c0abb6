"""A minor A of a feature matrix is invertible, by a rational R with ||I - R A|| < 1 in the row-sum norm.

If A were singular, A v = 0 with ||v|| = 1 would give v = (I - R A) v, of norm below 1.  The entries of A lie
in intervals [lo, hi] / 2^bits that the kernel computes; with R = S / 2^scale, row i of |I - R A| sums to
at most
2^-(scale + bits) (sum_k |d_ik 2^(scale + bits) - sum_j S_ij lo_jk| + sum_j |S_ij| sum_k (hi - lo)_jk).
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import mul

from checker.codec import Json, as_object, as_tuple
from checker.convolution import Features, Row
from checker.errors import rejected, shorten
from checker.interval import Pair
from checker.limits import spend
from checker.rational import decode_integer
from checker.rules.rank import indices, integers

_LARGEST = 2**12000


def check_enclosure(features: Features, matrix: list[Row], r: int, proof: Json) -> None:
    """`{"rows", "columns", "bits", "scale", "inverse": [[integers]]}`."""
    inverse = read_inverse(proof, r, len(matrix), features.width)
    check_norm([features.enclosures(matrix[i], inverse.bits, inverse.columns) for i in inverse.rows], inverse)


@dataclass(frozen=True)
class Inverse:
    """The evidence: which minor, the precision of its entries, and R = S / 2^scale."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    bits: int
    scale: int
    entries: tuple[tuple[int, ...], ...]


def read_inverse(proof: Json, r: int, height: int, width: int) -> Inverse:
    """That evidence for an r x r minor of a matrix of this size."""
    at = "/evidence/enclosure"
    rows, columns, bits, scale, inverse = as_object(proof, at, "rows", "columns", "bits", "scale", "inverse")
    return Inverse(
        indices(rows, f"{at}/rows", r, height),
        indices(columns, f"{at}/columns", r, width),
        decode_integer(bits, f"{at}/bits", 8, 2**13),
        decode_integer(scale, f"{at}/scale", 0, 2**13),
        as_tuple(lambda v, p: integers(v, p, r, _LARGEST), inverse, f"{at}/inverse", r),
    )


def check_norm(pairs: list[list[Pair]], inverse: Inverse) -> None:
    """||I - R A|| < 1 for every A with entries in these intervals over 2^bits."""
    bits, r = inverse.bits, len(pairs)
    widths = [sum(hi - lo for lo, hi in row) for row in pairs]
    lows = list(zip(*([lo for lo, _ in row] for row in pairs), strict=True))
    one = 1 << (inverse.scale + bits)
    for i, row in enumerate(inverse.entries):
        largest = max(map(abs, row)).bit_length()
        spend(bits + largest, 1 + r * r // 8)
        total = sum(map(mul, map(abs, row), widths))
        total += sum(abs((one if i == k else 0) - sum(map(mul, row, low))) for k, low in enumerate(lows))
        if total >= one:
            found = f"at least {shorten(total * 100 // one)} hundredths"
            at = f"/evidence/enclosure/inverse/{i}"
            raise rejected("E_NORM", at, "a row of |I - R A| with a sum below 1", found)
