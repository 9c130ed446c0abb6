"""The rank of a matrix: at least r by a minor that is invertible modulo m, at most r by null vectors.

Rows are cleared of denominators, which changes no rank.  If an r x r minor A and an integer matrix B
satisfy A B = I (mod m) for some m >= 2, then det A is a unit modulo m, hence not zero.  Over Q(sqrt d)
the entries are first sent to Z/m by sqrt(d) -> s with s^2 = d (mod m), a ring homomorphism.  Null
vectors in echelon form (a one of its own in each) are independent, so n of them bound the rank by the
side's length less n.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import lcm

from checker.codec import Json, as_list, as_object, as_string, as_tuple
from checker.errors import malformed, rejected
from checker.field import QuadraticField, Rationals
from checker.limits import spend
from checker.network import Matrix, Vector, dot
from checker.notation import Reader
from checker.polynomial import Number
from checker.quadratic import Surd
from checker.rational import decode_integer

_RELATIONS = ("=", ">=", "<=")


def rank(read: Reader, claim: Json, evidence: Json) -> None:
    """`rank`: the rank of `matrix` is =, >= or <= `rank`; evidence `minor` and `null` as needed."""
    matrix_, relation, rank_ = as_object(claim, "/claim", "matrix", "relation", "rank")
    matrix = read_matrix(read, matrix_, "/claim/matrix")
    if relation not in _RELATIONS:
        raise malformed("E_RELATION", "/claim/relation", ", ".join(_RELATIONS), relation)
    r = decode_integer(rank_, "/claim/rank", 0, min(len(matrix), len(matrix[0])) + 1, "E_RANK")
    keys = [key for key, needed in (("minor", ">="), ("null", "<=")) if relation in ("=", needed)]
    proofs = as_object(evidence, "/evidence", *keys)
    for key, proof in zip(keys, proofs, strict=True):
        (_check_minor if key == "minor" else _check_null)(read, matrix, r, proof)


def read_matrix(read: Reader, value: Json, at: str) -> Matrix:
    """`{"entries": [...]}`, a layer's `{"network", "weight_of"}`, or `{"network", "data", "features_of"}`.

    The weight of layer k is W_k^T; the feature matrix F_k has the rows f_k(x), one for each row of data.
    """
    if isinstance(value, dict) and set(value) == {"entries"}:
        return read.matrix(value["entries"], f"{at}/entries")
    if isinstance(value, dict) and "weight_of" in value:
        network_, layer = as_object(value, at, "network", "weight_of")
        network = read.network(network_, f"{at}/network")
        return network.layers[_layer(layer, f"{at}/weight_of", len(network.layers))].weight
    network_, data, layer = as_object(value, at, "network", "data", "features_of")
    network = read.network(network_, f"{at}/network")
    k = _layer(layer, f"{at}/features_of", len(network.layers))
    rows = as_tuple(lambda v, p: read.vector(v, p, network.input_dim), data, f"{at}/data", least=1)
    return tuple(network.features(x, k + 1) for x in rows)


def _layer(value: Json, at: str, layers: int) -> int:
    return decode_integer(value, at, 0, layers, "E_LAYER")


def _check_minor(read: Reader, matrix: Matrix, r: int, proof: Json) -> None:
    """`{"rows", "columns", "modulus", "inverse"}`, and `"root"` with root^2 = d (mod m) over Q(sqrt d)."""
    at = "/evidence/minor"
    keys = ["root"] if isinstance(read.field, QuadraticField) else []
    rows_, columns_, modulus, inverse_, *root_ = as_object(
        proof, at, "rows", "columns", "modulus", "inverse", *keys
    )
    rows = indices(rows_, f"{at}/rows", r, len(matrix))
    columns = indices(columns_, f"{at}/columns", r, len(matrix[0]))
    m = decode_integer(modulus, f"{at}/modulus", 2, 2**256)
    s = decode_integer(root_[0], f"{at}/root", 0, m) if root_ else 0
    if isinstance(read.field, QuadraticField) and (s * s - read.field.d) % m:
        raise rejected("E_ROOT", f"{at}/root", f"a square root of {read.field.d} mod {m}", s)
    if not isinstance(read.field, (Rationals, QuadraticField)):
        raise malformed("E_FIELD", "/claim/field", "Q or Q(sqrt d) for a rank from below", "a parameter")
    residues = [_residues(matrix[i], columns, s, m) for i in rows]
    inverse = as_tuple(lambda v, p: _residue_row(v, p, r, m), inverse_, f"{at}/inverse", r)
    spend(m.bit_length(), r**3)
    columns_of_inverse = list(zip(*inverse, strict=True))
    for i, row in enumerate(residues):
        product = [sum(a * b for a, b in zip(row, c, strict=True)) % m for c in columns_of_inverse]
        if product != [int(i == k) for k in range(r)]:
            raise rejected("E_INVERSE", f"{at}/inverse", f"row {i} of the identity mod {m}", product)


def _residue_row(value: Json, at: str, r: int, m: int) -> tuple[int, ...]:
    return as_tuple(lambda v, p: decode_integer(v, p, 0, m), value, at, r)


def _residues(row: Vector, columns: tuple[int, ...], s: int, m: int) -> list[int]:
    """The chosen entries of a row, cleared of denominators, modulo m."""
    pairs = [(x.a, x.b) if isinstance(x, Surd) else (x, Fraction(0)) for x in row]
    clear = 1
    for part in (part for pair in pairs for part in pair):
        clear = lcm(clear, part.denominator)
        spend(clear.bit_length())
    return [int(pairs[k][0] * clear + pairs[k][1] * clear * s) % m for k in columns]


def indices(value: Json, at: str, length: int, bound: int) -> tuple[int, ...]:
    """`length` indices below `bound`, in increasing order (`E_ORDER`)."""
    found = as_tuple(lambda v, p: decode_integer(v, p, 0, bound), value, at, length)
    if any(a >= b for a, b in pairwise(found)):
        raise malformed("E_ORDER", at, "increasing indices", value)
    return found


def integers(value: Json, at: str, length: int, largest: int) -> tuple[int, ...]:
    """`length` integers n with -largest <= n < largest (`E_INTEGER`)."""
    return as_tuple(lambda v, p: decode_integer(v, p, -largest, largest, "E_INTEGER"), value, at, length)


def _check_null(read: Reader, matrix: Matrix, r: int, proof: Json) -> None:
    """`{"side": "left" | "right", "vectors": [...], "pivots": [...]}`: x M = 0 or M x = 0."""
    at = "/evidence/null"
    side_, vectors_, pivots_ = as_object(proof, at, "side", "vectors", "pivots")
    side = as_string(side_, f"{at}/side")
    if side not in ("left", "right"):
        raise malformed("E_SIDE_NAME", f"{at}/side", '"left" or "right"', side)
    lines: Matrix = tuple(zip(*matrix, strict=True)) if side == "left" else matrix
    n = len(lines[0])
    count = len(as_list(vectors_, f"{at}/vectors"))
    if n - count > r:
        raise rejected("E_TOO_FEW", f"{at}/vectors", f"at least {n - r} null vectors", count)
    vectors = as_tuple(lambda v, p: read.vector(v, p, n), vectors_, f"{at}/vectors")
    pivots = indices(pivots_, f"{at}/pivots", count, n)
    for i, x in enumerate(vectors):
        echelon: list[Number] = [x[p] for p in pivots]
        if any(c != int(i == k) for k, c in enumerate(echelon)):
            raise rejected("E_ECHELON", f"{at}/vectors/{i}", "one at its pivot, zero at the others", echelon)
        for line in lines:
            if dot(line, x) != 0:
                raise rejected("E_NULL", f"{at}/vectors/{i}", "a null vector of the matrix", dot(line, x))
