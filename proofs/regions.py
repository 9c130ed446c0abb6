"""What `theodolite regions` is asked for: the options, and which part of the engine answers them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

from checker import Field, Json, Network, Rationals, Reader, canonical_bytes
from constructions.evidence.simplices import restricted
from constructions.formats.domains import read_polygon, read_polytope
from constructions.formats.image_layers import LayeredNetwork
from constructions.formats.loaded_network import hash_network
from constructions.formats.region_network import AnyNetwork
from constructions.formats.vectors import read_point
from constructions.geometry.agreement import Agreement, agreement
from constructions.geometry.along_line import restrict
from constructions.geometry.distance import nearest_border
from constructions.geometry.domains import box, plane, polygon, polygon_of
from constructions.geometry.integer_network import (
    Forms,
    IntegerNetwork,
    Unsupported,
    integer_network,
    subspace,
)
from constructions.geometry.layered import layered_network
from constructions.geometry.mesh import Outline
from constructions.geometry.plane_regions import plane_regions
from constructions.geometry.root_integers import plain
from constructions.geometry.space_regions import SpaceRegions, space_regions
from proofs.drawing_of_regions import window_of
from proofs.found_regions import (
    Found,
    FoundAgreement,
    FoundBorder,
    FoundLine,
    FoundPlane,
    FoundSpace,
    chosen_classes,
)
from proofs.regions_certified import box_json, certificates, certify, polygon_json, polytope_json
from proofs.regions_in_strips import Work, regions_in_slabs, regions_in_strips


@dataclass(frozen=True)
class Request:
    """The options of the command."""

    loaded: AnyNetwork
    box: tuple[str, ...] | None
    line: tuple[str, str] | None
    slice: tuple[str, str, str] | None
    whole: bool
    areas: bool
    most_cells: int
    drawn: bool
    nearest: str | None = None
    other: AnyNetwork | None = None
    strips: int = 1
    keep: Path | None = None
    jobs: int = 1
    polygon: str | None = None
    polytope: str | None = None
    memory: float = 2.0
    scheduler: str | None = None

    @property
    def field(self) -> Field:
        """The field of the network's numbers."""
        return Rationals() if isinstance(self.loaded, LayeredNetwork) else self.loaded.field

    @property
    def bounded(self) -> bool:
        """Whether a domain is given."""
        return any(x is not None for x in (self.box, self.polygon, self.polytope))


def find(request: Request, progress: Callable[[str], None] = lambda text: None) -> Found:
    """The regions asked for; `Unsupported`, `TooLarge` and `InputError` say why there are none."""
    engine = replace(engine_of(request.loaded), most_numbers=int(request.memory * 2**27))
    d = engine.input_dim
    if request.nearest is not None:
        return FoundBorder(nearest_border(engine, _point(request, request.nearest)))
    if request.other is not None:
        return FoundAgreement(_agreement(request, engine, engine_of(request.other)))
    if request.line is not None:
        a, b = (_point(request, text) for text in request.line)
        if a == b:
            raise Unsupported("--line needs two different points")
        return FoundLine(restrict(engine, a, b, request.whole), engine.layers[-1].width)
    if request.strips > 1 or request.keep is not None or request.scheduler is not None:
        return FoundSpace(_in_parts(request, engine, progress))
    if request.slice is not None:
        return _plane(request, engine, _slice(request), ("s", "t"))
    if d == 1:
        if request.polygon is not None or request.polytope is not None:
            raise Unsupported("it has 1 input; give --box LO HI")
        ends = _sides(request.box, 1) or (Fraction(0), Fraction(1))
        line = restrict(engine, ends[:1], ends[1:], request.box is None)
        return FoundLine(line, engine.layers[-1].width, ends[0], ends[1] - ends[0], "x")
    if d == 2:
        return _plane(request, engine, None, ("x_1", "x_2"))
    if request.drawn or request.polygon is not None:
        raise Unsupported(f"it has {d} inputs; pictures and polygons need --line A B or --slice P Q R")
    return _space(request, engine)


def engine_of(loaded: AnyNetwork) -> IntegerNetwork:
    """The network as the engine takes it."""
    if isinstance(loaded, LayeredNetwork):
        return layered_network(loaded.input_dim, loaded.layers)
    return integer_network(loaded.network)


def _space(request: Request, engine: IntegerNetwork) -> FoundSpace:
    d = engine.input_dim
    sides = () if request.polytope is None else read_polytope(request.polytope, d)
    return FoundSpace(space_regions(engine, _sides(request.box, d), request.most_cells, sides), request.areas)


def _outline(request: Request) -> Outline | None:
    """The domain of a plane that was asked for; None for a polytope that is not bounded."""
    if request.polygon is not None:
        return polygon(read_polygon(request.polygon))
    if request.polytope is not None:
        return polygon_of(read_polytope(request.polytope, 2))
    sides = _sides(request.box, 2)
    if sides is None and request.slice is not None and not request.whole:
        sides = (Fraction(0), Fraction(1)) * 2
    return plane() if sides is None else box(*sides)


def _slice(request: Request) -> Forms:
    """The inputs on the plane through P, Q and R, as forms in s and t."""
    p, q, r = (_point(request, text) for text in request.slice or ())
    u, v = ([y - x for x, y in zip(p, end, strict=True)] for end in (q, r))
    if all(u[i] * v[k] == u[k] * v[i] for i in range(len(p)) for k in range(i)):
        raise Unsupported("--slice needs three points that are not on one line")
    return subspace([u, v], p)


