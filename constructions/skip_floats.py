"""Networks with skip-connections in float64: all units on a data set, and Psi."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy
from numpy.typing import NDArray

from constructions.formats.exact_matrix import ExactMatrix
from constructions.skip_network import SkipNetwork

Floats = NDArray[numpy.float64]


def float_values(network: SkipNetwork, values: Floats) -> Floats:
    """Inputs and all units on samples N x d, N x (d + H); units that read the same are one product."""
    d, N = network.inputs, len(values)
    out = numpy.empty((N, d + len(network.units)))
    out[:, :d] = values
    groups: dict[tuple[int, tuple[int, ...], str], list[int]] = {}
    for node, unit in enumerate(network.units, d):
        groups.setdefault((unit.layer, unit.sources, unit.activation), []).append(node)
    with numpy.errstate(over="ignore"):
        for (_, sources, sigma), nodes in sorted(groups.items(), key=lambda item: item[0][0]):
            weight = numpy.array([[float(w) for w in network.unit(n).weight] for n in nodes])
            bias = numpy.array([float(network.unit(n).bias) for n in nodes])
            z = (out[:, list(sources)] @ weight.T if sources else 0) + bias
            out[:, nodes] = SIGMA[sigma](z)
    return out


def float_psi(network: SkipNetwork, X: ExactMatrix) -> Floats:
    """Psi, N x M."""
    values = numpy.asarray(X.numerators, dtype=numpy.float64) / X.denominator
    return numpy.asarray(float_values(network, values)[:, list(network.skip)])


SIGMA: Mapping[str, Callable[[Any], Any]] = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + numpy.exp(-z)),
    "tanh": numpy.tanh,
    "softplus": lambda z: numpy.logaddexp(0, z),
    "elu": lambda z: numpy.where(z > 0, z, numpy.expm1(numpy.minimum(z, 0))),
}
