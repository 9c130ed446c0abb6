"""Evidence for `feature-rank`: a solution modulo p^k by Dixon's lifting, and null vectors.

The rank modulo p is a lower bound that nearly always is the rank; columns beyond it are solved over Q on the
few columns that they depend on (dead units, linear units), or found equal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import gcd

import numpy
from flint import fmpz_mat

from checker import Json, Rationals, Reader
from checker.rules.feature_rank import challenge, read_feature_matrix
from constructions.certificate import Claim, NotFound
from constructions.cube_root import NAMES, CubeRoot
from constructions.feature_matrix import FeatureMatrix, Integers
from constructions.modular_elimination import (
    Array,
    Factorisation,
    Term,
    centred,
    expansion,
    exponent,
    lift,
    primes,
    reduce,
)

_BITS = 128  # the modulus has at least so many
_MOST = 400  # columns that one null vector may use
_TABLE = 2**20  # different pre-activations that are tabulated at once
_ROOT = 4  # the image of e^(1/D): a square, so that no 1 + g^m vanishes modulo p = 3 (mod 4)


@dataclass(frozen=True, eq=False)
class Elimination:
    """A feature matrix eliminated modulo p."""

    matrix: FeatureMatrix
    p: int
    k: int
    factorisation: Factorisation
    parts: Parts | CubeRoot

    @property
    def rank(self) -> int:
        """A lower bound of the rank (proved only by the certificate)."""
        return self.factorisation.rank


def eliminate(matrix: FeatureMatrix, most: int | None = None, tries: int = 2) -> Elimination:
    """The best of a few primes; the first that gives the full rank (or `most`) ends the search."""
    if matrix.sigma == "softplus":
        raise NotFound("softplus features are no rational functions of an exponential; use an enclosure")
    N, n = matrix.numerators.shape
    full = min(N, n) if most is None else most
    best: Elimination | None = None
    for parts in images(matrix, tries):
        p, A = parts.p, parts.first(matrix.numerators)
        found = Elimination(matrix, p, parts.k, Factorisation(A, p, full), parts)
        if best is None or found.rank > best.rank:
            best = found
        if found.rank == full:
            break
    if best is None:
        raise NotFound("no prime is small enough for a matrix of this size")
    return best


def images(matrix: FeatureMatrix, tries: int) -> Iterator[Parts | CubeRoot]:
    """A few homomorphisms to try: where it can serve the one of a cube root of unity, then others."""
    choice = primes(max(matrix.numerators.shape))
    if matrix.sigma == "softsign":  # m / (D + |m|): every denominator a unit
        bottoms = abs(matrix.numerators) + matrix.denominator
        choice = (p for p in choice if (bottoms % p).all())
    if matrix.sigma in NAMES:
        p = next((p for p in primes(max(matrix.numerators.shape)) if p % 3 == 1), None)
        cubic = None if p is None else CubeRoot(matrix, p, exponent(p, _BITS))
        if cubic is not None and not cubic.collapses(matrix):
            yield cubic
            tries -= 1
    for p, _ in zip(choice, range(tries), strict=False):
        yield Parts(matrix, p, exponent(p, _BITS))


class Parts:
    """The digits to base p of the entries modulo p^k, as centred matrices."""

    root = _ROOT

    def __init__(self, matrix: FeatureMatrix, p: int, k: int) -> None:
        self.p, self.k = p, k
        self.tables: list[Array] | None = None
        self.keys: Integers | None = None
        self.offset = 0
        if matrix.sigma is not None:
            self._tabulate(matrix, matrix.sigma)

    def _tabulate(self, matrix: FeatureMatrix, sigma: str) -> None:
        """Tables of the digits of sigma(m / D), for the m that occur or all m of a short range."""
        size = numpy.abs(matrix.numerators)
        self.offset = int(size.max())
        short = self.offset < _TABLE
        if short:
            seen = numpy.zeros(self.offset + 1, dtype=bool)
            seen[size] = True
            keys: Integers = numpy.flatnonzero(seen)
        else:
            self.keys = keys = numpy.unique(size)
        values, inverses = _residues(sigma, keys.tolist(), matrix.denominator, self.p**self.k)
        digits = _centred_digits(values, self.p, self.k)
        if sigma == "elu":
            below = _centred_digits(inverses, self.p, self.k)
        else:  # tanh(-z) = -tanh(z), sigma(-z) = 1 - sigma(z), digit by digit
            below = [(1 if sigma == "sigmoid" and not d else 0) - digit for d, digit in enumerate(digits)]
        self.tables = []
        for plus, minus in zip(digits, below, strict=True):
            if short:
                table = numpy.zeros(2 * self.offset + 1)
                table[self.offset - keys], table[self.offset + keys] = minus, plus
            else:
                table = numpy.concatenate([minus, plus])
            self.tables.append(table)

    def __call__(self, numerators: Integers, count: int) -> list[Array]:
        """One matrix for each of the first `count` digits, without zeros at the end."""
        if self.tables is not None:
            if self.keys is None:
                places = numerators + self.offset
            else:
                places = numpy.searchsorted(self.keys, numpy.abs(numerators))
                places += len(self.keys) * (numerators >= 0)
            return [table.take(places, mode="clip") for table in self.tables[:count]]
        return expansion(numerators, self.p, count)

    def first(self, numerators: Integers) -> Array:
        """The centred residues modulo p."""
        return self(numerators, 1)[0]

    def terms(self, numerators: Integers) -> list[Term]:
        """What adds up to the image modulo p^k: the digits with the powers of p."""
        return [(self.p**d, part) for d, part in enumerate(self(numerators, self.k))]


def _residues(
    sigma: str, sizes: Sequence[int], denominator: int, modulus: int
) -> tuple[list[int], list[int]]:
    """sigma(m / D) under e^(1/D) -> g for m = n >= 0, and for the ELU also for m = -n."""
    if sigma == "softsign":
        units = _inverses([denominator + n for n in sizes], modulus)
        return [n * v % modulus for n, v in zip(sizes, units, strict=True)], []
    step = 2 if sigma == "tanh" else 1
    powers, last, value = list[int](), 0, 1
    jumps: dict[int, int] = {}
    for n in sizes:
        if n - last not in jumps:
            jumps[n - last] = pow(_ROOT, step * (n - last), modulus)
        value = value * jumps[n - last] % modulus
        powers.append(value)
        last = n
    if sigma == "elu":
        below = [denominator * (v - 1) % modulus for v in _inverses(powers, modulus)]
        return [n % modulus for n in sizes], below
    inverses = _inverses([u + 1 for u in powers], modulus)
    shift = 1 if sigma == "tanh" else 0
    return [(u - shift) * v % modulus for u, v in zip(powers, inverses, strict=True)], []


def _inverses(values: Sequence[int], modulus: int) -> list[int]:
    """The inverses of units, by one inversion (Montgomery 1987)."""
    prefix, total = [], 1
    for value in values:
        prefix.append(total)
        total = total * value % modulus
    total, found = pow(total, -1, modulus), []
    for value, before in zip(reversed(values), reversed(prefix), strict=True):
        found.append(total * before % modulus)
        total = total * value % modulus
    return found[::-1]


def _centred_digits(values: Sequence[int], p: int, k: int) -> list[Array]:
    """Digits in [-(p-1)/2, (p-1)/2] of residues modulo p^k (the last carry is dropped)."""
    half = (p - 1) // 2
    rest, found = [v + half * ((p**k - 1) // (p - 1)) for v in values], []
    for _ in range(k):
        pairs = [divmod(v, p) for v in rest]
        rest = [q for q, _ in pairs]
        found.append(numpy.array([d for _, d in pairs], dtype=numpy.float64) - half)
    return found


def solve_evidence(body: Mapping[str, Json], found: Elimination) -> Json:
    """`{"rows", "columns", "modulus", "solution"}` (and `"root"`) of a claim with the rank found."""
    F, m = found.factorisation, found.matrix
    modulus = found.p**found.k
    order = numpy.argsort(F.rows)
    chosen: list[Json] = [
        [str(i) for i in F.rows[order].tolist()],
        [str(c) for c in F.pivots],
        str(modulus),
    ]
    keys = ["rows", "columns", "modulus"]
    if m.sigma not in (None, "softsign"):
        chosen.append(str(found.parts.root))
        keys.append("root")
    b = challenge(dict(body), chosen, F.rank, modulus)
    place = numpy.argsort(order)
    minor = m.numerators
    rows: Integers | None = F.rows
    if F.rank < len(minor):
        minor, rows = minor[F.rows], None
    if F.rank < minor.shape[1]:
        whole = F.pivots[-1:] == [F.rank - 1]
        minor = minor[:, : F.rank] if whole else minor[:, F.pivots]
    x = lift(F, found.parts.terms(minor), [b[i] for i in place.tolist()], found.k, rows) if F.rank else []
    return {**dict(zip(keys, chosen, strict=True)), "solution": [str(v) for v in x]}


def null_evidence(matrix: FeatureMatrix, found: Elimination) -> Json | None:
    """Null vectors that bound the rank by the one found; None when they were not found."""
    M, r = matrix.numerators, found.rank
    N, n = M.shape
    if r in (n, N):
        side = "left" if n >= N else "right"
        return {"side": side, "pivots": [], "vectors": []}
    search = _equal_lines if matrix.sigma is not None else _dependent_columns
    sides = [("right", M), ("left", M.T)]
    if n > N:
        sides.reverse()
    for side, lines in sides:
        vectors = search(lines, r, found.p)
        if vectors is not None:
            return {
                "side": side,
                "pivots": [str(pivot) for pivot in vectors],
                "vectors": [
                    {"at": [str(j) for j in sorted(v)], "values": [str(v[j]) for j in sorted(v)]}
                    for v in vectors.values()
                ],
            }
    return None


def _equal_lines(M: Integers, r: int, p: int) -> dict[int, dict[int, int]] | None:
    """e_i - e_j for equal columns."""
    _, first, same = numpy.unique(M.T, axis=0, return_index=True, return_inverse=True)
    origin = first[numpy.asarray(same).ravel()].tolist()
    found = {j: {i: 1, j: -1} for j, i in enumerate(origin) if i != j}
    return found if M.shape[1] - len(found) <= r else None


def _dependent_columns(M: Integers, r: int, p: int) -> dict[int, dict[int, int]] | None:
    """A relation of each column beyond the rank with few columns before it; the check is modulo a prime."""
    F = Factorisation(centred(M, p), p, r)
    others = sorted(set(range(M.shape[1])) - set(F.pivots))
    zero = [k for k in others if not M[:, k].any()]
    rest = [k for k in others if k not in set(zero)]
    found = {k: {k: 1} for k in zero}
    if rest:
        V = F.solve(centred(M[F.rows][:, rest], p))
        support = numpy.flatnonzero(V.any(axis=1))
        if len(support) > _MOST:
            return None
        columns = [F.pivots[i] for i in support.tolist()]
        part = Factorisation(centred(M[:, columns], p), p)
        if part.rank < len(columns):
            return None
        A, B = M[part.rows][:, columns], M[part.rows][:, rest]
        X = fmpz_mat(A.tolist()).solve(fmpz_mat(B.tolist()))
        for j, k in enumerate(rest):
            entries = [X[i, j] for i in range(len(columns))]
            bottom = 1
            for x in entries:
                bottom *= int(x.q) // gcd(bottom, int(x.q))
            found[k] = {
                c: int(x.p) * (bottom // int(x.q)) for c, x in zip(columns, entries, strict=True) if x
            }
            found[k][k] = -bottom
    ordered = {k: found[k] for k in others}
    return ordered if _vanish(M, ordered) else None


def _vanish(M: Integers, vectors: Mapping[int, Mapping[int, int]], q: int = 1048571) -> bool:
    """Whether M v = 0 modulo q for all of them."""
    V = numpy.zeros((M.shape[1], len(vectors)))
    for j, v in enumerate(vectors.values()):
        for i, x in v.items():
            V[i, j] = x % q
    return not reduce(centred(M, q) @ reduce(V, q), q).any()


def certify(body: Mapping[str, Json], matrix: FeatureMatrix, both: bool = False) -> tuple[Claim, bytes]:
    """The claim `rank >= r` for the r found (with `both`, `= r` if that can be shown) and its certificate.

    body: `layers` and `data` of the claim, whose features are `matrix`.
    """
    found = eliminate(matrix)
    null = null_evidence(matrix, found) if both else None
    relation = ">=" if null is None else "="
    claim = Claim("feature-rank", Rationals(), {**body, "relation": relation, "rank": str(found.rank)})
    evidence = {"solve": solve_evidence(claim.body, found)}
    if null is not None:
        evidence["null"] = null
    return claim, claim.with_evidence(evidence)


def certify_feature_rank(claim: Claim) -> bytes:
    """Evidence for a claim as it stands; `NotFound` with the certified true rank when it is wrong."""
    body = dict(claim.body)
    features, rows = read_feature_matrix(Reader(claim.field), body["layers"], body["data"])
    small = max(abs(x) for row in rows for x in row) < 2**62
    numerators = numpy.array(rows, dtype=numpy.int64 if small else object)
    matrix = FeatureMatrix(numerators, features.denominator, features.sigma)
    relation, claimed = str(body["relation"]), int(str(body["rank"]))
    core = {key: body[key] for key in ("layers", "data")}
    found = eliminate(matrix)
    null = null_evidence(matrix, found)
    r = found.rank
    if {"=": r != claimed, ">=": r < claimed, "<=": r > claimed}.get(relation, True):
        counter = certify(core, matrix, both=True)[1]
        raise NotFound(f"the rank is {'' if null is not None else 'at least '}{r}", counter)
    evidence: dict[str, Json] = {}
    if relation in ("=", "<="):
        if null is None:
            raise NotFound(f"the rank is at least {r}; no null vectors were found")
        evidence["null"] = null
    if relation in ("=", ">="):
        evidence["solve"] = solve_evidence(body, eliminate(matrix, claimed))
    return claim.with_evidence(evidence)
