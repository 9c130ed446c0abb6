"""Data sets that a user brings, read exactly: `.npz` and `.csv` files, `digits`, and MNIST as IDX files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Any

import numpy
from numpy.typing import NDArray

from constructions.formats.errors import InputError, Place
from constructions.formats.exact_matrix import ExactMatrix
from constructions.formats.files import read_file
from constructions.formats.idx import read_mnist
from constructions.formats.npz import read_arrays
from constructions.formats.sample_table import read_table

Labels = NDArray[numpy.int64]
KINDS = "a .npz or .csv file, digits, or mnist:FOLDER"


@dataclass(frozen=True, eq=False)
class DataSet:
    """N samples.

    X: inputs, N x d.  y: class of each sample from 0, N integers, or None.  Y: targets, N x m, or None.
    names: of the classes; empty if they have none.  source: as the user wrote it.  sha256: of the file; for
    `digits` and MNIST of the raw bytes of all images, then all labels.
    """

    X: ExactMatrix
    y: Labels | None
    Y: ExactMatrix | None
    names: tuple[str, ...]
    source: str
    sha256: str

    def __len__(self) -> int:
        return len(self.X)

    def row(self, i: int) -> tuple[Fraction, ...]:
        """Input i, for 0 <= i < N; `IndexError` otherwise."""
        return self.X.row(i)


def read_data(name: str | os.PathLike[str]) -> DataSet:
    """The data set of a file or of a name; raises `InputError` and nothing else for what the user brings.

    .npz: arrays `X` (N x ...; each sample is flattened) and, if any, `y` (labels) and `Y` (targets).
    .csv: see `sample_table`.
    digits: the 1,797 images of 8 x 8 pixels of scikit-learn, each pixel 0..16 divided by 16.
    mnist:FOLDER, mnist:FOLDER:test: the 60,000 or the 10,000 images of MNIST (or of a set with the same
    files), each pixel 0..255 divided by 255; the files may be gzipped.
    """
    text = os.fsdecode(name)
    if text == "digits":
        return _digits()
    if text.startswith("mnist:"):
        images, labels = read_mnist(text.removeprefix("mnist:"))
        return _images(images, labels, 255, text)
    file = read_file(text, limit=2**31)
    if file.suffix == ".npz":
        X, y, Y = read_arrays(file)
        return DataSet(X, y, Y, (), text, file.sha256)
    if file.suffix == ".csv":
        X, y, Y, names = read_table(file)
        return DataSet(X, y, Y, names, text, file.sha256)
    raise InputError(file.place, KINDS, file.kind(), "convert it, or rename it")


def _images(images: NDArray[Any], labels: NDArray[Any], white: int, source: str) -> DataSet:
    """Images of bytes, N x d, and labels, N."""
    digest = sha256(images.astype(numpy.uint8).tobytes() + labels.astype(numpy.uint8).tobytes()).hexdigest()
    names = tuple(str(c) for c in range(int(labels.max()) + 1))
    X = ExactMatrix(images.reshape(len(images), -1), white)
    return DataSet(X, labels.astype(numpy.int64), None, names, source, digest)


def _digits() -> DataSet:
    try:
        from sklearn.datasets import load_digits
    except ImportError:
        found = "it is not installed"
        raise InputError("digits", "the package scikit-learn", found, "pip install scikit-learn") from None
    loaded = load_digits()
    return _images(loaded.data.astype(numpy.uint8), loaded.target, 16, "digits")


def read_row(name: str, index: int) -> tuple[Fraction, ...]:
    """Input `index` of a data set; `InputError` if it has no such row."""
    data = read_data(name)
    if index >= len(data):
        at = Place(f"{name}:{index}")
        raise InputError(at, f"a row from 0 to {len(data) - 1}", index, "choose another row")
    return data.row(index)
