"""Regions side by side: this engine against a plain cell splitting with the Parma Polyhedra Library.

    PYTHONPATH=. python benchmarks/geometry.py [plane | largest | space | line | growth FILE.svg]...

Needs pplpy for the comparison; without it our own figures are printed alone.  Networks have weights and
biases that are multiples of 1/256.  Times are the best of three for us and of one for PPL, in one process,
one after the other.  Memory is the peak of what the engine allocates.
"""

from __future__ import annotations

import argparse
import sys
import tracemalloc
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from itertools import pairwise
from operator import mul
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from checker import Activation, Layer, Network
from constructions.formats.piecewise_linear import IDENTITY, leaky_relu
from constructions.geometry.along_line import restrict
from constructions.geometry.domains import box
from constructions.geometry.integer_network import integer_network
from constructions.geometry.plane_regions import PlaneRegions, plane_regions
from constructions.geometry.space_regions import SpaceRegions, space_regions

Widths = tuple[int, ...]
Forms = list[tuple[int, ...]]
ZERO, QUARTER = Fraction(0), Fraction(1, 4)
SMALL: tuple[Widths, ...] = ((2, 16, 16, 2), (2, 32, 32, 2))
PLANE = [(widths, slope, half) for widths in SMALL for slope in (ZERO, QUARTER) for half in (1, 4)]
LARGEST = [((2, 64, 64, 64, 2), ZERO, 4), ((2, 128, 128, 2), ZERO, 4)]
SPACE = [((3, 16, 16, 2), ZERO, 1), ((4, 8, 8, 2), ZERO, 4)]
GROWTH = (4, 8, 16, 32, 64, 96, 128)


def random_network(widths: Widths, seed: int, slope: Fraction) -> Network:
    """He's initialisation with biases, rounded to multiples of 1/256."""
    random, layers = Random(seed), []
    for k, (n, m) in enumerate(pairwise(widths), 1):
        last = k == len(widths) - 1
        scale = 256 * (2 / n) ** 0.5

        def draw(size: float) -> Fraction:
            return Fraction(round(random.gauss(0, size)), 256)

        weight = tuple(tuple(draw(scale) for _ in range(n)) for _ in range(m))
        sigma: Activation = IDENTITY if last else leaky_relu(slope)
        layers.append(Layer(weight, tuple(draw(128) for _ in range(m)), sigma))
    return Network(widths[0], tuple(layers))


def best(run: Callable[[], Any], times: int) -> tuple[float, Any]:
    """The shortest time and the result."""
    shortest, result = float("inf"), None
    for _ in range(times):
        start = perf_counter()
        result = run()
        shortest = min(shortest, perf_counter() - start)
    return shortest, result


def ppl_cells(network: Network, half: int) -> tuple[int, float]:
    """The number of activation regions in [-half, half]^d by splitting polyhedra, unit by unit.

    And the seconds spent on splitting alone, without the affine forms (plain Python integers).
    """
    from ppl import C_Polyhedron, Constraint_System, Variable  # noqa: PLC0415  # optional

    d = network.input_dim
    sides = Constraint_System()
    for i in range(d):
        sides.insert(Variable(i) >= -half)
        sides.insert(Variable(i) <= half)
    forms: Forms = [tuple(int(i == k) for k in range(d + 1)) for i in range(d)]
    cells: list[tuple[Any, Forms]] = [(C_Polyhedron(sides), forms)]
    scale, inside = 1, 0.0
    for layer in network.layers[:-1]:
        steps = max(x.denominator for row in (layer.bias, *layer.weight) for x in row)
        slope = Fraction((*layer.activation.pieces[0].top, 0, 0)[1])
        weight = [[int(w * steps) for w in row] for row in layer.weight]
        bias = [int(b * steps) * scale for b in layer.bias]
        after: list[tuple[Any, Forms]] = []
        for cell, inputs in cells:
            pre: Forms = []
            for row, b in zip(weight, bias, strict=True):
                form = [sum(map(mul, row, column)) for column in zip(*inputs, strict=True)]
                pre.append((*form[:d], form[d] + b))
            start = perf_counter()
            split = ppl_split(cell, pre)
            inside += perf_counter() - start
            for part, signs in split:
                factor = [slope.denominator if s > 0 else slope.numerator for s in signs]
                after.append((part, [tuple(a * c for c in f) for f, a in zip(pre, factor, strict=True)]))
        cells, scale = after, scale * steps * slope.denominator
    return len(cells), inside


