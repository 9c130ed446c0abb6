"""The claims of a counterexample file, kind by kind: from the friendly form to the kernel's.

Numbers are those of user files (`"1/3"`, `"0.25"`, `"1/2*sqrt(2)"`, 3), classes and layers count from 0,
and a half-space is `{normal = [...], offset = "b"}`: <normal, x> > b in a polyhedron, >= b in a domain.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from checker import Json, encode_activation
from checker.activation import PROPERTIES
from checker.risk import CROSS_ENTROPY
from constructions.certificate import Claim
from constructions.formats.activation import lift_activation, read_activation
from constructions.formats.errors import InputError, Place
from constructions.formats.loaded_network import LoadedNetwork
from constructions.formats.numbers import FloatText
from constructions.formats.table import as_list, as_table
from proofs.claim_form import Form
from proofs.claim_kinds_of_data import OF_DATA


@dataclass(frozen=True)
class Kind:
    """The keys of a kind of claim, and how they make its body."""

    keys: tuple[str, ...]
    optional: tuple[str, ...]
    body: Callable[[Form], dict[str, Json]]


def read_claim_table(
    table: Mapping[str, object], at: Place, network: LoadedNetwork | None, data: object
) -> Claim:
    """The claim of one table of `[[claims]]`; `InputError` with the place of what does not fit."""
    kind = table.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        found = "no key kind" if kind is None else kind
        raise InputError(at / "kind", f"one of {', '.join(KINDS)}", found, "write one of these")
    known = KINDS[kind]
    as_table(table, at, ("kind", *known.keys), (*known.optional, "name", "evidence"))
    form = Form(table, at, network, data)
    body = known.body(form)
    return Claim(kind, form.numbers.field, body)


def _region(form: Form) -> dict[str, Json]:
    return {
        "network": form.network_json,
        "class": form.integer("class", form.widths[-1] - 1),
        "domain": form.half_spaces(form.table.get("domain", []), form.at / "domain"),
    }


def _components(form: Form) -> dict[str, Json]:
    return {**_region(form), "components": form.integer("components", 10**6 - 1)}


def _polyhedra(form: Form) -> dict[str, Json]:
    at = form.at / "polyhedra"
    listed = as_list(form.table["polyhedra"], at)
    return {**_region(form), "polyhedra": [form.half_spaces(p, at / i) for i, p in enumerate(listed)]}


def _value(form: Form) -> dict[str, Json]:
    d, *_, m = form.widths
    points, values = form.points("points", d), form.points("values", m)
    if len(points) != len(values):
        raise InputError(form.at / "values", f"{len(points)} values", len(values), "one for each point")
    return {"network": form.network_json, "points": points, "values": values}


def _polyline(form: Form) -> dict[str, Json]:
    region = _region(form)
    return {key: region[key] for key in ("network", "class")} | {
        "vertices": form.points("vertices", form.widths[0])
    }


def _polyline_in(form: Form) -> dict[str, Json]:
    at, value = form.at / "margin", form.table.get("margin", "0")
    if not form.numbers.read(value, at) >= 0:
        raise InputError(at, "a margin of at least 0", value, "write the least f_j - f_k on the polyline")
    return {**_polyline(form), "margin": form.number(value, at)}


def _rank(form: Form) -> dict[str, Json]:
    rank = form.integer("rank", 10**6)
    return {
        "matrix": _matrix(form),
        "relation": form.choice("relation", "=", ">=", "<=", default="="),
        "rank": rank,
    }


def _singular(form: Form) -> dict[str, Json]:
    return {
        "matrix": _matrix(form),
        "which": form.choice("which", "smallest", "largest"),
        "relation": form.choice("relation", ">=", "<="),
        "square": form.number(form.table["square"], form.at / "square"),
    }


def _gradient(form: Form) -> dict[str, Json]:
    """The square loss on the data of the file."""
    at, layers = Place(form.at.file, "data"), len(form.widths) - 1
    if form.data is None:
        raise InputError(form.at, "data at the top of the file", "none", "add data = [[...], ...]")
    l = int(form.integer("layer", layers - 1))
    inputs: Json = form.vectors(form.data, at, form.widths[0])
    weight: Json = form.points("weight", form.widths[l])
    return {
        "network": form.network_json,
        "risk": {"inputs": inputs, "targets": form.points("targets", form.widths[-1]), "loss": "square"},
        "layer": str(l),
        "weight": weight,
        "bias": form.vector(form.table["bias"], form.at / "bias", form.widths[l + 1]),
    }


def _matrix(form: Form) -> Json:
    """`layer`: the weight of a layer; `features`: a layer's features of the data; `entries`: as written."""
    named = [key for key in ("layer", "features", "entries") if key in form.table]
    if len(named) != 1:
        found = " and ".join(named) or "none of them"
        raise InputError(form.at, "one of layer, features and entries", found, "name one matrix")
    (key,) = named
    if key == "entries":
        rows = as_list(form.table[key], form.at / key)
        width = len(as_list(rows[0], form.at / key / 0)) if rows else 0
        entries: Json = form.vectors(rows, form.at / key, width)
        return {"entries": entries}
    layer = form.integer(key, len(form.widths) - 2)
    if key == "layer":
        return {"network": form.network_json, "weight_of": layer}
    if form.data is None:
        raise InputError(form.at / key, "data at the top of the file", "none", "add data = [[...], ...]")
    data: Json = form.vectors(form.data, Place(form.at.file, "data"), form.widths[0])
    return {"network": form.network_json, "data": data, "features_of": layer}


