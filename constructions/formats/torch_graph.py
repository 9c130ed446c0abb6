"""Modules of torch in memory, traced operation by operation, as directed acyclic networks of units."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy

from constructions.formats.errors import InputError, Place
from constructions.formats.torch_network import import_torch
from constructions.network_structure import Structure
from constructions.traced_network import TracedNetwork

Trace = TracedNetwork | Structure
_SIGMA = {"Sigmoid": "sigmoid", "Tanh": "tanh", "ReLU": "relu", "ELU": "elu", "Softsign": "softsign"}
_FUNCTIONS = {"sigmoid": "sigmoid", "tanh": "tanh", "relu": "relu"}
_NOTHING = ("Identity", "Dropout", "Dropout2d")
KNOWN = (
    "Linear, Conv2d, BatchNorm2d, AvgPool2d, AdaptiveAvgPool2d(1), Sigmoid, Tanh, Softplus, Flatten, cat, +"
)


def trace_module(module: Any, shape: tuple[int, ...], trace: Trace | None = None) -> tuple[Trace, Any]:
    """The operations of a module in evaluation mode on one sample of this shape, and its output.

    trace: what to build; by default the exact network.  Raises `InputError` for what it cannot follow.
    """
    at = Place("torch module")
    torch = import_torch(at)
    try:
        graph = torch.fx.symbolic_trace(module.eval()).graph
    except Exception as error:  # whatever the module's own code does with what is no tensor
        raise InputError(
            at, "a module that torch.fx can trace", error, "keep `forward` free of branches"
        ) from None
    made = TracedNetwork(shape, at) if trace is None else trace
    modules, values = dict(module.named_modules()), dict[Any, Any]()
    for node in graph.nodes:
        place = at / node.name
        values[node] = _step(torch, made, node, modules, values, place)
    return made, values[next(iter(reversed(graph.nodes)))]


def _step(
    torch: Any, trace: Trace, node: Any, modules: Mapping[str, Any], values: dict[Any, Any], at: Place
) -> Any:
    if node.op == "placeholder":
        if values:
            raise InputError(at, "a module of one input", "two", "trace it without the second")
        return trace.input
    args = torch.fx.map_arg(node.args, values.__getitem__)
    if node.op == "output":
        return args[0]
    if node.op == "call_module":
        return _module(trace, modules[node.target], args[0], str(node.target), at)
    name = node.target if isinstance(node.target, str) else getattr(node.target, "__name__", "")
    kwargs = dict(node.kwargs)
    if name in ("cat", "concat"):
        return trace.concatenate(args[0], int(kwargs.get("dim", args[1] if len(args) > 1 else 0)) - 1)
    if name == "add" and len(args) == 2:
        return trace.add(args[0], args[1])
    if name == "flatten":
        return trace.reshape(args[0], (-1,))
    if name in ("view", "reshape"):
        rest = args[1:] if not isinstance(args[1], tuple) else args[1]
        return trace.reshape(args[0], [n for n in rest[1:] if isinstance(n, int)])
    if name == "softplus":
        return trace.activation(
            args[0], "softplus", _beta(kwargs.get("beta", args[1] if len(args) > 1 else 1), at)
        )
    if name in _FUNCTIONS:
        return trace.activation(args[0], _FUNCTIONS[name])
    raise InputError(at, f"one of {KNOWN}", name or node.op, "write it with these")


def _beta(value: Any, at: Place) -> Fraction:
    beta = Fraction(value)
    if beta <= 0:
        raise InputError(at, "a positive beta", value, "change it")
    return beta


def _module(trace: Trace, part: Any, x: Any, name: str, at: Place) -> Any:
    kind = type(part).__name__
    if kind == "Linear":
        return trace.linear(x, floats(part.weight), floats(part.bias), name)
    if kind == "Conv2d":
        plain = part.groups == 1 and part.dilation == (1, 1) and part.padding_mode == "zeros"
        if not plain or isinstance(part.padding, str):
            raise InputError(at, "groups 1, dilation 1, padding in numbers", part, "write it so")
        return trace.convolution(x, floats(part.weight), floats(part.bias), name, part.stride, part.padding)
    if kind in _SIGMA and not (kind == "ELU" and part.alpha != 1):
        return trace.activation(x, _SIGMA[kind])
    if kind == "Softplus":
        return trace.activation(x, "softplus", _beta(part.beta, at))
    if kind in _NOTHING:
        return x
    if kind == "Flatten":
        return trace.reshape(x, (-1,))
    if kind == "BatchNorm2d":
        return trace.scale(x, *_normalisation(part, at))
    if kind == "AvgPool2d" and not part.padding:
        return trace.average(x, _pair(part.kernel_size), _pair(part.stride))
    if kind == "AdaptiveAvgPool2d" and part.output_size in (1, (1, 1)):
        return trace.average(x, tuple(x.shape[1:]), (1, 1))
    if kind == "MaxPool2d":
        raise InputError(
            at, "no max-pooling, which is not analytic (Section 4.6.2)", kind, "use a convolution"
        )
    raise InputError(at, f"one of {KNOWN}", kind, "write it with these")


def _pair(value: Any) -> tuple[int, int]:
    return (value, value) if isinstance(value, int) else (value[0], value[1])


def _normalisation(part: Any, at: Place) -> tuple[Any, Any]:
    """Factor and shift of each channel, in float64."""
    if part.running_mean is None:
        raise InputError(at, "a BatchNorm2d with running statistics", "one without", "train it with them")
    gain = 1.0 if part.weight is None else floats(part.weight)
    factor = gain / numpy.sqrt(floats(part.running_var) + part.eps)
    return factor, (0.0 if part.bias is None else floats(part.bias)) - factor * floats(part.running_mean)


def floats(tensor: Any) -> Any:
    """A tensor as float64, which holds float32 exactly; None stays None."""
    return None if tensor is None else tensor.detach().to("cpu").double().numpy()
