"""Claims on losses, paths of parameters and skip units in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from checker import Field, Json
from proofs.report.notation import number
from proofs.report.objects import Body

_LOSSES = {"square": "square loss", "hinge": "hinge loss", "cross_entropy": "cross-entropy"}
_BEHAVIOURS = {
    "constant": "the {loss} is constant",
    "constant-output": "the outputs are constant",
    "non-increasing": "the {loss} never increases",
}


def _count(value: Json, one: str) -> str:
    n = len(value) if isinstance(value, list) else 0
    return f"{n} {one}" if n == 1 else f"{n} {one}s"


def _table(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, dict) else {}


def _samples(body: Body) -> str:
    return _count(_table(body["risk"]).get("inputs"), "sample")


def _loss(body: Body) -> str:
    return _LOSSES[str(_table(body["risk"])["loss"])]


def _widths(network: Json) -> str:
    """Of a network with dense layers."""
    table = _table(network)
    layers = table["layers"] if isinstance(table["layers"], list) else []
    units = [_table(layer)["bias"] for layer in layers]
    sizes = [str(len(bias)) for bias in units if isinstance(bias, list)]
    return "-".join([str(table["input_dim"]), *sizes])


def _bound(value: Json) -> str:
    return f"${number(Fraction(str(value)))}$"


def _behaviour(body: Body) -> str:
    """What the loss does along a path."""
    behaviour, loss = body["behaviour"], _loss(body)
    if isinstance(behaviour, dict):
        return f"the {loss} is at most {_bound(behaviour['at-most'])}"
    return _BEHAVIOURS[str(behaviour)].format(loss=loss)


def _path(body: Body, field: Field) -> str:
    where = f"parameters of widths {_widths(body['start'])}"
    return f"a polyline joins two {where}, along which {_behaviour(body)} on {_samples(body)}"


def _separated(body: Body, field: Field) -> str:
    where = f"parameters of widths {_widths(body['start'])}"
    return f"no path joins two {where} while {_behaviour(body)} on {_samples(body)}"


def _at_least(body: Body, field: Field) -> str:
    where = f"for all parameters of widths {_widths(body['network'])}"
    return f"the {_loss(body)} on {_samples(body)} is at least {_bound(body['bound'])} {where}"


def _ray(body: Body, field: Field) -> str:
    where = f"a line of parameters through the network of widths {_widths(body['network'])}"
    return f"{where} leaves all outputs on {_count(body['inputs'], 'input')} constant"


def _gradient(body: Body, field: Field) -> str:
    layer = int(str(body["layer"])) + 1
    where = f"the parameters of layer {layer} of a network of widths {_widths(body['network'])}"
    return f"the derivatives of the {_loss(body)} on {_samples(body)} in {where} are those given"


def _gradient_bounds(body: Body, field: Field) -> str:
    k = int(str(body["layer"])) + 1
    size, where = rf"$\|\nabla_{{U_{{{k + 1}}}}}\Phi\|_F$", f"a network of widths {_widths(body['network'])}"
    return f"{size} of {where} on {_samples(body)} lies between the two bounds of Lemma 2.4.9 for $k={k}$"


def _full_rank(body: Body, field: Field) -> str:
    given = body["matrices"]
    segments = _count(given[1:] if isinstance(given, list) else [], "segment")
    return f"all matrices on a polyline of {segments} have full rank"


def _skip_rank(body: Body, field: Field) -> str:
    data = _count(_table(body["data"])["rows"], "sample")
    units = _count(body["skip"], "unit")
    return rf"the outputs of {units} on {data} have rank $\ge {int(str(body['rank']))}$"


def _fit(body: Body, field: Field) -> str:
    data = _count(_table(body["data"])["rows"], "sample")
    return rf"the outputs $\Psi V$ on {data} differ from their targets by at most {_bound(body['error'])}"


def _falling(body: Body, field: Field) -> str:
    loss, samples = _LOSSES[str(body["loss"])], _count(body["inputs"], "sample")
    some = "some" if body["exists"] == "yes" else "no"
    path = f"{some} path along which the {loss} never increases"
    return f"on {samples} {path} leads from the start to a lower loss"


def _regions(body: Body, field: Field) -> str:
    n = int(str(body["regions"]))
    return f"the network has exactly {n} activation region{'' if n == 1 else 's'}"


def _region_counts(body: Body, field: Field) -> str:
    components = body["components"]
    listed = ", ".join(map(str, components)) if isinstance(components, list) else ""
    return (
        f"the network has exactly {body['activation_regions']} activation regions, "
        f"{body['linear_regions']} linear regions and {body['affine_pieces']} different affine functions, "
        f"and its classes have {listed} components"
    )


SAY: Mapping[str, Callable[[Body, Field], str]] = {
    "loss-path": _path,
    "gradient": _gradient,
    "gradient-bounds": _gradient_bounds,
    "sublevel-separated": _separated,
    "loss-at-least": _at_least,
    "unbounded-ray": _ray,
    "path-full-rank": _full_rank,
    "skip-rank": _skip_rank,
    "fit": _fit,
    "falling-path": _falling,
    "activation-regions": _regions,
    "region-counts": _region_counts,
}
