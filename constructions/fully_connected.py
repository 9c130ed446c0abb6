"""Short forms to write networks down as the literature prints them.

`layer(weight, bias, activation)` takes W_k^T as rows; numbers are integers, strings such as "1/2", or, in
another field, what its certificates write (`["0", "1/2"]` is sqrt(d)/2 over Q(sqrt d), or alpha/2).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from checker import Field, Json, Network, Rationals, Reader

Entry = int | str | Sequence[str]
RELU: Json = {"name": "relu"}
IDENTITY: Json = {"name": "identity"}
SOFTSIGN: Json = {"name": "softsign"}
HARD_TANH: Json = {"name": "hard_tanh"}


def leaky_relu(slope: Entry) -> Json:
    """t for t >= 0, slope t below."""
    return {"name": "leaky_relu", "slope": _entry(slope)}


def monomial(power: int) -> Json:
    """t^power."""
    return {"name": "polynomial", "coefficients": [*vector([0] * power), "1"]}


def _entry(x: Entry) -> Json:
    return str(x) if isinstance(x, (int, str)) else [str(part) for part in x]


def vector(entries: Sequence[Entry]) -> list[Json]:
    """A vector in the certificate's form."""
    return [_entry(x) for x in entries]


def layer(weight: Sequence[Sequence[Entry]], bias: Sequence[Entry], activation: Json = IDENTITY) -> Json:
    """One layer; without an activation it is the last one."""
    return {"weight": [vector(row) for row in weight], "bias": vector(bias), "activation": activation}


def network(*layers: Any, field: Field | None = None) -> Network:
    """The network of these layers (rational unless a field is given)."""
    dimension = str(len(layers[0]["weight"][0]))
    return Reader(field or Rationals()).network({"input_dim": dimension, "layers": list(layers)}, "")


def half_space(normal: Sequence[Entry], offset: Entry) -> Json:
    """{x: <normal, x> > offset}."""
    return {"normal": vector(normal), "offset": _entry(offset)}
