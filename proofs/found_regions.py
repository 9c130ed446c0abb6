"""What `theodolite regions` found: words, JSON and a picture of planes, spaces, lines, agreement, borders."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Protocol

from checker import Surd
from constructions.formats.numbers import write_number
from constructions.geometry.agreement import Agreement
from constructions.geometry.along_line import Line
from constructions.geometry.distance import Nearest
from constructions.geometry.integer_network import Unsupported
from constructions.geometry.plane_regions import PlaneRegions, Ties
from constructions.geometry.root_integers import as_float, nearby, ratio
from constructions.geometry.space_regions import SpaceRegions
from proofs.drawing_of_regions import Window, drawing_of_line, drawing_of_plane, window_of

_SHOWN = 12  # breakpoints printed; the JSON has them all


class Found(Protocol):
    """What was found: words, JSON and a picture, of one class (from 0) or of all."""

    def lines(self, wanted: int | None) -> list[str]:
        """Lines for a reader; classes count from 1."""

    def table(self, wanted: int | None) -> dict[str, Any]:
        """The JSON; classes count from 0."""

    def draw(self, wanted: int | None) -> str:
        """An SVG picture."""


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
            *(self._class(j) for j in chosen_classes(len(r.components), wanted)),
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
        for j in chosen_classes(len(r.components), wanted):
            row: dict[str, Any] = {"class": j, "components": r.components[j], "tie": j in tied}
            if self.areas:
                area = r.area_of_class(j)
                row["area"] = None if area is None else text_of(area)
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
    """Regions of three and more dimensions, or of an unbounded polygon."""

    regions: SpaceRegions
    volumes: bool = False

    def lines(self, wanted: int | None) -> list[str]:
        """Counts, one line for each class, and ties that have interior."""
        r = self.regions
        ties = [Ties(classes, count, 0) for classes, count in r.ties]
        skeleton = [] if r.vertices is None else [f"vertices: {r.vertices}", f"edges: {r.edges}"]
        return [
            f"activation regions: {r.activation_regions}",
            f"linear regions: {r.linear_regions}, with {r.affine_pieces} different affine functions",
            "; ".join([*skeleton, _decided(r.exact_fallbacks)]),
            *(self._class(j) for j in chosen_classes(len(r.components), wanted)),
            *(_tie(tie) for tie in ties if wanted is None or wanted in tie.classes),
        ]

    def _class(self, j: int) -> str:
        text = f"class {j + 1}: {_plural(self.regions.components[j], 'component')}"
        if not self.volumes:
            return text
        volume = self.regions.volume_of_class(j)
        return f"{text}, volume {'infinite' if volume is None else _short(volume)}"

    def _row(self, j: int, tied: set[int]) -> dict[str, Any]:
        row: dict[str, Any] = {"class": j, "components": self.regions.components[j], "tie": j in tied}
        if self.volumes:
            volume = self.regions.volume_of_class(j)
            row["volume"] = None if volume is None else text_of(volume)
        return row

    def table(self, wanted: int | None) -> dict[str, Any]:
        """The counts of the design; vertices and edges are null where the domain is unbounded."""
        r = self.regions
        tied = {j for classes, _ in r.ties for j in classes}
        return {
            "activation_regions": r.activation_regions,
            "linear_regions": r.linear_regions,
            "affine_pieces": r.affine_pieces,
            "classes": [self._row(j, tied) for j in chosen_classes(len(r.components), wanted)],
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
        size = "infinite" if area is None else _short(area)
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
            "area": None if area is None else text_of(area),
            "polygons": [[_corner(p) for p in ring] for ring in f.polygons],
            "segments": [[_corner(p) for p in ends] for ends in f.segments],
            "points": [_corner(p) for p in f.points],
        }
        return {"agreement": found}

    def draw(self, wanted: int | None) -> str:
        """Nothing yet: the faces are in the JSON."""
        raise Unsupported("--agree has no picture; leave --plot out")


def _corner(p: tuple[Any, Any, Any]) -> Any:
    x, y, w = p
    place = [text_of(ratio(c, w or 1)) for c in (x, y)]
    return place if w else {"direction": place}


@dataclass(frozen=True)
class FoundBorder:
    """The nearest border of a point's activation region."""

    nearest: Nearest | None

    def lines(self, wanted: int | None) -> list[str]:
        """The squared distance and the unit; layers and units count from 1."""
        if self.nearest is None:
            return ["nearest border: none, the region is the whole space"]
        n = self.nearest
        unit = f"{'pooling unit' if n.pooling else 'unit'} {n.unit + 1} of layer {n.layer + 1}"
        return [f"nearest border: {unit}, squared distance {text_of(n.squared)}"]

    def table(self, wanted: int | None) -> dict[str, Any]:
        """The same for programs; layer and unit count from 0."""
        n = self.nearest
        if n is None:
            return {"nearest": None}
        found = {"squared": text_of(n.squared), "layer": n.layer, "unit": n.unit}
        return {"nearest": {**found, "pooling": True} if n.pooling else found}

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
        shown = ", ".join(map(text_of, points[:_SHOWN]))
        if len(points) > _SHOWN or len(shown) > 40 * _SHOWN:
            shown = ", ".join(f"{as_float(x):.6g}" for x in points[:_SHOWN]) + ", ... (all in the JSON)"
        kinks = f"the network has {_plural(len(self.line.kinks), 'kink')}"
        return [
            f"pieces: {self.line.pieces}; {kinks}; {_decided(self.line.fallbacks)}",
            f"breakpoints in {self.name}: {shown or 'none'}",
            *(
                f"class {j + 1}: {_plural(self.line.components(j), 'interval')}"
                for j in chosen_classes(self.classes, wanted)
            ),
        ]

    def _end(self, t: Any) -> str | None:
        return None if t is None else text_of(t * self.scale + self.origin)

    def _at(self, points: tuple[Any, ...]) -> list[Any]:
        return [t * self.scale + self.origin for t in points]

    def table(self, wanted: int | None) -> dict[str, Any]:
        """Pieces, exact breakpoints, and the intervals of each class."""
        tied = {j for winners in self.line.winners if len(winners) > 1 for j in winners}
        return {
            "pieces": self.line.pieces,
            "breakpoints": [text_of(x) for x in self._at(self.line.breakpoints)],
            "kinks": [text_of(x) for x in self._at(self.line.kinks)],
            "classes": [
                {"class": j, "components": self.line.components(j), "tie": j in tied}
                for j in chosen_classes(self.classes, wanted)
            ],
            "along": [
                {"until": self._end(hi), "classes": sorted(winners)}
                for hi, winners in zip(self.line.cuts[1:], self.line.winners, strict=True)
            ],
            "exact_fallbacks": self.line.fallbacks,
        }

    def draw(self, wanted: int | None) -> str:
        """A strip of the classes with the breakpoints."""
        shown = replace(
            self.line,
            breakpoints=tuple(map(nearby, self.line.breakpoints)),
            cuts=tuple(None if t is None else nearby(t) for t in self.line.cuts),
        )
        return drawing_of_line(shown, self.classes, self.origin, self.scale, self.name, wanted)


