"""The thesis's rule for the rank, singular values above a threshold, against exact ranks on digits.

    python benchmarks/svd_rule.py                 all 1,797 digits
    python benchmarks/svd_rule.py --exhibits      the singular values of proofs/observed_singular_values.toml

Table 2.2 counts singular values above sqrt(m + n + 1) / 2 * sigma_max * eps.  With double precision it misses
a full rank; with features computed in single precision, as on a GPU, it invents one.
"""

from __future__ import annotations

import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from typing import Any

import numpy
from numpy.typing import NDArray

from checker import Verified, verify
from constructions.evidence.feature_rank import certify
from constructions.feature_matrix import AffineLayer, data_json, feature_matrix, layers_json, random_layer
from constructions.formats.data import read_data
from constructions.formats.exact_matrix import ExactMatrix
from proofs.chapter2.tab_2_2 import invented, missed
from proofs.feature_exhibits import digits

DOUBLE = float(numpy.finfo(numpy.float64).eps)


def rule(F: NDArray[Any]) -> tuple[int, float]:
    """The rank by Table 2.2's rule in double precision, and sigma_min."""
    s = numpy.linalg.svd(F.astype(numpy.float64), compute_uv=False)
    return int((s > 0.5 * (sum(F.shape) + 1) ** 0.5 * s[0] * DOUBLE).sum()), float(s[-1])


def in_floats(layer: AffineLayer, X: ExactMatrix, kind: Any) -> NDArray[Any]:
    """The features in a floating-point type; weights and data are exact in it."""
    values = X.numerators.astype(kind) / kind(X.denominator)
    W, b = (x.astype(kind) / kind(layer.denominator) for x in (layer.filters, layer.bias))
    z = values @ W.T if layer.patches is None else numpy.hstack([values[:, p] @ W.T for p in layer.patches])
    z = z + b
    name: Any = layer.activation
    return (
        1 / (1 + numpy.exp(-z))
        if name["name"] == "sigmoid"
        else numpy.where(z > 0, z, z * kind(1) / kind(100))
    )


def exhibits() -> int:
    """What the rule sees of the two exhibits of Table 2.2, as TOML."""
    print("# Singular values seen once in floating point: python benchmarks/svd_rule.py --exhibits")
    for name, layer, samples, kind in (
        ("invented", invented(), 200, numpy.float32),
        ("missed", missed(), 100, numpy.float64),
    ):
        F = in_floats(layer, digits(samples), kind).astype(numpy.float64)
        s = numpy.linalg.svd(F, compute_uv=False)
        print(f'\n[{name}]\nthreshold = "{0.5 * (sum(F.shape) + 1) ** 0.5 * s[0] * DOUBLE:.2e}"\nvalues = [')
        for i in range(0, len(s), 8):
            print("    " + " ".join(f'"{x:.2e}",' for x in s[i : i + 8]))
        print("]")
    return 0


def main() -> int:
    """One line for each case: the rule, and the exact rank with its verdict."""
    X = read_data("digits").X
    cases: list[tuple[str, Any, Any]] = [
        ("sigmoid, double", {"name": "sigmoid"}, numpy.float64),
        ("leaky ReLU, single", {"name": "leaky_relu", "slope": "1/100"}, numpy.float32),
        ("leaky ReLU, double", {"name": "leaky_relu", "slope": "1/100"}, numpy.float64),
    ]
    for title, sigma, kind in cases:
        for scale in (1, 1024):
            base = random_layer(1, X.width, len(X), sigma)
            layer = AffineLayer(base.filters, base.bias, 64 * scale, sigma)
            counted, smallest = rule(in_floats(layer, X, kind))
            body = {"layers": layers_json([layer]), "data": data_json(X)}
            claim, data = certify(body, feature_matrix([layer], X), both=True)
            said = isinstance(verify(data), Verified)
            exact = f"{claim.body['relation']} {claim.body['rank']}"
            print(
                f"{title:20} |weights| <= 1/{scale:<4} rule {counted}, sigma_min {smallest:.1e}; "
                f"exact rank {exact}, verified: {said}",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(exhibits() if sys.argv[1:] == ["--exhibits"] else main())
