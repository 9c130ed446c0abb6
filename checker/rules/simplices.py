"""How many regions of every kind there are, by simplices that fill the domain (docs/proofs/simplices.md).

A vertex (X, W), W >= 0, is the point X / W, or the direction X if W = 0; a simplex is the convex hull of
d + 1 independent ones.  Where no hidden unit changes its sign (against a breakpoint) between vertices, the
network is affine, layer by layer.  A face is in the border or in two simplices, so the number of simplices
around a point has one parity; in the middle of the first one it is one: they cover.  Activation regions are
the sign patterns, each open and convex.  Two that meet in a wall have simplices that share a face there:
linear regions go on where the affine forms agree, components where one class leads on the face.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from itertools import combinations
from math import lcm
from operator import and_, mul, or_
from typing import Any

from checker.codec import Json, as_list, as_object, as_tuple
from checker.errors import malformed, rejected
from checker.field import ParametricField
from checker.limits import spend
from checker.network import Network, Vector, dot
from checker.notation import Reader
from checker.polynomial import Number, size
from checker.rational import decode_integer
from checker.rules.components import parts
from checker.rules.sublevel import determinant


def region_counts(read: Reader, claim: Json, evidence: Json) -> None:
    """`region-counts`: of activation and linear regions, affine functions, and components of each C_j."""
    keys = ["activation_regions", "linear_regions", "affine_pieces", "components", "domain", "network"]
    *counts, components, domain_, network_ = as_object(claim, "/claim", *keys)
    network = read.network(network_, "/claim/network")
    if not network.is_piecewise_linear():
        raise malformed("E_NOT_PIECEWISE_LINEAR", "/claim/network", "piecewise linear activations", "others")
    domain = read.half_spaces(domain_, "/claim/domain", network.input_dim)
    counts += as_list(components, "/claim/components", network.widths[-1])
    for i, (said, found) in enumerate(zip(counts, _counts(read, network, domain, evidence), strict=True)):
        at = "/claim/" + (keys[i] if i < 3 else f"components/{i - 3}")
        if decode_integer(said, at, 0, 10**7) != found:
            raise rejected("E_REGIONS", at, f"{found}, by the simplices", said)


def _counts(read: Reader, network: Network, domain: Sequence[Vector], evidence: Json) -> list[int]:
    d, table, simplices = network.input_dim, *as_object(evidence, "/evidence", "vertices", "simplices")
    sides = ((0,) * d + (1,), *domain)  # the first: W >= 0
    layers = [
        ([_cleared((*w, b)) for w, b in zip(k.weight, k.bias, strict=True)], k.activation)
        for k in network.layers
    ]
    vertices = as_tuple(
        lambda v, p: _vertex(read.vector(v, p, d + 1), p, layers, sides), table, "/evidence/vertices"
    )
    forms, around, inside, sharing = dict[Any, Vector](), dict[Any, Any](), dict[int, Any](), dict[int, Any]()
    for n, entry in enumerate(as_list(simplices, "/evidence/simplices", least=1)):
        at = f"/evidence/simplices/{n}"
        corners = sorted(as_tuple(lambda v, p: decode_integer(v, p, 0, len(vertices)), entry, at, d + 1))
        places, values, *sets = zip(*(vertices[i] for i in corners), strict=True)
        above, below, leaders = reduce(or_, sets[0]), reduce(or_, sets[1]), reduce(and_, sets[2])
        spend(0, d + 2 + (above | below | leaders).bit_length() // 256)
        volume = determinant([list(v) for v in places])
        if above & below or leaders == 0 or not (volume > 0 or volume < 0):  # for every parameter
            raise rejected("E_SIMPLEX", at, "independent vertices, one sign and one leader between", entry)
        if n == 0:
            home, middle = (above, below), tuple(map(sum, zip(*places, strict=True)))
        elif (above, below) == home and all(c / volume >= 0 for c in _exchanged(places, middle)):
            raise rejected("E_OVERLAP", at, "a simplex without the middle of the first", entry)
        if (above, below) not in forms:
            columns, outputs = tuple(zip(*places, strict=True)), zip(*values, strict=True)
            forms[above, below] = tuple(c / volume for y in outputs for c in _exchanged(columns, y))
        inside.setdefault(leaders, set()).add((above, below))
        for k in range(d + 1):
            around.setdefault((*corners[:k], *corners[k + 1 :]), []).append((above, below))
    for face, sides in around.items():
        *_, leading, borders = zip(*(vertices[i] for i in face), strict=True)
        if reduce(and_, borders):
            continue
        if len(sides) != 2:
            raise rejected("E_FACE", "/evidence/simplices", f"two simplices at {face}", len(sides))
        sharing.setdefault(reduce(and_, leading), set()).add(tuple(sides))
        if forms[sides[0]] == forms[sides[1]]:
            sharing.setdefault(0, set()).add(tuple(sides))
    for p, q in combinations(set(forms.values()) if isinstance(read.field, ParametricField) else (), 2):
        if not sum((b - c) * (b - c) for b, c in zip(p, q, strict=True)) > 0:
            raise rejected("E_SIGN_VARIES", "/evidence/simplices", "forms that differ", "equal ones")
    components = [parts(inside.get(1 << j, ()), sharing.get(1 << j, ())) for j in range(network.widths[-1])]
    return [len(forms), parts(forms, sharing.get(0, ())), len(set(forms.values())), *components]


def _exchanged(rows: Sequence[Vector], new: Vector) -> list[Number]:
    """The determinants with each row in turn replaced (Cramer)."""
    n = range(len(rows))
    return [determinant([list(new if i == k else rows[i]) for i in n]) for k in n]


def _cleared(numbers: Sequence[Number]) -> tuple[int, Sequence[Number]]:
    """Rational numbers as integers, times the first; those of another field as they are, times 1."""
    scale = 1
    for x in numbers:
        if not isinstance(x, (int, Fraction)):
            return 1, numbers
        scale = lcm(scale, x.denominator)
        spend(scale.bit_length())
    return scale, [x.numerator * (scale // x.denominator) for x in numbers]


def _vertex(x: Sequence[Number], at: str, layers: Sequence[Any], sides: Sequence[Vector]) -> tuple[Any, ...]:
    """A place (X, W), W f(X / W), and as bits the breakpoints below and above, the leaders, the borders.

    The network is made homogeneous: sigma becomes W sigma(z / W), and for W = 0 the limit of this.
    """
    place, total, above, below, count = x, 1, 0, 0, 0
    distances = [dot(form, x) for form in sides]
    if any(distance < 0 for distance in distances):
        raise rejected("E_WITNESS", at, "a point or a direction of the domain", place)
    on = [distances[k] == 0 and any(c != 0 for c in form) for k, form in enumerate(sides)]
    for rows, sigma in layers:
        scale, x = _cleared(x)
        w, y, total = x[-1], [], total * scale
        for factor, row in rows:
            z = sum(map(mul, row, x)) * Fraction(1, factor)
            steps = len(row) // (16 if isinstance(z, Fraction) else 1) + count // 256
            spend(size(z) + size(total), 1 + len(sigma.pieces) + steps)
            beyond = [z - t * w for t in sigma.breakpoints]
            shift, slope = (*sigma.pieces[sum(side > 0 for side in beyond)].top, 0, 0)[:2]
            y.append(shift * w + slope * z)
            above |= sum((side > 0) << k for k, side in enumerate(beyond)) << count
            below |= sum((side < 0) << k for k, side in enumerate(beyond)) << count
            count += len(beyond)
        x = (*y, w)
    spend(0, len(y) * (1 + len(y) // 1024))
    best = max(y)
    leaders, border = (sum(bit << j for j, bit in enumerate(bits)) for bits in ([c == best for c in y], on))
    return place, [c * Fraction(1, total) for c in y], above, below, leaders, border
