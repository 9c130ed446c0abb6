"""Evidence for claims `skip-rank` and `fit` as a user states them: a minor chosen, and digits enough."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy
from flint import arb_mat, ctx

from checker import Json, Refused, Verified, verify
from constructions.certificate import Claim, NotFound
from constructions.evidence.enclosure import PRECISIONS, inverse_of
from constructions.evidence.float_inverse import float_inverse
from constructions.evidence.skip import network_growth, psi
from constructions.formats.exact_matrix import ExactMatrix
from constructions.skip_floats import SIGMA, float_psi
from constructions.skip_network import SkipNetwork, Unit

_BITS = (64, 128, 256, 512, 1024, 2048)


def certify_skip_claim(claim: Claim) -> bytes:
    """rank Psi >= `rank`, by a minor that float64 picks; `NotFound` when none was found to be invertible."""
    network, X = _read(claim)
    r, growth = int(str(claim.body["rank"])), network_growth(network)
    rows, columns = _minor(float_psi(network, X), r)
    found = float_inverse(float_psi(network, X)[numpy.ix_(rows, columns)], growth)
    if found is None:
        found = _in_balls(network, X, rows, columns, growth)
    if found is None:
        raise NotFound(f"no minor of size {r} could be inverted; the rank may be smaller")
    places: dict[str, Json] = {"rows": list(map(str, rows)), "columns": list(map(str, columns))}
    certificate = claim.with_evidence({"enclosure": {**places, **found}})
    verdict = verify(certificate)
    if isinstance(verdict, Refused) and verdict.outcome == "rejected":
        raise NotFound(f"the minor found is not certified: {verdict}")
    return certificate


def _in_balls(
    network: SkipNetwork, X: ExactMatrix, rows: list[int], columns: list[int], growth: int
) -> dict[str, Json] | None:
    """The same in ball arithmetic, with more and more digits."""
    kept = ctx.prec
    try:
        for precision in PRECISIONS:
            ctx.prec = precision
            whole = psi(network, X)
            entries = [whole[i][j] for i in rows for j in columns]
            size = max(int(abs(x).upper().ceil().unique_fmpz() or 0).bit_length() for x in entries)
            found = inverse_of(arb_mat(len(rows), len(rows), entries), size, precision, growth + 40)
            if found is not None:
                return found
    finally:
        ctx.prec = kept
    return None


def _minor(A: Any, r: int) -> tuple[list[int], list[int]]:
    """r rows and columns on which elimination with complete pivoting has its pivots."""
    rest, rows, columns = A.astype(float).copy(), list[int](), list[int]()
    for _ in range(r):
        i, j = (int(n) for n in numpy.unravel_index(numpy.abs(rest).argmax(), rest.shape))
        if rest[i, j] == 0:
            break
        rows.append(i)
        columns.append(j)
        rest = rest - numpy.outer(rest[:, j], rest[i]) / rest[i, j]
        rest[i], rest[:, j] = 0, 0
    if len(rows) < r:
        raise NotFound(f"the rank seems to be {len(rows)}, less than {r}")
    return sorted(rows), sorted(columns)


def _read(claim: Claim) -> tuple[SkipNetwork, ExactMatrix]:
    """The network of a claim; the kernel reads it by itself, and refuses what does not fit."""
    body: dict[str, Any] = dict(claim.body)
    found = verify(claim.with_evidence({}))
    if isinstance(found, Refused) and found.outcome == "malformed" and found.at.startswith("/claim"):
        raise NotFound(f"no claim: {found}")
    numerators = [[int(x) for x in row] for row in body["data"]["rows"]]
    small = max(abs(x) for row in numerators for x in row) < 2**62
    kind: Any = numpy.int64 if small else object
    X = ExactMatrix(numpy.array(numerators, dtype=kind), int(body["data"]["denominator"]))
    units: list[Unit] = []
    for unit in body["units"]:
        sources = tuple(map(int, unit["from"]))
        depth = 1 + max((units[k - X.width].layer for k in sources if k >= X.width), default=0)
        weight = tuple(map(Fraction, unit["weight"]))
        units.append(Unit(unit["activation"]["name"], Fraction(unit["bias"]), sources, weight, depth))
    if any(u.activation not in SIGMA for u in units):
        raise NotFound(f"activations that can be searched: {', '.join(SIGMA)}")
    return SkipNetwork(X.width, tuple(units), tuple(map(int, body["skip"]))), X


def certify_fit_claim(claim: Claim) -> bytes:
    """|Psi V - Y| <= error to the first number of digits that shows it; else `NotFound` with what is seen."""
    verdict = None
    for bits in _BITS:
        certificate = claim.with_evidence({"bits": str(bits)})
        verdict = verify(certificate)
        if isinstance(verdict, Verified) or verdict.outcome != "rejected":
            return certificate
    raise NotFound(f"not within the error to {_BITS[-1]} binary digits: {verdict}")
