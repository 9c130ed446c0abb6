"""Modular rank and rank certificates in torch against named baselines, in one run: seconds, memory.

    python benchmarks/torch_rank.py [--device cpu|cuda] [--n 800 1600] [--repeat 3] [--certificate N]
        [--data mnist:FOLDER] [--filters T] [--activation sigmoid] [--svd N] [--checkpoint FILE]

Baselines, one CPU thread each: python-flint's `nmod_mat.rank` (31-bit prime), one float64 product of that
size on the same device, our numpy elimination, and `torch.linalg.svdvals` in float64 where `--svd` asks.
`--certificate N` finds an exact certificate for 3 x 3 filters on the first N samples.
"""

from __future__ import annotations

import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import resource
import time
from collections.abc import Callable
from math import isqrt
from pathlib import Path
from statistics import median
from typing import Any

import numpy
import torch
from flint import nmod_mat

from constructions.feature_matrix import data_json, feature_matrix, image_patches, layers_json, random_layer
from constructions.formats.data import read_data
from constructions.modular_elimination import Factorisation as OnTheHost
from constructions.modular_elimination import centred, primes
from torch_backend.feature_rank import certify
from torch_backend.modular_rank import Factorisation, MemoryShort

P31 = 2147483647


def seconds(run: Callable[[], object], device: str) -> float:
    """Wall seconds on CUDA, else CPU seconds."""
    clock = time.perf_counter if device == "cuda" else time.process_time
    if device == "cuda":
        torch.cuda.synchronize()
    start = clock()
    run()
    if device == "cuda":
        torch.cuda.synchronize()
    return clock() - start


def memory(device: str) -> str:
    """The peak so far."""
    host = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    on_device = (
        f", {torch.cuda.max_memory_allocated() / 2**30:.2f} GiB on the GPU" if device == "cuda" else ""
    )
    return f"peak memory {host:.2f} GiB on the host{on_device}"


def compare(n: int, device: str, repeat: int) -> None:
    """One random n x n integer matrix."""
    M = numpy.random.default_rng(n).integers(-1000, 1001, (n, n))
    p = next(primes(n))
    table = nmod_mat(n, n, [int(x) for x in (M % P31).ravel()], P31)
    A = torch.from_numpy(centred(M, p))
    real = A.to(device)
    runs: dict[str, tuple[Callable[[], object], str]] = {
        "flint nmod_mat.rank (CPU)": (table.rank, "cpu"),
        "numpy elimination (CPU)": (lambda: OnTheHost(centred(M, p), p).rank, "cpu"),
        "float64 product": (lambda: real @ real, device),
        "torch elimination": (lambda: Factorisation(A.to(device, copy=True), p).rank, device),
    }
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(repeat):
        for name, (run, where) in runs.items():
            times[name].append(seconds(run, where))
    medians = {name: median(found) for name, found in times.items()}
    base, product = medians["flint nmod_mat.rank (CPU)"], medians["float64 product"]
    print(f"modular rank, N = {n}, {device}")
    for name, found in medians.items():
        print(f"  {name:28} {found:9.4f} s   {found / base:7.3f} x flint   {found / product:7.2f} x product")
    print(f"  {memory(device)}", flush=True)


def certificate(options: argparse.Namespace) -> None:
    """From weights and data to bytes, and singular values beside it."""
    X = read_data(options.data).X.first(options.certificate)
    side = isqrt(X.width)
    layer = random_layer(1, X.width, options.filters, {"name": options.activation}, image_patches(side, side))
    clock = time.perf_counter()
    matrix = feature_matrix([layer], X)
    body: Any = {"layers": layers_json([layer]), "data": data_json(X)}
    print(f"features {matrix.numerators.shape} in {time.perf_counter() - clock:.1f} s", flush=True)
    clock = time.perf_counter()

    def progress(text: str) -> None:
        print(f"  {text}", file=sys.stderr, flush=True)

    claim, data = certify(body, matrix, options.device, progress, options.checkpoint)
    spent = time.perf_counter() - clock
    print(f"certificate rank >= {claim.body['rank']}, {len(data)} bytes, found in {spent:.1f} s")
    print(f"  {memory(options.device)}", flush=True)
    if options.output is not None:
        options.output.write_bytes(data)
        print(f"  written to {options.output}; check it with: python -m checker {options.output}")
    if options.svd:
        real = torch.from_numpy(matrix.numerators[: options.svd, : options.svd].astype(numpy.float64))
        scaled = torch.sigmoid(real / matrix.denominator) if matrix.sigma == "sigmoid" else real
        moved = scaled.to(options.device)
        spent = seconds(lambda: torch.linalg.svdvals(moved), options.device)
        print(f"torch.linalg.svdvals, N = {len(moved)}: {spent:.1f} s", flush=True)


def main() -> int:
    """Run what was asked for and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--n", type=int, nargs="*", default=[400, 800, 1600])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--certificate", type=int, metavar="N")
    parser.add_argument("--data", default="digits")
    parser.add_argument("--filters", type=int, default=50)
    parser.add_argument("--activation", default="sigmoid")
    parser.add_argument("--svd", type=int, metavar="N", default=0)
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    if options.device == "cuda" and not torch.cuda.is_available():
        parser.error("no CUDA device on this machine")
    torch.set_num_threads(1)
    try:
        for n in options.n:
            compare(n, options.device, options.repeat)
        if options.certificate:
            certificate(options)
    except MemoryShort as short:
        print(f"error: {short}", file=sys.stderr)
        return 5
    return 0


if __name__ == "__main__":
    sys.exit(main())
