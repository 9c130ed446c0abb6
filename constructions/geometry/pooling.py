"""Max-pooling on cells: each cell is cut until one input of each patch is the largest on all of it.

The activation pattern of a pooling unit on a cell is the set of its inputs that are the maximum there, as
affine functions: usually one, and several where inputs agree on the cell (two dead ReLUs, say).  An
activation region is a maximal open set on which all hidden units keep their sign and all pooling units their
set.  Inputs are compared in turn with the largest so far; where a later input is larger still the earlier
cut means nothing, so cells next to each other with equal patterns are one region.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy

from constructions.geometry.growing import Ints
from constructions.geometry.integer_network import Forms, IntegerNetwork, Patches, Signs
from constructions.geometry.root_integers import Tensor

Cut = Callable[[Tensor], tuple[Signs, Ints]]


def pool(features: Forms, patches: Patches, cut: Cut) -> tuple[Forms, Ints, Signs]:
    """The maxima over patches (P, l) on the cells that `cut` makes, their old cells, and their patterns.

    cut: cuts all cells by forms, and gives the signs on the new cells and their old cells.  Patterns have
    shape (cells, P l): 1 where an input is the maximum.
    """
    values, units = features.values, numpy.arange(len(patches))
    owner: Ints = numpy.arange(values.shape[0])
    lead = numpy.zeros((len(owner), len(patches)), dtype=numpy.int64)
    for j in range(1, patches.shape[1]):
        signs, parent = cut(_inputs(values, patches[:, j]).minus(_largest(values, patches[units, lead])))
        values, owner, lead = values.take(parent), owner[parent], lead[parent]
        lead[signs > 0] = j
    best = _largest(values, patches[units, lead])
    pattern = numpy.zeros((len(owner), *patches.shape), dtype=numpy.int8)
    for j in range(patches.shape[1]):
        equal = numpy.ones((len(owner), len(patches)), dtype=bool)
        for part, largest in zip(values.digits, best.digits, strict=True):  # equal entries have equal digits
            equal &= (part[:, :, patches[:, j]] == largest).all(axis=1)
        pattern[:, :, j] = equal
    return Forms(best, features.denominator), owner, pattern.reshape(len(owner), -1)


def _inputs(values: Tensor, units: Ints) -> Tensor:
    return values.each(lambda part: part[:, :, units])


def _largest(values: Tensor, units: Ints) -> Tensor:
    """For each cell its own units."""
    return values.each(lambda part: numpy.take_along_axis(part, units[:, None, :], axis=2))


def advance(network: IntegerNetwork, k: int, forms: Forms, cut: Cut) -> tuple[Forms, Ints, list[Signs]]:
    """Cells cut by layer k and its pooling: pre-activations of layer k + 1, old cells, and patterns."""
    layer, count = network.layers[k], forms.values.shape[0]
    owner: Ints = numpy.arange(count)
    patterns, kept = numpy.zeros((count, layer.width), numpy.int8), list[Signs]()
    if layer.breakpoints:
        signs, owner = cut(network.breakpoint_forms(k, forms).values)
        patterns, kept = network.patterns(k, signs), [signs]
    if layer.pool is None:
        return network.following(k, forms, patterns, owner), owner, kept
    features, parent, winners = pool(network.features(k, forms, patterns, owner), layer.pool, cut)
    return network.affine(k + 1, features), owner[parent], [*(s[parent] for s in kept), winners]
