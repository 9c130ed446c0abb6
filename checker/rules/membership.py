"""Values of a network at points, and polylines of inputs inside a decision region.

Along a segment a piecewise linear network is piecewise affine in t: the kernel cuts [0, 1] wherever a
pre-activation meets a breakpoint, so that the margins at the cuts are the extreme ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from checker import polynomial as poly
from checker.activation import Activation
from checker.codec import Json, as_object, as_tuple
from checker.errors import malformed, rejected, shorten
from checker.limits import deepest, spend
from checker.network import Layer, Network, Vector, dot
from checker.notation import Reader
from checker.polynomial import Number
from checker.rational import decode_integer
from checker.rules.cells import read_class

# An affine function of t as (value at 0, slope).
Affine = tuple[Number, Number]
# The number of layers passed, an interval of t, and the outputs of the last of them there.
Stretch = tuple[int, Number, Number, list[Affine]]


def value(read: Reader, claim: Json, evidence: Json) -> None:
    """`value`: f(points[i]) = values[i] for each i.  No evidence: the kernel evaluates."""
    network_, points_, values_ = as_object(claim, "/claim", "network", "points", "values")
    as_object(evidence, "/evidence")
    network = read.network(network_, "/claim/network")
    d, *_, m = network.widths
    points = as_tuple(lambda v, p: read.vector(v, p, d), points_, "/claim/points", least=1)
    values = as_tuple(lambda v, p: read.vector(v, p, m), values_, "/claim/values", len(points))
    for i, (x, y) in enumerate(zip(points, values, strict=True)):
        found = network(x)
        for k, (claimed, true) in enumerate(zip(y, found, strict=True)):
            if claimed != true:
                raise rejected("E_VALUE", f"/claim/values/{i}/{k}", shorten(true), claimed)


def polyline_in_region(read: Reader, claim: Json, evidence: Json) -> None:
    """`polyline-in-region`: along the whole polyline f_j - f_k > 0, and >= margin, for every k != j."""
    network, j, vertices, margin_ = _read_polyline(read, claim, "margin")
    as_object(evidence, "/evidence")
    margin = read.number(margin_, "/claim/margin")
    if not margin >= 0:
        raise malformed("E_MARGIN", "/claim/margin", "a margin >= 0", margin)
    starts = vertices[:1] if len(vertices) == 1 else vertices[:-1]
    for i, start in enumerate(starts):
        for t, found in margins_along(network, j, start, vertices[min(i + 1, len(vertices) - 1)]):
            if not (found > 0 and found >= margin):
                at = f"/claim/vertices/{i}"
                expected = f"a margin > 0 and >= {shorten(margin)} at t = {shorten(t)}"
                raise rejected("E_PATH_LEAVES", at, expected, found)


def polyline_leaves_region(read: Reader, claim: Json, evidence: Json) -> None:
    """`polyline-leaves-region`: some point of the polyline is not in C_j.  Evidence: segment and t."""
    network, j, vertices, _ = _read_polyline(read, claim)
    segment, t_ = as_object(evidence, "/evidence", "segment", "t")
    i = decode_integer(segment, "/evidence/segment", 0, max(len(vertices) - 1, 1))
    t = read.number(t_, "/evidence/t")
    if not (t >= 0 and t <= 1):
        raise rejected("E_PARAMETER", "/evidence/t", "a number from 0 to 1", t_)
    end = vertices[min(i + 1, len(vertices) - 1)]
    x = tuple(a + t * (b - a) for a, b in zip(vertices[i], end, strict=True))
    if network.contains(x, j):
        raise rejected("E_WITNESS", "/evidence", "a point outside the region", network.margin(x, j))


def _read_polyline(read: Reader, claim: Json, *more: str) -> tuple[Network, int, tuple[Vector, ...], Json]:
    network_, class_, vertices_, *rest = as_object(claim, "/claim", "network", "class", "vertices", *more)
    network = read.network(network_, "/claim/network")
    if not network.is_piecewise_linear():
        raise malformed("E_NOT_PIECEWISE_LINEAR", "/claim/network", "piecewise linear activations", "others")
    j = read_class(network, class_, "/claim/class")
    vertices = as_tuple(
        lambda v, p: read.vector(v, p, network.input_dim), vertices_, "/claim/vertices", least=1
    )
    return network, j, vertices, rest[0] if rest else None


def margins_along(network: Network, j: int, start: Vector, end: Vector) -> Iterator[tuple[Number, Number]]:
    """(t, min_k f_j - f_k) at both ends of every affine stretch of the segment; all its minima are there.

    For m = 1 the region is the whole space, and the margin is reported as 1.
    """
    zero = start[0] - start[0]
    forms = [(a, b - a) for a, b in zip(start, end, strict=True)]
    levels: list[Iterator[Stretch]] = [iter([(0, zero, zero + 1, forms)])]
    while (stretch := deepest(levels)) is not None:
        depth, lo, hi, outputs = stretch
        if depth < len(network.layers):
            levels.append(_through(network.layers[depth], stretch))
            continue
        for t in (lo, hi):
            y = [a + b * t for a, b in outputs]
            others = [y[j] - other for k, other in enumerate(y) if k != j]
            yield t, min(others) if others else zero + 1


def _through(layer: Layer, stretch: Stretch) -> Iterator[Stretch]:
    """The stretches of [lo, hi] on which every unit of the layer stays in one piece."""
    depth, lo, hi, inputs = stretch
    at_zero, slopes = zip(*inputs, strict=True)
    pre = [(dot(w, at_zero, b), dot(w, slopes)) for w, b in zip(layer.weight, layer.bias, strict=True)]
    cuts = [lo, hi]
    for a, b in pre:
        for t in layer.activation.breakpoints if b != 0 else ():
            crossing = (t - a) / b
            spend(poly.size(crossing))
            if crossing > lo and crossing < hi:
                cuts.append(crossing)
    cuts.sort()
    for u, v in pairwise(cuts):
        if u != v:
            yield depth + 1, u, v, [_image(layer.activation, form, u, v) for form in pre]


def _image(sigma: Activation, form: Affine, lo: Number, hi: Number) -> Affine:
    """sigma(form), affine on [lo, hi]: the piece is the one that holds the middle of the stretch."""
    a, b = form
    shift, slope = (*sigma.piece_at(a + b * ((lo + hi) / 2)).top, 0, 0)[:2]
    return a * slope + shift, b * slope
