"""Torch networks with convolution and pooling: an `nn.Sequential`, or a state dict with its modules.

A state dict holds weights and no modules; these are named in order, with the numbers that no weight tells:

    conv:padding=1 relu pool:2 conv:stride=2 relu flatten linear relu linear
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from hashlib import sha256
from typing import Any

import numpy

from checker import Rationals
from constructions.formats.activation import read_activation
from constructions.formats.errors import InputError, Place, kernel_refusals
from constructions.formats.files import File
from constructions.formats.floats import exact_row
from constructions.formats.image_layers import ImageLayers, LayeredNetwork, Window
from constructions.formats.loaded_network import WEIGHTS
from constructions.formats.numbers import Numbers
from constructions.formats.piecewise_linear import RELU, clip, leaky_relu
from constructions.formats.torch_network import _load, _unwrapped, import_torch, layer_names, linear

_KINDS = "conv, linear, pool:SIZE, average:SIZE, flatten, relu, leaky_relu:SLOPE, hard_tanh"
_OPTIONS = {
    "conv": ("stride", "padding", "dilation", "groups"),
    "pool": ("size", "stride", "padding", "dilation"),
    "average": ("size", "stride"),
}


def network_from_images(module: Any, shape: tuple[int, ...]) -> LayeredNetwork:
    """The network of an `nn.Sequential` on images of shape (channels, height, width), in evaluation mode.

    Reads Conv2d, MaxPool2d, AvgPool2d, Linear, ReLU, LeakyReLU, Hardtanh, ReLU6, Flatten, Identity, Dropout
    and nested Sequentials; floats are read as the dyadic rationals they are.  `InputError` for others.
    """
    at = Place("torch module")
    torch = import_torch(at)
    stack, digest = ImageLayers(shape), sha256(repr(shape).encode())
    for place, part in _flat(module, at, torch):
        digest.update(repr(part).encode())
        for value in part.state_dict().values():
            digest.update(repr(value.tolist()).encode())
        _take(stack, part, place)
    return stack.finished(at.file, digest.hexdigest(), (), at)


def _flat(module: Any, at: Place, torch: Any) -> list[tuple[Place, Any]]:
    if type(module) is torch.nn.Sequential:
        return [pair for name, part in module.named_children() for pair in _flat(part, at / name, torch)]
    if getattr(torch.nn, type(module).__name__, None) is not type(module):
        raise InputError(at, "modules of torch.nn", type(module).__name__, "replace it by some of these")
    return [(at, module)]


def _take(stack: ImageLayers, part: Any, at: Place) -> None:
    name = type(part).__name__
    if name == "Conv2d":
        if part.padding_mode != "zeros" or isinstance(part.padding, str):
            raise InputError(at, "padding by a number of zeros", part.padding, "write it as a number")
        window = _window(part.kernel_size, part.stride, part.padding, part.dilation)
        _convolve(stack, part.weight, part.bias, window, part.groups, at)
    elif name in ("MaxPool2d", "AvgPool2d"):
        window = _window(
            part.kernel_size, part.stride, part.padding, getattr(part, "dilation", 1), part.ceil_mode
        )
        (stack.pool if name == "MaxPool2d" else stack.average)(window, at)
    elif name == "Linear":
        stack.linear(*linear(part.weight, part.bias, at, None), at)
    elif name == "Flatten" and (part.start_dim, part.end_dim) == (1, -1):
        stack.flatten()
    elif name == "ReLU":
        stack.activate(RELU)
    elif name in ("LeakyReLU", "Hardtanh", "ReLU6"):
        with kernel_refusals(at, "change its parameters"):
            ends = [Fraction(getattr(part, k, 0)) for k in ("min_val", "max_val", "negative_slope")]
            stack.activate(leaky_relu(ends[2]) if name == "LeakyReLU" else clip(*ends[:2]))
    elif name not in ("Identity", "Dropout", "Dropout2d"):
        raise InputError(at, "Conv2d, MaxPool2d, AvgPool2d, Linear, ReLU, ...", name, "replace it")


def _pair(value: Any) -> tuple[int, int]:
    return (int(value[0]), int(value[1])) if isinstance(value, tuple | list) else (int(value), int(value))


def _window(size: Any, stride: Any, padding: Any, dilation: Any, ceil: bool = False) -> Window:
    around = _pair(padding)
    return Window(_pair(size), _pair(stride), (*around, *around), _pair(dilation), ceil)


def _convolve(stack: ImageLayers, weight: Any, bias: Any, window: Window, groups: int, at: Place) -> None:
    if weight.numel() > WEIGHTS:
        raise InputError(at, f"at most {WEIGHTS} weights", str(tuple(weight.shape)), "read less")
    entries = exact_row(weight.detach().reshape(-1).tolist(), at / "weight")
    filters = numpy.array(entries, dtype=object).reshape(tuple(weight.shape))
    values = [Fraction(0)] * len(filters) if bias is None else exact_row(bias.detach().tolist(), at / "bias")
    stack.convolve(filters, values, window, groups, at)


def network_from_image_dict(file: File, modules: str, shape: tuple[int, ...]) -> LayeredNetwork:
    """The network of a state dict on images of this shape, its modules named by a text as above."""
    at, table = file.place, _unwrapped(_load(file))
    if not isinstance(table, Mapping) or not all(isinstance(key, str) for key in table):
        remedy = "save model.state_dict(), not the model"
        raise InputError(at, "a state dict: names and tensors", type(table).__name__, remedy)
    remedy = "fold normalisation into the convolution before it"
    names = layer_names(table, at, "a conv or linear layer", remedy)
    left = [(at / name, table[name + "weight"], table.get(name + "bias")) for name in names]
    stack, words = ImageLayers(shape), modules.replace(",", " ").split()
    for word in words:
        place = Place("--modules") / word
        kind, options = _read(word, place)
        if kind in ("conv", "linear"):
            if not left:
                raise InputError(place, f"{len(names)} modules with weights", "one more", "check the order")
            _weighted(stack, kind, options, left.pop(0), place)
        else:
            _weightless(stack, word, kind, options, place)
    if left:
        remedy = "add one, or leave the entry out"
        raise InputError(Place("--modules"), "a module for each weight", f"none for {left[0][0]}", remedy)
    notes = (f"modules given as {' '.join(words)}, weights in the file's order",)
    return stack.finished(at.file, file.sha256, notes, at)


def _weighted(
    stack: ImageLayers, kind: str, options: dict[str, int], of: tuple[Place, Any, Any], place: Place
) -> None:
    at, weight, bias = of
    shape = tuple(getattr(weight, "shape", ()))
    if len(shape) != (2 if kind == "linear" else 4):
        expected = "a weight of two dimensions" if kind == "linear" else "filters of four dimensions"
        raise InputError(place, expected, f"{at}: shape {shape}", "check the order of the modules")
    if kind == "linear":
        stack.linear(*linear(weight, bias, at, None), at)
        return
    moves = options.get("stride", 1), options.get("padding", 0), options.get("dilation", 1)
    _convolve(stack, weight, bias, _window(shape[2:], *moves), options.get("groups", 1), at)


def _weightless(stack: ImageLayers, word: str, kind: str, options: dict[str, int], at: Place) -> None:
    if kind in ("pool", "average"):
        size = options["size"]
        moves = options.get("stride", size), options.get("padding", 0), options.get("dilation", 1)
        (stack.pool if kind == "pool" else stack.average)(_window(size, *moves), at)
    elif kind == "flatten":
        stack.flatten()
    else:
        numbers = Numbers()
        sigma = read_activation(word, numbers, at)
        if not isinstance(numbers.field, Rationals):
            raise InputError(at, "a rational slope", word, "write it as a fraction or a decimal")
        stack.activate(sigma)


def _read(word: str, at: Place) -> tuple[str, dict[str, int]]:
    """A module's kind, and its numbers."""
    kind, *rest = word.split(":")
    if kind not in ("conv", "pool", "average"):
        return kind, {}
    options: dict[str, int] = {}
    if kind != "conv":
        rest = [f"size={rest[0]}", *rest[1:]] if rest else [""]
    for part in rest:
        key, _, value = part.partition("=")
        if key not in _OPTIONS[kind] or not value.isdecimal() or len(value) > 6:
            raise InputError(at, f"modules such as {_KINDS}", word, "write, say, conv:stride=2:padding=1")
        options[key] = int(value)
    return kind, options
