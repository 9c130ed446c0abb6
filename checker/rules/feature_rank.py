"""The rank of F_k, the features of a data set: at least r by a random solve, at most r by null vectors.

Random solve.  A ring homomorphism sends the entries of the minor A to Z/M (any M).  b is expanded
by SHA-256 from the claim, the minor, M and the homomorphism; the evidence is x with A x = b (mod M).  If
det A = 0, then prod d_i = 0 (mod M) for the Smith form of the image, whose cokernel has prod gcd(d_i, M) >= M
elements: of the vectors b at most one in M has a solution.  So a singular A passes with probability <= 1/M.

Piecewise linear features are integers over one denominator, which changes no rank.  For sigmoid, tanh and ELU
of z = m/D with integers m the entries are functions in Z[t, 1/t, 1/(1 + t^m), ...] at t = e^(1/D), which
is transcendental (Hermite), so what vanishes there vanishes in the ring; t -> g is a homomorphism to Z/M
when g and the denominators are units; softsign is m / (D + |m|) and needs no g.  Above such a layer only an
enclosure bounds the rank from below.  Proof: docs/proofs/random-solve.md.
"""

from __future__ import annotations

from fractions import Fraction
from hashlib import sha256
from operator import mul

from checker.codec import Json, as_list, as_object, as_string, as_tuple, canonical_bytes
from checker.convolution import Features, Row, read_features
from checker.errors import malformed, rejected, shorten
from checker.grounds import Grounds
from checker.limits import spend
from checker.notation import Reader
from checker.rational import decode_integer
from checker.rules.enclosure import check_enclosure
from checker.rules.rank import indices, integers

_HERMITE = ("Hermite (1873): e is transcendental",)
_LOW, _HIGH = 2**128, 2**192  # of the modulus; a hash has 256 bits, so that its bias is below 2^-64
_ERROR = "2^-127"  # for each certificate tried, with SHA-256 as a random function
_RATIONAL = (None, "softsign")
_KEPT = 2**18  # residues remembered
_LARGEST = 2**16384


def feature_rank(read: Reader, claim: Json, evidence: Json) -> Grounds:
    """`feature-rank`: the rank of F_k is =, >= or <= `rank`; evidence `solve` (or `enclosure`) and `null`."""
    layers, data, relation, rank_ = as_object(claim, "/claim", "layers", "data", "relation", "rank")
    below = "enclosure" if isinstance(evidence, dict) and "enclosure" in evidence else "solve"
    features, matrix = read_feature_matrix(read, layers, data, precision(evidence))
    if relation not in ("=", ">=", "<="):
        raise malformed("E_RELATION", "/claim/relation", "=, >=, <=", relation)
    r = decode_integer(rank_, "/claim/rank", 0, min(len(matrix), features.width) + 1, "E_RANK")
    keys = [key for key, needed in ((below, ">="), ("null", "<=")) if relation in ("=", needed)]
    proofs = dict(zip(keys, as_object(evidence, "/evidence", *keys), strict=True))
    if "null" in proofs:
        lines = _names(matrix, features.width) if features.above else matrix
        _check_null(lines, r, proofs["null"], features.sigma is not None)
    if "enclosure" in proofs:
        check_enclosure(features, matrix, r, proofs["enclosure"])
    if "solve" not in proofs:
        return Grounds()
    _check_solve(claim, features, matrix, r, proofs["solve"])
    return Grounds(_ERROR, _HERMITE if features.sigma not in _RATIONAL else ())


def feature_value(read: Reader, claim: Json, evidence: Json) -> None:
    """`feature-value`: the outputs of the last layer on the data are `values`.  No evidence."""
    layers, data, values = as_object(claim, "/claim", "layers", "data", "values")
    as_object(evidence, "/evidence")
    features, matrix = read_feature_matrix(read, layers, data)
    if features.sigma is not None:
        raise malformed("E_ACTIVATION", "/claim/layers", "piecewise linear activations", features.sigma)
    bottom, targets = integer_matrix(values, "/claim/values", len(matrix), features.width)
    for i, (row, target) in enumerate(zip(matrix, targets, strict=True)):
        for k, (found, y) in enumerate(zip(row, target, strict=True)):
            if found * bottom != y * features.denominator:
                true = Fraction(found, features.denominator)
                raise rejected("E_VALUE", f"/claim/values/rows/{i}/{k}", shorten(true), Fraction(y, bottom))