def text_of(x: Any) -> str:
    """A number in full, however long: Python writes integers of 4,300 digits at most."""
    try:
        return write_number(x)
    except ValueError:
        if isinstance(x, Surd):
            return f"{text_of(x.a)} {'+' if x.b > 0 else '-'} {text_of(abs(x.b))}*sqrt({x.d})"
        top, bottom = (_digits(n) for n in (abs(x.numerator), x.denominator))
        return f"{'-' if x < 0 else ''}{top}{'' if bottom == '1' else '/' + bottom}"


def _digits(n: int) -> str:
    """The decimal digits of n >= 0, in halves."""
    if n.bit_length() <= 10_000:
        return str(n)
    places = n.bit_length() * 3 // 20  # of the lower half
    high, low = divmod(n, 10**places)
    return _digits(high) + _digits(low).rjust(places, "0")


def _plural(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _short(x: Any) -> str:
    """A number in full if it is short, else as a decimal."""
    text = text_of(x)
    return text if len(text) <= 40 else f"{as_float(x):.6g} (exact in the JSON)"


def _decided(count: int) -> str:
    return f"signs that floats left open: {count}"


def _tie(tie: Ties) -> str:
    names = ", ".join(str(j + 1) for j in tie.classes)
    return f"tie with interior: classes {names}; {_plural(tie.components, 'component')}"


def chosen_classes(count: int, wanted: int | None) -> list[int]:
    """The class that is wanted, or all."""
    return list(range(count)) if wanted is None else [wanted]
