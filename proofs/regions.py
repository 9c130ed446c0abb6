"""The regions that `theodolite regions` reports: what was asked for, the counts, words and JSON for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

from checker import Rationals
from constructions.formats.loaded_network import LoadedNetwork, hash_network
from constructions.formats.vectors import read_point
from constructions.geometry.agreement import Agreement, agreement
from constructions.geometry.along_line import Line, restrict
from constructions.geometry.distance import Nearest, nearest_border
from constructions.geometry.domains import box, plane
from constructions.geometry.integer_network import (
    Forms,
    IntegerNetwork,
    Unsupported,
    integer_network,
    subspace,
)
from constructions.geometry.plane_regions import PlaneRegions, Ties, plane_regions
from constructions.geometry.space_regions import SpaceRegions, space_regions
from proofs.drawing_of_regions import Window, drawing_of_line, drawing_of_plane, window_of
from proofs.regions_certified import certificates
from proofs.regions_in_strips import Work, regions_in_strips

_SHOWN = 12  # breakpoints printed; the JSON has them all


@dataclass(frozen=True)
class Request:
    """The options of the command."""

    loaded: LoadedNetwork
    box: tuple[str, ...] | None
    line: tuple[str, str] | None
    slice: tuple[str, str, str] | None
    whole: bool
    areas: bool
    most_cells: int
    drawn: bool
    nearest: str | None = None
    other: LoadedNetwork | None = None
    strips: int = 1
    keep: Path | None = None
    jobs: int = 1


class Found(Protocol):
    """What was found: words, JSON and a picture, of one class (from 0) or of all."""

    def lines(self, wanted: int | None) -> list[str]:
        """Lines for a reader; classes count from 1."""

    def table(self, wanted: int | None) -> dict[str, Any]:
        """The JSON; classes count from 0."""

    def draw(self, wanted: int | None) -> str:
        """An SVG picture."""


def find(request: Request, progress: Callable[[str], None] = lambda text: None) -> Found:
    """The regions asked for; `Unsupported`, `TooLarge` and `InputError` say why there are none."""
    engine = integer_network(request.loaded.network)
    d = engine.input_dim
    if request.nearest is not None:
        return FoundBorder(nearest_border(engine, _point(request, request.nearest)))
    if request.other is not None:
        return FoundAgreement(_agreement(request, engine, integer_network(request.other.network)))
    if request.line is not None:
        a, b = (_point(request, text) for text in request.line)
        if a == b:
            raise Unsupported("--line needs two different points")
        return FoundLine(restrict(engine, a, b, request.whole), engine.layers[-1].width)
    if request.strips > 1 or request.keep is not None:
        return FoundSpace(_in_strips(request, engine, progress))
    if request.slice is not None:
        start = _slice(request)
        sides = _sides(request.box, 2) or (None if request.whole else (Fraction(0), Fraction(1)) * 2)
        return _plane(request, engine, start, sides, ("s", "t"))
    if d == 1:
        ends = _sides(request.box, 1) or (Fraction(0), Fraction(1))
        line = restrict(engine, ends[:1], ends[1:], request.box is None)
        return FoundLine(line, engine.layers[-1].width, ends[0], ends[1] - ends[0], "x")
    if d == 2:
        return _plane(request, engine, None, _sides(request.box, 2), ("x_1", "x_2"))
    if request.drawn or request.areas:
        raise Unsupported(f"it has {d} inputs; pictures and areas need --line A B or --slice P Q R")
    return FoundSpace(space_regions(engine, _sides(request.box, d), request.most_cells))


def _slice(request: Request) -> Forms:
    """The inputs on the plane through P, Q and R, as forms in s and t."""
    p, q, r = (_point(request, text) for text in request.slice or ())
    u, v = ([y - x for x, y in zip(p, end, strict=True)] for end in (q, r))
    if all(u[i] * v[k] == u[k] * v[i] for i in range(len(p)) for k in range(i)):
        raise Unsupported("--slice needs three points that are not on one line")
    return subspace([u, v], p)


def _agreement(request: Request, one: IntegerNetwork, two: IntegerNetwork) -> Agreement:
    """On the plane, the box or the slice asked for."""
    sides = _sides(request.box, 2)
    if request.slice is None:
        if one.input_dim != 2 or request.line is not None:
            raise Unsupported("--agree needs two inputs, or --slice P Q R")
        return agreement(one, two, plane() if sides is None else box(*sides), None, request.most_cells)
    if sides is None and not request.whole:
        sides = (Fraction(0), Fraction(1)) * 2
    outline = plane() if sides is None else box(*sides)
    return agreement(one, two, outline, _slice(request), request.most_cells)


def _in_strips(request: Request, engine: IntegerNetwork, progress: Callable[[str], None]) -> SpaceRegions:
    """A box of a plane, strip by strip."""
    sides = _sides(request.box, 2)
    plain = request.slice is None
    if sides is None and not plain and not request.whole:
        sides = (Fraction(0), Fraction(1)) * 2
    if sides is None or (plain and engine.input_dim != 2) or request.drawn or request.areas:
        raise Unsupported("--strips and --keep need a box of a plane, without --plot and --areas")
    about: dict[str, Any] = {"network": hash_network(request.loaded.network, request.loaded.field)}
    if not plain:
        about["slice"] = [[str(x) for x in _point(request, text)] for text in request.slice or ()]
    start = None if plain else _slice(request)
    parts = Work(engine, sides, start, request.most_cells, request.strips, request.jobs, request.keep, about)
    return regions_in_strips(parts, progress)


def certified(
    request: Request, found: Found, wanted: int | None, progress: Callable[[str], None]
) -> dict[str, bytes]:
    """Certificates, verified by the kernel, for the counts on the whole space or a box."""
    if not isinstance(found, FoundPlane | FoundSpace) or request.slice is not None:
        raise Unsupported("certificates are for the whole space or a box of two inputs or more")
    loaded, counts = request.loaded, found.regions.components
    sides = _sides(request.box, loaded.network.input_dim)
    classes = {j: counts[j] for j in _classes(len(counts), None if wanted is None else wanted - 1)}
    regions = found.regions.activation_regions
    return certificates(loaded.network, loaded.field, sides, regions, classes, progress)


def _point(request: Request, text: str) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, read_point(text, request.loaded.network.input_dim, Rationals())))


def _sides(numbers: tuple[str, ...] | None, d: int) -> tuple[Fraction, ...] | None:
    """The box lo hi lo hi ..., or None for no box."""
    if numbers is None:
        return None
    found = tuple(map(Fraction, read_point(",".join(numbers), len(numbers), Rationals())))
    if len(found) != 2 * d or not all(lo < hi for lo, hi in zip(found[::2], found[1::2], strict=True)):
        raise Unsupported(f"--box needs {2 * d} numbers, lo < hi for each of {d} coordinates")
    return found


def _plane(
    request: Request,
    engine: IntegerNetwork,
    start: Forms | None,
    sides: tuple[Fraction, ...] | None,
    axes: tuple[str, str],
) -> FoundPlane:
    outline = plane() if sides is None else box(*sides)
    regions = plane_regions(engine, outline, start, request.most_cells)
    window, shown = sides, regions
    if request.drawn and sides is None:
        window = window_of(regions)
        shown = plane_regions(engine, box(*window), start, request.most_cells)
    return FoundPlane(regions, request.areas, shown, window, axes)


@dataclass(frozen=True)
class FoundPlane:
    """Regions on a plane or a box of it; `shown` are those within the window of the picture."""

    regions: PlaneRegions
    areas: bool
    shown: PlaneRegions
    window: Window | None
    axes: tuple[str, str]

    def lines(self, wanted: int | None) -> list[str]:
        """Counts, one line for each class, and ties that have interior."""
        r = self.regions
        return [
            f"activation regions: {r.activation_regions}",
            f"linear regions: {r.linear_regions}, with {r.affine_pieces} different affine functions",
            f"vertices: {r.vertices}; edges: {r.edges}; {_decided(r.exact_fallbacks)}",
            *(self._class(j) for j in _classes(len(r.components), wanted)),
            *(_tie(tie) for tie in r.ties if tie.components and (wanted is None or wanted in tie.classes)),
        ]

    def _class(self, j: int) -> str:
        count = self.regions.components[j]
        text = f"class {j + 1}: {_plural(count, 'component')}"
        if not self.areas:
            return text
        area = self.regions.area_of_class(j)
        return f"{text}, area {'infinite' if area is None else _short(area)}"

    def table(self, wanted: int | None) -> dict[str, Any]:
        """The counts of the design, ties with their classes, and areas when asked for."""
        r = self.regions
        tied = {j for tie in r.ties if tie.components for j in tie.classes}
        rows = []
        for j in _classes(len(r.components), wanted):
            row: dict[str, Any] = {"class": j, "components": r.components[j], "tie": j in tied}
            if self.areas:
                area = r.area_of_class(j)
                row["area"] = None if area is None else str(area)
            rows.append(row)
        ties = [{"classes": list(t.classes), "components": t.components, "edges": t.edges} for t in r.ties]
        return {
            "activation_regions": r.activation_regions,
            "linear_regions": r.linear_regions,
            "affine_pieces": r.affine_pieces,
            "classes": rows,
            "ties": ties,
            "vertices": r.vertices,
            "edges": r.edges,
            "exact_fallbacks": r.exact_fallbacks,
        }

    def draw(self, wanted: int | None) -> str:
        """The arrangement, the decision regions and their components."""
        return drawing_of_plane(self.shown, self.window or window_of(self.shown), self.axes, wanted)


@dataclass(frozen=True)
class FoundSpace:
    """Regions of three and more dimensions."""

    regions: SpaceRegions

    def lines(self, wanted: int | None) -> list[str]:
        """Counts, one line for each class, and ties that have interior."""
        r = self.regions
        ties = [Ties(classes, count, 0) for classes, count in r.ties]
        skeleton = [] if r.vertices is None else [f"vertices: {r.vertices}", f"edges: {r.edges}"]
        return [
            f"activation regions: {r.activation_regions}",
            f"linear regions: {r.linear_regions}, with {r.affine_pieces} different affine functions",
            "; ".join([*skeleton, _decided(r.exact_fallbacks)]),
            *(
                f"class {j + 1}: {_plural(r.components[j], 'component')}"
                for j in _classes(len(r.components), wanted)
            ),
            *(_tie(tie) for tie in ties if wanted is None or wanted in tie.classes),
        ]

    def table(self, wanted: int | None) -> dict[str, Any]:
        """The counts of the design; vertices and edges are null on the whole space."""
        r = self.regions
        tied = {j for classes, _ in r.ties for j in classes}
        return {
            "activation_regions": r.activation_regions,
            "linear_regions": r.linear_regions,
            "affine_pieces": r.affine_pieces,
            "classes": [
                {"class": j, "components": r.components[j], "tie": j in tied}
                for j in _classes(len(r.components), wanted)
            ],
            "ties": [{"classes": list(classes), "components": count} for classes, count in r.ties],
            "vertices": r.vertices,
            "edges": r.edges,
            "exact_fallbacks": r.exact_fallbacks,
        }

    def draw(self, wanted: int | None) -> str:
        """Nothing: a picture needs a plane."""
        raise Unsupported("a picture needs a plane or a line")


@dataclass(frozen=True)
class FoundAgreement:
    """Where two networks agree, as faces with exact corners."""

    found: Agreement

    def lines(self, wanted: int | None) -> list[str]:
        """How many faces of each dimension, and the area."""
        f, area = self.found, self.found.area()
        size = "infinite" if area is None else str(area)
        return [
            f"the networks agree everywhere: {'yes' if f.everywhere else 'no'}",
            f"they agree on {_plural(len(f.polygons), 'polygon')} of area {size}, "
            f"and besides on {_plural(len(f.segments), 'segment')} and {_plural(len(f.points), 'point')}",
        ]

    def table(self, wanted: int | None) -> dict[str, Any]:
        """The faces; a corner is [x, y], or {"direction": [x, y]} where a face is unbounded."""
        f, area = self.found, self.found.area()
        found = {
            "everywhere": f.everywhere,
            "area": None if area is None else str(area),
            "polygons": [[_corner(p) for p in ring] for ring in f.polygons],
            "segments": [[_corner(p) for p in ends] for ends in f.segments],
            "points": [_corner(p) for p in f.points],
        }
        return {"agreement": found}

    def draw(self, wanted: int | None) -> str:
        """Nothing yet: the faces are in the JSON."""
        raise Unsupported("--agree has no picture; leave --plot out")


def _corner(p: tuple[int, int, int]) -> Any:
    x, y, w = p
    return [str(Fraction(x, w)), str(Fraction(y, w))] if w else {"direction": [str(x), str(y)]}


@dataclass(frozen=True)
class FoundBorder:
    """The nearest border of a point's activation region."""

    nearest: Nearest | None

    def lines(self, wanted: int | None) -> list[str]:
        """The squared distance and the unit; layers and units count from 1."""
        if self.nearest is None:
            return ["nearest border: none, the region is the whole space"]
        n = self.nearest
        return [f"nearest border: unit {n.unit + 1} of layer {n.layer + 1}, squared distance {n.squared}"]

    def table(self, wanted: int | None) -> dict[str, Any]:
        """The same for programs; layer and unit count from 0."""
        n = self.nearest
        found = None if n is None else {"squared": str(n.squared), "layer": n.layer, "unit": n.unit}
        return {"nearest": found}

    def draw(self, wanted: int | None) -> str:
        """Nothing: a picture needs a plane."""
        raise Unsupported("--nearest has no picture; leave --plot out")


