"""The rank of Psi, the outputs of the skip units of a directed acyclic network on a data set, from below.

Unit j computes f_j(x) = sigma_j(b_j + sum_k f_k(x) u_kj) over the nodes k that it names: inputs, 0 to d - 1,
and units before it, d, d + 1, ..., so that the graph has no cycle.  The skip units are the columns of Psi.
Every value lies in an interval [lo, hi] / 2^bits: sums are rounded outwards, and sigma is increasing, so that
sigma of the interval lies between the enclosures at lo and at hi.  A minor is invertible by the norm of
`checker.rules.enclosure`.  Shared weights are equal ones: which weights must be equal matters to theorems on
almost all parameters, not to one network.  Source: thesis, Section 4.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from checker.codec import Json, as_list, as_object, as_string
from checker.convolution import TRANSCENDENTAL
from checker.errors import malformed
from checker.field import Rationals
from checker.interval import Pair, activation
from checker.limits import spend
from checker.network import Vector
from checker.notation import Reader
from checker.polynomial import size
from checker.rational import decode_integer
from checker.rules.enclosure import check_norm, read_inverse
from checker.rules.feature_rank import integer_matrix
from checker.rules.rank import indices

IDENTITY = "identity"
_READ = Reader(Rationals())


@dataclass(frozen=True)
class Unit:
    """sigma(b + sum of w f_k over the nodes k of `sources`)."""

    sigma: str
    bias: Fraction
    sources: tuple[int, ...]
    weight: Vector

    def __call__(self, values: list[Pair], bits: int) -> Pair:
        """An interval over 2^bits that holds the output, from intervals that hold the nodes."""
        low = high = self.bias * (1 << bits)
        for k, w in zip(self.sources, self.weight, strict=True):
            lo, hi = values[k] if w >= 0 else values[k][::-1]
            spend(max(lo.bit_length(), hi.bit_length()) + size(w) + size(low), 2)
            low, high = low + w * lo, high + w * hi
        ends = int(low // 1), -int(-high // 1)
        if self.sigma == IDENTITY:
            return ends
        lower, upper = (activation(self.sigma, Fraction(end, 1 << bits), bits) for end in ends)
        return lower[0], upper[1]


def skip_rank(read: Reader, claim: Json, evidence: Json) -> None:
    """`skip-rank`: the rank of Psi, N x M, is at least `rank`; evidence `enclosure`."""
    units_, skip_, data, rank_ = as_object(claim, "/claim", "units", "skip", "data", "rank")
    denominator, rows = integer_matrix(data, "/claim/data")
    d = len(rows[0])
    units = [_unit(v, f"/claim/units/{j}", d + j) for j, v in enumerate(as_list(units_, "/claim/units"))]
    width = len(as_list(skip_, "/claim/skip", least=1))
    skip = indices(skip_, "/claim/skip", width, d + len(units))
    if skip[0] < d:
        raise malformed("E_SKIP", "/claim/skip/0", f"units, from {d}", skip[0])
    r = decode_integer(rank_, "/claim/rank", 1, min(len(rows), width) + 1, "E_RANK")
    (proof,) = as_object(evidence, "/evidence", "enclosure")
    inverse = read_inverse(proof, r, len(rows), width)
    pairs = []
    for i in inverse.rows:
        values = [_input(x, denominator, inverse.bits) for x in rows[i]]
        for unit in units:
            values.append(unit(values, inverse.bits))
        pairs.append([values[skip[c]] for c in inverse.columns])
    check_norm(pairs, inverse)


def _unit(value: Json, at: str, before: int) -> Unit:
    """A unit that may read the nodes 0, ..., before - 1, and reads at least one."""
    sigma_, bias, sources_, weight = as_object(value, at, "activation", "bias", "from", "weight")
    (name,) = as_object(sigma_, f"{at}/activation", "name")
    sigma = as_string(name, f"{at}/activation/name")
    if sigma not in (*TRANSCENDENTAL, IDENTITY):
        raise malformed("E_ACTIVATION", f"{at}/activation", ", ".join((*TRANSCENDENTAL, IDENTITY)), sigma)
    count = len(as_list(sources_, f"{at}/from", least=1))
    sources = indices(sources_, f"{at}/from", count, before)
    return Unit(sigma, _READ.number(bias, f"{at}/bias"), sources, _READ.vector(weight, f"{at}/weight", count))


def _input(x: int, denominator: int, bits: int) -> Pair:
    scaled = x << bits
    spend(x.bit_length() + bits)
    return scaled // denominator, -(-scaled // denominator)
