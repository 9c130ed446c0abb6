"""A network with random skip-connections on data: its conditions, the rank of Psi, the labels fitted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
from numpy.typing import NDArray

from checker import Refused, Verdict, Verified, verify
from constructions.certificate import NotFound
from constructions.evidence.skip import certify_skip_rank
from constructions.feature_matrix import AffineLayer
from constructions.formats.data import DataSet
from constructions.formats.exact_matrix import ExactMatrix
from constructions.formats.feature_network import read_layers
from constructions.random_layers import random_layers
from constructions.skip_conditions import ANALYTIC, Violation, own_violations, violations
from constructions.skip_network import SkipNetwork, from_layers, with_random_skips
from constructions.skip_solution import float_outputs, solve_outputs
from proofs.outcome import ACCEPTED, OF_KERNEL, REJECTED, USAGE, Stop

_SHOWN = 5  # violations


@dataclass(frozen=True)
class Skipping:
    """The network, what it violates, and the verdict on rank Psi >= N."""

    network: SkipNetwork
    X: ExactMatrix
    labels: tuple[int, ...]
    printed: tuple[Violation, ...]
    own: tuple[Violation, ...]
    certificate: bytes
    verdict: Verdict

    @property
    def code(self) -> int:
        """The exit code."""
        return OF_KERNEL[self.verdict.outcome] if isinstance(self.verdict, Refused) else ACCEPTED

    def fitted(self) -> tuple[NDArray[numpy.float64], float]:
        """V with Psi V = Y for one-hot labels, rounded to float64, and the radius of its enclosure."""
        classes = max(self.labels) + 1
        return solve_outputs(
            self.network, self.X, [[int(y == k) for k in range(classes)] for y in self.labels]
        )

    def lines(self) -> Iterator[str]:
        """What is said about conditions and rank."""
        N, layers = len(self.X), max(u.layer for u in self.network.units)
        plural = "layer" if layers == 1 else "layers"
        yield f"{len(self.network.units)} hidden units in {layers} {plural}, {N} of them joined to the output"
        n = len(self.printed)
        yield "Assumption 4.3.1: " + (f"fails in {n} place{'s' * (n > 1)}" if n else "holds")
        yield from (f"  {violation}" for violation in self.printed[:_SHOWN])
        own = f"does not apply: {self.own[0]}" if self.own else "applies, rank N for almost all parameters"
        yield f"new-4.a: {own}"
        if isinstance(self.verdict, Verified):
            yield f"rank Psi = {N}: Psi V = Y has an exact solution for every Y"
        else:
            yield f"not verified: {self.verdict}"
        yield f"  certificate sha256:{self.verdict.certificate_sha256[:16]}, {len(self.certificate)} bytes"

    def accuracy(self, V: NDArray[numpy.float64], radius: float) -> Iterator[str]:
        """What is said about the labels."""
        outputs = float_outputs(self.network, V, self.X.numerators.astype(float) / self.X.denominator)
        targets = numpy.eye(V.shape[1])[list(self.labels)]
        right = int((outputs.argmax(axis=1) == numpy.array(self.labels)).sum())
        yield f"  V enclosed to {radius:.0e}; in float64 {right} of {len(self.labels)} labels are right,"
        error, weight = float(abs(outputs - targets).max()), float(abs(V).max())
        yield f"  the largest error is {error:.1e} and the largest weight {weight:.1e}"

    def document(self) -> dict[str, Any]:
        """The same as JSON."""
        return {
            "samples": len(self.X),
            "units": len(self.network.units),
            "skip": list(self.network.skip),
            "violations": [str(v) for v in self.printed],
            "own_violations": [str(v) for v in self.own],
            "certificate": self.verdict.certificate_sha256,
            "verified": self.code == ACCEPTED,
        }


def find_skipping(name: str, built: SkipNetwork, data: DataSet, samples: int, seed: int) -> Skipping:
    """N of the hidden units joined to the output at random; `Stop` for what cannot be done."""
    X = data.X.first(samples)
    N = len(X)
    if len(built.units) < N:
        remedy = f"lower --samples to {len(built.units)}, or widen a layer"
        raise Stop(USAGE, f"{name}: {len(built.units)} hidden units for N = {N} samples; {remedy}")
    if data.y is None:
        raise Stop(USAGE, f"{data.source}: it has no labels; name data with labels, such as digits")
    for node, unit in enumerate(built.units, built.inputs):
        if unit.activation not in ANALYTIC:
            known = ", ".join(ANALYTIC)
            reason = f"unit {node} has the activation {unit.activation or 'of pieces'}, which is not analytic"
            raise Stop(USAGE, f"{name}: Assumption 4.3.1 (1): {reason}; use one of {known}")
    network = with_random_skips(built, N, seed)
    try:
        certificate = certify_skip_rank(network, X)
    except NotFound as no:
        raise Stop(REJECTED, f"{name}: {no.reason}; try another --seed or fewer --samples") from None
    labels = tuple(int(y) for y in data.y[:N])
    found = tuple(violations(network, X)), tuple(own_violations(network, X))
    return Skipping(network, X, labels, *found, certificate, verify(certificate))


def read_skip_network(name: str, inputs: int, hidden: int, activation: str | None, seed: int) -> SkipNetwork:
    """Random layers by their short names, or the hidden layers of a file; no skip-connections yet."""
    if ":" in name and not Path(name).exists():
        return from_layers(random_layers(name, inputs, activation or "sigmoid", seed), inputs)
    layers = read_layers(name, inputs, hidden, activation, seed)
    affine = [layer for layer in layers if isinstance(layer, AffineLayer)]
    if len(affine) != len(layers):
        raise Stop(USAGE, f"{name}: max-pooling is not analytic (Section 4.6.2); replace it by a convolution")
    return from_layers(affine, inputs)