def _agreement(request: Request, one: IntegerNetwork, two: IntegerNetwork) -> Agreement:
    """On the plane, the box or the slice asked for."""
    if request.slice is None and (one.input_dim != 2 or request.line is not None):
        raise Unsupported("--agree needs two inputs, or --slice P Q R")
    outline = _outline(request)
    if outline is None:
        raise Unsupported("--agree needs a polytope that is bounded")
    start = None if request.slice is None else _slice(request)
    return agreement(one, two, outline, start, request.most_cells)


def _in_parts(request: Request, engine: IntegerNetwork, progress: Callable[[str], None]) -> SpaceRegions:
    """A box of a plane strip by strip, any other domain slab by slab."""
    if request.drawn or request.areas:
        raise Unsupported("--strips, --keep and --scheduler go without --plot and --areas")
    layered = isinstance(request.loaded, LayeredNetwork)
    about: dict[str, Any] = {"network": _hash(request.loaded)}
    start = None
    if request.slice is not None:
        about["slice"] = [[str(x) for x in _point(request, text)] for text in request.slice]
        start = _slice(request)
    work = Work(
        engine,
        start,
        request.most_cells,
        request.strips,
        request.jobs,
        request.keep,
        about,
        request.scheduler,
    )
    d = engine.input_dim if start is None else 2
    if request.polygon is not None and d != 2:
        raise Unsupported(f"it has {d} inputs; polygons need --slice P Q R")
    sides = _sides(request.box, d)
    if request.slice is not None and not request.bounded and not request.whole:
        sides = (Fraction(0), Fraction(1)) * 2
    if sides is not None and d == 2 and not layered:
        return regions_in_strips(work, sides, progress)
    forms = Reader(Rationals()).half_spaces(_domain(request, d), "", d)
    return regions_in_slabs(work, d, forms, progress)


def _hash(loaded: AnyNetwork) -> str:
    if isinstance(loaded, LayeredNetwork):
        return sha256(canonical_bytes([layer.json() for layer in loaded.layers])).hexdigest()
    return hash_network(loaded.network, loaded.field)


def certified(
    request: Request, found: Found, wanted: int | None, all_kinds: bool, progress: Callable[[str], None]
) -> dict[str, bytes]:
    """Certificates, verified by the kernel: for all counts, and those by split trees of a small network."""
    if not isinstance(found, FoundPlane | FoundSpace | FoundLine):
        raise Unsupported("--nearest and --agree have no certificates")
    network, field = _restricted(request), request.field
    domain = _domain(request, network.input_dim)
    counted = None if isinstance(found, FoundLine) else found.regions
    made = {"region-counts": certify(network, field, domain, counted, request.most_cells, progress)}
    if counted is not None and all_kinds:
        counts = counted.components
        classes = {j: counts[j] for j in chosen_classes(len(counts), None if wanted is None else wanted - 1)}
        made |= certificates(network, field, domain, counted.activation_regions, classes, progress)
    return made


def _restricted(request: Request) -> Network:
    """The network, of a slice or a line as a function of s and t."""
    if isinstance(request.loaded, LayeredNetwork):
        raise Unsupported("certificates are for fully connected networks, without pooling")
    network, ends = request.loaded.network, request.line or request.slice
    if ends is None:
        return network
    origin, *others = (read_point(text, network.input_dim, request.field) for text in ends)
    return restricted(network, origin, [[y - x for x, y in zip(origin, p, strict=True)] for p in others])


def _domain(request: Request, d: int) -> Json:
    if request.polygon is not None:
        return polygon_json(read_polygon(request.polygon))
    if request.polytope is not None:
        return polytope_json(read_polytope(request.polytope, d))
    sides = _sides(request.box, d)
    if sides is None and (request.line or request.slice) and not request.whole:
        sides = (Fraction(0), Fraction(1)) * d
    return box_json(sides)


def _point(request: Request, text: str) -> tuple[Any, ...]:
    return tuple(map(plain, read_point(text, request.loaded.widths[0], request.field)))


def _sides(numbers: tuple[str, ...] | None, d: int) -> tuple[Fraction, ...] | None:
    """The box lo hi lo hi ..., or None for no box."""
    if numbers is None:
        return None
    found = tuple(map(Fraction, read_point(",".join(numbers), len(numbers), Rationals())))
    if len(found) != 2 * d or not all(lo < hi for lo, hi in zip(found[::2], found[1::2], strict=True)):
        raise Unsupported(f"--box needs {2 * d} numbers, lo < hi for each of {d} coordinates")
    return found


def _plane(request: Request, engine: IntegerNetwork, start: Forms | None, axes: tuple[str, str]) -> Found:
    outline = _outline(request)
    if outline is None:
        if start is not None or request.drawn:
            raise Unsupported("slices and pictures need a polytope that is bounded")
        return _space(request, engine)
    regions = plane_regions(engine, outline, start, request.most_cells)
    window, shown = _sides(request.box, 2), regions
    if request.slice is not None and not request.bounded and not request.whole:
        window = (Fraction(0), Fraction(1)) * 2
    if request.drawn and window is None:
        window = window_of(regions)
        if outline.artificial:
            shown = plane_regions(engine, box(*window), start, request.most_cells)
    return FoundPlane(regions, request.areas, shown, window, axes)
