"""ONNX files as exact networks: a chain of linear layers and activations, its weights taken as they are.

What the file's floats denote is read, not what floating-point arithmetic would make of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from constructions.formats.errors import InputError, Place
from constructions.formats.files import File
from constructions.formats.loaded_network import LoadedNetwork, assemble
from constructions.formats.numbers import Numbers
from constructions.formats.onnx_chain import Chain
from constructions.formats.onnx_operators import link
from constructions.formats.onnx_tensor import Attributes, Constant, read_tensor

OLDEST = 7  # before it, Add and Gemm broadcast otherwise
_DOMAINS = ("", "ai.onnx")


def network_from_onnx(file: File, decimal: bool = False) -> LoadedNetwork:
    """The network of an ONNX model whose graph is one chain; see `read_network`.

    Reads Gemm, MatMul, Add, Relu, LeakyRelu, Softsign, Clip, Flatten, Reshape, Identity, Dropout, Cast,
    Constant, and a last Softmax or LogSoftmax, which is dropped with a note.
    """
    at = file.place
    graph = _graph(file)
    constants = _initializers(graph, at)
    inputs = [value for value in graph.input if value.name not in constants]
    if len(inputs) != 1 or len(graph.output) != 1:
        found = f"{len(inputs)} and {len(graph.output)}"
        raise InputError(at / "graph", "one input and one output", found, "export one chain of layers")
    chain = Chain(inputs[0].name, _shape(inputs[0]), decimal)
    _walk(graph, constants, chain, at)
    return assemble(chain.finished(at / "graph"), Numbers(), at, file.sha256, chain.notes)


def read_graph(file: File) -> tuple[Any, dict[str, Constant]]:
    """The graph of an ONNX model whose operators are known, and its initializers, exactly."""
    graph = _graph(file)
    return graph, _initializers(graph, file.place)


def _walk(graph: Any, constants: dict[str, Constant], chain: Chain, at: Place) -> None:
    """Visit the nodes in their order; each result has a name of its own, and the last is the output."""
    seen = {*constants, chain.current}
    for i, node in enumerate(graph.node):
        place = at / "graph" / "node" / i
        _visit(node, place, constants, chain)
        fresh = [name for name in node.output if name]
        if not fresh or seen & {*fresh} or node.output[0] not in fresh:
            raise InputError(place, "outputs with names of their own", fresh, "export the model again")
        seen |= {*fresh}
    output = graph.output[0].name
    if output != chain.current:
        place, expected = at / "graph" / "output", f"the last result, {chain.current}"
        raise InputError(place, expected, output, "export one chain, to its last result")


def _model(file: File) -> tuple[Any, int]:
    """The model in the file, and the newest opset that the package knows."""
    try:
        import onnx
    except ImportError:
        remedy = "pip install 'theodolite[onnx]'"
        raise InputError(file.place, "the optional package onnx", "it is not installed", remedy) from None
    try:
        return onnx.load_model_from_string(file.data), onnx.defs.onnx_opset_version()
    except Exception as error:  # whatever protobuf makes of damaged bytes
        raise InputError(file.place, "an ONNX model", error, "export the model again") from None


def _graph(file: File) -> Any:
    """The graph of a model whose operators are those that we know."""
    model, newest = _model(file)
    versions = [entry.version for entry in model.opset_import if entry.domain in _DOMAINS]
    if len(versions) != 1 or not OLDEST <= versions[0] <= newest:
        found = f"versions {versions}"
        remedy = "export with another opset, or install a newer onnx"
        raise InputError(file.place / "opset_import", f"opset {OLDEST} to {newest}", found, remedy)
    if any(function.domain in _DOMAINS for function in model.functions):
        found = "functions of its own"
        raise InputError(file.place / "functions", "operators of ONNX alone", found, "inline the functions")
    if not model.graph.node:
        raise InputError(file.place / "graph", "at least one node", "none", "export the model again")
    for name in _names(model.graph):
        if not isinstance(name, str):  # protobuf hands over text that is not UTF-8 as bytes
            raise InputError(file.place / "graph", "names in UTF-8", name, "export the model again")
    return model.graph


def _names(graph: Any) -> Iterator[object]:
    """Every name in the graph that is looked at."""
    for value in (*graph.initializer, *graph.input, *graph.output):
        yield value.name
    for node in graph.node:
        yield from (node.op_type, node.domain, *node.input, *node.output)
        yield from (attribute.name for attribute in node.attribute)


def _initializers(graph: Any, at: Place) -> dict[str, Constant]:
    constants: dict[str, Constant] = {}
    for tensor in graph.initializer:
        place = at / "graph" / "initializer" / tensor.name
        if tensor.name in constants or not tensor.name:
            raise InputError(place, "initializers with names of their own", "a name twice", "export again")
        constants[tensor.name] = read_tensor(tensor, place)
    return constants


def _shape(value: Any) -> list[int | None] | None:
    """The dimensions of the graph's input, None where they are free; None if nothing is said."""
    tensor = value.type.tensor_type
    if not tensor.HasField("shape"):
        return None
    return [d.dim_value if d.HasField("dim_value") else None for d in tensor.shape.dim]


def _visit(node: Any, at: Place, constants: dict[str, Constant], chain: Chain) -> None:
    """One node: a constant, or the next link of the chain."""
    kind = node.op_type
    if node.domain not in _DOMAINS:
        remedy = "export without operators of other domains"
        raise InputError(at, "an operator of ONNX", f"{node.domain}.{kind}", remedy)
    attributes = Attributes(node, at)
    if kind == "Constant":
        tensor = attributes.tensor("value")
        attributes.finish()
        if tensor is None or len(node.output) != 1:
            raise InputError(at, "a constant tensor", "another Constant", "export the model again")
        constants[node.output[0]] = read_tensor(tensor, at / "value")
        return
    if kind == "Identity" and len(node.input) == 1 and node.input[0] in constants:
        for name in node.output:
            constants[name] = constants[node.input[0]]
        return
    link(chain, node, attributes, constants, at)
