"""Small leaky-ReLU networks trained on demand, as instances of theorems about trained networks.

Nguyen (2019), Section 5.3.5, trains such networks on MNIST.  Here: float64, minibatches in an order drawn
from a seed, Adam on the cross-entropy.  Another machine may round its sums differently and arrive at other
weights; nothing may depend on the weights themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from checker import Layer, Network
from constructions.formats.piecewise_linear import IDENTITY, leaky_relu

Array = NDArray[np.float64]


@dataclass
class Trainer:
    """Adam (Kingma and Ba, 2015) on the mean cross-entropy of a leaky-ReLU network.

    X: N x d inputs.  y: N classes from 0.  widths: (d, n_1, ..., n_L).  slope: of the leaky ReLU.
    """

    X: Array
    y: NDArray[Any]
    widths: Sequence[int]
    slope: float
    seed: int = 0
    rate: float = 2e-3
    batch: int = 64
    parameters: list[Array] = field(init=False)

    def __post_init__(self) -> None:
        self.random = np.random.default_rng(self.seed)
        self.parameters = []
        for n, m in pairwise(self.widths):
            self.parameters += [self.random.standard_normal((m, n)) * (2 / n) ** 0.5, np.zeros(m)]
        self.moments = [np.zeros((2, *p.shape)) for p in self.parameters]
        self.steps = 0

    def scores(self, X: Array) -> list[Array]:
        """The inputs, then the pre-activations of every layer; the last are the scores."""
        out = [X]
        for k in range(0, len(self.parameters), 2):
            x = out[-1] if k == 0 else self._activate(out[-1])
            out.append(x @ self.parameters[k].T + self.parameters[k + 1])
        return out

    def errors(self) -> int:
        """The number of misclassified training samples."""
        return int((self.scores(self.X)[-1].argmax(axis=1) != self.y).sum())

    def train(self, epochs: int) -> int:
        """Train until no training sample is misclassified, or so many epochs; the errors left."""
        for _ in range(epochs):
            self.epoch()
            if not self.errors():
                return 0
        return self.errors()

    def epoch(self) -> None:
        """One pass over the samples, in a new order."""
        order = self.random.permutation(len(self.X))
        for start in range(0, len(order), self.batch):
            chosen = order[start : start + self.batch]
            self._step(self._gradient(self.X[chosen], self.y[chosen]))

    def _activate(self, z: Array) -> Array:
        return np.where(z > 0, z, self.slope * z)

    def _gradient(self, X: Array, y: NDArray[Any]) -> list[Array]:
        pre = self.scores(X)
        delta = np.exp(pre[-1] - pre[-1].max(axis=1, keepdims=True))
        delta /= delta.sum(axis=1, keepdims=True)
        delta[np.arange(len(y)), y] -= 1
        delta /= len(y)
        gradient: list[Array] = []
        for k in reversed(range(len(self.widths) - 1)):
            before = pre[k] if k == 0 else self._activate(pre[k])
            gradient = [delta.T @ before, delta.sum(axis=0), *gradient]
            if k:
                delta = (delta @ self.parameters[2 * k]) * np.where(pre[k] > 0, 1.0, self.slope)
        return gradient

    def _step(self, gradient: Sequence[Array]) -> None:
        self.steps += 1
        for i, g in enumerate(gradient):
            moments = self.moments[i]
            moments += np.stack([0.1 * (g - moments[0]), 0.001 * (g * g - moments[1])])
            mean, square = moments[0] / (1 - 0.9**self.steps), moments[1] / (1 - 0.999**self.steps)
            self.parameters[i] = self.parameters[i] - self.rate * mean / (np.sqrt(square) + 1e-8)

    def network(self, slope: Fraction, digits: int | None = None) -> Network:
        """The network with its weights as they are in float32, or as multiples of 2^-digits."""
        exact = [_exact(p, digits) for p in self.parameters]
        sigma = leaky_relu(slope)
        layers = [
            Layer(tuple(tuple(row) for row in w), tuple(b), sigma)
            for w, b in zip(exact[::2], exact[1::2], strict=True)
        ]
        layers[-1] = Layer(layers[-1].weight, layers[-1].bias, IDENTITY)
        return Network(self.widths[0], tuple(layers))


def _exact(array: Array, digits: int | None) -> Any:
    """The entries as rationals, in nested lists."""
    if array.ndim > 1:
        return [_exact(row, digits) for row in array]
    if digits is None:
        return [Fraction(float(x)) for x in array.astype(np.float32)]
    return [Fraction(round(float(x) * 2**digits), 2**digits) for x in array]
