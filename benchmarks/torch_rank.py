"""Modular rank and rank certificates in torch against named baselines, in one run: seconds, memory.

    python benchmarks/torch_rank.py [--device cpu|cuda] [--n 800 1600] [--repeat 3]
        [--certificate N] [--check] [--data mnist:FOLDER] [--filters T] [--activation sigmoid]
        [--memory GIB] [--svd-seconds S] [--checkpoint FILE] [--output FILE]

Baselines, one CPU thread each: python-flint's `nmod_mat.rank` (31-bit prime), FFLAS-FFPACK's rank (our prime;
where its packages are installed), one float64 product of that size on the same device, our numpy elimination,
and `torch.linalg.svdvals` in float64, up to the largest N where it should end in `--svd-seconds`.
`--certificate N` finds an exact certificate for 3 x 3 filters on the first N samples, `--check` checks it in
bulk.
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
from fflas import Fflas
from flint import nmod_mat

from constructions.bulk import check_in_bulk
from constructions.feature_matrix import data_json, feature_matrix, image_patches, layers_json, random_layer
from constructions.formats.data import read_data
from constructions.formats.exact_matrix import ExactMatrix
from constructions.modular_elimination import Factorisation as OnTheHost
from constructions.modular_elimination import centred, primes
from torch_backend.feature_rank import certify
from torch_backend.memory import MemoryShort
from torch_backend.modular_rank import Factorisation

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


def memory_used(device: str) -> str:
    """The peak so far."""
    host = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    on_device = (
        f", {torch.cuda.max_memory_allocated() / 2**30:.2f} GiB on the GPU" if device == "cuda" else ""
    )
    return f"peak memory {host:.2f} GiB on the host{on_device}"


def compare(n: int, device: str, repeat: int, fflas: Fflas) -> None:
    """One random n x n integer matrix."""
    M = numpy.random.default_rng(n).integers(-1000, 1001, (n, n))
    p = next(primes(n))
    table = nmod_mat(n, n, [int(x) for x in (M % P31).ravel()], P31)
    A = torch.from_numpy(centred(M, p))
    real = A.to(device)

    def on_the_host() -> float:
        B = A.numpy().copy()  # of no baseline is the copy timed
        return seconds(lambda: OnTheHost(B, p), "cpu")

    def on_the_device() -> float:
        B = A.to(device, copy=True)
        return seconds(lambda: Factorisation(B, p), device)

    runs: dict[str, Callable[[], float]] = {
        "flint nmod_mat.rank (CPU)": lambda: seconds(table.rank, "cpu"),
        "numpy elimination (CPU)": on_the_host,
        "float64 product": lambda: seconds(lambda: real @ real, device),
        "torch elimination": on_the_device,
    }
    if not fflas.missing:
        runs["FFLAS-FFPACK (CPU)"] = lambda: fflas.seconds(n, p)
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(repeat):
        for name, run in runs.items():
            times[name].append(run())
    medians = {name: median(found) for name, found in times.items()}
    bases = {
        "flint": "flint nmod_mat.rank (CPU)",
        "product": "float64 product",
        "fflas": "FFLAS-FFPACK (CPU)",
    }
    print(f"modular rank, N = {n}, p = {p}, {device}")
    for name, found in medians.items():
        ratios = [f"{found / medians[of]:7.2f} x {short}" for short, of in bases.items() if of in medians]
        print(f"  {name:28} {found:9.4f} s {''.join(ratios)}")
    print(f"  {memory_used(device)}", flush=True)


def samples(name: str, N: int | None) -> ExactMatrix:
    """The first N samples of a data set; `random`: so many of MNIST's shape, four fifths of them zero."""
    if name != "random":
        X = read_data(name).X
        return X if N is None else X.first(N)
    draw = numpy.random.default_rng(0)
    pixels = draw.integers(0, 256, (N or 1000, 784), dtype=numpy.uint8)
    return ExactMatrix(pixels * (draw.random(pixels.shape, dtype=numpy.float32) < 0.2), 255)


