"""Figure 2.1: the network of widths 784-67600-16900-2880-720-100-10, rebuilt with one filter in place of many."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy

from constructions.feature_matrix import AnyLayer, Integers, PoolLayer, image_patches, random_layer
from proofs.feature_exhibits import IDENTITY, RELU, feature_rank, identity, product, samples, total
from proofs.table_exhibits import at_most, excess
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

WIDTHS = (784, 67600, 16900, 2880, 720, 100, 10)
N = 60_000
SHAPES = {
    "layer 1, 3 x 3 filters on 28 x 28": (26, 100, 67600),
    "layer 2, 2 x 2 pooling": (13, 100, 16900),
    "layer 3, 2 x 2 filters": (12, 20, 2880),
    "layer 4, 2 x 2 pooling": (6, 20, 720),
}


def windows(side: int) -> Integers:
    """Pooling windows 2 x 2 without overlap, one filter."""
    return image_patches(side, side, 1, 2, 2)


def layers() -> list[AnyLayer]:
    """The six layers with one filter in layers 1 and 3: widths 784-676-169-144-36-100-10."""
    return [
        random_layer(1, 784, 1, RELU, image_patches(28, 28)),
        PoolLayer(windows(26)),
        random_layer(2, 169, 1, RELU, image_patches(13, 13, 1, 2)),
        PoolLayer(windows(12)),
        random_layer(3, 36, 100, RELU, grid=16),
        random_layer(4, 100, 10, IDENTITY, grid=16),
    ]


def shape() -> Exhibit:
    """The shapes fit: the kernel refuses patches outside of their layer, and filters of another size."""
    image = numpy.arange(784, dtype=numpy.int64) * 37 % 256
    zeros = numpy.zeros(784, dtype=numpy.int64)
    X = samples([image.tolist(), zeros.tolist()], 255)
    return feature_rank(
        "with one filter in layers 1 and 3: two images, output of rank 2", layers(), X, 2, ">="
    )


def exhibits() -> tuple[Exhibit, ...]:
    """The widths, the pyramid from layer 2 on, the wide layer, and the chain of patches."""
    found = [
        identity(f"{name}: {side} x {side} x {T} = {n}", product(side, side, T), n)
        for name, (side, T, n) in SHAPES.items()
    ]
    steps = pairwise(WIDTHS[2:])
    return (
        *found,
        identity(
            "sides: 28 - 2 = 26 = 2 * 13, 13 - 1 = 12 = 2 * 6",
            total("28", "-2", "13", "-1"),
            total(product(2, 13), product(2, 6)),
        ),
        *(at_most(f"pyramidal from layer 2: {b} <= {a}", str(b), str(a)) for a, b in steps),
        at_most(f"layer 1 is wide: {N} <= {WIDTHS[1]}", str(N), str(WIDTHS[1])),
        shape(),
    )


theorem = Theorem(
    id="fig-2.1",
    kind="figure",
    title="A convolutional network",
    statement=r"A network of widths $784,67600,16900,2880,720,100,10$: convolution, max-pooling, convolution, max-pooling, two fully connected layers. It is pyramidal from layer 2 on, and layer 1 has more units than MNIST has training samples.",
    source=thesis("Figure 2.1", "14"),
    universal=False,
    covers=(
        "The widths as products, with 3 x 3 filters and then 2 x 2 ones (the second size is inferred from the widths), and a network of these layers with one filter each on an image of 28 x 28, whose patches and shapes the kernel builds. "
        r"Layer 1 to 2 is pyramidal too; from the input to layer 1 the width grows. Two max-pooling layers keep it from Assumption 2.4.7 (asm-2.4.7)."
    ),
    uses=("def-2.3.1", "def-2.3.3"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "3 x 3 filters in layer 3: 11 x 11 x 20 = 2880",
            tampered(exhibits()[2].build, "/claim/left", product(11, 11, 20)),
            "E_IDENTITY",
        ),
        NearMiss(
            "pyramidal from layer 1: 67600 <= 784",
            lambda: excess(Fraction(67600), Fraction(784), Fraction(0)).with_evidence({}),
            "E_VALUE",
        ),
        NearMiss(
            "a pooling window beyond layer 1",
            tampered(shape().build, "/claim/layers/1/max_over/0/0", "676"),
            "E_INDEX",
        ),
        NearMiss(
            "filters of nine entries in layer 3",
            tampered(shape().build, "/claim/layers/2/filters/0", ["1"] * 9),
            "E_SHAPE",
        ),
    ),
)
