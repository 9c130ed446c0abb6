"""Psi, the outputs of the skip units of a directed acyclic network on a data set: its rank, and |Psi V - Y|.

Unit j computes f_j(x) = sigma_j(b_j + sum_k f_k(x) u_kj) over the nodes k that it names: inputs, 0 to d - 1,
and units before it, d, d + 1, ..., so that the graph has no cycle.  The skip units are the columns of Psi.
Every value lies in an interval [lo, hi] / 2^bits: sums are rounded outwards, and 0 <= sigma' <= 1, so that
sigma of the interval lies between sigma(lo) and sigma(lo) + hi - lo.  A minor is invertible by the norm of
`checker.rules.enclosure`.  Shared weights are equal ones: which weights must be equal matters to theorems on
almost all parameters, not to one network.  Source: thesis, Section 4.2.
For `fit` Psi may be F_k of `layers`, as in `feature-rank`, and with V = S / D an entry of |Psi V - Y| is at
most 2^-bits / D (|sum_j lo_ij S_jk - 2^bits D y_ik| + max_j (hi - lo)_ij sum_j |S_jk|).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from operator import mul

from checker.codec import Json, as_list, as_object, as_string
from checker.convolution import TRANSCENDENTAL
from checker.errors import malformed, rejected
from checker.field import Rationals
from checker.interval import Pair, activation
from checker.limits import spend
from checker.notation import Reader
from checker.rational import decode_integer, decode_rational
from checker.rules.enclosure import check_norm, read_inverse
from checker.rules.feature_rank import integer_matrix, read_feature_matrix
from checker.rules.rank import indices
from checker.segment import common_denominator

IDENTITY = "identity"
_READ = Reader(Rationals())
Rows = tuple[int, int, Callable[[int, int], list[Pair]]]  # of Psi: N, M, and row i over 2^bits


@dataclass(frozen=True)
class Unit:
    """sigma(b + sum of w f_k over the nodes k of `sources`), with b and w over one denominator."""

    sigma: str | None  # None: the identity
    denominator: int
    bias: int
    sources: tuple[int, ...]
    weight: tuple[int, ...]

    def __call__(self, values: list[Pair], bits: int) -> Pair:
        """An interval over 2^bits that holds the output, from intervals that hold the nodes."""
        pairs = [values[k][:: 1 if w >= 0 else -1] for k, w in zip(self.sources, self.weight, strict=True)]
        lows, highs = zip(*pairs, strict=True)
        largest = max(map(abs, (*lows, *highs, *self.weight, self.bias)))
        spend(bits + largest.bit_length(), 1 + len(pairs) // 4)
        low, high = ((self.bias << bits) + sum(map(mul, self.weight, ends)) for ends in (lows, highs))
        ends = low // self.denominator, -(-high // self.denominator)
        lower, upper = activation(self.sigma, Fraction(ends[0], 1 << bits), bits)
        return lower, upper + ends[1] - ends[0]


def skip_rank(read: Reader, claim: Json, evidence: Json) -> None:
    """`skip-rank`: the rank of Psi, N x M, is at least `rank`; evidence `enclosure`."""
    units, skip, data, rank_ = as_object(claim, "/claim", "units", "skip", "data", "rank")
    height, width, row = _psi(units, skip, data)
    r = decode_integer(rank_, "/claim/rank", 1, min(height, width) + 1, "E_RANK")
    (proof,) = as_object(evidence, "/evidence", "enclosure")
    inverse = read_inverse(proof, r, height, width)
    rows = (row(i, inverse.bits) for i in inverse.rows)
    check_norm([[values[c] for c in inverse.columns] for values in rows], inverse)


def fit(read: Reader, claim: Json, evidence: Json) -> None:
    """`fit`: the entries of |Psi V - Y| are at most `error`, V = `weight`, Y = `targets`; evidence `bits`."""
    graph = isinstance(claim, dict) and "units" in claim
    names = ("units", "skip") if graph else ("layers",)
    *of, data, V, Y, limit = as_object(claim, "/claim", *names, "data", "weight", "targets", "error")
    bits = decode_integer(as_object(evidence, "/evidence", "bits")[0], "/evidence/bits", 8, 2**13)
    error = decode_rational(limit, "/claim/error")
    height, width, psi = _psi(of[0], of[1], data) if graph else _features(read, of[0], data)
    D, weight = integer_matrix(V, "/claim/weight", width)
    below, targets = integer_matrix(Y, "/claim/targets", height, len(weight[0]))
    columns = [(column, sum(map(abs, column))) for column in zip(*weight, strict=True)]
    for i, row in enumerate(targets):
        lows, highs = zip(*psi(i, bits), strict=True)
        wide, most = max(hi - lo for lo, hi in zip(lows, highs, strict=True)), max(map(abs, lows))
        for k, (column, size) in enumerate(columns):
            spend(most.bit_length() + size.bit_length(), 1 + width // 8)
            off = abs(sum(map(mul, lows, column)) * below - (D * row[k] << bits)) + wide * size * below
            if off > error * (D * below << bits):
                about = f"about 2^{off.bit_length() - (D * below << bits).bit_length()}"
                raise rejected("E_FIT", f"/claim/targets/rows/{i}/{k}", f"an error of at most {error}", about)


def _features(read: Reader, layers: Json, data: Json) -> Rows:
    features, matrix = read_feature_matrix(read, layers, data)

    @lru_cache(2**18)
    def entry(m: int, bits: int) -> Pair:
        return activation(features.sigma, Fraction(m, features.denominator), bits)

    return len(matrix), features.width, lambda i, bits: [entry(m, bits) for m in matrix[i]]


def _psi(units_: Json, skip_: Json, data: Json) -> Rows:
    denominator, rows = integer_matrix(data, "/claim/data")
    d = len(rows[0])
    units = [_unit(v, f"/claim/units/{j}", d + j) for j, v in enumerate(as_list(units_, "/claim/units"))]
    width = len(as_list(skip_, "/claim/skip", least=1))
    skip = indices(skip_, "/claim/skip", width, d + len(units))
    if skip[0] < d:
        raise malformed("E_SKIP", "/claim/skip/0", f"units, from {d}", skip[0])

    def row(i: int, bits: int) -> list[Pair]:
        values = [activation(None, Fraction(x, denominator), bits) for x in rows[i]]
        for unit in units:
            values.append(unit(values, bits))
        return [values[p] for p in skip]

    return len(rows), width, row


def _unit(value: Json, at: str, before: int) -> Unit:
    """A unit that may read the nodes 0, ..., before - 1, and reads at least one."""
    sigma_, bias, sources_, weight = as_object(value, at, "activation", "bias", "from", "weight")
    (name,) = as_object(sigma_, f"{at}/activation", "name")
    sigma = as_string(name, f"{at}/activation/name")
    if sigma not in (*TRANSCENDENTAL, IDENTITY):
        raise malformed("E_ACTIVATION", f"{at}/activation", ", ".join((*TRANSCENDENTAL, IDENTITY)), sigma)
    count = len(as_list(sources_, f"{at}/from", least=1))
    sources = indices(sources_, f"{at}/from", count, before)
    numbers = (_READ.number(bias, f"{at}/bias"), *_READ.vector(weight, f"{at}/weight", count))
    clear = common_denominator(x.denominator for x in numbers)
    spend(clear.bit_length(), len(numbers))
    b, *w = (int(x * clear) for x in numbers)
    return Unit(None if sigma == IDENTITY else sigma, clear, b, sources, tuple(w))
