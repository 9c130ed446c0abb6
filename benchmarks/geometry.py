"""Regions side by side: this engine against a plain cell splitting with the Parma Polyhedra Library.

    export OMP_NUM_THREADS=1
    PYTHONPATH=. python benchmarks/geometry.py [plane | largest | space | line | growth FILE.svg]...

Needs pplpy for the comparison; without it our own figures are printed alone.  Networks have weights and
biases that are multiples of 1/256, or (line) also float32.  Ours and PPL run in turns in one process: ours
five times, PPL once, ours five times.  Times are CPU seconds of the process, which other work on the machine
disturbs less than the clock, and medians.  Memory is the peak of what the engine allocates.
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
from statistics import median
from struct import pack, unpack
from time import process_time
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
GROWTH = (4, 8, 16, 32, 48, 64, 80, 96, 112, 128)
TURNS = {(2, 64, 64, 64, 2): 3}  # of one of PPL and five of ours; else one


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


def timed(run: Callable[[], Any], times: int) -> tuple[float, Any]:
    """The median of the CPU seconds and the result."""
    found, result = [], None
    for _ in range(times):
        start = process_time()
        result = run()
        found.append(process_time() - start)
    return median(found), result


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
            start = process_time()
            split = ppl_split(cell, pre)
            inside += process_time() - start
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

    ours()
    tracemalloc.start()
    found = ours()
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    text = f"{'-'.join(map(str, widths))} slope {slope} [-{half},{half}]^{d}: "
    text += f"{found.activation_regions} cells, components {found.components}, "
    text += f"{peak:.0f} MiB, {found.exact_fallbacks} left open by floats"
    print(text, flush=True)
    compared = has_ppl()
    for turn in range(TURNS.get(widths, 1)):
        seconds, _ = timed(ours, 5)
        line = f"  turn {turn + 1}: {seconds:.4f} s"
        if compared:
            theirs, (count, inside) = timed(lambda: ppl_cells(network, half), 1)
            again, _ = timed(ours, 5)
            mean = (seconds + again) / 2
            same = "equal" if count == found.activation_regions else f"DIFFERS: {count}"
            line += f" and {again:.4f} s; PPL (cells only) {theirs:.2f} s, ratio {theirs / mean:.0f}; "
            line += f"its splitting alone {inside:.2f} s, ratio {inside / mean:.0f}; counts {same}"
        print(line, flush=True)


def float32_network(widths: Widths, seed: int) -> Network:
    """He's initialisation as floats of 24 bits: multiples of 2^-44 or so."""
    random, layers = Random(seed), []
    for k, (n, m) in enumerate(pairwise(widths), 1):
        scale = (2 / n) ** 0.5

        def draw(size: float) -> Fraction:
            return Fraction(*unpack("<f", pack("<f", random.gauss(0, size)))[0].as_integer_ratio())

        weight = tuple(tuple(draw(scale) for _ in range(n)) for _ in range(m))
        sigma: Activation = IDENTITY if k == len(widths) - 1 else leaky_relu(ZERO)
        layers.append(Layer(weight, tuple(draw(0.1) for _ in range(m)), sigma))
    return Network(widths[0], tuple(layers))


def measure_line() -> None:
    """784-200-200-10 along a segment, after loading, in milliseconds: median and largest of 20."""
    widths = (784, 200, 200, 10)
    for name, network in (
        ("multiples of 1/256", random_network(widths, 1, ZERO)),
        ("float32", float32_network(widths, 1)),
    ):
        engine, random = integer_network(network), Random(5)
        a, b = (tuple(Fraction(random.randrange(256), 256) for _ in range(784)) for _ in "ab")
        restrict(engine, a, b)
        times = []
        for _ in range(20):
            start = process_time()
            line = restrict(engine, a, b)
            times.append(1000 * (process_time() - start))
        found = f"{line.pieces} pieces, {median(times):.1f} ms, at most {max(times):.1f} ms"
        print(f"784-200-200-10, {name}, along a segment: {found}")


def draw_growth(target: Path) -> None:
    """Seconds and megabytes against cells, for 2-n-n-2 on [-4, 4]^2, as an SVG picture."""
    rows, span = [], Fraction(4)
    square = box(-span, span, -span, span)
    for n in GROWTH:
        engine = integer_network(random_network((2, n, n, 2), 1, Fraction(0)))
        plane_regions(engine, square)
        seconds, found = timed(partial(plane_regions, engine, square), 7)
        tracemalloc.start()
        plane_regions(engine, square)
        peak = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
        cells = found.activation_regions
        rows.append((cells, seconds, peak))
        each = f"{1e6 * seconds / cells:.1f} us and {1024 * peak / cells:.2f} KiB a cell"
        print(f"2-{n}-{n}-2: {cells} cells, {seconds:.4f} s, {peak:.1f} MiB, {each}", flush=True)
    cells, seconds, peak = (max(column) for column in zip(*rows, strict=True))
    body = ""
    for k, (most, colour, mark) in enumerate(
        ((seconds, "#0072B2", ""), (peak, "#D55E00", ' stroke-dasharray="6 4"'))
    ):
        places = [(60 + 480 * row[0] / cells, 340 - 300 * row[k + 1] / most) for row in rows]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        body += f'<polyline points="{path}" fill="none" stroke="{colour}"{mark}/>'
        body += "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in places)
    target.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="400" font-family="serif" font-size="13">'
        '<rect width="640" height="400" fill="#fff"/><path d="M60 20V340H560" fill="none" stroke="#000"/>'
        f'{body}<text x="540" y="360" text-anchor="end">{cells} cells</text>'
        f'<text x="66" y="30" fill="#0072B2">time, to {seconds:.2f} s</text>'
        f'<text x="66" y="48" fill="#D55E00">memory, to {peak:.0f} MiB (dashed)</text>'
        '<text x="60" y="390">2-n-n-2, [-4, 4]²</text></svg>\n',
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
