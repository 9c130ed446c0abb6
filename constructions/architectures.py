"""Architectures of the thesis as structures: CNN13 of Table 4.1."""

from __future__ import annotations

from collections.abc import Sequence

import numpy

from constructions.formats.errors import InputError, Place
from constructions.network_structure import Structure

# Filters, size, stride of each convolution of Table 4.1; sizes 3 are padded by 1.
CNN13 = (
    *((64, 3, 1), (64, 3, 1), (64, 3, 2), (128, 3, 1), (128, 3, 1), (128, 3, 2), (256, 3, 1)),
    *((256, 1, 1), (256, 3, 2), (256, 3, 1), (256, 3, 2), (256, 3, 1), (256, 3, 2)),
)
NAMES = ("cnn13",)


def structure_by_name(name: str, shape: Sequence[int], activation: str) -> Structure:
    """The structure of `cnn13` on images of this shape, channels first; `InputError` for another name."""
    at = Place(name)
    if name not in NAMES:
        raise InputError(at, f"one of {', '.join(NAMES)}", name, "write one of these")
    made = Structure(shape, at)
    x = made.input
    for k, (filters, size, stride) in enumerate(CNN13, 1):
        weight = numpy.empty((filters, x.shape[0], size, size), dtype=numpy.int8)
        pad = (size // 2, size // 2)
        x = made.activation(made.convolution(x, weight, None, f"{k}", (stride, stride), pad), activation)
    return made
