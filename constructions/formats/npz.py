"""Data sets in `.npz` files: arrays X, y and Y, read without unpickling anything."""

from __future__ import annotations

import warnings
import zipfile
from io import BytesIO
from typing import Any

import numpy
from numpy.typing import NDArray

from constructions.formats.errors import InputError, Place
from constructions.formats.exact_matrix import ExactMatrix, from_array
from constructions.formats.files import File

_LIMIT = 2**32  # bytes after unpacking
_NAMES = ("X", "y", "Y")
Parts = tuple[ExactMatrix, NDArray[numpy.int64] | None, ExactMatrix | None]


def read_arrays(file: File) -> Parts:
    """(X, y, Y) of a `.npz` file; y and Y are None where they are missing.

    X: N x ..., numbers.  y: N integers from 0.  Y: N x m numbers, or N numbers.  Arrays of other names are
    left aside.  `InputError` if it is damaged, holds objects, or the lengths differ.
    """
    at = file.place
    arrays = _load(file)
    if "X" not in arrays:
        found = ", ".join(arrays) or "no array of these names"
        raise InputError(at, "an array X", found, "save with numpy.savez(path, X=..., y=...)")
    X = from_array(arrays["X"], at / "X")
    for name, array in arrays.items():
        if array.ndim == 0 or len(array) != len(X):
            remedy = "one entry for each sample"
            raise InputError(at / name, f"{len(X)} samples", f"shape {array.shape}", remedy)
    y = check_labels(arrays["y"], at / "y") if "y" in arrays else None
    targets = arrays.get("Y")
    if targets is not None and targets.ndim == 1:
        targets = targets[:, None]
    return X, y, None if targets is None else from_array(targets, at / "Y")


def _load(file: File) -> dict[str, NDArray[Any]]:
    remedy = "save it with numpy.savez, as arrays of numbers"
    try:
        with warnings.catch_warnings(), zipfile.ZipFile(BytesIO(file.data)) as archive:
            warnings.simplefilter("ignore")
            size = sum(info.file_size for info in archive.infolist())
            if size > _LIMIT:
                raise InputError(file.place, f"at most {_LIMIT} bytes unpacked", size, "split it")
            with numpy.load(BytesIO(file.data), allow_pickle=False) as loaded:
                return {name: numpy.asarray(loaded[name]) for name in _NAMES if name in loaded.files}
    except InputError:
        raise
    except Exception as error:  # whatever numpy and zipfile make of damaged bytes, and of objects
        raise InputError(file.place, "a .npz file of numbers", error, remedy) from None


def check_labels(labels: NDArray[Any], at: Place) -> NDArray[numpy.int64]:
    """N integers from 0 to 999,999."""
    if labels.ndim != 1 or labels.dtype.kind not in "iu" or labels.size == 0:
        found = f"{labels.dtype} of shape {labels.shape}"
        raise InputError(at, "one integer for each sample", found, "convert with y.astype(int)")
    if labels.min() < 0 or labels.max() >= 10**6:
        found = f"{labels.min()} to {labels.max()}"
        raise InputError(at, "classes from 0 to 999999", found, "number the classes from 0")
    return labels.astype(numpy.int64)
