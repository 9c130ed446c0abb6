"""Lemma 4.3.2 as a routine: weights, permutation, biases, epsilon and the alphas of Equation (4.7), sigmoid.

First layer: integer weights with different g_j(x_i); above: one-hot at the first position, which sharing
allows.  Sample pi(j) belongs to skip unit p_j: among those left, the one with the largest f_c(p_j) (Equation
4.5).  With beta = 0 and C = 1, epsilon = 2^-N / (2 N!) makes det Psi >= 2^-N / 2 (Equation 4.10).  Roundings:
alpha up to an integer, biases to 2^-256; the kernel judges the network that comes out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import factorial
from random import Random
from typing import Any

from flint import arb, ctx

from constructions.certificate import NotFound
from constructions.evidence.skip import apply_unit
from constructions.formats.exact_matrix import ExactMatrix
from constructions.skip_network import SkipNetwork, Unit

_PRECISION = 2048
_DIGITS = 256  # binary digits of biases


@dataclass(frozen=True)
class Constructed:
    """The network with its new parameters, the order of the samples, epsilon, and alpha for each layer."""

    network: SkipNetwork
    order: tuple[int, ...]
    epsilon: Fraction
    alpha: dict[int, int]


def lemma_weights(network: SkipNetwork, X: ExactMatrix, seed: int = 0) -> Constructed:
    """Parameters with det Psi != 0 for the first N skip units, all sigmoid."""
    N = len(X)
    shape = _directions(replace(network, skip=network.skip[:N]), X, seed)
    kept, ctx.prec = ctx.prec, _PRECISION
    try:
        return _scaled(shape, X, Fraction(1, 2 ** (N + 1) * factorial(N)))
    finally:
        ctx.prec = kept


def _directions(network: SkipNetwork, X: ExactMatrix, seed: int) -> SkipNetwork:
    """The u_j: different g_j(x_i) in the first layer, one-hot above."""
    random = Random(seed)
    chosen: dict[str, tuple[Fraction, ...]] = {}
    units: list[Unit] = []
    for unit in network.units:
        if unit.layer > 1:
            one_hot = tuple(Fraction(int(i == 0)) for i in range(len(unit.sources)))
            units.append(replace(unit, weight=one_hot, bias=Fraction(0)))
            continue
        weight = chosen.get(unit.group) if unit.group else None
        for attempt in range(64):
            if weight is None:
                size = 4 + attempt
                weight = tuple(Fraction(int(random.random() * (2 * size + 1)) - size) for _ in unit.sources)
            same = [
                u
                for u in network.units
                if u.layer == 1 and (u is unit or (u.group and u.group == unit.group))
            ]
            if all(_separates(weight, u, X) for u in same):
                break
            weight = None
        else:
            raise NotFound("no first-layer weights separate the samples: see Assumption 4.3.1 (3)")
        chosen[unit.group] = weight
        units.append(replace(unit, weight=weight, bias=Fraction(0)))
    return replace(network, units=tuple(units))


def _separates(weight: tuple[Fraction, ...], unit: Unit, X: ExactMatrix) -> bool:
    values = {
        sum(w * row[k] for w, k in zip(weight, unit.sources, strict=True)) for row in X.numerators.tolist()
    }
    return len(values) == len(X)


def _scaled(network: SkipNetwork, X: ExactMatrix, epsilon: Fraction) -> Constructed:
    """The forward pass that fixes the order of the samples, the alphas and the biases, layer by layer."""
    d, N = network.inputs, len(X)
    values: list[list[Any]] = [[arb(x) / X.denominator for x in row] for row in X.numerators.tolist()]
    order = _order(network, X)
    logit = (arb(epsilon.numerator) / (epsilon.denominator - epsilon.numerator)).log()
    alpha: dict[int, int] = {}
    units: list[Unit] = []
    for layer in sorted({u.layer for u in network.units}):
        members = [d + j for j, u in enumerate(network.units) if u.layer == layer]
        sums = {
            n: [apply_unit(replace(network.unit(n), activation="identity"), row) for row in values]
            for n in members
        }
        bounds = [arb(1)]
        for j, p in enumerate(network.skip):
            if p in sums:
                own = sums[p][order[j]]
                bounds += [logit / (sums[p][order[i]] - own) for i in range(j + 1, N)]
        alpha[layer] = max(int(b.upper().ceil().unique_fmpz() or 1) for b in bounds)
        for n in members:
            unit = network.unit(n)
            bias = Fraction(0)
            if n in network.skip:
                own = sums[n][order[network.skip.index(n)]]
                bias = -Fraction(
                    int((own * alpha[layer] * arb(2) ** _DIGITS).mid().floor().unique_fmpz() or 0), 2**_DIGITS
                )
            made = replace(unit, weight=tuple(alpha[layer] * w for w in unit.weight), bias=bias)
            units.append(made)
            for row in values:
                row.append(apply_unit(made, row))
    return Constructed(replace(network, units=tuple(units)), order, epsilon, alpha)


def _order(network: SkipNetwork, X: ExactMatrix) -> tuple[int, ...]:
    """pi of Equation (4.5), read off the first layer: all maps above it are increasing."""
    left, order = list(range(len(X))), list[int]()
    for p in network.skip:
        unit = network.unit(p)
        while unit.layer > 1:
            unit = network.unit(unit.sources[0])
        g = [
            sum(w * row[k] for w, k in zip(unit.weight, unit.sources, strict=True))
            for row in X.numerators.tolist()
        ]
        best = max(left, key=g.__getitem__)
        order.append(best)
        left.remove(best)
    return tuple(order)
