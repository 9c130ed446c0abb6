"""new-4.d: shared biases: one skip unit for each bias is enough for full rank."""

from __future__ import annotations

from dataclasses import replace

import numpy

from checker import Json
from constructions.feature_matrix import AffineLayer, image_patches, random_layer
from constructions.skip_network import SkipNetwork, from_layers
from proofs.feature_exhibits import (
    SIGMOID,
    digits,
    feature_rank,
    filter_bank,
    identity,
    product,
    samples,
    total,
)
from proofs.skip_exhibits import full_rank
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Source, Theorem


def tied_convolutions(first: int, second: int) -> SkipNetwork:
    """Digits: 5 x 5 and then 3 x 3 filters, sigmoid, one bias for each filter, one skip unit for each."""
    layers = [
        _tied(random_layer(3, 64, first, SIGMOID, image_patches(8, 8, size=5)), first),
        _tied(random_layer(4, 16 * first, second, SIGMOID, image_patches(4, 4, first, size=3)), second),
    ]
    network = from_layers(layers, 64)
    chosen: dict[str, int] = {}
    for node, unit in enumerate(network.units, 64):
        chosen.setdefault(unit.tied, node)
    return replace(network, skip=tuple(sorted(chosen.values())))


def _tied(layer: AffineLayer, filters: int) -> AffineLayer:
    """The biases of the first position for all."""
    return replace(layer, tied=True, bias=layer.bias[:filters])


def equal_patches() -> Exhibit:
    """Constant images: as many independent columns as filters."""
    one = filter_bank([[1, 2], [2, -1]], numpy.array([[0, 1], [1, 2], [2, 3]]), SIGMOID, [0, 0, 1, 1, 0, 0])
    layer = replace(one, tied=True, bias=one.bias[:2])
    X = samples([[k] * 4 for k in range(1, 5)])
    return feature_rank("two filters, one bias each, four constant images: rank 2 of 4", [layer], X, 2)


def exhibits() -> tuple[Exhibit, ...]:
    """Two layers of convolutions on digits, with as many samples as filters."""
    return (
        full_rank(
            "digits, 6 + 3 filters with one bias each, one skip unit for each: N = 9",
            lambda: tied_convolutions(6, 3),
            digits(9),
        ),
        full_rank("digits, 8 + 4 filters: N = 12", lambda: tied_convolutions(8, 4), digits(12)),
    )


theorem = Theorem(
    id="new-4.d",
    kind="own",
    title="One skip unit for each bias",
    statement=(
        r"Let the network be as in new-4.a, except that units of one layer may share a bias, and let $N$ skip units, no two of which share a bias, be bounded or softplus. Then $\Psi(U)$ has rank $N$ for almost all $U$."
    ),
    source=Source("Theodolite", "docs/proofs/random-skips.md"),
    universal=True,
    hypotheses=("no two skip units share a bias",),
    covers="The step that changes in the proof of new-4.a, and two networks of convolutions on digits, each with a point of full rank and so, by analyticity, almost all.",
    uses=("new-4.a",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("a sample twice", tampered(exhibits()[0].build, "/claim/data/rows/1", _row()), "E_NORM"),
    ),
    ablations=lambda: (
        Ablation(
            "no two skip units share a bias",
            (
                equal_patches(),
                identity(
                    "s and t, one value for each of two samples at two positions: s t - s t = 0 for every activation",
                    total(product("s", "t"), product("-1", "s", "t")),
                    "0",
                    *("s", "t"),
                ),
            ),
            "Constant images, or patches that are always blank.",
        ),
    ),
    proof="docs/proofs/random-skips.md",
)


def _row() -> Json:
    return [str(x) for x in digits(9).numerators[0].tolist()]
