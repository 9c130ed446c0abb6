"""Signs of many functions at once, as bits of 64-bit words: one bit for each function, lowest first."""

from __future__ import annotations

from typing import Any

import numpy
from numpy.typing import NDArray

from constructions.geometry.growing import Bools, Ints

Words = NDArray[Any]  # of 64-bit words, shape (rows, words)


def packed(flags: Bools) -> Words:
    """Flags of shape (k, n) as bits, of shape (k, number of words)."""
    rows, n = flags.shape
    bits = numpy.zeros((rows, 8 * max(1, -(-n // 64))), dtype=numpy.uint8)
    bits[:, : -(-n // 8)] = numpy.packbits(flags, axis=1, bitorder="little")
    return bits.view("<u8")


def unpacked(words: Words, n: int) -> NDArray[numpy.int8]:
    """The first n bits of each row as 0 and 1."""
    rows = numpy.ascontiguousarray(words).view(numpy.uint8)
    return numpy.unpackbits(rows, axis=1, count=n, bitorder="little").view(numpy.int8)


def lowest(words: Words) -> Ints:
    """The place of the lowest bit of each row; no row is zero."""
    if words.shape[1] == 1:
        word, which = words[:, 0], numpy.zeros((), dtype=numpy.int64)
    else:
        which = (words != 0).argmax(axis=1)
        word = words[numpy.arange(len(words)), which]
    low = word & (~word + numpy.uint64(1))
    places: Ints = (
        numpy.frexp(low.astype(numpy.float64))[1] - 1 + 64 * numpy.asarray(which)
    )  # a power of 2: exact
    return places.astype(numpy.int64)


def without(words: Words, places: Ints) -> Words:
    """Each row without the bit at its place."""
    left = words.copy()
    left[numpy.arange(len(words)), places >> 6] &= ~(numpy.uint64(1) << (places & 63).astype(numpy.uint64))
    return left


def bit(words: Words, rows: Ints, places: Ints) -> Bools:
    """Whether words[rows[i]] has the bit at places[i]."""
    word = words[rows, 0] if words.shape[1] == 1 else words[rows, places >> 6]
    found: Bools = (word >> (places & 63).astype(numpy.uint64)).astype(numpy.uint8) & 1 != 0
    return found


def some(words: Words) -> Bools:
    """Which rows have a bit."""
    found: Bools = numpy.asarray(words[:, 0] != 0 if words.shape[1] == 1 else words.any(axis=1))
    return found
