"""Exhibits of Chapter 4: the rank of Psi of networks with skip-connections, by the kernel's enclosures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from constructions.evidence.skip import certify_skip_rank
from constructions.feature_matrix import image_patches, random_layer
from constructions.formats.exact_matrix import ExactMatrix
from constructions.skip_network import SkipNetwork, Unit, from_layers, with_random_skips
from constructions.skip_solution import certify_fit, rounded, solve_outputs
from proofs.feature_exhibits import SIGMOID, samples
from proofs.theorem import Exhibit

FOUR = samples([[1, 4], [2, 3], [3, 1], [4, 2]])  # the data of most instances


def full_rank(
    name: str, network: Callable[[], SkipNetwork], X: ExactMatrix, role: str = "supports"
) -> Exhibit:
    """rank Psi = min(N, M) at these parameters."""
    return Exhibit(name, lambda: certify_skip_rank(network(), X))


def fitted(name: str, network: Callable[[], SkipNetwork], X: ExactMatrix, labels: Sequence[int]) -> Exhibit:
    """|Psi V - Y| below 1/1000 for one-hot Y, at V with Psi V = Y rounded: every label is right."""
    targets = [[int(k == y) for k in range(max(labels) + 1)] for y in labels]

    def build() -> bytes:
        made = network()
        found = rounded(made, X, solve_outputs(made, X, targets), targets)
        return certify_fit(made, X, replace(found, error=max(found.error, Fraction(1, 1000))), targets)

    return Exhibit(name, build)


def unit(
    sigma: str, sources: Sequence[int], weight: Sequence[int | str], bias: int | str, layer: int
) -> Unit:
    """A unit from short forms."""
    return Unit(sigma, Fraction(bias), tuple(sources), tuple(map(Fraction, weight)), layer)


def deep_convolution(skips: int, seed: int = 0) -> SkipNetwork:
    """Digits: 8 filters of 5 x 5, then 6 of 3 x 3, sigmoid, 152 units; `skips` of them at random."""
    first = random_layer(1, 64, 8, SIGMOID, image_patches(8, 8, size=5))
    second = random_layer(2, 128, 6, SIGMOID, image_patches(4, 4, 8, size=3))
    return with_random_skips(from_layers([first, second], 64), skips, seed)


def chain(N: int) -> SkipNetwork:
    """p_1 -> p_2 -> ... -> p_N, softplus, every unit a skip unit: no backward path is free."""
    units = [unit("softplus", (j,), (2,), -j if j else 0, j + 1) for j in range(N)]
    return SkipNetwork(1, tuple(units), tuple(range(1, N + 1)))


def line(N: int) -> ExactMatrix:
    """Samples 0, 1, ..., N - 1 on a line."""
    return samples([[i] for i in range(N)])
