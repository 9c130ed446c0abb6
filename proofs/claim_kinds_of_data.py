"""The claims of a counterexample file on data sets: features, skip units, fitted weights, paths, counts.

The data are those at the top of the file.  `layers` and `units` are written as in certificates
(docs/certificate-format.md), with integers allowed as numbers; `layer` names those of the file's network.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import lcm
from typing import Any

from checker import Json, Rationals, encode_network
from checker.risk import CROSS_ENTROPY, LOSSES
from constructions.formats.errors import InputError, Place
from constructions.formats.table import as_list, as_table
from proofs.claim_form import Form

Body = Callable[[Form], dict[str, Json]]


def plain(value: object, at: Place, form: Form) -> Json:
    """A part of a certificate: texts and tables as they are, integers as texts."""
    if isinstance(value, dict):
        return {str(key): plain(entry, at / str(key), form) for key, entry in value.items()}
    if isinstance(value, list):
        return [plain(entry, at / i, form) for i, entry in enumerate(value)]
    if isinstance(value, str) and not _numeric(value):
        return value
    return form.number(value, at)


def _numeric(text: str) -> bool:
    return text[:1] in "+-.0123456789"


def _rational(value: object, at: Place, form: Form) -> Fraction:
    number = form.numbers.read(value, at)
    if not isinstance(number, Fraction):
        raise InputError(at, "a rational number", value, "these claims are about rational numbers")
    return number


def matrix(value: object, at: Place, form: Form) -> Json:
    """`{"denominator", "rows"}` of a list of rows of one length."""
    listed = as_list(value, at)
    rows = [
        [_rational(x, at / i / j, form) for j, x in enumerate(as_list(row, at / i))]
        for i, row in enumerate(listed)
    ]
    if not rows or not rows[0] or len({len(row) for row in rows}) > 1:
        raise InputError(at, "at least one row, all of one length", f"{len(rows)} rows", "write a matrix")
    bottom = lcm(*(x.denominator for row in rows for x in row))
    if bottom >= 2**64:
        raise InputError(at, "a common denominator below 2^64", bottom, "round the numbers")
    return {"denominator": str(bottom), "rows": [[str(int(x * bottom)) for x in row] for row in rows]}


def _data(form: Form) -> Json:
    if form.data is None:
        raise InputError(form.at, "data at the top of the file", "none", "add data = [[...], ...]")
    return matrix(form.data, Place(form.at.file, "data"), form)


def _layers(form: Form) -> Json:
    """`layers`, or the network's up to `layer`."""
    if "layers" in form.table:
        return plain(form.table["layers"], form.at / "layers", form)
    if "layer" not in form.table:
        raise InputError(form.at, "one of layer and layers", "neither", "name a layer of the network, from 0")
    encoded = form.network_json
    listed: Any = encoded["layers"] if isinstance(encoded, dict) else []
    return list(listed[: int(form.integer("layer", len(form.widths) - 2)) + 1])


def feature_rank(form: Form) -> dict[str, Json]:
    """The rank of the features of these layers."""
    return {
        "layers": _layers(form),
        "data": _data(form),
        "relation": form.choice("relation", "=", ">=", "<=", default="="),
        "rank": form.integer("rank", 10**6),
    }


def feature_value(form: Form) -> dict[str, Json]:
    """The outputs of these layers."""
    values = matrix(form.table["values"], form.at / "values", form)
    return {"layers": _layers(form), "data": _data(form), "values": values}


def _graph(form: Form) -> dict[str, Json]:
    """`units`, whose activations may be a name alone, and `skip`."""
    units: list[Json] = []
    for j, entry in enumerate(as_list(form.table["units"], form.at / "units")):
        at = form.at / "units" / j
        table = dict(as_table(entry, at, ("activation", "bias", "from", "weight")))
        if isinstance(table["activation"], str):
            table["activation"] = {"name": table["activation"]}
        units.append(plain(table, at, form))
    return {"units": units, "skip": plain(form.table["skip"], form.at / "skip", form)}


def skip_rank(form: Form) -> dict[str, Json]:
    """The rank of Psi."""
    return {**_graph(form), "data": _data(form), "rank": form.integer("rank", 10**6)}


def fit(form: Form) -> dict[str, Json]:
    """|Psi V - Y| <= error."""
    source = _graph(form) if "units" in form.table else {"layers": _layers(form)}
    named = {key: matrix(form.table[key], form.at / key, form) for key in ("weight", "targets")}
    error = _rational(form.table["error"], form.at / "error", form)
    return {**source, "data": _data(form), **named, "error": str(error)}


