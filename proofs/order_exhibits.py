"""Exhibits about Equations (4.5) and (4.6): the order of the samples at the units below the skip units."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from constructions.skip_network import SkipNetwork, Unit
from constructions.skip_weights import lemma_weights
from constructions.triangular import Enclosed, enclosed, reordered
from proofs.chapter4.lem_4_3_2 import three_layers
from proofs.skip_exhibits import FOUR
from proofs.table_exhibits import at_most
from proofs.theorem import Exhibit

ALPHAS = (Fraction(1, 8), Fraction(1), Fraction(8))  # of all units alike


def below(alpha: Fraction) -> Enclosed:
    """f_c(p_j)(x_i) for skips in three layers, N = 4: columns are j, rows i in the order of (4.5).

    In the first layer g_p stands for f_c(p): a unit without activation.
    """
    made = lemma_weights(three_layers(), FOUR)
    units = [
        replace(u, weight=tuple(alpha * w / made.alpha[u.layer] for w in u.weight), bias=Fraction(0))
        for u in made.network.units
    ]
    network = replace(made.network, units=tuple(units))
    d, columns = network.inputs, list[int]()
    for p in network.skip:
        unit = network.unit(p)
        if unit.layer > 1:
            columns.append(unit.sources[0])
            continue
        units.append(Unit("identity", Fraction(0), unit.sources, units[p - d].weight, unit.layer))
        columns.append(d + len(units) - 1)
    X = reordered(FOUR, made.order)
    nodes = tuple(sorted(set(columns)))
    found = enclosed(SkipNetwork(d, tuple(units), nodes), X)
    rows = [[row[nodes.index(c)] for c in columns] for row in found.entries]
    return Enclosed(rows, found.error, found.certificate)


def differences(found: Enclosed) -> list[Fraction]:
    """Upper bounds of delta_ij for i > j."""
    A = found.entries
    return [A[i][j] - A[j][j] + 2 * found.error for j in range(len(A)) for i in range(j + 1, len(A))]


def negative(name: str, found: Enclosed) -> Exhibit:
    """The largest delta_ij is below 0."""
    bound = -Fraction(1, 2**80)
    return at_most(f"{name}: all six delta_ij are at most -2^-80", max(differences(found)), bound)


def greedy(found: Enclosed) -> list[Fraction]:
    """For j < N: the largest f_c(p_j)(x_i) with i > j less f_c(p_j)(x_j), from above."""
    A = found.entries
    return [max(row[j] for row in A[j + 1 :]) - A[j][j] + 2 * found.error for j in range(len(A) - 1)]


def within(alpha: Fraction, found: Enclosed) -> Exhibit:
    """The enclosure as an exhibit."""
    return Exhibit(f"alpha = {alpha}: f_c(p_j)(x_i) to 119 binary digits", lambda: found.certificate)
