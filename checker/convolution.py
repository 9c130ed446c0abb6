"""Convolutional networks, and their features on a data set as integers over one denominator.

A layer is affine or max-pooling (thesis, Definitions 2.3.1 to 2.3.3).  A patch lists inputs in the order in
which a filter meets them; unit (p - 1) T + t is sigma(<w^t, x^p> + b).  Biases are one for each unit, as in
the thesis, or `tied_bias`, one for each filter, as in practice.  A fully connected layer has one patch.
That patches cover their layer and differ pairwise is a hypothesis of theorems and not asked here.

    {"activation": A, "bias": [...], "weight": [[...], ...]}                          fully connected
    {"activation": A, "bias" or "tied_bias": [...], "filters": [[...], ...], "patches": [[...], ...]}
    {"max_over": [[...], ...]}                                                        max-pooling

A is piecewise linear, or `{"name": N}` with N in `ENCLOSED`: increasing, with slopes of at most 1.  Features
above such a layer are known by intervals: a row of integers over 2^bits, and one error for all of them, which
a layer stretches by its Lipschitz constant for the maximum norm.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from operator import add, mul

from checker.activation import Activation
from checker.codec import Json, as_list, as_object, as_tuple
from checker.errors import malformed
from checker.field import Rationals
from checker.interval import Pair, activation
from checker.limits import spend
from checker.network import Vector
from checker.notation import Reader
from checker.rational import decode_integer
from checker.segment import common_denominator

Row = list[int]
Patches = tuple[tuple[int, ...], ...]
Step = tuple[Callable[[Row], Row], int, int]  # with its multiplications, and by how much it stretches errors
TRANSCENDENTAL = ("sigmoid", "tanh", "elu", "softplus")
ENCLOSED = (*TRANSCENDENTAL, "softsign")


@dataclass(frozen=True)
class Affine:
    """x -> <w^t, x^p> + b_h for integers, all of them already over one denominator."""

    patches: Patches
    filters: tuple[tuple[int, ...], ...]
    bias: tuple[int, ...]

    def __call__(self, x: Row) -> Row:
        """The pre-activations, patch by patch."""
        out: Row = []
        for patch in self.patches:
            part = [x[i] for i in patch]
            out += [sum(map(mul, w, part)) for w in self.filters]
        return list(map(add, out, self.bias))


@dataclass(frozen=True)
class Pool:
    """x -> the largest entry of each patch."""

    patches: Patches

    def __call__(self, x: Row) -> Row:
        """The maxima."""
        return [max([x[i] for i in patch]) for patch in self.patches]


@dataclass(frozen=True)
class Bend:
    """A piecewise linear activation on numerators: constant + slope m, by the number of ends below m."""

    ends: tuple[int, ...]
    pieces: tuple[tuple[int, int], ...]

    def __call__(self, x: Row) -> Row:
        """sigma of each entry."""
        chosen = [self.pieces[bisect_left(self.ends, m)] for m in x]
        return [c + s * m for (c, s), m in zip(chosen, x, strict=True)]


@dataclass(frozen=True)
class Features:
    """x -> f_k(x) on numerators: the result is over `denominator`, before sigma if `sigma` is a name.

    `above` are the layers that follow sigma, up to each further name; then `width` is that of the last.
    """

    steps: tuple[Step, ...]
    width: int
    denominator: int
    sigma: str | None
    above: tuple[Features, ...] = ()

    def __call__(self, x: Row) -> Row:
        """The numerators, paying for them."""
        for act, cost, _ in self.steps:
            spend(max(map(abs, x)).bit_length(), 1 + cost // 16)
            x = act(x)
        return x

    def enclosures(self, x: Row, bits: int, columns: tuple[int, ...]) -> list[Pair]:
        """Intervals over 2^bits of these entries of f_k, from the numerators `self(input)`."""
        error, denominator, sigma = 0, self.denominator, self.sigma
        for following in self.above:
            pairs = [activation(sigma, Fraction(m, denominator), bits) for m in x]
            error = max(hi - lo for lo, hi in pairs) - (-(error << bits) // denominator)
            x, denominator, sigma = following([lo for lo, _ in pairs]), following.denominator, following.sigma
            for _, _, stretch in following.steps:
                spend(error.bit_length() + stretch.bit_length())
                error *= stretch
        slack = -(-(error << bits) // denominator)
        pairs = [activation(sigma, Fraction(x[c], denominator), bits) for c in columns]
        return [(lo - slack, hi + slack) for lo, hi in pairs]


def read_features(
    read: Reader, value: Json, at: str, width: int, denominator: int, bits: int | None = None
) -> Features:
    """The features of these layers for inputs of `width` integers over `denominator`.

    bits: of the enclosures; without them a name of `ENCLOSED` can only come last.
    """
    if not isinstance(read.field, Rationals):
        raise malformed("E_FIELD", "/claim/field", "Q", read.field.declaration())
    steps: list[Step] = []
    parts: list[tuple[list[Step], int, str | None]] = []
    name: str | None = None
    for k, layer in enumerate(as_list(value, at, least=1)):
        place = f"{at}/{k}"
        if name is not None:
            if bits is None:
                raise malformed("E_ACTIVATION", f"{at}/{k - 1}/activation", "a piecewise linear one", name)
            parts.append((steps, denominator, name))
            steps, denominator, name = [], 1 << bits, None
        if isinstance(layer, dict) and "max_over" in layer:
            patches = _patches(as_object(layer, place, "max_over")[0], f"{place}/max_over", width)
            steps.append((Pool(patches), len(patches) * len(patches[0]), 1))
            width = len(patches)
            continue
        patches, filters, bias, sigma = _affine(read, layer, place, width)
        clear = common_denominator({x.denominator for row in (*filters, bias) for x in row})
        spend(clear.bit_length() + denominator.bit_length(), len(bias))
        whole = tuple(tuple(int(x * clear) for x in row) for row in filters)
        made = Affine(patches, whole, tuple(int(x * clear * denominator) for x in bias))
        width, denominator = len(bias), denominator * clear
        size = max(abs(x).bit_length() for row in (*whole, made.bias) for x in row)
        spend(size + denominator.bit_length(), width)
        stretch = max(sum(map(abs, row)) for row in whole)
        steps.append((made, width * len(filters[0]) * (1 + size // 64), stretch))
        if isinstance(sigma, str):
            name = sigma
        elif not sigma.is_identity():
            bent, factor = bend(sigma, denominator)
            steps.append((bent, 8 * width, max(abs(slope) for _, slope in bent.pieces)))
            denominator *= factor
    parts.append((steps, denominator, name))
    first, *above = (Features(tuple(part), width, bottom, sigma) for part, bottom, sigma in parts)
    return replace(first, above=tuple(above))


def bend(sigma: Activation, denominator: int) -> tuple[Bend, int]:
    """sigma on numerators, and the factor by which it multiplies the denominator."""
    lines = [(*piece.top, 0, 0)[:2] for piece in sigma.pieces]
    factor = common_denominator({x.denominator for line in lines for x in line})
    spend(factor.bit_length() + denominator.bit_length(), len(lines))
    ends = tuple(int(b * denominator // 1) for b in sigma.breakpoints)  # m > b D iff m > floor(b D)
    return Bend(ends, tuple((int(c * factor * denominator), int(s * factor)) for c, s in lines)), factor


def _patches(value: Json, at: str, width: int) -> Patches:
    size = len(as_list(as_list(value, at, least=1)[0], f"{at}/0", least=1))
    patches = as_tuple(
        lambda v, p: as_tuple(lambda i, q: decode_integer(i, q, 0, width), v, p, size), value, at
    )
    for i, patch in enumerate(patches):
        if len(set(patch)) != size:
            raise malformed("E_PATCH", f"{at}/{i}", "each input once", patch)
    return patches


def _affine(
    read: Reader, value: Json, at: str, width: int
) -> tuple[Patches, tuple[Vector, ...], Vector, Activation | str]:
    """Patches, filters, one bias for each unit, and the activation or its name in `ENCLOSED`."""
    patches: Patches
    if isinstance(value, dict) and "weight" in value:
        sigma, bias_, weight = as_object(value, at, "activation", "bias", "weight")
        filters, patches, tied = read.matrix(weight, f"{at}/weight"), (tuple(range(width)),), False
    else:
        tied = isinstance(value, dict) and "tied_bias" in value
        key = "tied_bias" if tied else "bias"
        sigma, bias_, weight, over = as_object(value, at, "activation", key, "filters", "patches")
        filters, patches = read.matrix(weight, f"{at}/filters"), _patches(over, f"{at}/patches", width)
    if len(filters[0]) != len(patches[0]):
        raise malformed("E_SHAPE", at, f"filters of {len(patches[0])} entries", len(filters[0]))
    units = len(patches) * len(filters)
    spend(0, 8 * units)
    bias = read.vector(bias_, f"{at}/{'tied_bias' if tied else 'bias'}", len(filters) if tied else units)
    bias = bias * (units // len(bias))
    if isinstance(sigma, dict) and sigma.get("name") in ENCLOSED:
        return patches, filters, bias, str(as_object(sigma, f"{at}/activation", "name")[0])
    found = read.activation(sigma, f"{at}/activation")
    if not found.is_piecewise_linear():
        raise malformed("E_NOT_PIECEWISE_LINEAR", f"{at}/activation", "a piecewise linear activation", sigma)
    return patches, filters, bias, found
