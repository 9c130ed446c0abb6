"""ONNX graphs with branches, concatenation and convolutions, traced as directed acyclic networks of units."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy

from constructions.formats.errors import InputError, Place
from constructions.formats.files import File
from constructions.formats.onnx_network import read_graph
from constructions.formats.onnx_tensor import FLOATS, Attributes, Constant, read_tensor
from constructions.formats.torch_graph import Trace

_SIGMA = {
    "Sigmoid": "sigmoid",
    "Tanh": "tanh",
    "Softplus": "softplus",
    "Relu": "relu",
    "Softsign": "softsign",
}


def input_shape(file: File, width: int) -> tuple[int, ...]:
    """The shape of one sample, which must have `width` entries; free dimensions only where it is flat."""
    graph, constants = read_graph(file)
    values = [value for value in graph.input if value.name not in constants]
    if len(values) != 1 or len(graph.output) != 1:
        found = f"{len(values)} and {len(graph.output)}"
        raise InputError(file.place / "graph", "one input and one output", found, "export one of each")
    shape = tuple(d.dim_value for d in values[0].type.tensor_type.shape.dim)[1:]
    if len(shape) == 1 and shape[0] in (0, width):
        return (width,)
    if not shape or 0 in shape or int(numpy.prod(shape)) != width:
        raise InputError(
            file.place / "graph" / "input", f"samples of {width} entries", shape, "name data that fit"
        )
    return shape


def trace_onnx(file: File, trace: Trace) -> Any:
    """Visit the nodes in their order; the output of the graph.  `InputError` for what cannot be followed."""
    graph, constants = read_graph(file)
    values: dict[str, Any] = {v.name: trace.input for v in graph.input if v.name not in constants}
    for i, node in enumerate(graph.node):
        at = file.place / "graph" / "node" / i
        attributes = Attributes(node, at)
        if node.op_type == "Constant":
            constants[node.output[0]] = read_tensor(attributes.tensor("value"), at / "value")
        elif all(name in constants for name in node.input) and node.op_type == "Identity":
            constants[node.output[0]] = constants[node.input[0]]
        else:
            values[node.output[0]] = _visit(node, attributes, trace, constants, values, at)
        attributes.finish()
    name = graph.output[0].name
    if name not in values:
        raise InputError(file.place / "graph" / "output", "a result of the graph", name, "export it again")
    return values[name]


@dataclass(frozen=True)
class _Call:
    """One node with its inputs: tensors, constants, or None where one is left out."""

    node: Any
    attributes: Attributes
    trace: Trace
    inputs: list[Any]
    at: Place

    def tensor(self, i: int = 0) -> Any:
        """Input i, which depends on the samples."""
        if i >= len(self.inputs) or self.inputs[i] is None or isinstance(self.inputs[i], Constant):
            raise self.wrong(f"a tensor as input {i}", "a constant or nothing")
        return self.inputs[i]

    def constant(self, i: int) -> Any:
        """Input i as an array of float64, or None where it is left out."""
        if i >= len(self.inputs) or self.inputs[i] is None:
            return None
        if not isinstance(self.inputs[i], Constant):
            raise self.wrong(f"a constant as input {i}", "a tensor")
        return numpy.array(self.inputs[i].entries, dtype=numpy.float64).reshape(self.inputs[i].shape)

    def integers(self, i: int) -> list[int]:
        """Input i as integers."""
        found = self.constant(i)
        return [] if found is None else [int(x) for x in found.ravel()]

    def wrong(self, expected: str, found: object) -> InputError:
        """What to raise."""
        return InputError(self.at, f"{expected} of {self.node.op_type}", found, "export the model again")


def _visit(
    node: Any,
    attributes: Attributes,
    trace: Trace,
    constants: Mapping[str, Constant],
    values: Mapping[str, Any],
    at: Place,
) -> Any:
    for name in node.input:
        if name and name not in constants and name not in values:
            raise InputError(at, "inputs made before", name, "export the model again")
    inputs = [constants.get(name, values.get(name)) if name else None for name in node.input]
    call = _Call(node, attributes, trace, inputs, at)
    if node.op_type in _SIGMA:
        return trace.activation(call.tensor(), _SIGMA[node.op_type])
    if node.op_type not in _OPERATORS or node.domain not in ("", "ai.onnx"):
        remedy = "max-pooling is not analytic (Section 4.6.2)" if node.op_type == "MaxPool" else "replace it"
        known = ", ".join([*_SIGMA, *_OPERATORS])
        raise InputError(at, f"one of {known}", node.op_type, remedy)
    return _OPERATORS[node.op_type](call)


def _gemm(call: _Call) -> Any:
    plain = all(call.attributes.number(name, 1) == 1 for name in ("alpha", "beta"))
    weight, bias = call.constant(1), call.constant(2)
    if call.attributes.integer("transA", 0) or not plain or weight is None or weight.ndim != 2:
        raise call.wrong("alpha = beta = 1 and a constant matrix", "others")
    weight = weight if call.attributes.integer("transB", 0) else weight.T
    return call.trace.linear(call.tensor(), weight, bias, call.node.input[1])


def _matmul(call: _Call) -> Any:
    weight = call.constant(1)
    if weight is None or weight.ndim != 2:
        raise call.wrong("a constant matrix", "another right side")
    return call.trace.linear(call.tensor(), weight.T, None, call.node.input[1])


def _add(call: _Call) -> Any:
    if any(isinstance(value, Constant) for value in call.inputs):
        i = 0 if isinstance(call.inputs[0], Constant) else 1
        x, shift = call.tensor(1 - i), call.constant(i).ravel()
        if len(shift) not in (1, x.shape[0]):
            raise call.wrong(f"one number or {x.shape[0]}", f"{len(shift)}")
        return call.trace.scale(x, numpy.ones(x.shape[0]), numpy.resize(shift, x.shape[0]))
    return call.trace.add(call.tensor(0), call.tensor(1))


def _times(call: _Call) -> Any:
    i = 0 if isinstance(call.inputs[0], Constant) and call.node.op_type == "Mul" else 1
    x, factor = call.tensor(1 - i), call.constant(i)
    if factor is None or factor.size != 1:
        raise call.wrong("one constant number", "others")
    value = Fraction(float(factor.ravel()[0]))
    one = numpy.array([1 / value if call.node.op_type == "Div" else value], dtype=object)
    return call.trace.scale(x, numpy.repeat(one, x.shape[0]), numpy.zeros(x.shape[0]))


def _convolution(call: _Call) -> Any:
    weight, bias = call.constant(1), call.constant(2)
    strides = call.attributes.integers("strides") or [1, 1]
    pads = call.attributes.integers("pads") or [0, 0, 0, 0]
    plain = call.attributes.integer("group", 1) == 1
    plain = plain and set(call.attributes.integers("dilations") or [1]) == {1}
    call.attributes.integers("kernel_shape")
    if not plain or weight is None or weight.ndim != 4 or pads[:2] != pads[2:]:
        raise call.wrong("two dimensions, group 1, dilation 1, equal padding on both sides", "others")
    return call.trace.convolution(
        call.tensor(), weight, bias, call.node.input[1], (strides[0], strides[1]), (pads[0], pads[1])
    )


def _normalise(call: _Call) -> Any:
    gain, shift, mean, variance = (call.constant(i) for i in range(1, 5))
    call.attributes.number("momentum", 0.9)
    call.attributes.integer("training_mode", 0)
    factor = gain / numpy.sqrt(variance + call.attributes.number("epsilon", 1e-5))
    return call.trace.scale(call.tensor(), factor, shift - factor * mean)


def _average(call: _Call) -> Any:
    size = call.attributes.integers("kernel_shape") or []
    strides = call.attributes.integers("strides") or [1, 1]
    pads = call.attributes.integers("pads") or [0]
    if len(size) != 2 or any(pads) or call.attributes.integer("ceil_mode", 0):
        raise call.wrong("two dimensions without padding", "others")
    call.attributes.integer("count_include_pad", 0)
    return call.trace.average(call.tensor(), (size[0], size[1]), (strides[0], strides[1]))


def _mean(call: _Call) -> Any:
    x = call.tensor()
    return call.trace.average(x, (x.shape[1], x.shape[2]), (1, 1))


def _flatten(call: _Call) -> Any:
    if call.attributes.integer("axis", 1) != 1:
        raise call.wrong("axis 1", "another axis")
    return call.trace.reshape(call.tensor(), (-1,))


def _reshape(call: _Call) -> Any:
    x, shape = call.tensor(), call.integers(1)
    call.attributes.integer("allowzero", 0)
    return call.trace.reshape(x, [x.shape[i] if n == 0 else n for i, n in enumerate(shape[1:])])


def _concat(call: _Call) -> Any:
    axis = call.attributes.integer("axis", 1)
    tensors = [call.tensor(i) for i in range(len(call.inputs))]
    if axis < 1:
        raise call.wrong("an axis of one sample", axis)
    return call.trace.concatenate(tensors, axis - 1)


def _gather(call: _Call) -> Any:
    if call.attributes.integer("axis", 0) != 1:
        raise call.wrong("axis 1", "another axis")
    return call.trace.select(call.tensor(), call.integers(1))


def _same(call: _Call) -> Any:
    if call.attributes.integer("to", 1) not in FLOATS:
        raise call.wrong("floats", "another type")
    call.attributes.number("ratio", 0)
    return call.tensor()


_OPERATORS: dict[str, Callable[[_Call], Any]] = {
    "Gemm": _gemm,
    "MatMul": _matmul,
    "Add": _add,
    "Mul": _times,
    "Div": _times,
    "Conv": _convolution,
    "BatchNormalization": _normalise,
    "AveragePool": _average,
    "GlobalAveragePool": _mean,
    "Flatten": _flatten,
    "Reshape": _reshape,
    "Concat": _concat,
    "Gather": _gather,
    "Identity": _same,
    "Dropout": _same,
    "Cast": _same,
}
