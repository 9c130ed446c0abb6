"""Full rank in floats with proven bounds on digits, beside the inverse alone and the kernel's enclosure.

    python benchmarks/verified_inverse.py [--n 100 300 800 1797] [--kernel 100] [--device cpu|cuda]

Baseline: `torch.linalg.inv` of the same matrix, which proves nothing.  `--kernel N`: up to this size the
kernel checks the inverse too.  CPU seconds (on a GPU, wall seconds), one thread.
"""

from __future__ import annotations

import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import time
from collections.abc import Callable
from typing import Any

import torch

from checker import verify
from constructions.certificate import NotFound
from constructions.feature_matrix import AnyLayer, image_patches, random_layer
from constructions.formats.data import read_data
from torch_backend.enclosed_features import enclosed_features
from torch_backend.verified_inverse import certify_in_floats, full_rank


def networks(N: int) -> dict[str, list[AnyLayer]]:
    """Layers whose last has N units, or at least 2 N."""

    def dense(k: int, before: int, units: int, name: str) -> AnyLayer:
        return random_layer(k, before, units, {"name": name})

    return {
        "softplus (N)": [dense(1, 64, N, "softplus")],
        "softplus 3 x 3": [random_layer(1, 64, -(-N // 18), {"name": "softplus"}, image_patches(8, 8))],
        "sigmoid, softplus (N, 2 N)": [dense(1, 64, N, "sigmoid"), dense(2, N, 2 * N, "softplus")],
        "tanh, tanh (N, 2 N)": [dense(1, 64, N, "tanh"), dense(2, N, 2 * N, "tanh")],
    }


def timed(run: Callable[[], Any], device: str) -> tuple[Any, float]:
    """The result and the seconds."""
    clock = time.perf_counter if device == "cuda" else time.process_time
    start = clock()
    found = run()
    if device == "cuda":
        torch.cuda.synchronize()
    return found, clock() - start


def main() -> int:
    """Run what was asked for and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--n", type=int, nargs="*", default=[100, 300, 800, 1797])
    parser.add_argument("--kernel", type=int, default=100)
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    options = parser.parse_args()
    torch.set_num_threads(1)
    X = read_data("digits").X
    for N in options.n:
        for title, layers in networks(N).items():
            data = X.first(N)
            found, seconds = timed(
                lambda data=data, k=layers: full_rank(k, data, options.device), options.device
            )
            square = enclosed_features(layers, data, device=options.device)[0][:, :N].contiguous()
            _, base = timed(lambda A=square: torch.linalg.inv_ex(A), options.device)
            print(
                f"N = {N}, {title}: {found}; {seconds:.2f} s, {seconds / base:.1f} x torch.linalg.inv",
                flush=True,
            )
            if options.kernel >= N and found.rank:
                try:
                    certificate = certify_in_floats(layers, data, options.device)[1]
                except NotFound as no:
                    print(f"  {no.reason}")
                    continue
                verdict, spent = timed(lambda c=certificate: verify(c), "cpu")
                print(
                    f"  kernel: {type(verdict).__name__} in {spent:.1f} s, {len(certificate)} bytes",
                    flush=True,
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