def path_full_rank(form: Form) -> dict[str, Json]:
    """No matrix on the polyline drops in rank."""
    matrices = plain(form.table["matrices"], form.at / "matrices", form)
    return {"matrices": [{"entries": m} for m in matrices] if isinstance(matrices, list) else []}


def activation_regions(form: Form) -> dict[str, Json]:
    """The network has exactly so many."""
    domain = form.half_spaces(form.table.get("domain", []), form.at / "domain")
    return {"network": form.network_json, "regions": form.integer("regions", 10**7), "domain": domain}


def region_counts(form: Form) -> dict[str, Json]:
    """The numbers of regions of each kind, and of components of each class."""
    keys = ("activation_regions", "linear_regions", "affine_pieces")
    domain = form.half_spaces(form.table.get("domain", []), form.at / "domain")
    components: list[Json] = []
    for j, n in enumerate(as_list(form.table["components"], form.at / "components")):
        if type(n) is not int or not 0 <= n < 10**7:
            raise InputError(form.at / "components" / j, "an integer from 0 to 9999999", n, "write a count")
        components.append(str(n))
    counts = {key: form.integer(key, 10**7 - 1) for key in keys}
    return {**counts, "network": form.network_json, "components": components, "domain": domain}


def loss_path(form: Form) -> dict[str, Json]:
    """From the network of the file to the parameters `end`, its layers as `{weight, bias}`."""
    network = form.network.network
    if not isinstance(form.network.field, Rationals):
        raise InputError(form.at, "a network of rational numbers", "others", "paths are over the rationals")
    start = encode_network(network, form.network.field)
    shape: Any = start["layers"] if isinstance(start, dict) else []
    given = as_list(form.table["end"], form.at / "end")
    if len(given) != len(shape):
        raise InputError(form.at / "end", f"{len(shape)} layers", len(given), "one table for each layer")
    end: list[Json] = []
    for k, (entry, layer) in enumerate(zip(given, shape, strict=True)):
        table = as_table(entry, form.at / "end" / k, ("weight", "bias"))
        parts = {key: plain(table[key], form.at / "end" / k / key, form) for key in ("weight", "bias")}
        end.append({**parts, "activation": layer["activation"]})
    dimension = str(network.input_dim)
    return {
        "start": start,
        "end": {"input_dim": dimension, "layers": end},
        "risk": _risk(form),
        "behaviour": _behaviour(form),
    }


def _risk(form: Form) -> Json:
    loss = form.choice("loss", *LOSSES, CROSS_ENTROPY, default="square")
    return {"inputs": _inputs(form), "targets": form.points("targets", form.widths[-1]), "loss": loss}


def _inputs(form: Form) -> Json:
    if form.data is None:
        raise InputError(form.at, "data at the top of the file", "none", "add data = [[...], ...]")
    return list(form.vectors(form.data, Place(form.at.file, "data"), form.widths[0]))


def loss_at_least(form: Form) -> dict[str, Json]:
    """The square loss is nowhere below the bound, for all parameters of the widths of the network."""
    bound = str(_rational(form.table["bound"], form.at / "bound", form))
    return {"network": form.network_json, "risk": _risk(form), "bound": bound}


def unbounded_ray(form: Form) -> dict[str, Json]:
    """A line of parameters through the network along which no output on the data moves."""
    return {"network": form.network_json, "inputs": _inputs(form)}


def _behaviour(form: Form) -> Json:
    if "at_most" in form.table:
        return {"at-most": str(_rational(form.table["at_most"], form.at / "at_most", form))}
    return form.choice("behaviour", "constant", "constant-output", "non-increasing")


# kind, the keys that it needs, those that it may have, and how they make its body
OF_DATA: Sequence[tuple[str, tuple[str, ...], tuple[str, ...], Body]] = (
    ("feature-rank", ("rank",), ("layer", "layers", "relation"), feature_rank),
    ("feature-value", ("values",), ("layer", "layers"), feature_value),
    ("skip-rank", ("units", "skip", "rank"), (), skip_rank),
    ("fit", ("weight", "targets", "error"), ("layer", "layers", "units", "skip"), fit),
    ("path-full-rank", ("matrices",), (), path_full_rank),
    ("activation-regions", ("regions",), ("domain",), activation_regions),
    (
        "region-counts",
        ("activation_regions", "linear_regions", "affine_pieces", "components"),
        ("domain",),
        region_counts,
    ),
    ("loss-path", ("end", "targets"), ("behaviour", "at_most", "loss"), loss_path),
    ("sublevel-separated", ("end", "targets", "at_most"), ("loss",), loss_path),
    ("loss-at-least", ("targets", "bound"), (), loss_at_least),
    ("unbounded-ray", (), (), unbounded_ray),
)
