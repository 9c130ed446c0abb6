"""IDX files, the form in which MNIST is published: unsigned bytes after their dimensions, perhaps gzipped."""

from __future__ import annotations

import gzip
import math
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy
from numpy.typing import NDArray

from constructions.formats.errors import InputError
from constructions.formats.files import File, read_file

_LIMIT = 2**30  # bytes after unpacking
_STEMS = {"train": "train", "test": "t10k"}


def read_mnist(folder: str) -> tuple[NDArray[Any], NDArray[Any]]:
    """Images (N x height x width) and labels (N), bytes; of the training files unless `:test` is appended.

    The folder holds `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`, and the same with `t10k`; each
    may end in `.gz`.  `InputError` if they are damaged or do not fit each other.
    """
    path, colon, part = folder.rpartition(":")
    if not colon or part not in _STEMS:
        path, part = folder, "train"
    images_file = _find(Path(path), f"{_STEMS[part]}-images-idx3-ubyte")
    labels_file = _find(Path(path), f"{_STEMS[part]}-labels-idx1-ubyte")
    images, labels = decode_idx(images_file, 3), decode_idx(labels_file, 1)
    if len(images) != len(labels):
        remedy = "take both files from one set"
        raise InputError(labels_file.place, f"{len(images)} labels", len(labels), remedy)
    return images, labels


def _find(folder: Path, name: str) -> File:
    packed = folder / f"{name}.gz"
    return read_file(packed if packed.is_file() else folder / name, _LIMIT)


def decode_idx(file: File, dimensions: int) -> NDArray[Any]:
    """The bytes of an IDX file with this number of dimensions, none of them zero."""
    data = _unpacked(file)
    header = bytes([0, 0, 8, dimensions])  # 8: unsigned bytes
    start = 4 + 4 * dimensions
    if data[:4] != header or len(data) < start:
        remedy = "download it again"
        raise InputError(file.place, f"an IDX file that starts with {header.hex()}", data[:4].hex(), remedy)
    shape = tuple(int.from_bytes(data[4 + 4 * i : 8 + 4 * i], "big") for i in range(dimensions))
    if math.prod(shape) != len(data) - start or not math.prod(shape):
        found = f"{len(data) - start} bytes"
        raise InputError(file.place, f"the bytes of shape {shape}, not empty", found, "download it again")
    return numpy.frombuffer(data, numpy.uint8, offset=start).reshape(shape)


def _unpacked(file: File) -> bytes:
    if not file.data.startswith(b"\x1f\x8b"):
        return file.data
    data = bytearray()
    try:
        with gzip.open(BytesIO(file.data)) as stream:
            while len(data) <= _LIMIT and (chunk := stream.read(2**20)):
                data += chunk
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(file.place, "a whole gzip file", error, "download it again") from None
    if len(data) > _LIMIT:
        raise InputError(file.place, f"at most {_LIMIT} bytes unpacked", "more", "split it")
    return bytes(data)
