"""Features at any depth in ball arithmetic: what the search for enclosures computes, and nobody believes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy
from flint import arb, arb_mat

from checker import Rationals, Reader
from checker.convolution import ENCLOSED
from constructions.evidence.enclosure import ball
from constructions.feature_matrix import AffineLayer, AnyLayer, FeatureMatrix

_READ = Reader(Rationals())
Balls = list[list[Any]]


def enclosed_name(layer: AnyLayer) -> str | None:
    """The name of its activation if the kernel knows that by enclosures, else None."""
    sigma = layer.activation if isinstance(layer, AffineLayer) else None
    name = sigma.get("name") if isinstance(sigma, dict) else None
    return str(name) if name in ENCLOSED else None


def ball_features(below: FeatureMatrix, layers: Sequence[AnyLayer]) -> Balls:
    """f_k as balls of the precision in force, N x n: sigma of `below`, then `layers`.

    Where a ball meets a breakpoint the piece of its middle is taken: what is found is checked by the kernel.
    """
    entries = below.numerators.tolist()
    values = {m: ball(below.sigma, arb(m) / below.denominator) for m in {m for row in entries for m in row}}
    F = [[values[m] for m in row] for row in entries]
    for layer in layers:
        if isinstance(layer, AffineLayer):
            F = _activated(layer, _affine(layer, F))
        else:
            patches = layer.patches.tolist()
            F = [[max((row[i] for i in p), key=lambda x: float(x.mid())) for p in patches] for row in F]
    return F


def _affine(layer: AffineLayer, F: Balls) -> Balls:
    """F U + b, patch by patch."""
    patches = [list(range(len(F[0])))] if layer.patches is None else layer.patches.tolist()
    D, T = layer.denominator, len(layer.filters)
    W = arb_mat([[arb(x) / D for x in column] for column in layer.filters.T.tolist()])
    bias = [arb(x) / D for x in layer.bias.tolist()]
    bias *= layer.units // len(bias)
    out: Balls = [[] for _ in F]
    for patch in patches:
        product = arb_mat([[row[i] for i in patch] for row in F]) * W
        for i, row in enumerate(out):
            start = len(row)
            row += [product[i, t] + bias[start + t] for t in range(T)]
    return out


def _activated(layer: AffineLayer, G: Balls) -> Balls:
    """sigma of each entry."""
    name = enclosed_name(layer)
    if name is not None:
        return [[ball(name, z) for z in row] for row in G]
    sigma = _READ.activation(layer.activation, "/activation")
    ends = [float(t) for t in sigma.breakpoints]
    lines = [[arb(c.numerator) / c.denominator for c in (*p.top, 0, 0)[:2]] for p in sigma.pieces]
    pieces = numpy.searchsorted(ends, [[float(z.mid()) for z in row] for row in G]).tolist()
    return [
        [lines[p][0] + lines[p][1] * z for p, z in zip(at, row, strict=True)]
        for at, row in zip(pieces, G, strict=True)
    ]
