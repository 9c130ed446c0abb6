"""Evidence for `region-is`, or the point that shows `region-is-not`.

On each cell the region Q is one open polyhedron.  Q must lie in one polyhedron of the union; where it
lies in several together, the cell is cut by one of their sides until each part lies in one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from checker import Constraint, Field, Json, Network, Reader
from checker.polyhedron import Constraints, minus, negative, strict
from constructions.cells import Arrangement, Cell, arrangement, localise, relocate
from constructions.certificate import Claim, NotFound, region_claim
from constructions.evidence.components import read_domain
from constructions.linear_program import Feasible, Infeasible, solve

Form = tuple[Any, ...]
_MOST_CONSTRAINTS = 200  # of a cell, after which cutting it further is given up
Polyhedra = tuple[tuple[Form, ...], ...]


def certify_region_is(network: Network, field: Field, j: int, polyhedra: Json, domain: Json = None) -> bytes:
    """A certificate that C_j is the union; `NotFound` with a certified witness when it is not."""
    claim = region_claim("region-is", network, field, j, domain, polyhedra=polyhedra)
    search = _Search(network, field, j, polyhedra, domain)
    try:
        return claim.with_evidence({"tree": search.tree()})
    except _Witness as witness:
        body = dict(claim.body)
        counter = Claim("region-is-not", field, body).with_evidence(
            {"point": search.found.vector(witness.point)}
        )
        raise NotFound(f"region and union differ at {search.found.vector(witness.point)}", counter) from None


def certify_region_is_not(
    network: Network, field: Field, j: int, polyhedra: Json, domain: Json = None
) -> bytes:
    """A certificate that C_j is not the union; `NotFound` with a certificate that it is, otherwise."""
    try:
        equal = certify_region_is(network, field, j, polyhedra, domain)
    except NotFound as different:
        if different.counter is None:
            raise
        return different.counter
    raise NotFound("region and union are equal", equal)


class _Witness(Exception):
    """A point of exactly one of the two sets."""

    def __init__(self, point: Form) -> None:
        super().__init__()
        self.point = point


class _Search:
    """The walk over the cells."""

    def __init__(self, network: Network, field: Field, j: int, polyhedra: Json, domain: Json) -> None:
        self.found: Arrangement = arrangement(network, field, read_domain(network, field, domain))
        _, local = localise(network, field)
        read = Reader(field)
        lists = polyhedra if isinstance(polyhedra, list) else []
        self.polyhedra: Polyhedra = tuple(
            tuple(relocate(g, local) for g in read.half_spaces(p, "/polyhedra", network.input_dim))
            for p in lists
        )
        self.j = j

    def tree(self) -> list[Json]:
        """The nodes of the split tree with its leaves filled in."""
        leaf = {cell.node: cell for cell in self.found.cells}
        nodes: list[Json] = []
        for n, node in enumerate(self.found.nodes):
            nodes.extend(self._leaf(leaf[n]) if n in leaf else [node])
        return nodes

    def _leaf(self, cell: Cell) -> Iterator[Json]:
        solid = tuple(replace(side, strict=True) for side in cell.constraints)
        thin = solve(solid, self.found.dimension)
        if isinstance(thin, Infeasible):
            constant = sum(y * cell.constraints[i].form[-1] for i, y in thin.multipliers)
            yield {"empty" if constant < 0 else "thin": self.found.multipliers(thin)}
            return
        region = self._region(cell)
        if region is None:
            cut = self._cut(cell)
            yield {"cut": {"normal": self.found.vector(cut[:-1]), "offset": self.found.number(-cut[-1])}}
            for side in (negative(cut), cut):
                yield from self._leaf(replace(cell, constraints=(*cell.constraints, Constraint(side, False))))
            return
        union = [self._within(cell.constraints + strict(p), cell.margins(self.j)) for p in self.polyhedra]
        for says in union:
            if isinstance(says, _Witness):
                raise says
        yield {"region": region, "polyhedra": [x for x in union if not isinstance(x, _Witness)]}

    def _region(self, cell: Cell) -> Json:
        """The cell's region inside one polyhedron of the union; None when no single one contains it."""
        region = cell.region(self.j)
        answer = solve(region, self.found.dimension)
        if isinstance(answer, Infeasible):
            return {"empty": self.found.multipliers(answer)}
        for i, polyhedron in enumerate(self.polyhedra):
            within = self._within(region, polyhedron)
            if isinstance(within, dict) and "within" in within:
                return {"index": str(i), "within": within["within"]}
        return None

    def _within(self, part: Constraints, sides: Sequence[Form]) -> Json | _Witness:
        """`part` is empty, or inside every side; else a point of it outside one."""
        answer = solve(part, self.found.dimension)
        if isinstance(answer, Infeasible):
            return {"empty": self.found.multipliers(answer)}
        within: list[Json] = []
        for side in sides:
            outside = solve((*part, Constraint(negative(side), False)), self.found.dimension)
            if isinstance(outside, Feasible):
                return _Witness(outside.point)
            within.append(self.found.multipliers(outside))
        return {"within": within}

    def _cut(self, cell: Cell) -> Form:
        """A hyperplane through the region that makes progress; `_Witness` when a point lies in no P_i."""
        if len(cell.constraints) > _MOST_CONSTRAINTS:
            raise NotFound("too many cuts between the polyhedra of the union")
        region = cell.region(self.j)
        outside = self._outside(region, 0)
        if outside is not None:
            raise _Witness(outside)
        solid = tuple(replace(side, strict=True) for side in region)
        for form in self._candidates(region):
            both = [
                solve((*solid, Constraint(s, True)), self.found.dimension) for s in (form, negative(form))
            ]
            if all(isinstance(answer, Feasible) for answer in both):
                return form
        raise NotFound("no cut divides the region between the polyhedra of the union")

    def _candidates(self, region: Constraints) -> Iterator[Form]:
        """Cuts between two polyhedra first (where sides are equal, or inside the overlap), then the sides."""
        for i, one in enumerate(self.polyhedra):
            for other in self.polyhedra[i + 1 :]:
                yield from (minus(a, b) for a in one for b in other)
                point = self.found.feasible((*region, *strict(one), *strict(other)))
                if point is not None:
                    for side in (*one, *other):
                        moved = sum(a * x for a, x in zip(side, point, strict=False))
                        yield (*side[:-1], -moved)
        for polyhedron in self.polyhedra:
            yield from polyhedron

    def _outside(self, part: Constraints, i: int) -> Form | None:
        """A point of `part` in none of the polyhedra from the i-th on."""
        point = self.found.feasible(part)
        if point is None or i == len(self.polyhedra):
            return point
        for side in self.polyhedra[i]:
            found = self._outside((*part, Constraint(negative(side), False)), i + 1)
            if found is not None:
                return found
        return None
