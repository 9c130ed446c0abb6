"""Definition 2.3.3: max-pooling layers, above a convolution, over positions of one filter."""

from __future__ import annotations

import numpy

from constructions.feature_matrix import PoolLayer, image_patches
from proofs.feature_exhibits import IDENTITY, RELU, filter_bank, samples
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import layer_values

# A 4 x 4 image, two 2 x 2 filters (corner difference, mean of a row), 3 x 3 positions, 18 units.
IMAGES = [
    [0, 1, 2, 3, 1, 0, 0, 2, 4, 4, 1, 1, 0, 5, 0, 2],
    [3, 3, 0, 1, 2, 2, 2, 2, 0, 1, 0, 1, 7, 0, 0, 0],
]
FILTERS = [[1, 0, 0, -1], [1, 1, 0, 0]]


def positions(t: int) -> list[list[int]]:
    """The units of filter t at the 2 x 2 windows of the 3 x 3 positions: unit (p - 1) T + t."""
    return [[2 * ((y + v) * 3 + x + u) + t for v in (0, 1) for u in (0, 1)] for y in (0, 1) for x in (0, 1)]


def pooled(images: list[list[int]]) -> list[list[int]]:
    """The convolution and the maxima over windows, written out."""
    rows = []
    for image in images:
        at = [
            [image[4 * y + x : 4 * y + x + 2] + image[4 * y + x + 4 : 4 * y + x + 6] for x in range(3)]
            for y in range(3)
        ]
        units = [
            sum(a * b for a, b in zip(f, at[y][x], strict=True))
            for y in range(3)
            for x in range(3)
            for f in FILTERS
        ]
        rows.append([max(units[i] for i in patch) for t in (0, 1) for patch in positions(t)])
    return rows


def exhibits() -> tuple[Exhibit, ...]:
    """Convolution and pooling of images; overlapping windows; a pooling layer of one patch, and one of single units."""
    convolution = filter_bank(FILTERS, image_patches(4, 4, 1, 2), IDENTITY)
    pool = PoolLayer(numpy.array([*positions(0), *positions(1)]))
    row = samples([[2, -1, 5]])
    return (
        layer_values(
            "2 x 2 filters, then maxima over overlapping 2 x 2 windows",
            [convolution, pool],
            samples(IMAGES),
            pooled(IMAGES),
        ),
        layer_values("one patch: the maximum of all", [PoolLayer(numpy.array([[0, 1, 2]]))], row, [[5]]),
        layer_values(
            "patches of one unit: the layer itself",
            [PoolLayer(numpy.array([[0], [1], [2]]))],
            row,
            [[2, -1, 5]],
        ),
        layer_values(
            "a layer above it",
            [PoolLayer(numpy.array([[0, 1], [1, 2]])), filter_bank([[1, -1]], None, RELU, [1])],
            row,
            [[0]],
        ),
    )


theorem = Theorem(
    id="def-2.3.3",
    kind="definition",
    title="Max-pooling layer",
    statement="A max-pooling layer has one unit for each patch of the layer below, the largest entry of the patch. It has no parameters, and its width is the number of patches.",
    source=thesis("Definition 2.3.3", "14"),
    universal=False,
    covers=(
        "Images through a convolution and overlapping windows of one filter each, as in practice, and the smallest patches. A pooling layer has no matrix U_k, so it is left out wherever full rank of all U_l is asked for."
    ),
    uses=("eq-2.3",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("another maximum", tampered(exhibits()[0].build, "/claim/values/rows/0/0", "9"), "E_VALUE"),
        NearMiss(
            "patches of different sizes",
            tampered(exhibits()[3].build, "/claim/layers/0/max_over/1", ["2"]),
            "E_LENGTH",
        ),
        NearMiss(
            "a unit that is not there",
            tampered(exhibits()[1].build, "/claim/layers/0/max_over/0/2", "3"),
            "E_INDEX",
        ),
    ),
)
