"""A second opinion, in plain fractions and without the kernel, on claims that are cheap to decide."""

from fractions import Fraction
from itertools import pairwise

from tests.kernel.suite import Value

NAMED = {
    "identity": lambda t: t,
    "relu": lambda t: max(t, Fraction(0)),
    "hard_tanh": lambda t: max(Fraction(-1), min(Fraction(1), t)),
    "softsign": lambda t: t / (1 + abs(t)),
}


def _polynomial(coefficients: Value, t: Fraction) -> Fraction:
    return sum((Fraction(c) * t**k for k, c in enumerate(coefficients)), Fraction(0))


def _sigma(activation: Value, t: Fraction) -> Fraction:
    name = activation["name"]
    if name == "leaky_relu":
        return t if t > 0 else Fraction(activation["slope"]) * t
    if name == "polynomial":
        return _polynomial(activation["coefficients"], t)
    if name == "piecewise":
        i = sum(t > Fraction(b) for b in activation["breakpoints"])
        piece = activation["pieces"][i]
        return _polynomial(piece["top"], t) / _polynomial(piece["bottom"], t)
    return Fraction(NAMED[name](t))


def outputs(network: Value, point: Value) -> list[Fraction]:
    """f(point)."""
    x = [Fraction(t) for t in point]
    for layer in network["layers"]:
        rows = zip(layer["weight"], layer["bias"], strict=True)
        pre = [sum((Fraction(w) * t for w, t in zip(row, x, strict=True)), Fraction(b)) for row, b in rows]
        x = [_sigma(layer["activation"], t) for t in pre]
    return x


def rank(matrix: list[list[Fraction]]) -> int:
    """By elimination."""
    rows, found = [list(row) for row in matrix], 0
    for column in range(len(rows[0])):
        pivot = next((row for row in rows[found:] if row[column] != 0), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows.insert(found, pivot)
        for i in range(found + 1, len(rows)):
            ratio = rows[i][column] / pivot[column]
            rows[i] = [a - ratio * b for a, b in zip(rows[i], pivot, strict=True)]
        found += 1
    return found


def _inside(network: Value, j: int, point: Value) -> bool:
    y = outputs(network, point)
    return all(y[j] > other for k, other in enumerate(y) if k != j)


def _on_the_way(vertices: Value) -> list[list[Fraction]]:
    points = [[Fraction(t) for t in vertex] for vertex in vertices]
    steps = [Fraction(k, 16) for k in range(17)]
    return points + [
        [a + s * (b - a) for a, b in zip(x, y, strict=True)] for x, y in pairwise(points) for s in steps
    ]


def _matrix(value: Value) -> list[list[Fraction]]:
    if "entries" in value:
        return [[Fraction(x) for x in row] for row in value["entries"]]
    if "weight_of" in value:
        weight = value["network"]["layers"][int(value["weight_of"])]["weight"]
        return [[Fraction(x) for x in row] for row in weight]
    layers = value["network"]["layers"][: int(value["features_of"]) + 1]
    return [outputs({"layers": layers}, x) for x in value["data"]]


def _holds(half_space: Value, x: Fraction) -> Fraction:
    return Fraction(half_space["normal"][0]) * x - Fraction(half_space["offset"])


def _same(claim: Value, x: Fraction) -> bool:
    """Whether x is out of the domain, or in both of region and union, or in neither."""
    if any(_holds(side, x) < 0 for side in claim["domain"]):
        return True
    union = any(all(_holds(side, x) > 0 for side in polyhedron) for polyhedron in claim["polyhedra"])
    return union == _inside(claim["network"], int(claim["class"]), [x])


def holds(claim: Value, evidence: Value) -> bool | None:
    """Whether a claim over Q is true, as far as this can tell; None when it cannot."""
    if claim["field"] != "Q":
        return None
    kind = claim["kind"]
    if kind == "value":
        found = [outputs(claim["network"], x) for x in claim["points"]]
        return found == [[Fraction(t) for t in y] for y in claim["values"]]
    if kind == "polyline-in-region":
        j = int(claim["class"])
        return all(_inside(claim["network"], j, x) for x in _on_the_way(claim["vertices"]))
    if kind == "polyline-leaves-region" and evidence["t"] in ("0", "1"):
        i = min(int(evidence["segment"]) + int(evidence["t"]), len(claim["vertices"]) - 1)
        return not _inside(claim["network"], int(claim["class"]), claim["vertices"][i])
    if kind == "region-is" and claim["network"]["input_dim"] == "1":
        return all(_same(claim, Fraction(k, 8)) for k in range(-80, 81))
    if kind == "rank":
        r, bound = rank(_matrix(claim["matrix"])), int(claim["rank"])
        answers: dict[str, bool] = {"=": r == bound, ">=": r >= bound, "<=": r <= bound}
        return answers[claim["relation"]]
    if kind == "pyramidal":
        layers = claim["network"]["layers"]
        widths = [int(claim["network"]["input_dim"]), *(len(layer["bias"]) for layer in layers[:-1])]
        return bool((widths == sorted(widths, reverse=True)) == (claim["holds"] == "yes"))
    return None