def read_feature_matrix(
    read: Reader, layers: Json, data: Json, bits: int | None = None
) -> tuple[Features, list[Row]]:
    """The feature map, and its numerators on `{"denominator", "rows"}`, an integer matrix over a number."""
    denominator, rows = integer_matrix(data, "/claim/data")
    features = read_features(read, layers, "/claim/layers", len(rows[0]), denominator, bits)
    matrix: list[Row] = []
    for row in rows:
        matrix.append(features(list(row)))
        largest = max(map(abs, matrix[-1]))
        spend(0, len(matrix[-1]) * (1 + largest.bit_length() // 256))  # they are kept
    return features, matrix


def precision(evidence: Json) -> int | None:
    """The `bits` of an enclosure (any will do without one); None for a solve, which needs exact features."""
    if not isinstance(evidence, dict) or "solve" in evidence:
        return None
    proof = evidence.get("enclosure")
    if not isinstance(proof, dict) or "bits" not in proof:
        return 8
    return decode_integer(proof["bits"], "/evidence/enclosure/bits", 8, 2**13)


def _names(matrix: list[Row], width: int) -> list[Row]:
    """A number for each entry of F_k: the same in one column where the rows below are the same."""
    known: dict[tuple[int, ...], int] = {}
    places = [known.setdefault(tuple(row), len(known)) * width for row in matrix]
    spend(0, len(places) * width)
    return [[place + c for c in range(width)] for place in places]


def integer_matrix(
    value: Json, at: str, length: int | None = None, width: int | None = None
) -> tuple[int, tuple[tuple[int, ...], ...]]:
    """`{"denominator", "rows"}`, at least 1 x 1."""
    denominator_, rows_ = as_object(value, at, "denominator", "rows")
    denominator = decode_integer(denominator_, f"{at}/denominator", 1, 2**64)
    if width is None:
        width = len(as_list(as_list(rows_, f"{at}/rows", least=1)[0], f"{at}/rows/0", least=1))
    return denominator, as_tuple(lambda v, p: integers(v, p, width, _LARGEST), rows_, f"{at}/rows", length)


class Residues(dict[int, int]):
    """The residue of sigma(m / D) for a numerator m, under e^(1/D) -> g; computed once for each m."""

    def __init__(self, sigma: str, denominator: int, g: int, modulus: int) -> None:
        self.sigma, self.denominator, self.g, self.modulus = sigma, denominator, g, modulus

    def __missing__(self, m: int) -> int:
        if len(self) >= _KEPT:
            self.clear()
        n = abs(m) * (2 if self.sigma == "tanh" else 1)
        spend(self.modulus.bit_length(), 4 + n.bit_length() // 4)
        u = pow(self.g, n, self.modulus)  # t^|m|, or t^(2|m|)
        if self.sigma == "softsign":
            value = m * self._inverse(self.denominator + n)
        elif self.sigma == "elu":
            value = m if m >= 0 else self.denominator * (self._inverse(u) - 1)  # a common factor D
        elif self.sigma == "tanh":
            value = (u - 1) * self._inverse(u + 1) * (1 if m >= 0 else -1)
        else:
            value = (u if m >= 0 else 1) * self._inverse(u + 1)
        self[m] = value % self.modulus
        return self[m]

    def _inverse(self, n: int) -> int:
        try:
            return pow(n, -1, self.modulus)
        except ValueError:
            raise rejected("E_UNIT", "/evidence/solve/modulus", f"units mod {self.modulus}", n) from None


def challenge(claim: Json, chosen: Json, r: int, modulus: int) -> list[int]:
    """The right-hand side b, which nobody chooses: SHA-256 of the claim, what was chosen, and a counter."""
    seed = sha256(canonical_bytes({"claim": claim, "chosen": chosen})).digest()
    return [int.from_bytes(sha256(seed + i.to_bytes(8, "big")).digest(), "big") % modulus for i in range(r)]


def _check_solve(claim: Json, features: Features, matrix: list[Row], r: int, proof: Json) -> None:
    """`{"rows", "columns", "modulus", "solution"}`, and `"root"`, the image g of e^(1/D), if needed."""
    at = "/evidence/solve"
    keys = ["rows", "columns", "modulus", *([] if features.sigma in _RATIONAL else ["root"])]
    *chosen, solution = as_object(proof, at, *keys, "solution")
    rows = indices(chosen[0], f"{at}/rows", r, len(matrix))
    columns = indices(chosen[1], f"{at}/columns", r, features.width)
    m = decode_integer(chosen[2], f"{at}/modulus", _LOW, _HIGH)
    x = as_tuple(lambda v, p: decode_integer(v, p, 0, m), solution, f"{at}/solution", r)
    residues: Residues | None = None
    if features.sigma is not None:
        if features.sigma == "softplus":
            raise malformed("E_ACTIVATION", "/claim/layers", "no softplus, or an enclosure", "softplus")
        g = 1 if features.sigma in _RATIONAL else decode_integer(chosen[3], f"{at}/root", 1, m)
        residues = Residues(features.sigma, features.denominator, g, m)
        residues._inverse(g)
    b = challenge(claim, chosen, r, m)
    for i, total in zip(rows, b, strict=True):
        row = [matrix[i][c] for c in columns]
        entries = row if residues is None else [residues[n] for n in row]
        spend(m.bit_length() + max(map(abs, row)).bit_length(), 1 + r // 16)
        found = sum(map(mul, entries, x)) % m
        if found != total:
            raise rejected("E_SOLVE", f"{at}/solution", f"{total} mod {m} in row {i}", found)


def _check_null(matrix: list[Row], r: int, proof: Json, formal: bool) -> None:
    """`{"side", "pivots", "vectors": [{"at": [indices], "values": [integers]}, ...]}`: x F = 0 or F x = 0.

    Vector i is not zero at pivot i and is zero at the other pivots, so the vectors are independent.  Of
    transcendental features sums are formal: for each value of z its coefficients add up to zero.
    """
    at = "/evidence/null"
    side, pivots_, vectors_ = as_object(proof, at, "side", "pivots", "vectors")
    if as_string(side, f"{at}/side") not in ("left", "right"):
        raise malformed("E_SIDE_NAME", f"{at}/side", '"left" or "right"', side)
    vectors = as_list(vectors_, f"{at}/vectors")
    n = len(matrix) if side == "left" else len(matrix[0])
    if n - len(vectors) > r:
        raise rejected("E_TOO_FEW", f"{at}/vectors", f"at least {n - r} null vectors", len(vectors))
    pivots = indices(pivots_, f"{at}/pivots", len(vectors), n)
    lines: list[Row] = [list(c) for c in zip(*matrix, strict=True)] if side == "left" and vectors else matrix
    for i, vector in enumerate(vectors):
        place = f"{at}/vectors/{i}"
        at_, values_ = as_object(vector, place, "at", "values")
        support = indices(at_, f"{place}/at", len(as_list(at_, f"{place}/at")), n)
        values = integers(values_, f"{place}/values", len(support), _LARGEST)
        if 0 in values or set(support) & set(pivots) != {pivots[i]}:
            raise rejected("E_ECHELON", place, f"of the pivots {pivots[i]} alone, and no zeros", support)
        bits = max(abs(v).bit_length() for v in values)
        for k, line in enumerate(lines):
            part = [line[j] for j in support]
            spend(bits + max(map(abs, part)).bit_length(), 1 + len(part) // 16)
            if any(_formal(part, values)) if formal else sum(map(mul, part, values)):
                raise rejected("E_NULL", place, "a null vector of the features", f"another sum in line {k}")


def _formal(part: Row, values: tuple[int, ...]) -> list[int]:
    total: dict[int, int] = {}
    for m, v in zip(part, values, strict=True):
        total[m] = total.get(m, 0) + v
    return list(total.values())
