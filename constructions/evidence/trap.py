"""Evidence for `falling-path`: six rows of the derivatives of the outputs, and their approximate inverse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import arb, arb_mat, ctx

from checker import Json, Rationals, Reader, Refused, verify
from checker.rational import encode_rational
from constructions.certificate import Claim, NotFound
from constructions.evidence.enclosure import PRECISIONS, inverse_of


@dataclass(frozen=True)
class Sample:
    """The inputs (log r, a, 0, t) of a sample, and its target."""

    r: Fraction
    a: Fraction
    t: Fraction
    target: Fraction

    def row(self) -> list[Any]:
        """1, u, s, s a, t, s log r as balls: the derivatives of the output, up to factors; r > 0."""
        if not self.r > 0:
            raise NotFound(f"r > 0 is needed, found {self.r}")
        u = self.r / (1 + self.r)
        s = u * (1 - u)
        log = _ball(self.r).log()
        return [*map(_ball, (Fraction(1), u, s, s * self.a, self.t)), _ball(s) * log]


def _ball(x: Fraction) -> Any:
    return arb(x.numerator) / x.denominator


def trap_claim(
    samples: Sequence[Sample], loss: str, w: Fraction | int, c: Fraction | int, exists: str = "no"
) -> Claim:
    """There is (no) path of non-rising loss to a lower one from parameters with outputs w u + c."""
    inputs: Json = [[encode_rational(x) for x in (p.r, p.a, p.t)] for p in samples]
    targets: Json = [encode_rational(p.target) for p in samples]
    start: Json = [encode_rational(Fraction(w)), encode_rational(Fraction(c))]
    body = {"exists": exists, "inputs": inputs, "loss": loss, "start": start, "targets": targets}
    return Claim("falling-path", Rationals(), body)


def certify_trap(samples: Sequence[Sample], loss: str, w: Fraction | int, c: Fraction | int) -> bytes:
    """No such path; `NotFound` when the derivatives span fewer than six dimensions."""
    kept = ctx.prec
    try:
        for precision in PRECISIONS:
            ctx.prec = precision
            rows = [sample.row() for sample in samples]
            places = _independent(rows)
            A = arb_mat(6, 6, [x for i in places for x in rows[i]])
            size = max(int(abs(x).upper().ceil().unique_fmpz() or 0).bit_length() for x in A.entries())
            found = inverse_of(A, size, precision)
            if found is not None:
                where: dict[str, Json] = {
                    "rows": [str(i) for i in places],
                    "columns": [str(i) for i in range(6)],
                }
                return trap_claim(samples, loss, w, c).with_evidence({"enclosure": {**where, **found}})
    finally:
        ctx.prec = kept
    raise NotFound("the derivatives of the outputs could not be shown to span six dimensions")


def certify_falling_path(claim: Claim) -> bytes:
    """The certificate of a claim that no such path exists; for one that it does, that of the opposite."""
    body, read = dict(claim.body), Reader(Rationals())
    rows, targets = read.matrix(body["inputs"], "/inputs"), read.vector(body["targets"], "/targets")
    samples = [Sample(r, a, t, y) for (r, a, t), y in zip(rows, targets, strict=True)]
    w, c = read.vector(body["start"], "/start", 2)
    found = certify_trap(samples, str(body["loss"]), w, c)
    verdict = verify(found)
    if isinstance(verdict, Refused):
        raise NotFound(f"the premises fail: {verdict}")
    if body["exists"] != "no":
        raise NotFound("no such path leads from the start to a lower loss", found)
    return found


def _independent(rows: Sequence[Sequence[Any]]) -> list[int]:
    """Six rows by elimination with the midpoints."""
    left = [[x.mid() for x in row] for row in rows]
    chosen: list[int] = []
    for k in range(6):
        i = max((i for i in range(len(left)) if i not in chosen), key=lambda i: abs(left[i][k]), default=None)
        if i is None or not abs(left[i][k]) > arb(2) ** -40:
            raise NotFound("the derivatives of the outputs span fewer than six dimensions")
        chosen.append(i)
        pivot = left[i]
        for j, row in enumerate(left):
            if j not in chosen:
                factor = row[k] / pivot[k]
                left[j] = [(x - factor * y).mid() for x, y in zip(row, pivot, strict=True)]
    return sorted(chosen)
