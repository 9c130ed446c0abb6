"""Skip-connections on digits: ranks of Psi and fitted labels, found and checked, against ball arithmetic.

    OMP_NUM_THREADS=1 PYTHONPATH=. python benchmarks/skip.py [--full]

For each network and N: CPU seconds of finding the certificate of the rank and of the fit, of the kernel on
each, and their bytes.  The baseline is what shows the rank without a certificate: Psi in python-flint's balls
(units by the same routine) and `arb_mat.inv`, at the first precision that gives a finite inverse.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from resource import RUSAGE_SELF, getrusage
from time import process_time
from typing import TypeVar

from flint import arb_mat, ctx

from checker import verify
from constructions.evidence.skip import psi
from constructions.formats.data import read_data
from constructions.formats.exact_matrix import ExactMatrix
from constructions.random_layers import random_layers
from constructions.skip_network import SkipNetwork, from_layers, with_random_skips
from constructions.skip_solution import certify_fit, rounded, solve_outputs
from proofs.skipping import certify_psi

T = TypeVar("T")
RUNS = (("conv:30x5", 100), ("conv:30x5", 300), ("conv:8x5,conv:6x3", 100), ("conv:24x5,conv:24x3", 300))
FULL = (("conv:120x5", 1797), ("conv:32x5,conv:32x3", 400))


def timed(run: Callable[[], T]) -> tuple[T, float]:
    """The result and its CPU seconds."""
    start = process_time()
    return run(), process_time() - start


def fit(network: SkipNetwork, X: ExactMatrix, targets: list[list[int]]) -> bytes:
    """V solved, rounded, and its certificate."""
    V = solve_outputs(network, X, targets)
    return certify_fit(network, X, rounded(network, X, V, targets), targets)


def balls(network: SkipNetwork, X: ExactMatrix) -> int:
    """The precision at which the inverse of Psi is finite."""
    kept = ctx.prec
    try:
        for precision in (64, 128, 256, 512):
            ctx.prec = precision
            try:
                arb_mat(psi(network, X)).inv()
            except ZeroDivisionError:
                continue
            return precision
    finally:
        ctx.prec = kept
    return 0


def main() -> None:
    """One line for each network and N."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--full", action="store_true", help="also all 1,797 digits, without the baseline")
    arguments = parser.parse_args()
    data = read_data("digits")
    if data.y is None:
        return
    print(
        "network               N      rank: find  check    bytes   fit: find  check    bytes   balls  ratio"
    )
    for names, N in (*RUNS, *(FULL if arguments.full else ())):
        X, labels = data.X.first(N), [int(y) for y in data.y[:N]]
        network = with_random_skips(from_layers(random_layers(names, 64, "sigmoid"), 64), N, 0)
        targets = [[int(y == k) for k in range(10)] for y in labels]
        rank, found = timed(partial(certify_psi, network, X))
        verdict, checked = timed(partial(verify, rank))
        fitted, solved = timed(partial(fit, network, X, targets))
        fits, weighed = timed(partial(verify, fitted))
        words = "".join(type(v).__name__[0] for v in (verdict, fits))
        line = f"{names:20} {N:4} {words:2} {found:10.1f} {checked:6.1f} {len(rank):8}"
        line += f" {solved:11.1f} {weighed:6.1f} {len(fitted):8}"
        if N <= 300:
            precision, seconds = timed(partial(balls, network, X))
            line += f" {seconds:7.1f} {(found + checked) / seconds:6.2f}  ({precision} bits)"
        print(line, flush=True)
    print(f"peak memory {getrusage(RUSAGE_SELF).ru_maxrss // 1024} MiB")


if __name__ == "__main__":
    main()
