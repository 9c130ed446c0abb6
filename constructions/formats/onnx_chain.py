"""The chain of layers that the nodes of an ONNX graph add up to."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy

from checker import Activation
from checker.network import Matrix, Vector
from constructions.formats.errors import InputError, Place
from constructions.formats.floats import parameter, parameter_note
from constructions.formats.loaded_network import Affine


class Chain:
    """The layers so far, and the name of the one result, `current`, that the next node must take.

    shape: that of the graph's input, None for a free dimension, None as a whole if nothing is said.
    width: the number of features of the result, None while nothing tells it.
    """

    def __init__(self, name: str, shape: list[int | None] | None, decimal: bool) -> None:
        self.current = name
        self.shape = shape
        self.decimal = decimal
        self.width = shape[1] if shape is not None and len(shape) == 2 else None
        self.layers: list[tuple[Matrix, Vector]] = []
        self.activations: list[Activation | None] = []
        self.notes: list[str] = []
        self.ended = ""  # the softmax that was dropped

    @property
    def open(self) -> bool:
        """Whether the last link is a linear layer, to which a bias can be added."""
        return bool(self.layers) and self.activations[-1] is None

    def finished(self, at: Place) -> list[Affine]:
        """The layers of the whole chain; the last has no activation."""
        if not self.open:
            raise InputError(at, "a linear layer at the end", "none", "leave the last activation out")
        return [(*pair, sigma) for pair, sigma in zip(self.layers, self.activations, strict=True)]

    def affine(self, weight: Matrix, bias: Vector, at: Place) -> None:
        """A layer that takes the result so far; `weight` has one row for each output."""
        if not self.layers and self.shape is not None and len(self.shape) != 2:
            found = f"{len(self.shape)} dimensions"
            raise InputError(at, "an input of two dimensions (samples, features)", found, "add a Flatten")
        if self.width not in (None, len(weight[0])):
            found = f"a weight for {len(weight[0])}"
            raise InputError(at, f"{self.width} inputs", found, "check the shapes of the model")
        self.layers.append((weight, bias))
        self.activations.append(None)
        self.width = len(weight)

    def add(self, bias: Vector) -> None:
        """Add to the bias of the last layer, which is open."""
        weight, before = self.layers[-1]
        self.layers[-1] = weight, tuple(a + b for a, b in zip(before, bias, strict=True))

    def activate(self, sigma: Activation, at: Place) -> None:
        """The activation of the layer before it."""
        if not self.open:
            raise InputError(at, "a linear layer before each activation", "none", "insert one")
        self.activations[-1] = sigma

    def flatten(self, columns: int | None, at: Place) -> None:
        """Rows of `columns` features; only the input may have had another shape."""
        if not self.layers and self.shape is not None and len(self.shape) != 2:
            rest = self.shape[1:]
            self.width = math.prod(n for n in rest if n is not None) if rest and None not in rest else None
            self.shape = [None, self.width]
            self.notes.append("the input is the flattened one")
        if columns is not None and self.width not in (None, columns):
            raise InputError(at, f"{self.width} columns", columns, "only flattening can be read")
        self.width = self.width if columns is None else columns

    def end(self, name: str) -> None:
        """A last softmax, which is dropped."""
        self.ended = name
        self.notes.append(f"{name} at the end dropped: decision regions are unchanged")

    def number(self, name: str, value: float) -> Fraction:
        """A parameter of an activation, exactly or as its shortest decimal."""
        single = numpy.float32(value)
        shortest = str(single) if float(single) == value else repr(value)
        exact = parameter(value, shortest, self.decimal)
        if Fraction(shortest) != exact:
            self.notes.append(parameter_note(name, exact, shortest))
        return exact
