"""Paths between networks: time to find and to check, vertices, bits, memory.

    python benchmarks/paths.py               shapes of Theorems 3.4.9, 3.4.16, 3.4.17, and 5-8-6-4-2
    python benchmarks/paths.py digits 64     two networks 64-64-10 trained on 64 digits, of float weights
    python benchmarks/paths.py digits 200    two networks 64-200-10 trained on 200 digits

Baseline of the check: the exact loss at three points of each segment by `checker.Risk`, which proves nothing
about the points between.  It is timed on the first 20 segments (digits: on the first alone) and multiplied up
to all of them.  Both run one after the other in one process; times are processor time.
"""

from __future__ import annotations

import resource
import sys
import time
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from checker import Json, Layer, Network, Verified, verify
from checker.risk import Risk
from constructions.formats.data import read_data
from constructions.formats.piecewise_linear import IDENTITY, leaky_relu
from constructions.join import halves
from constructions.parameter_path import Trail, at_time, certify, exact_loss, reversed_trail, with_parameters
from constructions.random_paths import HALF, SHAPES, Instances
from constructions.risk_of_data import risk_of
from constructions.wide_layer import join

Array = NDArray[np.float64]
SLOPE = Fraction(1, 8)
LARGE = ("3.4.9", (5, 8, 6, 4, 2), 5)


def checked(trail: Trail, risk: Risk, behaviour: Json) -> tuple[float, int]:
    """Seconds of the kernel, and bytes."""
    data = certify(trail, risk, behaviour)
    start = time.process_time()
    verdict = verify(data)
    spent = time.process_time() - start
    if not isinstance(verdict, Verified):
        raise SystemExit(f"refused: {verdict}")
    return spent, len(data)


def baseline(trail: Trail, risk: Risk, most: int = 20) -> float:
    """Seconds to evaluate the loss at three points of each segment, from the first `most` of them."""
    corners = [Trail(trail.start).vertex]
    for move in trail.moves[:most]:
        corners.append([list(units) for units in corners[-1]])
        for k, j, row in move:
            corners[-1][k][j] = row
    start = time.process_time()
    for a, b in pairwise(corners):
        for t in (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)):
            risk(with_parameters(trail.start, at_time(a, b, t)))
    return (time.process_time() - start) * len(trail.moves) / max(len(corners) - 1, 1)


def report(name: str, found: float, check: float, plain: float, trail: Trail, size: int) -> None:
    """One line."""
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name:34} find {found:7.2f} s  check {check:7.2f} s  "
        f"baseline {plain:8.2f} s ({plain / check:.1f} times)  "
        f"{len(trail.moves) + 1} vertices  {trail.bits} bits  {size / 1e6:.2f} MB  peak {memory:.0f} MB",
        flush=True,
    )


def theorems() -> None:
    """One instance of each shape."""
    for seed, (theorem, widths, N) in enumerate((*SHAPES, LARGE)):
        a, b, risk = Instances(seed).triple(theorem, widths, N, "full")
        if (theorem, widths, N) == LARGE:
            some = Instances(seed)
            risk = some.risk(widths, N, independent=True)
            a, b = some.network(widths, HALF), some.network(widths, HALF)
        start = time.process_time()
        there, back = halves(a, b, risk, theorem=theorem)
        found = time.process_time() - start
        for move in reversed_trail(back).moves:
            there.step(move)
        bound = str(max(exact_loss(a, risk), exact_loss(b, risk)))
        check, size = checked(there, risk, {"at-most": bound})
        name = f"{theorem} {'-'.join(map(str, widths))}, N = {N}"
        report(name, found, check, baseline(there, risk), there, size)


def trained(risk: Risk, units: int, seed: int, steps: int = 1500) -> Network:
    """A network with one hidden layer, trained by Adam on the square loss; its float64 weights exactly."""
    random = np.random.default_rng(seed)
    X, Y = (np.array([[float(x) for x in row] for row in rows]) for rows in (risk.inputs, risk.targets))
    d, m, slope = X.shape[1], Y.shape[1], float(SLOPE)
    shapes = ((units, d), (units,), (m, units), (m,))
    P: list[Array] = [random.standard_normal(s) * (2 / s[-1]) ** 0.5 * (len(s) == 2) for s in shapes]
    moments = [np.zeros((2, *p.shape)) for p in P]
    for t in range(1, steps + 1):
        Z = X @ P[0].T + P[1]
        F = np.where(Z > 0, Z, slope * Z)
        delta = (F @ P[2].T + P[3] - Y) / len(X)
        back = delta @ P[2] * np.where(Z > 0, 1, slope)
        gradient = (back.T @ X, back.sum(0), delta.T @ F, delta.sum(0))
        for i, g in enumerate(gradient):
            moments[i] += np.stack([0.1 * (g - moments[i][0]), 0.001 * (g * g - moments[i][1])])
            mean, square = moments[i][0] / (1 - 0.9**t), moments[i][1] / (1 - 0.999**t)
            P[i] = P[i] - 2e-3 * mean / (np.sqrt(square) + 1e-8)
    exact = [np.vectorize(Fraction, otypes=[object])(p).tolist() for p in P]
    layers = [
        Layer(tuple(map(tuple, exact[k])), tuple(exact[k + 1]), sigma)
        for k, sigma in ((0, leaky_relu(SLOPE)), (2, IDENTITY))
    ]
    return Network(d, tuple(layers))


def digits(samples: int) -> None:
    """Two networks with as many hidden units as samples, trained from two seeds."""
    shape = Network(64, (Layer(((Fraction(0),) * 64,) * 10, (Fraction(0),) * 10, IDENTITY),))
    risk = risk_of(read_data("digits"), shape, "square", samples)
    a, b = trained(risk, max(samples, 64), 1), trained(risk, max(samples, 64), 2)
    losses = [exact_loss(x, risk) for x in (a, b)]
    print(f"losses {float(losses[0]):.3g} and {float(losses[1]):.3g}")
    start = time.process_time()
    trail = join(a, b, risk)
    found = time.process_time() - start
    check, size = checked(trail, risk, {"at-most": str(max(losses))})
    name = f"digits {'-'.join(map(str, a.widths))}, N = {samples}"
    report(name, found, check, baseline(trail, risk, 1), trail, size)


if __name__ == "__main__":
    digits(int(sys.argv[2])) if sys.argv[1:2] == ["digits"] else theorems()
