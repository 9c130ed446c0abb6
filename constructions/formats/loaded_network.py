"""A network that was read, with the field of its numbers, where it comes from and what was assumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from checker import Activation, Field, Layer, Network, canonical_bytes, encode_network
from checker.network import Matrix, Vector
from constructions.formats.activation import lift_activation
from constructions.formats.errors import InputError, Place, kernel_refusals
from constructions.formats.numbers import Numbers
from constructions.formats.piecewise_linear import IDENTITY

WEIGHTS = 10**7  # exact numbers are large: 10 million take a few GB
Affine = tuple[Matrix, Vector, Activation | None]


@dataclass(frozen=True)
class LoadedNetwork:
    """A network as the kernel knows it, and its provenance.

    field: Q or Q(sqrt d), in which all its numbers lie.  source: the file, or what it was read from.
    sha256: of the file's bytes, or of the canonical encoding where there is no file.
    notes: what the reader assumed or dropped, one sentence each.
    """

    network: Network
    field: Field
    source: str
    sha256: str
    notes: tuple[str, ...] = ()

    @property
    def widths(self) -> tuple[int, ...]:
        """(d, n_1, ..., n_L)."""
        return self.network.widths


def assemble(
    layers: Sequence[Affine],
    numbers: Numbers,
    at: Place,
    digest: str | None = None,
    notes: Sequence[str] = (),
) -> LoadedNetwork:
    """The network of these layers (weight n_k x n_{k-1}, bias, activation), lifted to one field.

    `InputError` with a pointer below `at` where shapes do not fit, the last layer has an activation, or
    there are more than 10 million weights.  Without `digest` the canonical encoding is hashed.
    """
    count = sum(len(row) for weight, _, _ in layers for row in weight)
    if count > WEIGHTS:
        raise InputError(at, f"at most {WEIGHTS} weights", count, "read a smaller network")
    with kernel_refusals(at, "correct the shapes"):
        made = tuple(_layer(layer, numbers) for layer in layers)
        input_dim = len(layers[0][0][0]) if layers and layers[0][0] else 0
        network = Network(input_dim, made)
        digest = digest or hash_network(network, numbers.field)
    return LoadedNetwork(network, numbers.field, at.file, digest, tuple(notes))


def _layer(layer: Affine, numbers: Numbers) -> Layer:
    weight, bias, sigma = layer
    rows = tuple(numbers.lift(row) for row in weight)
    return Layer(rows, numbers.lift(bias), lift_activation(sigma or IDENTITY, numbers))


def hash_network(network: Network, field: Field) -> str:
    """SHA-256 of the network's canonical encoding and its field: equal for equal networks."""
    value = {"field": field.declaration(), "network": encode_network(network, field)}
    return sha256(canonical_bytes(value)).hexdigest()