def certificate(options: argparse.Namespace) -> None:
    """From weights and data to bytes, and singular values beside it."""
    X = samples(options.data, options.certificate)
    side = isqrt(X.width)
    layer = random_layer(1, X.width, options.filters, {"name": options.activation}, image_patches(side, side))
    clock = time.perf_counter()
    body: Any = {"layers": layers_json([layer]), "data": data_json(X)}
    print(f"claim of {len(X)} samples and {layer.units} units written in {time.perf_counter() - clock:.1f} s")
    memory = None if options.memory is None else int(options.memory * 2**30)
    clock = time.perf_counter()

    def progress(text: str) -> None:
        print(f"  {time.perf_counter() - clock:7.1f} s  {text}", file=sys.stderr, flush=True)

    claim, data = certify(body, ([layer], X), options.device, progress, options.checkpoint, memory)
    spent = time.perf_counter() - clock
    print(f"certificate rank >= {claim.body['rank']}, {len(data)} bytes, found in {spent:.1f} s")
    print(f"  {memory_used(options.device)}", flush=True)
    if options.output is not None:
        options.output.write_bytes(data)
        print(f"  written to {options.output}; check it with: theodolite verify --bulk {options.output}")
    if options.check:
        clock = time.perf_counter()
        print(f"  {check_in_bulk(data)}, in {time.perf_counter() - clock:.1f} s", flush=True)


def singular_values(options: argparse.Namespace) -> None:
    """`torch.linalg.svdvals` in float64 at growing N, up to the largest that should end in time."""
    X, limit = samples(options.data, options.certificate), options.svd_seconds
    side, n, spent = isqrt(X.width), 500, 0.0
    most = len(X)
    torch.linalg.svdvals(torch.eye(64, dtype=torch.float64, device=options.device))  # libraries are loaded
    while True:
        n, units = min(n, most), -(-n // (side - 2) ** 2)
        layer = random_layer(1, X.width, units, {"name": options.activation}, image_patches(side, side))
        matrix = feature_matrix([layer], X.first(n))
        real = torch.from_numpy(matrix.numerators[:, :n].astype(numpy.float64)).to(options.device)
        if matrix.sigma == "sigmoid":
            real = torch.sigmoid(real / matrix.denominator)
        spent = seconds(lambda real=real: torch.linalg.svdvals(real), options.device)
        print(f"torch.linalg.svdvals in float64, N = {n}: {spent:.1f} s", flush=True)
        larger = 2 * n if 9 * spent < limit else int(n * (limit / spent) ** (1 / 3) * 0.97)
        if spent > limit or n == most or larger < n * 1.1:
            return
        n = larger


def main() -> int:
    """Run what was asked for and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--n", type=int, nargs="*", default=[400, 800, 1600])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--certificate", type=int, metavar="N")
    parser.add_argument("--data", default="digits", help="digits, mnist:FOLDER, a file, or random")
    parser.add_argument("--filters", type=int, default=50)
    parser.add_argument("--activation", default="sigmoid")
    parser.add_argument("--check", action="store_true", help="check the certificate in bulk, too")
    parser.add_argument("--memory", type=float, metavar="GIB", help="of the device, at most")
    parser.add_argument("--svd-seconds", type=float, metavar="S", default=0.0)
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    if options.device == "cuda" and not torch.cuda.is_available():
        parser.error("no CUDA device on this machine")
    torch.set_num_threads(1)
    try:
        fflas = Fflas() if options.n else None
        if fflas is not None and fflas.missing:
            print(f"FFLAS-FFPACK is left out: {fflas.missing}")
        for n in options.n:
            compare(n, options.device, options.repeat, fflas)
        if options.certificate:
            certificate(options)
        if options.svd_seconds:
            singular_values(options)
    except MemoryShort as short:
        print(f"error: {short}", file=sys.stderr)
        return 5
    return 0


if __name__ == "__main__":
    sys.exit(main())
