"""The operators of ONNX that can be read, each as what it adds to the chain of layers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from constructions.formats.activation import unknown_activation
from constructions.formats.errors import InputError, Place, kernel_refusals
from constructions.formats.onnx_chain import Chain
from constructions.formats.onnx_tensor import FLOATS, Attributes, Constant
from constructions.formats.piecewise_linear import RELU, SOFTSIGN, clip, leaky_relu


@dataclass(frozen=True)
class Link:
    """One node; of its inputs None is the result so far (at `position`), or one that is left out."""

    kind: str
    inputs: list[Constant | None]
    position: int
    attributes: Attributes
    at: Place

    def constant(self, i: int) -> Constant:
        """Input i, which must be a constant."""
        found = self.inputs[i] if i < len(self.inputs) else None
        if found is None:
            raise InputError(self.at, f"a constant as input {i} of {self.kind}", "none", "export it again")
        return found

    def optional(self, i: int) -> Constant | None:
        """Input i, or None if it is left out."""
        return self.inputs[i] if i < len(self.inputs) else None

    def first(self, most: int) -> None:
        """Refuse unless the result so far is the first of at most `most` inputs."""
        if self.position != 0 or len(self.inputs) > most:
            remedy = "multiply the weights from the right"
            raise InputError(self.at, f"{self.kind} of the result so far, first", "another order", remedy)


def link(chain: Chain, node: Any, attributes: Attributes, constants: dict[str, Constant], at: Place) -> None:
    """Add one node to the chain; `InputError` if it is no link of a chain or not supported."""
    kind, names = node.op_type, list(node.input)
    if kind not in OPERATORS:
        raise _unsupported(kind, at)
    if chain.ended:
        raise InputError(at, f"nothing after {chain.ended}", kind, "leave the last layers out")
    if names.count(chain.current) != 1:
        found = f"{kind} of {', '.join(names)}"
        raise InputError(at, f"a node that takes {chain.current} once", found, "only chains can be read")
    for name in names:
        if name and name != chain.current and name not in constants:
            remedy = "only chains with constant weights can be read"
            raise InputError(at, f"constants beside {chain.current}", f"{kind} of {name}", remedy)
    inputs = [constants.get(name) if name != chain.current else None for name in names]
    OPERATORS[kind](chain, Link(kind, inputs, names.index(chain.current), attributes, at))
    attributes.finish()
    chain.current = node.output[0] if node.output else ""


def _unsupported(kind: str, at: Place) -> InputError:
    if kind.startswith("Conv") or kind.endswith("Pool"):
        remedy = f"layer type {kind} is not supported yet: convert to Gemm"
        return InputError(at, f"one of {', '.join(OPERATORS)}", kind, remedy)
    return unknown_activation(kind, at, ", ".join(OPERATORS))


def _gemm(chain: Chain, node: Link) -> None:
    node.first(3)
    attributes = node.attributes
    alpha, beta = (Fraction(attributes.number(name, 1)) for name in ("alpha", "beta"))
    if attributes.integer("transA", 0):
        raise InputError(node.at / "transA", "0", "1", "only rows of samples can be read")
    rows = node.constant(1).matrix()
    if not attributes.integer("transB", 0):
        rows = tuple(zip(*rows, strict=True))
    if alpha != 1:
        rows = tuple(tuple(alpha * x for x in row) for row in rows)
    last = node.optional(2)
    bias = last.vector(len(rows)) if last else (Fraction(0),) * len(rows)
    chain.affine(rows, tuple(beta * x for x in bias), node.at)


def _matmul(chain: Chain, node: Link) -> None:
    node.first(2)
    rows = tuple(zip(*node.constant(1).matrix(), strict=True))
    chain.affine(rows, (Fraction(0),) * len(rows), node.at)


def _add(chain: Chain, node: Link) -> None:
    if len(node.inputs) != 2 or not chain.open:
        remedy = "only biases of linear layers can be read"
        raise InputError(node.at, "Add right after Gemm or MatMul", "elsewhere", remedy)
    chain.add(node.constant(1 - node.position).vector(chain.width or 0))


def _relu(chain: Chain, node: Link) -> None:
    node.first(1)
    chain.activate(RELU, node.at)


def _softsign(chain: Chain, node: Link) -> None:
    node.first(1)
    chain.activate(SOFTSIGN, node.at)


def _leaky_relu(chain: Chain, node: Link) -> None:
    node.first(1)
    alpha = node.attributes.number("alpha", 0.009999999776482582)  # the float32 next to 0.01
    with kernel_refusals(node.at, "change its slope"):
        chain.activate(leaky_relu(chain.number("slope", alpha)), node.at)


def _clip(chain: Chain, node: Link) -> None:
    """Since opset 11 the ends are inputs, before it attributes; what is left out is infinite."""
    node.first(3)
    ends: list[Fraction | None] = []
    for i, name in enumerate(("min", "max"), 1):
        given = node.optional(i)
        stated = name in node.attributes.left
        value = given.scalar() if given else node.attributes.number(name, 0) if stated else None
        ends.append(None if value is None else chain.number(name, value))
    with kernel_refusals(node.at, "its first end must be less than its last"):
        chain.activate(clip(*ends), node.at)


def _flatten(chain: Chain, node: Link) -> None:
    node.first(1)
    if node.attributes.integer("axis", 1) != 1:
        raise InputError(node.at / "axis", "1", "another axis", "flatten each sample by itself")
    chain.flatten(None, node.at)


def _reshape(chain: Chain, node: Link) -> None:
    node.first(2)
    target = tuple(map(str, node.constant(1).row()))
    fits = len(target) == 2 and target[0] in ("-1", "0", "1") and target[1].isdigit() and target[1] != "0"
    if node.attributes.integer("allowzero", 0) or not (fits or target in (("0", "-1"), ("1", "-1"))):
        found = f"shape ({', '.join(target)})"
        raise InputError(node.at, "a Reshape to (samples, features)", found, "use Flatten")
    chain.flatten(None if target[1] == "-1" else int(target[1]), node.at)


def _identity(chain: Chain, node: Link) -> None:
    node.first(1)


def _dropout(chain: Chain, node: Link) -> None:
    node.first(3)
    node.attributes.number("ratio", 0)
    node.attributes.integer("seed", 0)
    training = node.optional(2)
    if training and training.scalar() != 0:
        raise InputError(node.at, "Dropout in evaluation mode", "training mode", "export after model.eval()")


def _cast(chain: Chain, node: Link) -> None:
    """Between floats it changes rounding alone, and nothing is rounded here."""
    node.first(1)
    target = node.attributes.integer("to", 0)
    node.attributes.integer("saturate", 1)
    if target not in FLOATS:
        found = f"element type {target}"
        raise InputError(node.at / "to", f"one of {', '.join(FLOATS.values())}", found, "drop the Cast")


def _softmax(chain: Chain, node: Link) -> None:
    node.first(1)
    if node.attributes.integer("axis", 1) not in (1, -1):
        raise InputError(node.at / "axis", "the classes, 1 or -1", "another axis", "drop the last softmax")
    chain.end(node.kind)


OPERATORS: dict[str, Callable[[Chain, Link], None]] = {
    "Gemm": _gemm,
    "MatMul": _matmul,
    "Add": _add,
    "Relu": _relu,
    "LeakyRelu": _leaky_relu,
    "Softsign": _softsign,
    "Clip": _clip,
    "Flatten": _flatten,
    "Reshape": _reshape,
    "Identity": _identity,
    "Dropout": _dropout,
    "Cast": _cast,
    "Softmax": _softmax,
    "LogSoftmax": _softmax,
}
