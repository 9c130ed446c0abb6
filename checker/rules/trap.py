"""No falling path: parameters from which no path of non-rising loss leads to a lower loss.

Inputs are (log r, a, 0, t).  Two sigmoid units of the first layer share their weights v and have biases of
their own: h reads inputs 1 and 2, k reads 3 and 4; nothing but the output reads h, and all further units read
k or what lies above k, and have three continuous derivatives (a ReLU above k can let the loss fall).  The
output is w h + K; for two classes, the difference of both outputs is.

claim     inputs: rows r, a, t; targets; loss; start: w and c, for the cross-entropy in units of log 2; exists
          "no": no continuous path, on which the loss does not rise, leads from parameters with v = (1, 0),
          bias of h 0, this w and K = c to a lower loss
premises  samples differ in (r, a) and in t (Assumption 4.3.1); w != 0; the derivatives e of the loss in the
          output are not all 0; the sums of e, e a, e a^2 over each r, and of e t, e t^2, are 0; the columns
          1, u, s, s a, t, s log r are independent, u = r / (1 + r), s = u (1 - u)
evidence  enclosure: an approximate inverse of six of these rows (`checker.rules.enclosure`)

In x = (dw, dv_1, v_2, db, K - c) the loss rises by sum e dF + sum d dF^2 / 2 + O(x^3), d > 0.  The first sum
is O(x^3), the second positive definite for every slope of K.  Proof: docs/proofs/trap.md.
"""

from __future__ import annotations

from fractions import Fraction

from checker.codec import Json, as_object, as_tuple
from checker.errors import malformed, rejected
from checker.field import Rationals
from checker.interval import Pair, log
from checker.limits import spend
from checker.network import Vector
from checker.notation import Reader
from checker.polynomial import size
from checker.risk import CROSS_ENTROPY
from checker.rules.enclosure import check_norm, read_inverse

_READ = Reader(Rationals())
_LARGEST = 64  # |f| / log 2 for the cross-entropy
_COLUMNS = 6


def falling_path(read: Reader, claim: Json, evidence: Json) -> None:
    """`falling-path`, `exists` "no": accept when the premises above hold."""
    exists, inputs_, loss, start, targets_ = as_object(
        claim, "/claim", "exists", "inputs", "loss", "start", "targets"
    )
    if exists != "no":
        raise malformed("E_ANSWER", "/claim/exists", '"no"', exists)
    inputs = as_tuple(lambda v, p: _READ.vector(v, p, 3), inputs_, "/claim/inputs", least=1)
    targets = _READ.vector(targets_, "/claim/targets", len(inputs))
    w, c = _READ.vector(start, "/claim/start", 2)
    if w == 0:
        raise rejected("E_START", "/claim/start/0", "w != 0", w)
    for i, (r, a, t) in enumerate(inputs):
        spend(size(r) + size(a) + size(t) + size(targets[i]), 8)
        if not r > 0:
            raise malformed("E_LOG", f"/claim/inputs/{i}/0", "a positive number", r)
    if len({x[:2] for x in inputs}) < len(inputs) or len({x[2] for x in inputs}) < len(inputs):
        raise rejected("E_PATCH", "/claim/inputs", "different (r, a), and different t", "equal ones")
    outputs = [w * r / (1 + r) + c for r, _, _ in inputs]
    ends = zip(outputs, targets, strict=True)
    _check_moments(inputs, [_residual(loss, f, y, i) for i, (f, y) in enumerate(ends)])
    (proof,) = as_object(evidence, "/evidence", "enclosure")
    inverse = read_inverse(proof, _COLUMNS, len(inputs), _COLUMNS)
    check_norm([_row(inputs[i], inverse.bits) for i in inverse.rows], inverse)


def _residual(loss: Json, f: Fraction, y: Fraction, i: int) -> Fraction:
    """The derivative of the loss of sample i in the output f."""
    if loss == "square":
        return f - y
    if loss != CROSS_ENTROPY:
        raise malformed("E_LOSS", "/claim/loss", f"square, {CROSS_ENTROPY}", loss)
    if y not in (0, 1):
        raise malformed("E_TARGET", f"/claim/targets/{i}", "0 or 1", y)
    if f.denominator != 1 or abs(f) > _LARGEST:
        raise rejected("E_OUTPUT", "/claim/start", f"integers of at most {_LARGEST} as outputs", f)
    odds = Fraction(2) ** int(f)
    return odds / (1 + odds) - y


def _check_moments(inputs: tuple[Vector, ...], residuals: list[Fraction]) -> None:
    sums: dict[tuple[str, Fraction], Fraction] = {}
    for (r, a, t), e in zip(inputs, residuals, strict=True):
        parts = {("e", r): e, ("e a", r): e * a, ("e a^2", r): e * a * a}
        for key, x in {**parts, ("e t", Fraction(0)): e * t, ("e t^2", Fraction(0)): e * t * t}.items():
            sums[key] = sums.get(key, Fraction(0)) + x
            spend(size(sums[key]))
    for (name, r), x in sums.items():
        if x != 0:
            where = f"the sum of {name}" + (f" over r = {r}" if r else "")
            raise rejected("E_MOMENT", "/claim/targets", f"{where} = 0", x)
    if not any(residuals):
        raise rejected("E_OPTIMAL", "/claim/targets", "a loss that is not the least", "no residuals")


def _row(x: Vector, bits: int) -> list[Pair]:
    """1, u, s, s a, t, s log r as intervals over 2^bits."""
    r, a, t = x
    u = r / (1 + r)
    s = u * (1 - u)
    lo, hi = log(r, bits)
    spend(bits + size(r) + size(a) + size(t), 8)
    ends = [(y * (1 << bits), y * (1 << bits)) for y in (Fraction(1), u, s, s * a, t)]
    return [(int(low // 1), -int(-high // 1)) for low, high in (*ends, (s * lo, s * hi))]
