"""Ranks of features above transcendental layers by enclosures: CPU seconds, found and verified, by N.

    python benchmarks/enclosures.py [--samples 50 100 200 300] [--seed 1]

Digits, layers 64-N and 64-N-N of multiples of 1/64.  The baseline is the same minor's inverse alone,
by FLINT in ball arithmetic: what the search cannot do without.
"""

import argparse
import resource
import time

from flint import arb_mat, ctx

from checker import Verified, verify
from constructions.evidence.ball_features import ball_features
from constructions.evidence.enclosed_layers import certify_enclosed_layers
from constructions.feature_matrix import AnyLayer, feature_matrix, random_layer
from constructions.formats.data import read_data
from constructions.formats.exact_matrix import ExactMatrix

CASES = (
    ("softplus",),
    ("sigmoid", "sigmoid"),
    ("sigmoid", "tanh"),
    ("sigmoid", "softplus"),
    ("softsign", "softsign"),
)


def network(names: tuple[str, ...], inputs: int, width: int, seed: int) -> list[AnyLayer]:
    """Fully connected layers with these activations."""
    sizes = [inputs, *[width] * (len(names) - 1)]
    return [
        random_layer(seed + k, n, width, {"name": s})
        for k, (n, s) in enumerate(zip(sizes, names, strict=True))
    ]


def inverse(layers: list[AnyLayer], X: ExactMatrix) -> None:
    """The leading minor's inverse at 128 bits, features included."""
    ctx.prec = 128
    F = ball_features(feature_matrix(layers[:1], X), layers[1:])
    arb_mat([row[: len(F)] for row in F]).inv()


def main() -> None:
    """One line for each case and N."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, nargs="+", default=[50, 100, 200, 300])
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    digits = read_data("digits").X
    for names in CASES:
        for N in chosen.samples:
            X, layers = digits.first(N), network(names, digits.width, N, chosen.seed)
            start = time.process_time()
            inverse(layers, X)
            middle = time.process_time()
            _, certificate = certify_enclosed_layers(layers, X)
            found = time.process_time()
            verdict = verify(certificate)
            base, find, kernel = middle - start, found - middle, time.process_time() - found
            says = "verified" if isinstance(verdict, Verified) else str(verdict)
            print(
                f"{'-'.join(names):18} N = {N:4}  found {find:6.2f} s ({find / base:.2f} of an inverse)  "
                f"kernel {kernel:6.2f} s  {len(certificate):8} bytes  {says}",
                flush=True,
            )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


if __name__ == "__main__":
    main()
