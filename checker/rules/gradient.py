"""Singular values of a matrix against given numbers, and the gradient of the square loss in one layer.

An m x n matrix has min(m, n) singular values; their squares are the eigenvalues of its smaller Gram matrix G.
All are >= c iff G - c I is positive semidefinite, some is <= c iff it is not positive definite; the pivots of
elimination, LDL^T, tell which (a semidefinite matrix has a zero row where it has a zero pivot).

The gradient is found by forward differentiation, from a pre-activation of layer k upwards, and so does not
rest on the backward formula of Lemma 2.6.2.  `gradient-bounds` is Lemma 2.4.9: |grad in U_(k+1)| lies between
the products of the smallest and of the largest singular values of F_k, U_(k+2), ..., U_L and entries of
|sigma'(G_l)|, k < l < L, times |F_L - Y|.  Where a pre-activation is at a kink, nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from checker import polynomial as poly
from checker.codec import Json, as_object, as_string, as_tuple
from checker.errors import malformed, rejected, shorten
from checker.limits import spend
from checker.network import Matrix, Network, Vector, dot
from checker.notation import Reader
from checker.polynomial import Number
from checker.rational import decode_integer
from checker.risk import read_risk
from checker.rules.rank import read_matrix

_ENDS: dict[str, tuple[int, Callable[[Iterable[Number]], Number]]] = {
    "smallest": (1, min),
    "largest": (-1, max),
}
Sample = tuple[Vector, list[Vector], Vector]


def singular_value_bound(read: Reader, claim: Json, evidence: Json) -> None:
    """`singular-value-bound`: the square of the smallest or largest singular value is >= or <= `square`."""
    matrix, value, relation, square = as_object(claim, "/claim", "matrix", "which", "relation", "square")
    as_object(evidence, "/evidence")
    which = as_string(value, "/claim/which")
    if which not in _ENDS or relation not in (">=", "<="):
        raise malformed("E_RELATION", "/claim", "smallest or largest, >= or <=", f"{which}, {relation}")
    A, c = read_matrix(read, matrix, "/claim/matrix"), read.number(square, "/claim/square")
    least = _least_pivot(A, c, _ENDS[which][0])
    if least < 0 if (which == "smallest") == (relation == ">=") else least > 0:
        raise rejected("E_SINGULAR_VALUE", "/claim/square", f"the {which} squared {relation} it", square)


def _least_pivot(A: Matrix, c: Number, sign: int) -> int:
    """Of sign (G - c I): 1 if it is positive definite, 0 if only semidefinite, else -1."""
    lines, least = A if len(A) <= len(A[0]) else tuple(zip(*A, strict=True)), 1
    rows = [[sign * dot(a, b) for b in lines] for a in lines]
    for k, top in enumerate(rows):
        top[k] = top[k] - sign * c
        if top[k] < 0 or (top[k] == 0 and any(x != 0 for x in top[k:])):
            return -1
        if top[k] == 0:
            least = 0
            continue
        for i in range(k + 1, len(rows)):
            factor = top[i] / top[k]
            for j in range(i, len(rows)):
                rows[i][j] = rows[i][j] - factor * top[j]
                spend(poly.size(rows[i][j]), 2)
    return least


def gradient(read: Reader, claim: Json, evidence: Json) -> None:
    """`gradient`: the partial derivatives of Phi in W_k and b_k, k = `layer`, are `weight` and `bias`."""
    *setting, weight, bias = as_object(claim, "/claim", "network", "risk", "layer", "weight", "bias")
    as_object(evidence, "/evidence")
    network, k, samples = _read(read, setting, 0)
    width, units = network.widths[k : k + 2]
    rows = as_tuple(lambda v, p: read.vector(v, p, width), weight, "/claim/weight", units)
    ends = read.vector(bias, "/claim/bias", units)
    for j, true in enumerate(_derivatives(network, k, samples)):
        if [*rows[j], ends[j]] != true:
            expected = f"{shorten(true)}, bias last"
            raise rejected("E_GRADIENT", f"/claim/weight/{j}", expected, [*rows[j], ends[j]])


def _read(read: Reader, values: list[Json], above: int) -> tuple[Network, int, list[Sample]]:
    """A network, k = `layer` + above, and for each sample f_(k-1), sigma' in the layers from k, f_L - y."""
    network = read.network(values[0], "/claim/network")
    risk = read_risk(read, values[1], "/claim/risk", network)
    if risk.loss != "square":
        raise malformed("E_LOSS", "/claim/risk/loss", "square", risk.loss)
    k = above + decode_integer(values[2], "/claim/layer", 0, len(network.layers) - above, "E_LAYER")
    samples = list[Sample]()
    for x, y in zip(risk.inputs, risk.targets, strict=True):
        below = f = network.features(x, k)
        slopes = list[Vector]()
        for l, layer in enumerate(network.layers[k:], k):
            at = f"/claim/network/layers/{l}"
            slopes.append(tuple(layer.activation.slope(t, at) for t in layer.affine(f)))
            f = layer(f)
        samples.append((below, slopes, tuple(p - q for p, q in zip(f, y, strict=True))))
    return network, k, samples


def _derivatives(network: Network, k: int, samples: list[Sample]) -> list[list[Number]]:
    """Of Phi, in the weights and the bias of each unit of layer k."""
    total: list[list[Number]] = [[0] * (network.widths[k] + 1) for _ in network.layers[k].bias]
    for below, (first, *slopes), error in samples:
        for j, row in enumerate(total):
            moved: Vector = tuple(s if h == j else 0 for h, s in enumerate(first))
            for layer, slope in zip(network.layers[k + 1 :], slopes, strict=True):
                moved = tuple(s * dot(w, moved) for w, s in zip(layer.weight, slope, strict=True))
            rise = dot(error, moved)
            row[:] = [dot((rise,), (f,), y) for y, f in zip(row, (*below, 1), strict=True)]
    return total


def gradient_bounds(read: Reader, claim: Json, evidence: Json) -> None:
    """`gradient-bounds`: Lemma 2.4.9, k = `layer`; squares at least the `smallest`, at most the `largest`."""
    network, k, samples = _read(read, as_object(claim, "/claim", "network", "risk", "layer"), 1)
    matrices = [tuple(below for below, _, _ in samples), *(layer.weight for layer in network.layers[k + 1 :])]
    norm = sum(dot(row[:-1], row[:-1]) for row in _derivatives(network, k, samples))
    slopes = [[s * s for row in rows for s in row] for rows in zip(*(s for _, s, _ in samples), strict=True)]
    for which, given in zip(_ENDS, as_object(evidence, "/evidence", *_ENDS), strict=True):
        (sign, end), at = _ENDS[which], f"/evidence/{which}"
        squares, bound = read.vector(given, at, len(matrices)), sum(dot(e, e) for _, _, e in samples)
        for i, (A, c) in enumerate(zip(matrices, squares, strict=True)):
            if c < 0 or _least_pivot(A, c, sign) > 0:
                raise rejected("E_SINGULAR_VALUE", f"{at}/{i}", f"a square, the {which} on the other side", c)
        for factor in (*squares, *map(end, slopes)):
            bound = dot((bound,), (factor,))
        if sign * (norm - bound) < 0:
            raise rejected("E_GRADIENT", at, f"|grad|^2 = {shorten(norm)} on the other side", bound)
