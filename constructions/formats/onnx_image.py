"""ONNX files with convolution and pooling: a chain of layers on images, its weights taken as they are."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy

from constructions.formats.errors import InputError, Place, kernel_refusals
from constructions.formats.files import File
from constructions.formats.image_layers import ImageLayers, LayeredNetwork, Window
from constructions.formats.onnx_network import _DOMAINS, _graph, _initializers, _shape
from constructions.formats.onnx_tensor import Attributes, Constant, read_tensor
from constructions.formats.piecewise_linear import RELU, clip, leaky_relu

ON_IMAGES = ("Conv", "MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool")


def has_images(file: File) -> bool:
    """Whether some node is a convolution or pooling; `InputError` for what is no ONNX model."""
    return any(node.op_type in ON_IMAGES for node in _graph(file).node)


def network_from_image_onnx(file: File) -> LayeredNetwork:
    """The layers of an ONNX model whose graph is one chain on images.

    Reads Conv, MaxPool, AveragePool, GlobalAveragePool, GlobalMaxPool, Gemm, MatMul, Add, Relu, LeakyRelu,
    Clip, Flatten, Reshape to rows, Identity, Dropout, Constant, and a last Softmax or LogSoftmax, which is
    dropped.
    """
    at, graph = file.place, _graph(file)
    constants = _initializers(graph, at)
    inputs = [value for value in graph.input if value.name not in constants]
    if len(inputs) != 1 or len(graph.output) != 1:
        found = f"{len(inputs)} and {len(graph.output)}"
        raise InputError(at / "graph", "one input and one output", found, "export one chain of layers")
    shape = (_shape(inputs[0]) or [None])[1:]
    if not shape or None in shape:
        remedy = "export with fixed channels, height and width"
        raise InputError(at / "graph" / "input", "a shape (samples, C, H, W)", shape, remedy)
    walk = _Walk(ImageLayers(tuple(n for n in shape if n)), inputs[0].name, constants)
    for i, node in enumerate(graph.node):
        walk.visit(node, at / "graph" / "node" / i)
    if graph.output[0].name != walk.current:
        place = at / "graph" / "output"
        raise InputError(place, f"the last result, {walk.current}", graph.output[0].name, "export one chain")
    return walk.layers.finished(at.file, file.sha256, walk.notes, at / "graph")


class _Walk:
    """The chain so far."""

    def __init__(self, layers: ImageLayers, name: str, constants: dict[str, Constant]) -> None:
        self.layers, self.current, self.constants = layers, name, constants
        self.notes: list[str] = []
        self.ended = ""

    def visit(self, node: Any, at: Place) -> None:
        kind, attributes = node.op_type, Attributes(node, at)
        if node.domain not in _DOMAINS or (kind not in _OPERATORS and kind != "Constant"):
            raise InputError(at, f"one of {', '.join(_OPERATORS)}", kind, "replace it by one of these")
        if kind == "Constant":
            tensor = attributes.tensor("value")
            attributes.finish()
            if tensor is None or len(node.output) != 1:
                raise InputError(at, "a constant tensor", "another Constant", "export the model again")
            self.constants[node.output[0]] = read_tensor(tensor, at / "value")
            return
        if self.ended:
            raise InputError(at, f"nothing after {self.ended}", kind, "leave the last layers out")
        names = list(node.input)
        others = [n for n in names if n != self.current]
        swapped = kind == "Add" and names[1:] == [self.current]
        if names.count(self.current) != 1 or not (names[0] == self.current or swapped):
            raise InputError(at, f"a node that takes {self.current} first", names, "only chains can be read")
        if not all(n in self.constants for n in others if n):
            raise InputError(at, f"constants beside {self.current}", others, "only chains can be read")
        _OPERATORS[kind](self, [self.constants.get(n) for n in others], attributes, at)
        attributes.finish()
        self.current = node.output[0]


Inputs = list[Constant | None]


def _first(inputs: Inputs, at: Place) -> Constant:
    if not inputs or inputs[0] is None:
        raise InputError(at, "a constant weight", "none", "export the model again")
    return inputs[0]


def _window(size: list[int], attributes: Attributes, at: Place) -> Window:
    if len(size) != 2:
        raise InputError(at, "windows of two dimensions", size, "only images can be read")
    auto = attributes.text("auto_pad", "NOTSET")
    if auto not in ("NOTSET", "VALID"):
        raise InputError(at / "auto_pad", "NOTSET or VALID", auto, "export with explicit pads")
    pads = attributes.integers("pads") or [0] * 4
    stride, dilation = attributes.integers("strides") or [1, 1], attributes.integers("dilations") or [1, 1]
    if len(pads) != 4 or len(stride) != 2 or len(dilation) != 2:
        raise InputError(at, "windows of two dimensions", [pads, stride, dilation], "only images can be read")
    ceil = bool(attributes.integer("ceil_mode", 0))
    around = (pads[0], pads[1], pads[2], pads[3])
    return Window((size[0], size[1]), (stride[0], stride[1]), around, (dilation[0], dilation[1]), ceil)


def _conv(walk: _Walk, inputs: Inputs, attributes: Attributes, at: Place) -> None:
    weight = _first(inputs, at)
    if len(weight.shape) != 4:
        raise InputError(at, "filters of four dimensions", weight.shape, "only images can be read")
    filters = numpy.array(weight.row(), dtype=object).reshape(weight.shape)
    bias = inputs[1] if len(inputs) > 1 else None
    values = bias.vector(len(filters)) if bias else (Fraction(0),) * len(filters)
    size = attributes.integers("kernel_shape") or list(weight.shape[2:])
    if size != list(weight.shape[2:]):
        raise InputError(at / "kernel_shape", str(weight.shape[2:]), size, "export the model again")
    groups = attributes.integer("group", 1)
    walk.layers.convolve(filters, values, _window(size, attributes, at), groups, at)


def _max_pool(walk: _Walk, inputs: Inputs, attributes: Attributes, at: Place) -> None:
    attributes.integer("storage_order", 0)
    walk.layers.pool(_window(attributes.integers("kernel_shape") or [], attributes, at), at)


def _average_pool(walk: _Walk, inputs: Inputs, attributes: Attributes, at: Place) -> None:
    attributes.integer("count_include_pad", 0)
    walk.layers.average(_window(attributes.integers("kernel_shape") or [], attributes, at), at)


def _global(walk: _Walk, at: Place) -> Window:
    shape = walk.layers.where.shape
    return Window((shape[1], shape[2])) if len(shape) == 3 else Window((0, 0))


def _global_average(walk: _Walk, inputs: Inputs, attributes: Attributes, at: Place) -> None:
    walk.layers.average(_global(walk, at), at)


def _global_max(walk: _Walk, inputs: Inputs, attributes: Attributes, at: Place) -> None:
    walk.layers.pool(_global(walk, at), at)


def _gemm(walk: _Walk, inputs: Inputs, attributes: Attributes, at: Place) -> None:
    alpha, beta = (Fraction(attributes.number(name, 1)) for name in ("alpha", "beta"))
    if attributes.integer("transA", 0):
        raise InputError(at / "transA", "0", "1", "only rows of samples can be read")
    rows = _first(inputs, at).matrix()
    if not attributes.integer("transB", 0):
        rows = tuple(zip(*rows, strict=True))
    last = inputs[1] if len(inputs) > 1 else None
    bias = last.vector(len(rows)) if last else (Fraction(0),) * len(rows)
    walk.layers.linear([[alpha * x for x in row] for row in rows], [beta * x for x in bias], at)


def _matmul(walk: _Walk, inputs: Inputs, attributes: Attributes, at: Place) -> None:
    rows = tuple(zip(*_first(inputs, at).matrix(), strict=True))
    walk.layers.linear(rows, (Fraction(0),) * len(rows), at)


def _add(walk: _Walk, inputs: Inputs, attributes: Attributes, at: Place) -> None:
    walk.layers.add(_first(inputs, at).row(), at)


def _relu(walk: _Walk, inputs: Inputs, attributes: Attributes, at: Place) -> None:
    walk.layers.activate(RELU)


def _leaky(walk: _Walk, inputs: Inputs, attributes: Attributes, at: Place) -> None:
    slope = Fraction(attributes.number("alpha", 0.009999999776482582))
    walk.notes.append(f"slope read as {slope}")
    walk.layers.activate(leaky_relu(slope))


def _clip(walk: _Walk, inputs: Inputs, attributes: Attributes, at: Place) -> None:
    ends: list[Fraction | None] = []
    for i, name in enumerate(("min", "max")):
        given = inputs[i] if i < len(inputs) else None
        stated = name in attributes.left
        value = given.scalar() if given else attributes.number(name, 0) if stated else None
        ends.append(None if value is None else Fraction(value))
    with kernel_refusals(at, "its first end must be less than its last"):
        walk.layers.activate(clip(*ends))


def _flatten(walk: _Walk, inputs: Inputs, attributes: Attributes, at: Place) -> None:
    if attributes.integer("axis", 1) != 1:
        raise InputError(at / "axis", "1", "another axis", "flatten each sample by itself")
    walk.layers.flatten()


def _reshape(walk: _Walk, inputs: Inputs, attributes: Attributes, at: Place) -> None:
    target = [int(x) for x in _first(inputs, at).row()]
    attributes.integer("allowzero", 0)
    if len(target) != 2 or target[0] not in (-1, 0, 1) or target[1] not in (-1, walk.layers.width):
        raise InputError(at, "a Reshape to (samples, features)", target, "use Flatten")
    walk.layers.flatten()


def _identity(walk: _Walk, inputs: Inputs, attributes: Attributes, at: Place) -> None:
    attributes.number("ratio", 0)
    attributes.integer("seed", 0)
    if len(inputs) > 1 and inputs[1] is not None and inputs[1].scalar() != 0:
        raise InputError(at, "Dropout in evaluation mode", "training mode", "export after model.eval()")


def _softmax(walk: _Walk, inputs: Inputs, attributes: Attributes, at: Place) -> None:
    if attributes.integer("axis", 1) not in (1, -1):
        raise InputError(at / "axis", "the classes, 1 or -1", "another axis", "drop the last softmax")
    walk.ended = "Softmax"
    walk.notes.append("Softmax at the end dropped: decision regions are unchanged")


_OPERATORS: dict[str, Callable[[_Walk, Inputs, Attributes, Place], None]] = {
    "Conv": _conv,
    "MaxPool": _max_pool,
    "AveragePool": _average_pool,
    "GlobalAveragePool": _global_average,
    "GlobalMaxPool": _global_max,
    "Gemm": _gemm,
    "MatMul": _matmul,
    "Add": _add,
    "Relu": _relu,
    "LeakyRelu": _leaky,
    "Clip": _clip,
    "Flatten": _flatten,
    "Reshape": _reshape,
    "Identity": _identity,
    "Dropout": _identity,
    "Softmax": _softmax,
    "LogSoftmax": _softmax,
}
