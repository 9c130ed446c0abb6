"""An `nn.Sequential` of torch in memory as an exact network."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from checker import Activation
from constructions.formats.activation import unknown_activation
from constructions.formats.errors import InputError, Place, kernel_refusals
from constructions.formats.floats import parameter, parameter_note
from constructions.formats.loaded_network import LoadedNetwork, assemble
from constructions.formats.numbers import Numbers
from constructions.formats.piecewise_linear import RELU, SOFTSIGN, clip, leaky_relu
from constructions.formats.torch_network import Linear, import_torch, linear

_LAYERS = "Linear, ReLU, LeakyReLU, Hardtanh, ReLU6, Softsign, Identity, Dropout, Flatten, Sequential"
_FIXED = {"ReLU": RELU, "Softsign": SOFTSIGN}


def network_from_module(module: Any, decimal: bool = False) -> LoadedNetwork:
    """The network that an `nn.Sequential` computes in evaluation mode.

    decimal: read a slope such as 0.01 as 1/100 instead of as the float's exact value.  Weights are always
    exact.  Two linear layers in a row are joined by the identity; a last softmax is dropped, with a note,
    since it leaves the decision regions as they are.  Raises `InputError` for other layers.
    """
    at = Place("torch module")
    torch = import_torch(at)
    if type(module) is not torch.nn.Sequential:
        raise InputError(at, "an nn.Sequential", type(module).__name__, "wrap the layers in nn.Sequential")
    walk = _Walk(decimal)
    for place, part in _flat(module, at, torch):
        walk.take(part, place)
    if not walk.layers:
        raise InputError(at, "at least one Linear", "none", "add it")
    if walk.activations[-1] is not None:
        remedy = "end with a Linear"
        raise InputError(at, "no activation after the last layer", "one", remedy)
    layers = [(*pair, sigma) for pair, sigma in zip(walk.layers, walk.activations, strict=True)]
    return assemble(layers, Numbers(), at, None, walk.notes)


def _flat(module: Any, at: Place, torch: Any) -> Iterator[tuple[Place, Any]]:
    for name, part in module.named_children():
        if type(part) is torch.nn.Sequential:
            yield from _flat(part, at / name, torch)
        elif getattr(torch.nn, type(part).__name__, None) is type(part):
            yield at / name, part
        else:  # a subclass may compute anything
            raise InputError(at / name, _LAYERS, type(part).__name__, "replace it by one of these")


class _Walk:
    """The layers met so far; an activation belongs to the linear layer before it."""

    def __init__(self, decimal: bool) -> None:
        self.decimal = decimal
        self.layers: list[Linear] = []
        self.activations: list[Activation | None] = []
        self.notes: list[str] = []
        self.ended = ""  # the softmax that was dropped

    def take(self, part: Any, at: Place) -> None:
        """One module of torch.nn."""
        name = type(part).__name__
        if self.ended:
            raise InputError(at, f"nothing after {self.ended}", name, "drop one of them")
        if name == "Linear":
            width = len(self.layers[-1][0]) if self.layers else None
            self.layers.append(linear(part.weight, part.bias, at, width))
            self.activations.append(None)
        elif name in ("Softmax", "LogSoftmax"):
            self._end(name, part.dim, at)
        elif name == "Flatten" and (part.start_dim, part.end_dim) == (1, -1) and not self.layers:
            self.notes.append("Flatten: the input is the flattened one")
        elif name not in ("Identity", "Dropout"):
            self._activate(self._activation(name, part, at), at)

    def _end(self, name: str, dim: int | None, at: Place) -> None:
        if dim not in (1, -1):
            raise InputError(at, "a softmax over dim 1", f"dim {dim}", "leave it out of the Sequential")
        self.ended = name
        self.notes.append(f"{name} at the end dropped: decision regions are unchanged")

    def _activate(self, sigma: Activation, at: Place) -> None:
        if not self.layers or self.activations[-1] is not None:
            raise InputError(at, "a Linear before each activation", "none", "insert one, or drop this one")
        self.activations[-1] = sigma

    def _activation(self, name: str, part: Any, at: Place) -> Activation:
        with kernel_refusals(at, "change its parameters"):
            if name in _FIXED:
                return _FIXED[name]
            if name == "LeakyReLU":
                return leaky_relu(self._parameter("negative_slope", part.negative_slope))
            if name in ("Hardtanh", "ReLU6"):
                return clip(
                    self._parameter("min_val", part.min_val), self._parameter("max_val", part.max_val)
                )
        if name.startswith("Conv"):
            raise InputError(at, _LAYERS, name, f"layer type {name} is not supported yet: convert to Linear")
        raise unknown_activation(name, at, _LAYERS)

    def _parameter(self, name: str, value: float) -> Fraction:
        exact = parameter(value, repr(value), self.decimal)
        if Fraction(repr(value)) != exact:
            self.notes.append(parameter_note(name, exact, repr(value)))
        return exact
