"""A convex domain of the plane, divided into convex polygons edge to edge by continuous functions.

The units of a piecewise linear network are continuous, so the sign of a unit at a vertex does not depend on
the cell it is computed in, and two cells that share an edge cut it at the same point.  Hence the subdivision
stays edge to edge: neighbours are known without comparing coordinates.  Only a function that takes both signs
in a cell cuts it; a vertex where the function vanishes is an end of the cut, never perturbed.
"""

from __future__ import annotations

import numpy

from constructions.geometry.cutting import Cut
from constructions.geometry.mesh import Cuts, Mesh
from constructions.geometry.root_integers import Tensor
from constructions.geometry.sign_bits import unpacked


class Subdivision(Mesh):
    """A mesh that functions cut."""

    def cut(self, forms: Tensor) -> Cuts:
        """Cut every cell by the zeros of its forms, of shape (cells, 3, n).

        The forms of one column are one continuous function.
        """
        made = Cut(self, forms)
        self.cycles = made.run()
        self._neighbours = None
        n, cycles = made.n, self.cycles
        signs = unpacked(cycles.plus, n) - unpacked(cycles.minus, n)
        ends = numpy.concatenate([numpy.zeros((0, 2), dtype=numpy.int64), *made.born])
        return Cuts(signs, cycles.owner, made.plus.view, made.minus.view, ends)
