"""When every decision region is connected: the hypotheses of Theorems 5.2.3 and 5.2.4, decided exactly.

Nguyen (2019), Theorem 5.2.3: if d >= n_1 >= ... >= n_{L-1}, every hidden weight matrix has full rank, and
the activation is a continuous bijection of R, then every C_j is open and connected.  Theorem 5.2.4: with
one hidden layer a strictly increasing activation will do.

What the path of `constructions.connect` needs of the activations is less, and only this is asked for: each
is monotone (plateaus are allowed), and each but the last hidden layer's is onto R.  These are Theorems A
and B of docs/proofs/monotone-one-layer.md.
"""

from __future__ import annotations

from itertools import pairwise

from checker import Activation, Network, Rationals
from checker.network import Vector
from constructions.evidence.rank import exact_rank


class ConnectError(Exception):
    """No path was built; `str()` is one line that says why."""


class HypothesisFails(ConnectError):
    """The network is not one that the theorem speaks of."""


class DifferentRegions(ConnectError):
    """The two points do not lie in one decision region."""


def require_hypotheses(network: Network) -> None:
    """Return if every decision region of `network` is connected by the theorem; else `HypothesisFails`.

    Layers are numbered from 1 in its message.  The numbers of the network are rational.
    """
    d, *hidden, _ = network.widths
    for k, (before, width) in enumerate(pairwise([d, *hidden]), 1):
        if width > before:
            found = f"layer {k} has {width} units after {before}"
            raise HypothesisFails(f"not pyramidal: {found}, and the theorem needs d >= n_1 >= ... >= n_(L-1)")
    for k, layer in enumerate(network.layers[:-1], 1):
        _require_activation(layer.activation, k, k == len(hidden))
    for k, layer in enumerate(network.layers[:-1], 1):
        rank, full = exact_rank(layer.weight, Rationals()), len(layer.weight)
        if rank < full:
            raise HypothesisFails(f"W_{k} has rank {rank}, and the theorem needs full rank {full}")


def _require_activation(sigma: Activation, k: int, last: bool) -> None:
    which = f"the activation of layer {k}"
    if not sigma.is_piecewise_linear():
        raise HypothesisFails(f"{which} is not piecewise linear: a polyline cannot be followed through it")
    slopes = [(*piece.top, 0, 0)[1] for piece in sigma.pieces]
    if not (all(s >= 0 for s in slopes) or all(s <= 0 for s in slopes)):
        raise HypothesisFails(f"{which} is not monotone")
    if not last and (slopes[0] == 0 or slopes[-1] == 0):
        raise HypothesisFails(f"{which} is not onto R, and only the last hidden layer's need not be")


def require_region(network: Network, j: int, a: Vector, b: Vector) -> None:
    """Return if a and b lie in C_j; else `DifferentRegions`, which names the classes from 1."""
    for name, x in (("A", a), ("B", b)):
        if not network.contains(x, j):
            where = describe_region(network, x)
            raise DifferentRegions(f"{name} is not in the region of class {j + 1}: it lies in {where}")


def region_of(network: Network, x: Vector) -> int | None:
    """The class (from 0) in whose decision region x lies; None where two classes share the maximum."""
    y = network(x)
    best = [k for k, value in enumerate(y) if value == max(y)]
    return best[0] if len(best) == 1 else None


def describe_region(network: Network, x: Vector) -> str:
    """Where x lies, in words; classes from 1."""
    j, y = region_of(network, x), network(x)
    if j is not None:
        return f"the region of class {j + 1}"
    tied = " and ".join(str(k + 1) for k, value in enumerate(y) if value == max(y))
    return f"no region, as classes {tied} tie"
