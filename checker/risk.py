"""Data sets and losses: Phi(theta) = sum_i sum_j phi(f_j(x_i), y_ij) over samples i and outputs j.

square  phi(f, y) = (f - y)^2 / 2         hinge  phi(f, y) = max(0, 1 - y f)
Both are g(a + b f) with g convex and piecewise polynomial.  The third loss, cross_entropy, is the sum over
samples of log sum_j exp(f_j) - <y, f>, convex too, and known by upper bounds.  Source: thesis, Sections
1.1 and 3.2.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from checker.activation import Activation, Piece
from checker.codec import Json, as_object, as_string, as_tuple
from checker.errors import malformed
from checker.interval import exp_minus, log
from checker.limits import spend
from checker.network import Matrix, Network, Vector, dot
from checker.notation import Reader
from checker.polynomial import Number, size

_ONE = (Fraction(1),)
_RELU = Activation((Fraction(0),), (Piece((), _ONE), Piece((Fraction(0), *_ONE), _ONE)))
LOSSES = {
    "square": Activation((), (Piece((Fraction(0), Fraction(0), Fraction(1, 2)), _ONE),)),
    "hinge": _RELU,
}
CROSS_ENTROPY = "cross_entropy"
_BITS = 64  # of the enclosures of exp and log


@dataclass(frozen=True)
class Risk:
    """Inputs N x d, targets N x m and the name of a loss."""

    inputs: Matrix
    targets: Matrix
    loss: str

    def residual(self, i: int, j: int) -> tuple[Number, Number]:
        """(a, b): the loss of output f of unit j on sample i is g(a + b f)."""
        y = self.targets[i][j]
        return (Fraction(1), -y) if self.loss == "hinge" else (-y, Fraction(1))

    def of_output(self, outputs: Iterable[Vector]) -> Number:
        """phi of the rows f(x_i); an upper bound of it for the cross-entropy."""
        total: Number = Fraction(0)
        for i, f in enumerate(outputs):
            if self.loss == CROSS_ENTROPY:
                total = total + cross_entropy(f, self.targets[i])
                continue
            for j, value in enumerate(f):
                a, b = self.residual(i, j)
                total = total + LOSSES[self.loss](a + b * value)
                spend(size(total))
        return total

    def __call__(self, network: Network) -> Number:
        """Phi at the parameters of the network."""
        return self.of_output(network(x) for x in self.inputs)


def cross_entropy(f: Vector, y: Vector) -> Fraction:
    """An upper bound of log sum_j exp(f_j) - <y, f>, larger by less than 2^-50 for at most 2^8 classes."""
    one, top = 1 << _BITS, max(f)
    v = one + sum(exp_minus(top - x, _BITS)[1] for x in f) - exp_minus(top - top, _BITS)[1]
    return Fraction(log(Fraction(v, one), _BITS)[1], one) + Fraction(top - dot(y, f))


def entropy_slope(f: Vector, g: Vector, y: Vector) -> Fraction:
    """An upper bound of sum_j q_j g_j - <y, g>, q = softmax f: the cross-entropy's slope at f towards g."""
    top, least = max(f), min(g)
    ends = [exp_minus(top - x, 2 * _BITS) for x in f]
    above = dot([hi for _, hi in ends], [x - least for x in g])
    return Fraction(least + above / Fraction(sum(lo for lo, _ in ends)) - dot(y, g))


def read_risk(read: Reader, value: Json, at: str, network: Network) -> Risk:
    """`{"inputs": N x d, "targets": N x m, "loss": name}` for a network of d inputs and m outputs."""
    inputs_, targets_, loss_ = as_object(value, at, "inputs", "targets", "loss")
    d, *_, m = network.widths
    inputs = as_tuple(lambda v, p: read.vector(v, p, d), inputs_, f"{at}/inputs", least=1)
    targets = as_tuple(lambda v, p: read.vector(v, p, m), targets_, f"{at}/targets", len(inputs))
    loss = as_string(loss_, f"{at}/loss")
    if loss not in (*LOSSES, CROSS_ENTROPY):
        raise malformed("E_LOSS", f"{at}/loss", ", ".join((*LOSSES, CROSS_ENTROPY)), loss)
    return Risk(inputs, targets, loss)
