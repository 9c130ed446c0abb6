"""Exact rank of features against named baselines, interleaved in one run: CPU seconds, ratios, peak memory.

    python benchmarks/rank.py [--n 1600] [--repeat 3] [--slow]

Baselines: python-flint's `nmod_mat.rank` (31-bit prime) and `fmpz_mat.rank`, numpy's SVD, Arb's determinant
(`--slow`), sympy's `Matrix.rank` at a size that it finishes.  One thread each.
"""

from __future__ import annotations

import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import resource
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy
import sympy
from flint import arb, arb_mat, ctx, fmpz_mat, nmod_mat

from checker import verify
from constructions.evidence.feature_rank import certify
from constructions.feature_matrix import data_json, feature_matrix, image_patches, layers_json, random_layer
from constructions.formats.data import read_data
from constructions.formats.exact_matrix import ExactMatrix
from constructions.modular_elimination import Factorisation, centred, primes

P31 = 2147483647
LEAKY: Any = {"name": "leaky_relu", "slope": "1/100"}


def cpu(run: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    run()
    return time.process_time() - start


def side_by_side(repeat: int, **runs: Callable[[], object]) -> dict[str, float]:
    """The median for each, measured in turns."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(repeat):
        for name, run in runs.items():
            times[name].append(cpu(run))
    return {name: median(found) for name, found in times.items()}


def show(title: str, times: dict[str, float], base: str) -> None:
    """One line for each, with the ratio to the baseline."""
    print(title)
    for name, seconds in times.items():
        print(f"  {name:28} {seconds:9.4f} s   {seconds / times[base]:8.3f} x {base}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"  peak memory so far {peak} MiB", flush=True)


def certificate(sigma: Any, units: int, X: ExactMatrix, convolution: bool = False, both: bool = False) -> Any:
    """A search from weights and data to bytes."""
    patches = image_patches(8, 8) if convolution else None
    layer = random_layer(1, X.width, units, sigma, patches)

    def run() -> Any:
        body = {"layers": layers_json([layer]), "data": data_json(X)}
        return certify(body, feature_matrix([layer], X), both)

    return run


def eliminations(X: ExactMatrix, n: int, repeat: int) -> None:
    """Modular rank of one integer matrix, n x n leaky-ReLU features."""
    M = feature_matrix([random_layer(1, X.width, n, LEAKY)], X.first(n)).numerators
    p = next(primes(n))
    table = nmod_mat(n, n, [int(x) for x in (M % P31).ravel()], P31)
    real = M.astype(numpy.float64)
    times = side_by_side(
        repeat,
        nmod_mat_rank=table.rank,
        ours=lambda: Factorisation(centred(M, p), p).rank,
        numpy_svd=lambda: numpy.linalg.svd(real, compute_uv=False),
    )
    show(f"modular rank, N = {n}", times, "nmod_mat_rank")


def searches(X: ExactMatrix, repeat: int) -> None:
    """Certificates on all of the data."""
    for title, units, convolution in (
        ("fully connected, n_1 = 1900", 1900, False),
        ("3 x 3, T = 60", 60, True),
    ):
        relu = certificate({"name": "relu"}, units, X, convolution)
        sigmoid = certificate({"name": "sigmoid"}, units, X, convolution)
        leaky = certificate(LEAKY, units, X, convolution)
        times = side_by_side(repeat, relu=relu, sigmoid=sigmoid, leaky_relu=leaky)
        show(f"certificate rank >= r on digits, N = {len(X)}, {title}", times, "relu")
        for run in (relu, sigmoid, leaky):
            claim, data = run()
            verdict: list[object] = []
            seconds = cpu(lambda data=data, verdict=verdict: verdict.append(verify(data)))
            said = type(verdict[0]).__name__
            print(
                f"  kernel: {said} rank >= {claim.body['rank']} in {seconds:.1f} s, {len(data)} bytes",
                flush=True,
            )


def both_bounds(X: ExactMatrix) -> None:
    """The exact rank of rank-deficient features, and FLINT's."""
    for sigma in ({"name": "relu"}, LEAKY):
        M = feature_matrix([random_layer(1, X.width, len(X), sigma)], X).numerators
        table = fmpz_mat(M.tolist())
        times = side_by_side(1, fmpz_mat_rank=table.rank, ours=certificate(sigma, len(X), X, both=True))
        show(f"exact rank, both bounds, {sigma['name']}, {len(X)} x {len(X)}", times, "fmpz_mat_rank")


def arb_determinant(X: ExactMatrix, n: int) -> None:
    """Sigmoid features at n, and Arb's determinant of them at 64 bits."""
    sub = X.first(n)
    G = feature_matrix([random_layer(1, X.width, n, {"name": "sigmoid"})], sub)
    ctx.prec = 64
    values = {m: 1 / (1 + (-arb(m) / G.denominator).exp()) for m in numpy.unique(G.numerators).tolist()}
    table = arb_mat(n, n, [values[m] for m in G.numerators.ravel().tolist()])
    ours = certificate({"name": "sigmoid"}, n, sub)
    show(f"sigmoid, N = {n}", side_by_side(1, arb_det=table.det, ours=ours), "arb_det")


def far_baseline(X: ExactMatrix) -> None:
    """sympy's own rank at N = 12: at 20 it takes minutes."""
    M = feature_matrix([random_layer(1, X.width, 12, LEAKY)], X.first(12)).numerators
    exact = sympy.Matrix(12, 12, [int(x) for x in M.ravel()])
    times = side_by_side(1, sympy_rank=exact.rank, ours=certificate(LEAKY, 12, X.first(12)))
    show("sympy Matrix.rank, N = 12", times, "sympy_rank")


def main() -> int:
    """Run the comparisons and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, nargs="*", default=[400, 800, 1600])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--slow", action="store_true", help="also Arb's determinant at N = 1000")
    options = parser.parse_args()
    X = read_data("digits").X
    for n in options.n:
        eliminations(X, n, options.repeat)
    searches(X, options.repeat)
    both_bounds(X)
    far_baseline(X)
    if options.slow:
        arb_determinant(X, 1000)
    return 0


if __name__ == "__main__":
    sys.exit(main())