def _activation_property(form: Form) -> dict[str, Json]:
    if ("layer" in form.table) == ("activation" in form.table):
        raise InputError(form.at, "one of layer and activation", "both or neither", "name one activation")
    if "layer" in form.table:
        layer = form.network.network.layers[int(form.integer("layer", len(form.widths) - 2))]
        sigma = encode_activation(layer.activation, form.network.field)
    else:
        made = read_activation(form.table["activation"], form.numbers, form.at / "activation")
        sigma = encode_activation(lift_activation(made, form.numbers), form.numbers.field)
    return {
        "activation": sigma,
        "property": form.choice("property", *PROPERTIES),
        "holds": form.answer(),
    }


def _pyramidal(form: Form) -> dict[str, Json]:
    return {"network": form.network_json, "holds": form.answer()}


def _identity(form: Form) -> dict[str, Json]:
    """The kernel's own form (docs/certificate-format.md), with what is empty left out."""
    empty: Mapping[str, object] = {"scalars": [], "matrices": {}, "relations": []}
    keys = ("scalars", "matrices", "relations", "left", "right")
    return {key: _plain(form.table.get(key, empty.get(key)), form.at / key) for key in keys}


def _falling_path(form: Form) -> dict[str, Json]:
    """Whether, from the start, a path of non-rising loss leads to a lower one (docs/proofs/trap.md)."""
    inputs: Json = form.points("inputs", 3)
    return {
        "exists": form.choice("exists", "yes", "no", default="no"),
        "inputs": inputs,
        "loss": form.choice("loss", "square", CROSS_ENTROPY, default="square"),
        "start": form.vector(form.table["start"], form.at / "start", 2),
        "targets": form.vector(form.table["targets"], form.at / "targets", len(form.points("inputs", 3))),
    }


def _plain(value: object, at: Place) -> Json:
    """Texts, lists and tables, with integers as texts."""
    if isinstance(value, str) and not isinstance(value, FloatText):
        return value
    if type(value) is int:
        return str(value)
    if isinstance(value, list):
        return [_plain(entry, at / i) for i, entry in enumerate(value)]
    if isinstance(value, Mapping):
        return {str(key): _plain(entry, at / str(key)) for key, entry in value.items()}
    raise InputError(at, "texts, lists and tables", value, "write numbers as texts")


_AT, _DOMAIN = ("class",), ("domain",)
KINDS: Mapping[str, Kind] = {
    "value": Kind(("points", "values"), (), _value),
    "polyline-in-region": Kind(("class", "vertices"), ("margin",), _polyline_in),
    "polyline-leaves-region": Kind(("class", "vertices"), (), _polyline),
    "region-is": Kind(("class", "polyhedra"), _DOMAIN, _polyhedra),
    "region-is-not": Kind(("class", "polyhedra"), _DOMAIN, _polyhedra),
    "region-components": Kind(("class", "components"), _DOMAIN, _components),
    "region-connected": Kind(_AT, _DOMAIN, _region),
    "region-disconnected": Kind(_AT, _DOMAIN, _region),
    "rank": Kind(("rank",), ("layer", "features", "entries", "relation"), _rank),
    "singular-value-bound": Kind(
        ("which", "relation", "square"), ("layer", "features", "entries"), _singular
    ),
    "gradient": Kind(("layer", "targets", "weight", "bias"), (), _gradient),
    "activation-property": Kind(("property", "holds"), ("layer", "activation"), _activation_property),
    "pyramidal": Kind(("holds",), (), _pyramidal),
    "falling-path": Kind(("inputs", "targets", "start"), ("loss", "exists"), _falling_path),
    "identity": Kind(("left", "right"), ("scalars", "matrices", "relations"), _identity),
    "identity-fails": Kind(("left", "right"), ("scalars", "matrices", "relations"), _identity),
    **{kind: Kind(keys, optional, body) for kind, keys, optional, body in OF_DATA},
}
