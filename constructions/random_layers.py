"""Several random layers by short names: `conv:8x5,conv:6x3,fc:30`, filters by size, without padding."""

from __future__ import annotations

import re
from math import isqrt

from checker import Json
from constructions.feature_matrix import AffineLayer, image_patches, random_layer
from constructions.formats.errors import InputError, Place

_NAME = re.compile(r"fc:([1-9][0-9]{0,4})|conv:([1-9][0-9]{0,3})x([1-9][0-9]{0,2})", re.ASCII)


def random_layers(names: str, inputs: int, activation: str, seed: int = 0) -> list[AffineLayer]:
    """The layers, each with weights in [-1, 1] of its own seed; `InputError` for a name that does not fit.

    A convolution reads a square image whose channels are the filters of the convolution before it.
    """
    sigma: Json = {"name": activation}
    layers: list[AffineLayer] = []
    width, channels = inputs, 1
    for k, name in enumerate(names.split(",")):
        found, at = _NAME.fullmatch(name), Place(name or names)
        if found is None:
            raise InputError(at, "fc:WIDTH or conv:FILTERSxSIZE, with commas", name, "as conv:8x5,fc:30")
        if found[1]:
            layers.append(random_layer(seed + k, width, int(found[1]), sigma))
            channels = 1
        else:
            side, size = isqrt(width // channels), int(found[3])
            if side * side * channels != width or size > side:
                what = f"{width // channels} positions"
                raise InputError(at, f"a square image of at least {size} x {size}", what, "use fc:WIDTH")
            patches = image_patches(side, side, channels, size)
            layers.append(random_layer(seed + k, width, int(found[2]), sigma, patches))
            channels = int(found[2])
        width = layers[-1].units
    return layers
