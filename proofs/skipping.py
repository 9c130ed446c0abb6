"""A network with random skip-connections on data: its conditions, the rank of Psi, the labels fitted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy

from checker import Refused, Verdict, Verified, verify
from constructions.certificate import NotFound
from constructions.evidence.feature_rank import certify
from constructions.evidence.skip import certify_skip_rank
from constructions.feature_matrix import AffineLayer, AnyLayer, data_json, feature_matrix, layers_json
from constructions.formats.data import DataSet
from constructions.formats.exact_matrix import ExactMatrix
from constructions.formats.feature_network import read_layers
from constructions.formats.skip_files import read_skip_file
from constructions.random_layers import random_layers
from constructions.skip_conditions import ANALYTIC, Violation, own_violations, violations
from constructions.skip_layer import skip_layers
from constructions.skip_network import SkipNetwork, from_layers, with_random_skips
from constructions.skip_solution import (
    Fitted,
    as_given,
    certify_fit,
    float_outputs,
    rounded,
    solve_outputs,
)
from constructions.traced_network import with_own_biases
from proofs.outcome import ACCEPTED, OF_KERNEL, REJECTED, USAGE, Stop

EXACT = ("sigmoid", "tanh")  # activations whose ranks are settled without rounding
_SHOWN, _SAMPLES = 5, 60  # violations printed, N by default


@dataclass(frozen=True, eq=False)
class Skipping:
    """The network, what it violates, the verdicts on rank Psi >= N and on the weights V."""

    network: SkipNetwork
    X: ExactMatrix
    labels: tuple[int, ...]
    printed: tuple[Violation, ...]
    own: tuple[Violation, ...]
    certificate: bytes
    verdict: Verdict
    fitted: Fitted | None = None
    fit_certificate: bytes = b""
    fit_verdict: Verdict | None = None
    weights: str = "V rounded to float64"

    @property
    def code(self) -> int:
        """The exit code: that of the first verdict that is a refusal."""
        for verdict in (self.verdict, self.fit_verdict):
            if isinstance(verdict, Refused):
                return OF_KERNEL[verdict.outcome]
        return ACCEPTED

    def certificates(self) -> dict[str, bytes]:
        """Each certificate by its hash."""
        found = {self.verdict.certificate_sha256: self.certificate}
        if self.fit_verdict is not None:
            found[self.fit_verdict.certificate_sha256] = self.fit_certificate
        return found

    def lines(self) -> Iterator[str]:
        """What is said about conditions and rank."""
        N, layers = len(self.X), max(u.layer for u in self.network.units)
        plural, M = "layer" if layers == 1 else "layers", len(self.network.skip)
        yield f"{len(self.network.units)} hidden units in {layers} {plural}, {M} of them joined to the output"
        n = len(self.printed)
        yield "Assumption 4.3.1: " + (f"fails in {n} place{'s' * (n > 1)}" if n else "holds")
        yield from (f"  {violation}" for violation in self.printed[:_SHOWN])
        own = f"does not apply: {self.own[0]}" if self.own else "applies, rank N for almost all parameters"
        yield f"new-4.a: {own}"
        if not isinstance(self.verdict, Verified):
            yield f"not verified: {self.verdict}"
            return
        yield f"rank Psi = {N}: Psi V = Y has an exact solution for every Y, zero training error"
        yield f"  certificate {_certificate(self.verdict, self.certificate)}"
        if self.verdict.soundness_error != "0":
            cited = "".join(f"; rests on {name}" for name in self.verdict.rests_on)
            yield f"  soundness error {self.verdict.soundness_error}{cited}"

    def accuracy(self) -> Iterator[str]:
        """What is said about the labels: of the network with the rounded V, as it is written."""
        if self.fitted is None or self.fit_verdict is None:
            return
        V, error, N = self.fitted.V, self.fitted.error, len(self.labels)
        if isinstance(self.fit_verdict, Verified):
            says = f"all {N} labels are right" if 2 * error < 1 else "too much for the labels"
            yield f"{self.weights}: every entry of |Psi V - Y| is at most {error}: {says}"
            yield f"  certificate {_certificate(self.fit_verdict, self.fit_certificate)}"
        else:
            yield f"{self.weights}, not verified: {self.fit_verdict}"
        outputs = float_outputs(self.network, V, self.X.numerators.astype(float) / self.X.denominator)
        targets = numpy.eye(V.shape[1])[list(self.labels)]
        right = int((outputs.argmax(axis=1) == numpy.array(self.labels)).sum())
        off, weight = float(abs(outputs - targets).max()), float(abs(V).max())
        yield f"  in float64 {right} of {N} labels are right, error {off:.1e}, largest weight {weight:.1e}"

    def document(self) -> dict[str, Any]:
        """The same as JSON."""
        fit = self.fit_verdict
        verified = isinstance(fit, Verified) and self.fitted is not None
        return {
            "samples": len(self.X),
            "units": len(self.network.units),
            "skip": list(self.network.skip),
            "violations": [str(v) for v in self.printed],
            "own_violations": [str(v) for v in self.own],
            "certificate": self.verdict.certificate_sha256,
            "kind": self.verdict.kind if isinstance(self.verdict, Verified) else None,
            "fit": {
                "certificate": fit.certificate_sha256 if fit is not None else None,
                "error": str(self.fitted.error) if verified and self.fitted else None,
            },
            "verified": self.code == ACCEPTED,
        }


def _certificate(verdict: Verified, data: bytes) -> str:
    return f"sha256:{verdict.certificate_sha256[:16]}, {verdict.kind}, {len(data)} bytes"


def find_skipping(
    name: str, given: Given, data: DataSet, samples: int | None, seed: int, progress: Callable[[str], None]
) -> Skipping:
    """N hidden units joined to the output at random, or those of the file; `Stop` for what cannot be done."""
    network, kept = given.network, given.kept
    N = min(samples or (len(network.skip) if kept else _SAMPLES), len(data.X))
    X = data.X.first(N)
    _possible(name, network, len(network.skip) if kept else len(network.units), N)
    if data.y is None:
        raise Stop(USAGE, f"{data.source}: it has no labels; name data with labels, such as digits")
    if kept is None:
        network = with_random_skips(network, N, seed)
    labels = tuple(int(y) for y in data.y[:N])
    found = tuple(violations(network, X)), tuple(own_violations(network, X))
    progress(f"rank of Psi, {N} x {len(network.skip)}")
    try:
        certificate = certify_psi(network, X)
        progress("the kernel checks the rank")
        verdict = verify(certificate)
        ranked = Skipping(network, X, labels, *found, certificate, verdict)
        if not isinstance(verdict, Verified):
            return ranked
        progress("Psi V = Y")
        classes = max(labels) + 1 if kept is None else len(kept[0])
        targets = [[int(y == k) for k in range(classes)] for y in labels]
        if kept is None:
            fitted = rounded(network, X, solve_outputs(network, X, targets), targets)
        else:
            fitted = as_given(network, X, kept, targets)
    except NotFound as no:
        raise Stop(REJECTED, f"{name}: {no.reason}; try another --seed or fewer --samples") from None
    progress("the kernel checks the labels")
    fit = certify_fit(network, X, fitted, targets)
    says = "V rounded to float64" if kept is None else "V of the file"
    return replace(ranked, fitted=fitted, fit_certificate=fit, fit_verdict=verify(fit), weights=says)


def _possible(name: str, network: SkipNetwork, able: int, N: int) -> None:
    """Enough units, and activations that the kernel encloses."""
    if able < N:
        remedy = f"lower --samples to {able}, or widen a layer"
        raise Stop(USAGE, f"{name}: {able} hidden units for N = {N} samples; {remedy}")
    for node, unit in enumerate(network.units, network.inputs):
        if unit.activation not in ANALYTIC:
            known = ", ".join(ANALYTIC)
            reason = f"unit {node} has the activation {unit.activation or 'of pieces'}, which is not analytic"
            raise Stop(USAGE, f"{name}: Assumption 4.3.1 (1): {reason}; use one of {known}")
        if not unit.sources:
            raise Stop(USAGE, f"{name}: unit {node} reads nothing; remove it, its output is constant")


def certify_psi(network: SkipNetwork, X: ExactMatrix) -> bytes:
    """rank Psi = N: exactly, where all skip units are sigmoids or tanhs of the first layer; else enclosed.

    `NotFound` when Psi may be singular.
    """
    layers = skip_layers(network)
    if layers is None or network.unit(network.skip[0]).activation not in EXACT:
        return certify_skip_rank(network, X)
    body = {"layers": layers_json(layers), "data": data_json(X)}
    claim, certificate = certify(body, feature_matrix(layers, X))
    if claim.body["rank"] != str(len(X)):
        raise NotFound(f"Psi is singular, or nearly always so: rank {claim.body['rank']} of {len(X)} found")
    return certificate


@dataclass(frozen=True, eq=False)
class Given:
    """A network, and the output weights of its file (M x m) where they and its skip units are to be kept."""

    network: SkipNetwork
    kept: list[list[Fraction]] | None = None


def read_skip_network(
    name: str, inputs: int, hidden: int, activation: str | None, seed: int, keep: bool, untie: bool
) -> Given:
    """Random layers by their short names, a graph with or without skips, or the hidden layers of a file."""
    if ":" in name and not Path(name).exists():
        if keep:
            raise Stop(USAGE, f"{name}: --keep keeps the skip-connections of a file; name one")
        return Given(from_layers(random_layers(name, inputs, activation or "sigmoid", seed), inputs))
    graph = read_skip_file(name, inputs) if name.endswith((".json", ".onnx", ".pt", ".pth")) else None
    if graph is None:
        if keep:
            raise Stop(USAGE, f"{name}: it has no skip-connections to keep; run without --keep")
        found = from_layers(_affine(name, read_layers(name, inputs, hidden, activation, seed)), inputs)
    else:
        found = graph.network
        if keep and any(graph.bias):
            raise Stop(USAGE, f"{name}: --keep needs outputs without biases; run without --keep")
    found = with_own_biases(found, seed) if untie else found
    return Given(found, graph.V if keep and graph is not None else None)


def _affine(name: str, layers: list[AnyLayer]) -> list[AffineLayer]:
    affine = [layer for layer in layers if isinstance(layer, AffineLayer)]
    if len(affine) != len(layers):
        raise Stop(USAGE, f"{name}: max-pooling is not analytic (Section 4.6.2); replace it by a convolution")
    return affine
