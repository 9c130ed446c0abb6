"""The exact objects that claims speak of, for readers: networks, matrices, activations, polyhedra."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from checker import (
    Activation,
    Field,
    Json,
    Network,
    QuadraticField,
    Rationals,
    Reader,
    Refusal,
    encode_activation,
)
from checker.network import Vector
from checker.rules.rank import read_matrix
from constructions.certificate import Claim
from proofs.report.escape import Tex
from proofs.report.notation import PARAMETER, Shown, combination, matrix, number, times, vector

Body = Mapping[str, Json]


@dataclass(frozen=True)
class ShownNetwork:
    """A network for readers: widths, field, and each layer's matrices and activation."""

    widths: str
    field: Tex
    layers: tuple[ShownLayer, ...]


@dataclass(frozen=True)
class ShownLayer:
    """One layer: W_k^T, b_k and the activation (empty for the last)."""

    weight: Shown
    bias: Shown
    activation: Tex


def network_json(claim: Claim) -> Json:
    """The network that a claim, or the matrix of a claim, speaks of; None without one."""
    matrix = claim.body.get("matrix")
    inside = matrix if isinstance(matrix, dict) else {}
    return claim.body.get("network", inside.get("network"))


def network_of(claim: Claim) -> ShownNetwork | None:
    """The network of a claim, if it speaks of one."""
    written = network_json(claim)
    if written is None:
        return None
    network = Reader(claim.field).network(written, "")
    layers = tuple(_layers(network, claim.field))
    return ShownNetwork("-".join(map(str, network.widths)), field_words(claim.field), layers)


def _layers(network: Network, field: Field) -> Iterator[ShownLayer]:
    last = len(network.layers)
    for k, layer in enumerate(network.layers, 1):
        weight = matrix(rf"W_{{{k}}}^{{\top}}", layer.weight, field)
        bias = vector(f"b_{{{k}}}", layer.bias, field)
        yield ShownLayer(weight, bias, activation(layer.activation, field) if k < last else Tex(""))


def matrix_of(claim: Claim) -> Shown | None:
    """The matrix of a claim, unless it is one of the weights of its network."""
    written = claim.body.get("matrix")
    if not isinstance(written, dict) or "weight_of" in written:
        return None
    return matrix(matrix_name(claim.body), read_matrix(Reader(claim.field), written, ""), claim.field)


def matrix_name(body: Body) -> str:
    """W_k^T, F_k or A."""
    written = body.get("matrix")
    inside = written if isinstance(written, dict) else {}
    if "weight_of" in inside:
        return rf"W_{{{int(str(inside['weight_of'])) + 1}}}^{{\top}}"
    return f"F_{{{int(str(inside['features_of'])) + 1}}}" if "features_of" in inside else "A"


def field_words(field: Field) -> Tex:
    """The field, as LaTeX text."""
    if isinstance(field, Rationals):
        return Tex(r"$\mathbb{Q}$")
    if isinstance(field, QuadraticField):
        return Tex(rf"$\mathbb{{Q}}(\sqrt{{{field.d}}})$")
    lo, hi = number(field.lo), number(field.hi)
    return Tex(rf"$\mathbb{{Q}}({PARAMETER})$, every ${PARAMETER}\in({lo},{hi})$ at once")


def activation(sigma: Activation, field: Field) -> Tex:
    """An activation by name and formula."""
    written = encode_activation(sigma, field)
    name = str(written["name"]) if isinstance(written, dict) else ""
    if name == "leaky_relu":
        slope = sigma.pieces[0].top[1]
        if slope == -1:
            return Tex(r"$\sigma(t)=|t|$")
        order = _beside_one(slope)
        value = times(slope, "t")
        formula = rf"\{order}(t,{value})" if order else rf"t\text{{ or }}{value}\text{{ for }}t<0"
        return Tex(rf"leaky ReLU $\sigma(t)={formula}$")
    if name == "polynomial":
        return Tex(rf"$\sigma(t)={_polynomial(sigma.pieces[0].top)}$")
    if name != "piecewise":
        return Tex(_NAMED[name])
    return Tex(rf"$\sigma(t)={_cases(sigma)}$")


_NAMED = {
    "identity": r"identity $\sigma(t)=t$",
    "relu": r"ReLU $\sigma(t)=\max(0,t)$",
    "hard_tanh": r"hard tanh $\sigma(t)=\max(-1,\min(1,t))$",
    "softsign": r"softsign $\sigma(t)=t/(1+|t|)$",
}


def _beside_one(slope: Any) -> str:
    """`max` for a slope below one, `min` above, nothing where that depends on a parameter."""
    try:
        return "max" if slope < 1 else "min"
    except Refusal:
        return ""


def _polynomial(top: tuple[Any, ...]) -> str:
    return combination(top, ["", "t", *(f"t^{{{i}}}" for i in range(2, len(top)))])


def _cases(sigma: Activation) -> str:
    lines = []
    for lo, piece, hi in sigma.intervals():
        top, bottom = _polynomial(piece.top), _polynomial(piece.bottom)
        value = top if bottom == "1" else rf"\tfrac{{{top}}}{{{bottom}}}"
        left = "" if lo is None else rf"{number(lo)}\le "
        right = "" if hi is None else rf"\le {number(hi)}"
        lines.append(rf"{value} & {left}t{right}")
    return r"\begin{cases}" + r" \\ ".join(lines) + r"\end{cases}"


AT_LEAST = r"\ge "
_TURNED = {">": "<", AT_LEAST: r"\le "}


def _is_negative(c: Any) -> bool:
    try:
        return bool(c < 0)
    except Refusal:
        return False


def half_space(form: Vector, relation: str) -> str:
    """<a, x> > b, from the form <a, x> - b; turned round when a begins with a negative number."""
    if _is_negative(next((c for c in form[:-1] if c != 0), 0)):
        form, relation = tuple(-c for c in form), _TURNED[relation]
    names = [f"x_{{{i + 1}}}" for i in range(len(form) - 1)] if len(form) > 2 else ["x"]
    return f"{combination(form[:-1], names)}{relation}{number(-form[-1])}"


def polyhedron(forms: tuple[Vector, ...], relation: str = ">") -> str:
    """The set of x that satisfy every form."""
    if not forms:
        return r"\mathbb{R}^d"
    inside = r",\allowbreak ".join(half_space(form, relation) for form in forms)
    return rf"\{{{inside}\}}"
