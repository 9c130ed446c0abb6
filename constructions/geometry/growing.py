"""Arrays that grow by rows, and the components of a graph, in NumPy."""

from __future__ import annotations

from typing import Any, Literal

import numpy
from numpy.typing import NDArray

Ints = NDArray[numpy.int64]
Bools = NDArray[numpy.bool_]


class Growing:
    """Rows of one dtype; `view` is what has been appended, and writing to it writes here.

    by_columns: each column lies in one piece of memory.
    """

    def __init__(self, rows: NDArray[Any], by_columns: bool = False) -> None:
        self._order: Literal["C", "F"] = "F" if by_columns else "C"
        self._data, self.size = rows.copy(self._order), len(rows)

    @property
    def view(self) -> NDArray[Any]:
        """The rows so far; taken again after every `append`."""
        return self._data[: self.size]

    def append(self, rows: NDArray[Any]) -> None:
        """Put rows at the end; the room doubles when it is used up."""
        self._reserve(len(rows))
        self._data[self.size - len(rows) : self.size] = rows

    def append_columns(self, *columns: NDArray[Any]) -> None:
        """The same, the rows given by their columns."""
        count = len(columns[0])
        self._reserve(count)
        for i, column in enumerate(columns):
            self._data[self.size - count : self.size, i] = column

    def _reserve(self, count: int) -> None:
        end = self.size + count
        if end > len(self._data):
            shape = (max(2 * len(self._data), end, 16), *self._data.shape[1:])
            room = numpy.empty(shape, self._data.dtype, self._order)
            room[: self.size] = self.view
            self._data = room
        self.size = end


def component_labels(count: int, a: Ints, b: Ints) -> Ints:
    """For each of `count` nodes the number, from 0, of its component in the graph with edges a[i] - b[i].

    Components are numbered by their smallest node.  Labels sink along edges to the smallest node found,
    with the pointers halved in between (Shiloach and Vishkin 1982).
    """
    parent = numpy.arange(count)
    while True:
        low = numpy.minimum(parent[a], parent[b])
        before = parent.copy()
        numpy.minimum.at(parent, before[a], low)
        numpy.minimum.at(parent, before[b], low)
        while True:
            jumped = parent[parent]
            if numpy.array_equal(jumped, parent):
                break
            parent = jumped
        if numpy.array_equal(parent, before):
            break
    return numpy.unique(parent, return_inverse=True)[1].reshape(-1)
