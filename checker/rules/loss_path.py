"""Two parameter vectors are joined by a path on which the loss behaves as claimed: a polyline.

claim     start, end: networks of one shape with the same activations; risk; behaviour: "constant",
          "constant-output", "non-increasing" (from start to end), or {"at-most": a}: Phi <= a on the path
evidence  moves: for each segment the units that change, {"layer", "unit", "weight", "bias"}, as they end

On each part of a segment (`checker.segment`) the loss is a polynomial in t, and the claim is one about
the sign of a polynomial (Sturm), or of its ends where convexity decides: for the cross-entropy the output is
to be affine there, and "constant" is not known.  A segment on which no live unit changes is constant.
Source: thesis, Section 3.4, where the paths are curves; docs/paths.md shows that polylines suffice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from checker import polynomial as poly
from checker.codec import Json, as_object, as_tuple
from checker.errors import Refusal, malformed, rejected, shorten
from checker.field import Rationals
from checker.limits import spend
from checker.network import Network
from checker.notation import Reader
from checker.polynomial import Polynomial
from checker.rational import decode_integer
from checker.risk import CROSS_ENTROPY, LOSSES, Risk, entropy_slope, read_risk
from checker.segment import (
    Column,
    Cut,
    Part,
    Row,
    Vertex,
    affine,
    apply,
    coefficients,
    common_denominator,
    live_units,
)

_NAMED = ("constant", "constant-output", "non-increasing")
_READ = Reader(Rationals())  # over any field, the numbers of these claims are rational


@dataclass
class Path:
    """A path being checked: the network it starts from, its risk, what it claims, and a memory.

    `known` are features of units of the first layer whose rows have not changed since.
    """

    start: Network
    risk: Risk
    says: Json | Fraction
    known: dict[int, tuple[Row, Column]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.inputs = [_integers(column) for column in zip(*self.risk.inputs, strict=True)]
        self.data = coefficients(self.inputs, len(self.risk.inputs))

    def check(self, start: Vertex, end: Vertex, at: str) -> None:
        """Check one segment, part by part."""
        live = live_units(start, end)
        if start is not end and all(start[k][j] == end[k][j] for k, units in enumerate(live) for j in units):
            return
        parts = [Part()]
        while parts:
            part = parts.pop()
            try:
                output = self.output(start, end, live, part)
                affine = all(len(p) <= 2 for _, entries in output for p in entries)
                if isinstance(self.says, Fraction) and affine and self.risk.loss != "square":
                    self.check_ends(output, part, self.says, at)
                elif self.risk.loss == CROSS_ENTROPY and not affine:
                    raise rejected("E_NOT_AFFINE", at, "an output affine in t", "one of higher degree")
                elif self.risk.loss == CROSS_ENTROPY and self.says == "non-increasing":
                    self.check_slope(output, part, at)
                elif self.says != "constant-output":
                    self.check_loss(self.loss(output, part), part, at)
                elif any(any(p[1:]) for _, entries in output for p in entries):
                    raise rejected(
                        "E_OUTPUT_MOVES", at, "an output constant on the segment", "one that moves"
                    )
            except Cut as cut:
                parts.extend(reversed(cut.parts))

    def output(self, start: Vertex, end: Vertex, live: list[list[int]], part: Part) -> list[Column]:
        """F_L as polynomials in t on a part of a segment."""
        columns, kept = self.inputs, list(range(len(self.inputs)))
        for k, layer in enumerate(self.start.layers):
            rows = coefficients(columns, len(self.risk.inputs)) if k else self.data
            bottoms, above = [d for d, _ in columns], []
            for j in live[k]:
                w, v = start[k][j], end[k][j]
                if k == 0 and w is v and j in self.known and self.known[j][0] is w:
                    above.append(self.known[j][1])
                    continue
                ends = [(*(side[i] for i in kept), side[-1]) for side in (w, v)]
                above.append(apply(layer.activation, affine(rows, bottoms, *ends), part, k, j))
                if k == 0 and w is v:
                    self.known[j] = w, above[-1]
            columns, kept = above, live[k]
        return columns

    def loss(self, output: list[Column], part: Part) -> Polynomial:
        """Phi as a polynomial in t on a part of a segment."""
        total: Polynomial = ()
        for j, (d, entries) in enumerate(output):
            pairs = [self.risk.residual(i, j) for i in range(len(entries))]
            clear = common_denominator(x.denominator for pair in pairs for x in pair)
            spend(clear.bit_length() + d.bit_length(), 1 + len(entries) // 8)
            moved = [
                [int(b * clear) * c for c in (p if b else p[:1])]
                for (_, b), p in zip(pairs, entries, strict=True)
            ]
            for (a, _), p in zip(pairs, moved, strict=True):
                p[0] += int(a * clear) * d
            column = (d * clear, moved)
            bottom, values = apply(LOSSES[self.risk.loss], column, part, len(self.start.layers), j)
            sums = [sum(p[a] for p in values if a < len(p)) for a in range(max(map(len, values)))]
            total = poly.add(total, poly.trim([Fraction(c, bottom) for c in sums]))
        return total

    def check_ends(self, output: list[Column], part: Part, bound: Fraction, at: str) -> None:
        """A convex loss of an output that is affine on a part is largest at one of its ends."""
        for t in (part.lo, part.hi):
            columns = ([poly.evaluate(tuple(p), t) / Fraction(d) for p in entries] for d, entries in output)
            loss = self.risk.of_output(zip(*columns, strict=True))
            if not loss <= bound:
                raise rejected(
                    "E_LOSS_EXCEEDS", at, f"a loss <= {bound}", f"{shorten(loss)} at t = {shorten(t)}"
                )

    def check_slope(self, output: list[Column], part: Part, at: str) -> None:
        """The cross-entropy of an output affine on a part is convex: its slope is largest at the end."""
        columns = (
            [(poly.evaluate(tuple(p), part.hi) / Fraction(d), Fraction((*p, 0)[1], d)) for p in entries]
            for d, entries in output
        )
        slope = Fraction(0)
        for row, y in zip(zip(*columns, strict=True), self.risk.targets, strict=True):
            slope += entropy_slope(tuple(f for f, _ in row), tuple(g for _, g in row), y)
        if slope > 0:
            found = f"a slope of at most {shorten(slope)} at t = {shorten(part.hi)}"
            raise rejected("E_LOSS_RISES", at, "a loss that does not rise: a slope <= 0", found)

    def check_loss(self, loss: Polynomial, part: Part, at: str) -> None:
        """Decide the claim from the loss on one part."""
        slope = poly.derivative(loss)
        if isinstance(self.says, Fraction):
            bad, code, expected = poly.add(loss, (-self.says,)), "E_LOSS_EXCEEDS", f"a loss <= {self.says}"
        elif self.says == "constant":
            bad, code, expected = poly.multiply(slope, slope), "E_LOSS_MOVES", "a constant loss"
        else:
            bad, code, expected = slope, "E_LOSS_RISES", "a loss that does not rise"
        if not poly.nonpositive(bad, part.lo, part.hi):
            raise _where(code, expected, loss, bad, part, at)


def _where(code: str, expected: str, loss: Polynomial, bad: Polynomial, part: Part, at: str) -> Refusal:
    """A refusal that shows a t at which `bad` is positive, if one is met soon: some interval holds them."""
    for t in (
        part.lo + (part.hi - part.lo) * Fraction(i, n) for n in (2, 4, 8, 16, 32) for i in range(1, n, 2)
    ):
        if poly.evaluate(bad, t) > 0:
            return rejected(code, at, expected, f"{shorten(poly.evaluate(loss, t))} at t = {shorten(t)}")
    return rejected(code, at, expected, f"more, between t = {shorten(part.lo)} and t = {shorten(part.hi)}")


def _integers(column: tuple[Fraction, ...]) -> Column:
    clear = common_denominator(x.denominator for x in column)
    spend(clear.bit_length(), 1 + len(column) // 16)
    return clear, [[x.numerator * (clear // x.denominator)] for x in column]


def loss_path(read: Reader, claim: Json, evidence: Json) -> None:
    """`loss-path`: accept when the polyline of the evidence leads from start to end as the claim says."""
    start, end, risk, says = read_ends(claim)
    (moves,) = as_object(evidence, "/evidence", "moves")
    path, vertex, goal = Path(start, risk, says), rows_of(start), rows_of(end)
    path.check(vertex, vertex, "/claim/start")
    segments = as_tuple(
        lambda v, p: as_tuple(lambda u, q: _change(u, q, goal), v, p), moves, "/evidence/moves"
    )
    for n, changes in enumerate(segments):
        following = [list(layer) for layer in vertex]
        for k, j, row in changes:
            following[k][j] = row
        path.check(vertex, following, f"/evidence/moves/{n}")
        vertex = following
    if vertex != goal:
        at = next(
            (k, j) for k, units in enumerate(goal) for j, row in enumerate(units) if vertex[k][j] != row
        )
        raise rejected("E_PATH_END", "/evidence/moves", "the end of the claim", f"another unit {at}")


def read_ends(claim: Json) -> tuple[Network, Network, Risk, Json | Fraction]:
    """(start, end, risk, behaviour or bound) of a claim about a path."""
    start_, end_, risk, says = as_object(claim, "/claim", "start", "end", "risk", "behaviour")
    start, end = _READ.network(start_, "/claim/start"), _READ.network(end_, "/claim/end")
    if start.widths != end.widths:
        raise malformed("E_SHAPE", "/claim/end", f"widths {start.widths}", end.widths)
    for k, (one, other) in enumerate(zip(start.layers, end.layers, strict=True)):
        if one.activation != other.activation:
            raise malformed(
                "E_ACTIVATION", f"/claim/end/layers/{k}/activation", "that of the start", "another"
            )
        if any(len(piece.bottom) > 1 for piece in one.activation.pieces):
            at = f"/claim/start/layers/{k}/activation"
            raise malformed("E_NOT_POLYNOMIAL", at, "polynomial pieces", "quotients")
    if isinstance(says, dict):
        (bound,) = as_object(says, "/claim/behaviour", "at-most")
        says = _READ.number(bound, "/claim/behaviour/at-most")
    data = read_risk(_READ, risk, "/claim/risk", start)
    known = _NAMED if data.loss != CROSS_ENTROPY else _NAMED[1:]
    if not isinstance(says, Fraction) and says not in known:
        raise malformed("E_BEHAVIOUR", "/claim/behaviour", f"{', '.join(known)} or at-most", says)
    return start, end, data, says


def rows_of(network: Network) -> Vertex:
    """The parameters of a network, as vertices of a path hold them."""
    return [[(*w, b) for w, b in zip(layer.weight, layer.bias, strict=True)] for layer in network.layers]


def _change(value: Json, at: str, shape: Vertex) -> tuple[int, int, Row]:
    layer, unit, weight, bias = as_object(value, at, "layer", "unit", "weight", "bias")
    k = decode_integer(layer, f"{at}/layer", 0, len(shape))
    j = decode_integer(unit, f"{at}/unit", 0, len(shape[k]))
    weights = _READ.vector(weight, f"{at}/weight", len(shape[k][j]) - 1)
    return k, j, (*weights, _READ.number(bias, f"{at}/bias"))
