"""Constants of an ONNX graph as exact rationals, and the attributes of its nodes."""

from __future__ import annotations

import math
from typing import Any

from constructions.formats.errors import InputError, Place
from constructions.formats.floats import Row, exact_row
from constructions.formats.loaded_network import WEIGHTS

FLOATS = {1: "FLOAT", 10: "FLOAT16", 11: "DOUBLE", 16: "BFLOAT16"}
INTEGERS = {
    2: "UINT8",
    3: "INT8",
    4: "UINT16",
    5: "INT16",
    6: "INT32",
    7: "INT64",
    12: "UINT32",
    13: "UINT64",
}
_TYPES = FLOATS | INTEGERS | {9: "BOOL"}
_WIDENED = {9: "int8", 16: "float32"}  # booleans and bfloat16, exactly
_FLOAT, _INT, _STRING, _TENSOR, _INTS = 1, 2, 3, 4, 7  # kinds of attribute


class Constant:
    """A constant of the graph: its shape, and its entries in row-major order as floats or integers."""

    def __init__(self, shape: tuple[int, ...], entries: list[Any], at: Place) -> None:
        self.shape = shape
        self.entries = entries
        self.at = at

    def row(self) -> Row:
        """All entries, exactly."""
        return exact_row(self.entries, self.at)

    def matrix(self) -> tuple[Row, ...]:
        """The rows of a matrix, exactly; `InputError` unless it has two dimensions and entries."""
        if len(self.shape) != 2 or not self.entries:
            raise InputError(self.at, "a matrix", f"shape {self.shape}", "only 2-d weights can be read")
        height, width = self.shape
        cut = (self.entries[i * width : (i + 1) * width] for i in range(height))
        return tuple(exact_row(row, self.at / i) for i, row in enumerate(cut))

    def vector(self, length: int) -> Row:
        """A bias of `length` entries: shape (n,), (1, n), or one number for all of them."""
        values = self.row()
        if self.shape in ((length,), (1, length)):
            return values
        if len(values) == 1 and len(self.shape) <= 2:
            return values * length
        raise InputError(self.at, f"shape ({length},)", f"shape {self.shape}", "store the bias as one row")

    def scalar(self) -> float:
        """The one entry, finite; an `int` where the constant has an integer type."""
        if len(self.row()) != 1:
            raise InputError(self.at, "one number", f"shape {self.shape}", "store a scalar")
        entry: float = self.entries[0]
        return entry


def read_tensor(tensor: Any, at: Place) -> Constant:
    """The entries of a `TensorProto`; `InputError` if it is damaged, external or of another type."""
    shape = tuple(tensor.dims)
    if tensor.data_location == 1 or len(tensor.external_data):
        remedy = "save the model with its weights in one file"
        raise InputError(at, "weights in the file", "weights in another file", remedy)
    if tensor.data_type not in _TYPES:
        found = f"element type {tensor.data_type}"
        raise InputError(at, f"one of {', '.join(_TYPES.values())}", found, "convert the weights to float32")
    if any(n < 0 for n in shape) or math.prod(shape) > WEIGHTS:
        raise InputError(at, f"at most {WEIGHTS} entries", f"shape {shape}", "read a smaller network")
    try:
        from onnx import numpy_helper

        array = numpy_helper.to_array(tensor)
        if tensor.data_type in _WIDENED:
            array = array.astype(_WIDENED[tensor.data_type])
        entries = array.reshape(-1).tolist()
    except Exception as error:  # whatever onnx makes of damaged bytes
        raise InputError(at, f"the data of shape {shape}", error, "export the model again") from None
    if len(entries) != math.prod(shape):
        raise InputError(at, f"the data of shape {shape}", f"{len(entries)} entries", "export it again")
    return Constant(shape, entries, at)


class Attributes:
    """The attributes of one node; those that no reader asked for are refused by `finish`."""

    def __init__(self, node: Any, at: Place) -> None:
        self.at = at
        self.left = {attribute.name: attribute for attribute in node.attribute}

    def number(self, name: str, default: float) -> float:
        """A float attribute: the float32 in the file, finite."""
        value = float(self._take(name, _FLOAT, "f", default))
        exact_row([value], self.at / name)
        return value

    def integer(self, name: str, default: int) -> int:
        """An integer attribute."""
        return int(self._take(name, _INT, "i", default))

    def integers(self, name: str) -> list[int] | None:
        """A list of integers, or None."""
        found = self._take(name, _INTS, "ints", None)
        return None if found is None else [int(x) for x in found]

    def text(self, name: str, default: str) -> str:
        """A string attribute."""
        found = self._take(name, _STRING, "s", default)
        return found.decode("ascii", "replace") if isinstance(found, bytes) else str(found)

    def tensor(self, name: str) -> Any:
        """A tensor attribute, or None."""
        return self._take(name, _TENSOR, "t", None)

    def _take(self, name: str, kind: int, member: str, default: Any) -> Any:
        attribute = self.left.pop(name, None)
        if attribute is None:
            return default
        if attribute.type != kind or attribute.ref_attr_name:
            raise InputError(self.at / name, f"an attribute of type {kind}", attribute.type, "export again")
        return getattr(attribute, member)

    def finish(self) -> None:
        """Refuse what is left: an unknown attribute may change what the node computes."""
        for name in self.left:
            raise InputError(self.at, "only attributes that are understood", name, "export it without")