def ppl_split(cell: Any, forms: Forms) -> list[tuple[Any, list[int]]]:
    """The parts of a polyhedron between the zeros of the forms, with their signs."""
    from ppl import C_Polyhedron, Linear_Expression  # noqa: PLC0415  # optional

    parts: list[tuple[Any, list[int]]] = [(cell, [])]
    for form in forms:
        linear = Linear_Expression(list(form[:-1]), form[-1])
        after = []
        for part, signs in parts:
            low, high = part.minimize(linear)["inf_n"], part.maximize(linear)["sup_n"]
            if not low < 0 < high:
                after.append((part, [*signs, 1 if high > 0 else -1]))
                continue
            for sign in (1, -1):
                child = C_Polyhedron(part)
                child.add_constraint(linear >= 0 if sign > 0 else linear <= 0)
                after.append((child, [*signs, sign]))
        parts = after
    return parts


def has_ppl() -> bool:
    """Whether pplpy is installed."""
    try:
        import ppl  # noqa: F401, PLC0415  # optional
    except ImportError:
        print("pplpy is not installed: our own figures only", file=sys.stderr)
        return False
    return True


def compare(widths: Widths, slope: Fraction, half: int) -> None:
    """Cells, components, seconds, memory, and the ratio to PPL, on [-half, half]^d."""
    network = random_network(widths, 1, slope)
    engine, d = integer_network(network), widths[0]
    sides = (Fraction(-half), Fraction(half)) * d

    def ours() -> PlaneRegions | SpaceRegions:
        return plane_regions(engine, box(*sides)) if d == 2 else space_regions(engine, sides)

    seconds, found = best(ours, 3)
    tracemalloc.start()
    ours()
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    text = f"{'-'.join(map(str, widths))} slope {slope} [-{half},{half}]^{d}: "
    text += f"{found.activation_regions} cells, components {found.components}, {seconds:.3f} s, "
    text += f"{peak:.0f} MiB, {found.exact_fallbacks} left open by floats"
    if has_ppl():
        theirs, (count, inside) = best(lambda: ppl_cells(network, half), 1)
        same = "equal" if count == found.activation_regions else f"DIFFERS: {count}"
        text += f"; PPL (cells only) {theirs:.2f} s, ratio {theirs / seconds:.0f}; "
        text += f"its splitting alone {inside:.2f} s, ratio {inside / seconds:.0f}; counts {same}"
    print(text, flush=True)


def measure_line() -> None:
    """784-200-200-10 along a segment, after loading."""
    network = random_network((784, 200, 200, 10), 1, Fraction(0))
    engine = integer_network(network)
    random = Random(5)
    a, b = (tuple(Fraction(random.randrange(256), 256) for _ in range(784)) for _ in "ab")
    seconds, line = best(lambda: restrict(engine, a, b), 10)
    print(f"784-200-200-10 along a segment: {line.pieces} pieces, {1000 * seconds:.1f} ms")


def draw_growth(target: Path) -> None:
    """Seconds and megabytes against cells, for 2-n-n-2 on [-4, 4]^2, as an SVG picture."""
    rows, span = [], Fraction(4)
    square = box(-span, span, -span, span)
    for n in GROWTH:
        engine = integer_network(random_network((2, n, n, 2), 1, Fraction(0)))
        seconds, found = best(partial(plane_regions, engine, square), 3)
        rows.append((found.activation_regions, seconds))
        print(
            f"2-{n}-{n}-2: {rows[-1][0]} cells, {seconds:.3f} s, {1e6 * seconds / rows[-1][0]:.0f} us a cell"
        )
    most = max(cells for cells, _ in rows), max(seconds for _, seconds in rows)
    places = [(60 + 480 * c / most[0], 340 - 300 * s / most[1]) for c, s in rows]
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#0072B2"/>' for x, y in places)
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    target.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400" font-family="serif" font-size="13">'
        '<rect width="600" height="400" fill="#fff"/><path d="M60 20V340H560" fill="none" stroke="#000"/>'
        f'<polyline points="{path}" fill="none" stroke="#0072B2"/>{dots}'
        f'<text x="540" y="360" text-anchor="end">{most[0]} cells</text>'
        f'<text x="66" y="30">{most[1]:.2f} s</text><text x="60" y="390">2-n-n-2, [-4, 4]²</text></svg>\n',
        "utf-8",
    )


def main() -> None:
    """What the command line asks for; without arguments the plane and the line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("what", nargs="*", default=["plane", "line"])
    todo = parser.parse_args().what
    tasks = {"plane": PLANE, "largest": LARGEST, "space": SPACE}
    while todo:
        task = todo.pop(0)
        if task == "growth":
            draw_growth(Path(todo.pop(0) if todo else "growth.svg"))
        elif task == "line":
            measure_line()
        else:
            for widths, slope, half in tasks[task]:
                compare(widths, slope, half)


if __name__ == "__main__":
    main()
