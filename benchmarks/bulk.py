"""The bulk check beside the kernel on digits, and how it grows: seconds, memory, what N = 60,000 would take.

    python benchmarks/bulk.py [--n 2500 5000] [--filters 8] [--only 60000]

Both check the same certificates of all 1,797 digits, side by side, one thread.  `--n`: certificates for
random images of MNIST's shape and 3 x 3 filters are found and checked in bulk.  `--only N`: the cost at N
without the search: a certificate of that size with a wrong solution is read and refused at its first block;
more blocks are then multiplied, and their time times the number of blocks is all that is extrapolated.
"""

from __future__ import annotations

import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import resource
import time
from collections.abc import Callable
from typing import Any

import numpy

from checker import Rationals, Reader, Verified, verify
from checker.convolution import read_features
from checker.rules.feature_rank import Residues
from constructions import bulk
from constructions.bulk import CheckedInBulk, check_in_bulk
from constructions.bulk_product import Product
from constructions.certificate import Claim
from constructions.cube_root import cube_root_of_unity
from constructions.evidence.encoded import EncodedClaim
from constructions.evidence.feature_rank import certify
from constructions.feature_matrix import data_json, feature_matrix, image_patches, layers_json, random_layer
from constructions.formats.data import read_data
from constructions.formats.exact_matrix import ExactMatrix
from constructions.modular_elimination import exponent, primes

_BLOCKS = 3  # that are timed


def timed(run: Callable[[], Any]) -> tuple[Any, float]:
    """The result, and CPU seconds."""
    start = time.process_time()
    found = run()
    return found, time.process_time() - start


def memory() -> str:
    """The peak so far."""
    return f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB"


def images(N: int) -> ExactMatrix:
    """N random images of MNIST's shape, four fifths of them zero."""
    draw = numpy.random.default_rng(0)
    pixels = draw.integers(0, 256, (N, 784), dtype=numpy.uint8)
    return ExactMatrix(pixels * (draw.random(pixels.shape, dtype=numpy.float32) < 0.2), 255)


def body_of(layer: Any, X: ExactMatrix) -> dict[str, Any]:
    """The claim's layers and data."""
    return {"layers": layers_json([layer]), "data": data_json(X)}


def beside_the_kernel() -> None:
    """All digits: ReLU and sigmoid, fully connected and by convolution."""
    X = read_data("digits").X
    for name in ("relu", "sigmoid"):
        for title, units, patches in (("fc:1900", 1900, None), ("conv:60x3", 60, image_patches(8, 8))):
            layer = random_layer(1, X.width, units, {"name": name}, patches)
            _, data = certify(body_of(layer, X), feature_matrix([layer], X))
            kernel, slow = timed(lambda data=data: verify(data))
            answer, quick = timed(lambda data=data: check_in_bulk(data))
            same = isinstance(kernel, Verified) and isinstance(answer, CheckedInBulk)
            print(
                f"digits, {name} {title}: kernel {slow:.2f} s, bulk {quick:.2f} s, "
                f"ratio {slow / quick:.0f}, {'both accept' if same else 'THEY DIFFER'}",
                flush=True,
            )


def found_and_checked(N: int, filters: int) -> None:
    """A certificate for N random images."""
    X, patches = images(N), image_patches(28, 28)
    layer = random_layer(1, 784, max(filters, -(-N // 676)), {"name": "sigmoid"}, patches)
    (_, data), spent = timed(lambda: certify(body_of(layer, X), feature_matrix([layer], X)))
    answer, quick = timed(lambda: check_in_bulk(data))
    print(
        f"N = {N}, {layer.units} units, {len(data) / 1e6:.0f} MB: found in {spent:.1f} s (numpy), "
        f"{type(answer).__name__} in {quick:.1f} s, {memory()}",
        flush=True,
    )


def only_the_check(N: int) -> None:
    """The bulk check at N without a search."""
    X, patches = images(N), image_patches(28, 28)
    layer = random_layer(1, 784, -(-N // 676), {"name": "sigmoid"}, patches)
    p = next(p for p in primes(layer.units) if p % 3 == 1)
    k = exponent(p, 128)
    M, g = p**k, cube_root_of_unity(p, k)
    body = {**body_of(layer, X), "relation": ">=", "rank": str(N)}
    places = [str(i) for i in range(N)]
    x = [pow(3, i + 1, M) for i in range(N)]
    proof = {"rows": places, "columns": places, "modulus": str(M), "root": str(g)}
    data = EncodedClaim(Claim("feature-rank", Rationals(), body)).with_evidence(
        {"solve": {**proof, "solution": [str(v) for v in x]}}
    )
    answer, first = timed(lambda: check_in_bulk(data))
    features = read_features(Reader(Rationals()), body["layers"], "", 784, X.denominator)
    steps, product = bulk._steps(features), Product(x, M, Residues("sigmoid", features.denominator, g, M), N)
    rows, numerators = max(1, bulk._BLOCK // (8 * layer.units)), X.numerators.astype(numpy.int64)

    def block(at: int) -> None:
        values = numerators[at : at + rows]
        for act in steps:
            values = act(values)
        product(values[:, numpy.arange(N)])

    block(0)
    _, spent = timed(lambda: [block((i + 1) * rows) for i in range(_BLOCKS)])
    blocks = -(-N // rows)
    print(
        f"N = {N}, {layer.units} units, {len(data) / 1e6:.0f} MB: read, and the first of {blocks} blocks "
        f"refused ({answer.code}), in {first:.1f} s; a block {spent / _BLOCKS:.2f} s; "
        f"in all {first + spent / _BLOCKS * (blocks - 1):.0f} s, {memory()}",
        flush=True,
    )


def main() -> int:
    """Run what was asked for and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--n", type=int, nargs="*", default=[2500, 5000])
    parser.add_argument("--filters", type=int, default=0)
    parser.add_argument("--only", type=int, nargs="*", default=[])
    options = parser.parse_args()
    beside_the_kernel()
    for N in options.n:
        found_and_checked(N, options.filters)
    for N in options.only:
        only_the_check(N)
    return 0


if __name__ == "__main__":
    sys.exit(main())
