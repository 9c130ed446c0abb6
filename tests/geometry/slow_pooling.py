"""The independent slow method for max-pooling: all patterns by exact linear programs, without a mesh."""

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from random import Random

import numpy

from checker import Activation, Constraint, Json, Rationals, Reader
from checker.network import Vector
from checker.polyhedron import minus, negative, strict
from constructions.feature_matrix import AffineLayer, AnyLayer, PoolLayer, exact_layer
from constructions.fully_connected import IDENTITY
from constructions.linear_program import Feasible, solve
from tests.geometry.slow_regions import Slow, parallel

Sides = tuple[Constraint, ...]


@dataclass(frozen=True)
class Piece:
    """A cell by its closed sides, and the affine functions on it."""

    sides: Sides
    forms: tuple[Vector, ...]


def feasible(sides: Sides, d: int) -> bool:
    """Whether a point satisfies all sides."""
    return isinstance(solve(sides, d), Feasible)


def pieces(d: int, layers: list[AnyLayer], domain: tuple[Vector, ...]) -> list[Piece]:
    """All activation regions with interior."""
    inputs = tuple(tuple(int(i == k) for k in range(d + 1)) for i in range(d))
    found = [Piece(tuple(Constraint(g, False) for g in domain), inputs)]
    for layer in layers:
        if isinstance(layer, PoolLayer):
            for patch in layer.patches.tolist():
                found = [made for piece in found for made in pooled(piece, patch, d)]
            count = len(layer.patches)
            found = [Piece(p.sides, p.forms[len(p.forms) - count :]) for p in found]
            continue
        found = [made for piece in found for made in activated(affine(piece, layer), layer, d)]
    return found


def affine(piece: Piece, layer: AffineLayer) -> Piece:
    """The pre-activations on a cell, unit by unit as Definition 2.3.1 has them."""
    rows = layer.patches.tolist() if layer.patches is not None else [list(range(len(piece.forms)))]
    forms: list[Vector] = []
    for patch in rows:
        for weights in layer.filters.tolist():
            total = [0] * len(piece.forms[0])
            for w, i in zip(weights, patch, strict=True):
                total = [t + w * c for t, c in zip(total, piece.forms[i], strict=True)]
            bias = layer.bias.tolist()[len(forms) % len(layer.bias)]
            forms.append((*total[:-1], total[-1] + bias))
    return Piece(piece.sides, tuple(tuple(c / Fraction(layer.denominator) for c in f) for f in forms))


def activated(piece: Piece, layer: AffineLayer, d: int) -> list[Piece]:
    """The cell cut by each unit in turn."""
    sigma: Activation = Reader(Rationals()).activation(layer.activation, "")
    cells: list[tuple[Sides, list[Vector]]] = [(piece.sides, [])]
    for form in piece.forms:
        after = []
        for sides, done in cells:
            ends = [None, *sigma.breakpoints, None]
            constant = not any(form[:-1])
            for lo, p, hi in zip(ends, sigma.pieces, ends[1:], strict=False):
                offset, slope = (*p.top, 0, 0)[:2]
                image = (*(slope * c for c in form[:-1]), slope * form[-1] + offset)
                if constant:
                    if (lo is None or form[-1] >= lo) and (hi is None or form[-1] < hi):
                        after.append((sides, [*done, image]))
                    continue
                new = []
                if lo is not None:
                    new.append(Constraint((*form[:-1], form[-1] - lo), False))
                if hi is not None:
                    new.append(Constraint(negative((*form[:-1], form[-1] - hi)), False))
                inner = tuple(replace(s, strict=True) for s in (*sides, *new))
                if feasible(inner, d):
                    after.append(((*sides, *new), [*done, image]))
        cells = after
    return [Piece(sides, tuple(done)) for sides, done in cells]


def pooled(piece: Piece, patch: list[int], d: int) -> list[Piece]:
    """The cell where each affine function of the patch is the largest; the maximum is appended."""
    found = []
    for form in sorted({piece.forms[i] for i in patch}):
        others = {piece.forms[i] for i in patch} - {form}
        new = tuple(Constraint(minus(form, other), False) for other in others)
        if feasible(tuple(replace(s, strict=True) for s in (*piece.sides, *new)), d):
            found.append(Piece((*piece.sides, *new), (*piece.forms, form)))
    return found


def slow_pooling(d: int, layers: list[AnyLayer], domain: tuple[Vector, ...] = ()) -> Slow:
    """The counts of both methods."""
    cells = pieces(d, layers, domain)
    label = list(range(len(cells)))
    for a, b in combinations(range(len(cells)), 2):
        if cells[a].forms == cells[b].forms and label[a] != label[b] and share_a_facet(cells[a], cells[b], d):
            label = [label[a] if x == label[b] else x for x in label]
    counts = []
    for j in range(len(cells[0].forms)):
        margins = [tuple(minus(c.forms[j], f) for k, f in enumerate(c.forms) if k != j) for c in cells]
        inside = [i for i, c in enumerate(cells) if feasible((*c.sides, *strict(margins[i])), d)]
        name = {i: i for i in inside}
        for a, b in combinations(inside, 2):
            if name[a] != name[b] and feasible((*cells[a].sides, *cells[b].sides, *strict(margins[a])), d):
                name = {i: name[a] if n == name[b] else n for i, n in name.items()}
        counts.append(len(set(name.values())))
    return Slow(len(cells), len(set(label)), len({c.forms for c in cells}), tuple(counts))


def share_a_facet(first: Piece, second: Piece, d: int) -> bool:
    """Whether two cells meet in dimension d - 1."""
    for wall in first.sides:
        if not any(wall.form[:-1]):
            continue
        both = (*first.sides, *second.sides)
        others = [
            replace(s, strict=True) for s in both if any(s.form[:-1]) and not parallel(s.form, wall.form)
        ]
        on = [Constraint(wall.form, False), Constraint(negative(wall.form), False)]
        beyond = [s for s in second.sides if parallel(s.form, wall.form)]
        if feasible((*on, *others, *beyond), d):
            return True
    return False


def random_layers(d: int, shape: tuple[int | str, ...], seed: int, activation: Json) -> list[AnyLayer]:
    """Layers with weights in {-1, 0, 1}: a width, or "pool", or "conv" of two filters over two neighbours."""
    random, layers, width = Random(seed), list[AnyLayer](), d

    def draw(rows: int, columns: int) -> list[list[int]]:
        return [[random.choice((-1, 0, 1)) for _ in range(columns)] for _ in range(rows)]

    for k, kind in enumerate(shape):
        sigma: Json = activation if k < len(shape) - 1 else IDENTITY
        if kind == "pool":
            patches = numpy.array([[i, (i + 1) % width] for i in range(0, width, 2)])
            layers.append(PoolLayer(patches if width > 1 else numpy.array([[0]])))
            width = len(patches)
        elif kind == "pool3":
            patches = numpy.array([[i, (i + 1) % width, (i + 2) % width] for i in range(0, width, 3)])
            layers.append(PoolLayer(patches))
            width = len(patches)
        elif kind == "conv":
            patches = numpy.array([[i, i + 1] for i in range(width - 1)])
            layers.append(exact_layer(draw(2, 2), draw(1, 2)[0], sigma, patches, tied=True))
            width = 2 * len(patches)
        else:
            layers.append(exact_layer(draw(int(kind), width), draw(1, int(kind))[0], sigma))
            width = int(kind)
    return layers
