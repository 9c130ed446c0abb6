"""Output layers trained in integers by the perceptron rule: the same weights on every machine.

Rosenblatt's rule (1958) for several classes: a sample x of class y, scored highest in another class k, is
added to row y of the weights and taken from row k.  It ends without errors if the features can be
separated at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import numpy

from checker import Layer, Network
from checker.network import Matrix, Vector
from constructions.certificate import NotFound
from constructions.formats.piecewise_linear import IDENTITY


def classifier(
    hidden: Sequence[Layer], inputs: Matrix, labels: Sequence[int], classes: int, passes: int = 1000
) -> Network:
    """The hidden layers with an output layer that gives every sample its class, by a positive margin.

    inputs: N x d.  labels: N classes from 0.  `NotFound` if errors are left after so many passes.
    """
    features = [_through(hidden, x) for x in inputs]
    D = lcm(*(t.denominator for x in features for t in x))
    F = numpy.array([[*(int(t * D) for t in x), D] for x in features], dtype=numpy.int64)
    W = numpy.zeros((classes, F.shape[1]), dtype=numpy.int64)
    for _ in range(passes):
        errors = 0
        for f, y in zip(F, labels, strict=True):
            scores = W @ f
            scores[y] -= 1  # a tie is an error
            k = int(scores.argmax())
            if k != y:
                W[y], W[k], errors = W[y] + f, W[k] - f, errors + 1
        if not errors:
            rows = [tuple(Fraction(int(t)) for t in row) for row in W]
            last = Layer(tuple(r[:-1] for r in rows), tuple(r[-1] for r in rows), IDENTITY)
            return Network(len(inputs[0]), (*hidden, last))
    raise NotFound(f"{errors} of {len(labels)} samples are misclassified after {passes} passes")


def one_step(network: Network, x: Vector, j: int, k: int, step: Fraction) -> Vector:
    """x + step sign(grad(f_j - f_k)(x)): the one-step attack towards class j (Kurakin et al., 2016).

    Piecewise linear networks; at a kink the slope on the right.
    """
    last = network.layers[-1].weight
    row = [a - b for a, b in zip(last[j], last[k], strict=True)]
    for i in reversed(range(len(network.layers) - 1)):
        layer, at = network.layers[i], network.features(x, i)
        slopes = [_slope(layer, t) for t in layer.affine(at)]
        weighted = [r * s for r, s in zip(row, slopes, strict=True)]
        row = [sum(weighted[p] * layer.weight[p][q] for p in range(len(weighted))) for q in range(len(at))]
    return tuple(t + step * ((g > 0) - (g < 0)) for t, g in zip(x, row, strict=True))


def _slope(layer: Layer, t: Fraction) -> Fraction:
    """sigma(t + h) - sigma(t) over h, for an h before the next breakpoint."""
    ends = [b for b in layer.activation.breakpoints if b > t]
    h = min(ends) - t if ends else Fraction(1)
    return Fraction((layer.activation(t + h) - layer.activation(t)) / h)


def _through(hidden: Sequence[Layer], x: Vector) -> Vector:
    for layer in hidden:
        x = layer(x)
    return x
