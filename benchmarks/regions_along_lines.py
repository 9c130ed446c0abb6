"""How many pieces a network at initialisation has along a line: exact counts, averaged over random networks.

    PYTHONPATH=. python benchmarks/regions_along_lines.py [SAMPLES]

Hanin and Rolnick (2019) prove that the average number grows linearly in the number of neurons.  One hidden
layer has an exact expectation: with weights and biases of one unit independent and equally distributed, a
unit t -> w t + b changes its sign on [-1, 1] iff |b| < |w|, with probability 1/2 (for a continuous
distribution), so n units have n / 2 breakpoints on the average.  Each count below is exact; a mean is an
observation, with its standard error.
"""

from __future__ import annotations

import sys
from fractions import Fraction
from itertools import pairwise
from random import Random
from statistics import fmean, stdev

from checker import Layer, Network
from constructions.formats.piecewise_linear import IDENTITY, leaky_relu
from constructions.geometry.along_line import restrict
from constructions.geometry.integer_network import integer_network

RELU = leaky_relu(Fraction(0))
SHAPES = ((16,), (32,), (64,), (16, 16), (32, 32), (16, 16, 16), (32, 32, 32), (16,) * 6)


def initialised(hidden: tuple[int, ...], random: Random) -> Network:
    """Weights of variance 2 / fan-in, those of the first layer of variance 1; biases as the first layer's."""
    layers = []
    for k, (n, m) in enumerate(pairwise((1, *hidden, 1))):
        size = 1.0 if k == 0 else (2 / n) ** 0.5

        def draw(scale: float) -> Fraction:
            return Fraction(round(random.gauss(0, scale) * 2**20), 2**20)

        weight = tuple(tuple(draw(size) for _ in range(n)) for _ in range(m))
        sigma = RELU if k < len(hidden) else IDENTITY
        layers.append(Layer(weight, tuple(draw(1.0) for _ in range(m)), sigma))
    return Network(1, tuple(layers))


def main() -> None:
    """One line for each shape."""
    samples = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    for hidden in SHAPES:
        random = Random(1)
        found = []
        for _ in range(samples):
            engine = integer_network(initialised(hidden, random))
            found.append(len(restrict(engine, (Fraction(-1),), (Fraction(1),)).breakpoints))
        error = stdev(found) / samples**0.5
        neurons = sum(hidden)
        expected = f"; exactly {neurons // 2} expected" if len(hidden) == 1 else ""
        print(
            f"{'-'.join(map(str, hidden))}: {neurons} neurons, {fmean(found):.2f} +- {error:.2f} "
            f"breakpoints, {fmean(found) / neurons:.3f} each{expected}"
        )


if __name__ == "__main__":
    main()
