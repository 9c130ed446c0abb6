"""Which theorems of Chapter 2 hold for a network with a wide layer on a data set, and what fails where not.

The ranks behind S_k are certified; widths, patches and activations are read off exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

import numpy

from checker import Json, Rationals, Reader, Refusal, Refused, Verified
from checker.convolution import TRANSCENDENTAL
from constructions.certificate import Claim, NotFound
from constructions.feature_matrix import AffineLayer, AnyLayer
from constructions.formats.data import DataSet
from constructions.formats.exact_matrix import ExactMatrix
from constructions.perturbation import smallest_perturbation
from constructions.training_data import shared_patch
from proofs.auditing import Audited, Finding
from proofs.hypotheses import Audit
from proofs.ledger import read_claim
from proofs.outcome import HOLES
from proofs.ranking import find_ranking
from proofs.settle import settle
from proofs.smoothness import Smoothness, smoothness

IDENTITY: Json = {"name": "identity"}
SHOWN = 9  # entries of a patch written out


@dataclass(frozen=True)
class Setting:
    """A network with all its layers, the first N samples of a data set, and the layer k looked at, from 1."""

    layers: Sequence[AnyLayer]
    X: ExactMatrix
    k: int
    classes: int | None

    @property
    def widths(self) -> list[int]:
        """d, n_1, ..., n_L."""
        return [self.X.width, *(units(layer) for layer in self.layers)]

    def affine(self, first: int, last: int) -> list[AffineLayer]:
        """Those of layers first, ..., last that are no pooling."""
        return [layer for layer in self.layers[first - 1 : last] if isinstance(layer, AffineLayer)]


def units(layer: AnyLayer) -> int:
    """n_k."""
    return layer.units if isinstance(layer, AffineLayer) else len(layer.patches)


def setting(layers: Sequence[AnyLayer], data: DataSet, samples: int | None) -> Setting:
    """k is the first hidden layer, no pooling, with n_k >= N and widths that do not grow above it.

    Where there is none, the first with n_k >= N, or else the widest; 0 without a hidden layer.
    """
    X = data.X if samples is None else data.X.first(samples)
    widths = [X.width, *(units(layer) for layer in layers)]
    hidden = [k for k, layer in enumerate(layers[:-1], 1) if isinstance(layer, AffineLayer)]
    wide = [k for k in hidden if widths[k] >= len(X)]
    above = [k for k in wide if _falls(widths[k + 1 :])]
    k = next(iter(above or wide), max(hidden, key=lambda k: widths[k], default=0))
    classes = None if data.y is None else int(data.y[: len(X)].max()) + 1
    return Setting(layers, X, k, classes)


def _falls(widths: Sequence[int]) -> bool:
    return all(a >= b for a, b in pairwise(widths))


def audit_data(at: Setting, progress: Callable[[str], None]) -> Iterator[Audited]:
    """Theorems 2.4.4, 2.4.5, 2.4.10 and 2.4.11, each hypothesis answered once."""
    if at.k == 0:
        none = (_said("a hidden layer, convolutional or fully connected", False, "none"),)
        yield from (Audited(theorem, none) for theorem in THEOREMS)
        return
    L, k = len(at.layers), at.k
    wide, distinct, biases = _wide(at), _distinct(at), _biases(at)
    admissible = _activations(at, k, "Assumption 2.4.2", lambda s: s.admissible)
    first = _said("layer 1 no pooling", isinstance(at.layers[0], AffineLayer), "")
    yield Audited(INDEPENDENT, (first, wide, distinct, *biases, *admissible))
    below = _said(f"layers 1 to {k} no pooling", len(at.affine(1, k)) == k, "")
    analytic = _activations(at, k, "real analytic", lambda s: s.analytic)
    yield Audited(NULL_SET, (below, wide, distinct, *biases, *admissible, *analytic))
    progress("S_k")
    output = at.layers[-1]
    dense = isinstance(output, AffineLayer) and output.patches is None
    same = (
        _said("no pooling, output layer fully connected", dense and len(at.affine(1, L)) == L, ""),
        wide,
        distinct,
        _pyramid(at),
        *_activations(at, L - 1, "Assumption 2.4.2", lambda s: s.admissible),
        *_activations(at, L - 1, "differentiable, derivative never 0", lambda s: s.regular),
    )
    inside = _inside(at, progress)
    yield Audited(ZERO_LOSS, (*same, *inside))
    above = at.layers[k]
    full = isinstance(above, AffineLayer) and above.patches is None
    coded = _said("one output for each class, Y_i = e_j", _coded(at), _classes(at))
    connected = _said(f"layer {k + 1} fully connected", full, "")
    yield Audited(SURFACE, (*same, *biases, connected, coded, *inside))


def _said(name: str, holds: bool, figure: str) -> Finding:
    return Finding(name, "yes" if holds else "no", figure)


def _wide(at: Setting) -> Finding:
    """n_k >= N."""
    n, N = at.widths[at.k], len(at.X)
    return _said(f"n_{at.k} >= N", n >= N, f"{n} units, {N} samples")


def _biases(at: Setting) -> tuple[Finding, ...]:
    """Of a convolution at layer k: one bias for each unit, as in Definition 2.3.1, or T_k >= N filters."""
    layer = at.layers[at.k - 1]
    if not isinstance(layer, AffineLayer) or layer.patches is None:
        return ()
    T, N = len(layer.filters), len(at.X)
    figure = f"tied biases, {T} filters, {N} samples" if layer.tied else "a bias for each unit"
    return (_said(f"layer {at.k}: biases not tied, or T_{at.k} >= N", not layer.tied or T >= N, figure),)


def _distinct(at: Setting) -> Finding:
    """Assumption 2.4.1, with the first violation in full."""
    patches = at.layers[0].patches
    shared = shared_patch(at.X, patches)
    name = "Assumption 2.4.1, patches distinct"
    if shared is None:
        return _said(name, True, f"{len(at.X)} samples, no patch in two of them")
    s, inputs = shared, slice(None) if patches is None else patches[shared.p]
    entries = [str(x) for x in numpy.array(at.X.row(s.i), dtype=object)[inputs]]
    values = ", ".join(entries[:SHOWN]) + (", ..." if len(entries) > SHOWN else "")
    places = [f"sample {i + 1}" for i in (s.i, s.j)]
    if patches is not None:
        places = [f"patch {p + 1} of {place}" for p, place in zip((s.p, s.q), places, strict=True)]
    figure = f"{places[0]} = {places[1]} = ({values})"
    repair = smallest_perturbation(at.X, patches)
    shares = f"{s.samples} of {len(at.X)} samples share one"
    return _said(name, False, f"{figure}; {shares}" + (f"; {repair.words()}" if repair is not None else ""))


def _pyramid(at: Setting) -> Finding:
    """n_{k+1} >= ... >= n_L."""
    text = f"widths {'-'.join(map(str, at.widths))}"
    return _said(f"n_{at.k + 1} >= ... >= n_L", _falls(at.widths[at.k + 1 :]), text)


def _activations(
    at: Setting, last: int, name: str, answer: Callable[[Smoothness], tuple[bool, str]]
) -> tuple[Finding, ...]:
    """One answer for each different activation of layers 1, ..., last."""
    different = {str(layer.activation): layer.activation for layer in at.affine(1, last)}
    every = [smoothness(sigma) for sigma in different.values()]
    return tuple(_said(f"{found.name}: {name}", *answer(found)) for found in every)


def _coded(at: Setting) -> bool:
    return at.classes is not None and at.classes <= at.widths[-1]


def _classes(at: Setting) -> str:
    labels = "no labels" if at.classes is None else f"{at.classes} classes"
    return f"{labels}, {at.widths[-1]} outputs"


def _inside(at: Setting, progress: Callable[[str], None]) -> tuple[Finding, ...]:
    """S_k: F_k and U_{k+2}, ..., U_L of full rank."""
    k, L = at.k, len(at.layers)
    progress(f"rank F_{k}")
    name, below = f"S_{k}: F_{k} of full rank", at.layers[:k]
    rational = _rational(below)
    found = [_features(name, below, at.layers[k], at.X) if rational else _rank(name, below, at.X)]
    for l in range(k + 2, L + 1):
        layer = at.layers[l - 1]
        if isinstance(layer, AffineLayer):
            progress(f"rank U_{l}")
            found.append(_above(f"S_{k}", l, layer, at.widths[l - 1]))
    return tuple(found)


def _above(where: str, l: int, layer: AffineLayer, width: int) -> Finding:
    """Whether W_l, or U_l = M_l(W_l) of a convolution, has full rank."""
    if layer.patches is not None:
        linear = replace(layer, bias=0 * layer.bias, activation=IDENTITY)
        eye = ExactMatrix(numpy.eye(width, dtype=numpy.int64), 1)
        return _rank(f"{where}: U_{l} = M_{l}(W_{l}) of full rank", [linear], eye)
    full = min(width, layer.units)
    entries: Json = [[str(Fraction(x, layer.denominator)) for x in row] for row in layer.filters.tolist()]
    return _settled(f"{where}: W_{l} of full rank", {"entries": entries}, full)


def _settled(name: str, matrix: Json, full: int) -> Finding:
    """Whether a matrix has full rank, as a claim `rank`."""
    settled = settle(Claim("rank", Rationals(), {"matrix": matrix, "relation": "=", "rank": str(full)}), name)
    verdict, data = settled.certificate.verdict, settled.certificate.data
    if settled.answer == "open" or not isinstance(verdict, Verified):
        return Finding(name, "open", settled.says, code=HOLES)
    answer = "yes" if settled.answer == "verified" else "no"
    figure = f"rank {read_claim(data).body['rank']} of {full}"
    return Finding(name, answer, figure, data, verdict.certificate_sha256)


def _rational(layers: Sequence[AnyLayer]) -> bool:
    """Whether all are fully connected and some activation is rational, not piecewise linear or softsign."""
    bent = False
    for layer in layers:
        if not isinstance(layer, AffineLayer) or layer.patches is not None:
            return False
        sigma = layer.activation
        if isinstance(sigma, dict) and sigma.get("name") in TRANSCENDENTAL:
            return False
        linear = Reader(Rationals()).activation(sigma, "/activation").is_piecewise_linear()
        bent = bent or not (linear or sigma == {"name": "softsign"})
    return bent


def _features(name: str, layers: Sequence[AnyLayer], following: AnyLayer, X: ExactMatrix) -> Finding:
    """Rational activations: F_k of a network that ends with the layer after k, made linear."""
    last = following.json()
    table: Json = [layer.json() for layer in layers]
    if not isinstance(last, dict) or "weight" not in last or not isinstance(table, list):
        return Finding(name, "open", "no certificate where a convolution or pooling follows", code=HOLES)
    network: Json = {"input_dim": str(X.width), "layers": [*table, {**last, "activation": IDENTITY}]}
    rows: Json = [[str(x) for x in row] for row in X.rows()]
    matrix: Json = {"network": network, "data": rows, "features_of": str(len(layers) - 1)}
    return _settled(name, matrix, min(len(X), units(layers[-1])))


def _rank(name: str, layers: Sequence[AnyLayer], X: ExactMatrix) -> Finding:
    """Full rank, or the exact smaller rank with a null vector, certified."""
    try:
        found = find_ranking(layers, X, both=False)
        if found.certificate is not None and found.rank < min(found.samples, found.width):
            found = find_ranking(layers, X)
    except (NotFound, Refusal) as no:
        return Finding(name, "open", str(no), code=HOLES)
    r, full = found.rank, min(found.samples, found.width)
    data, verdict = found.certificate, found.verdict
    if data is None or not isinstance(verdict, Verified) or (r < full and found.relation != "="):
        why = str(verdict) if isinstance(verdict, Refused) else found.reason or f"rank at least {r} of {full}"
        return Finding(name, "open", why, code=HOLES)
    figure = f"rank {r} of {full}" + (f"; {found.null}" if found.null else "")
    return Finding(name, "yes" if r == full else "no", figure, data, verdict.certificate_sha256)


def _theorem(id: str, conclusion: str) -> Audit:
    """Its hypotheses need the data, so they are not those of `Audit`."""
    return Audit(id, f"Theorem {id.removeprefix('thm-')}", conclusion, lambda network, field: [])


INDEPENDENT = _theorem("thm-2.4.4", "some weights and biases give linearly independent features at layer k")
NULL_SET = _theorem(
    "thm-2.4.5", "almost all weights and biases give linearly independent features at layer k"
)
ZERO_LOSS = _theorem("thm-2.4.10", "here the square loss is 0 if and only if its gradient in U_{k+1} is")
SURFACE = _theorem("thm-2.4.11", "critical points in S_k have square loss 0, and infinitely many have")
THEOREMS = (INDEPENDENT, NULL_SET, ZERO_LOSS, SURFACE)