@dataclass(frozen=True)
class FoundLine:
    """Pieces along a line; the parameter t is reported as origin + scale t."""

    line: Line
    classes: int
    origin: Fraction = Fraction(0)
    scale: Fraction = Fraction(1)
    name: str = "t"

    def lines(self, wanted: int | None) -> list[str]:
        """Counts, the first breakpoints and a line for each class."""
        points = self._at(self.line.breakpoints)
        shown = ", ".join(map(str, points[:_SHOWN]))
        if len(points) > _SHOWN or len(shown) > 40 * _SHOWN:
            shown = ", ".join(f"{float(x):.6g}" for x in points[:_SHOWN]) + ", ... (all in the JSON)"
        kinks = f"the network has {_plural(len(self.line.kinks), 'kink')}"
        return [
            f"pieces: {self.line.pieces}; {kinks}; {_decided(self.line.fallbacks)}",
            f"breakpoints in {self.name}: {shown or 'none'}",
            *(
                f"class {j + 1}: {_plural(self.line.components(j), 'interval')}"
                for j in _classes(self.classes, wanted)
            ),
        ]

    def _end(self, t: Fraction | None) -> str | None:
        return None if t is None else str(self.origin + self.scale * t)

    def _at(self, points: tuple[Fraction, ...]) -> list[Fraction]:
        return [self.origin + self.scale * t for t in points]

    def table(self, wanted: int | None) -> dict[str, Any]:
        """Pieces, exact breakpoints, and the intervals of each class."""
        tied = {j for winners in self.line.winners if len(winners) > 1 for j in winners}
        return {
            "pieces": self.line.pieces,
            "breakpoints": [str(x) for x in self._at(self.line.breakpoints)],
            "kinks": [str(x) for x in self._at(self.line.kinks)],
            "classes": [
                {"class": j, "components": self.line.components(j), "tie": j in tied}
                for j in _classes(self.classes, wanted)
            ],
            "along": [
                {"until": self._end(hi), "classes": sorted(winners)}
                for hi, winners in zip(self.line.cuts[1:], self.line.winners, strict=True)
            ],
            "exact_fallbacks": self.line.fallbacks,
        }

    def draw(self, wanted: int | None) -> str:
        """A strip of the classes with the breakpoints."""
        return drawing_of_line(self.line, self.classes, self.origin, self.scale, self.name, wanted)


def _plural(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _short(x: Fraction) -> str:
    """A rational in full if it is short, else as a decimal."""
    return str(x) if len(str(x)) <= 40 else f"{float(x):.6g} (exact in the JSON)"


def _decided(count: int) -> str:
    return f"signs that floats left open: {count}"


def _tie(tie: Ties) -> str:
    names = ", ".join(str(j + 1) for j in tie.classes)
    return f"tie with interior: classes {names}; {_plural(tie.components, 'component')}"


def _classes(count: int, wanted: int | None) -> list[int]:
    return list(range(count)) if wanted is None else [wanted]
