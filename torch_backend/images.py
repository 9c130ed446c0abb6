"""Features under a homomorphism to Z/p^k on the device, by blocks of rows, as terms of small integers.

The same images as on the host (`constructions.evidence.feature_rank.Parts`, `constructions.cube_root`); which
homomorphism it is, the certificate says, and the kernel computes its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy
import torch
from numpy.typing import NDArray

from constructions.cube_root import NAMES, CubeRoot, coefficients, cube_root_of_unity
from constructions.evidence.feature_rank import Parts
from constructions.feature_matrix import FeatureMatrix
from constructions.modular_elimination import exponent, primes
from torch_backend.device_features import Columns, HostFeatures, Rows, Source
from torch_backend.memory import by_blocks
from torch_backend.modular_rank import reduce

BITS = 128  # the kernel asks for a modulus of at least so many
Term = tuple[int, torch.Tensor | None]


def centred(x: torch.Tensor, p: int) -> torch.Tensor:
    """The centred residues, float64, of integers as 64-bit integers or as floats below 2^50."""
    if x.is_floating_point():
        return reduce(x.clone(), p)
    half = (p - 1) // 2
    return (torch.remainder(torch.remainder(x, p) + half, p) - half).double()


def expansion(rest: torch.Tensor, p: int, count: int) -> list[torch.Tensor]:
    """At most the first `count` centred digits to base p, as float64 matrices, without zeros at the end."""
    found = list[torch.Tensor]()
    while len(found) < count and (not found or bool(rest.any())):
        digit = centred(rest, p)
        found.append(digit)
        whole = rest - digit.to(rest.dtype)
        rest = whole / p if rest.is_floating_point() else torch.div(whole, p, rounding_mode="floor")
    return found


class CubicImage:
    """Sigmoid, tanh or ELU features under e^(1/D) -> a cube root of unity: what is needed is m modulo 3."""

    def __init__(self, source: Source, p: int, k: int) -> None:
        self.source, self.p, self.k, self.sigma = source, p, k, str(source.sigma)
        self.root = cube_root_of_unity(p, k)
        self.constant, self.factor = coefficients(self.sigma, source.denominator, self.root, p**k)

    def first(self, rows: Rows) -> torch.Tensor:
        """The centred residues modulo p of these rows."""
        found: torch.Tensor | None = None
        for coefficient, part in self.terms(rows, None, self.k):
            c = coefficient % self.p
            c -= self.p if c > self.p // 2 else 0
            if not c:
                continue
            scaled = c if part is None else part * c
            found = scaled if found is None else reduce(found + scaled, self.p)
        if not isinstance(found, torch.Tensor):
            raise ValueError("an image that is constant")
        return reduce(found, self.p)

    def terms(self, rows: Rows, columns: Columns, count: int) -> list[Term]:
        """Pairs (coefficient modulo p^k, matrix of small integers); None is the matrix of ones."""
        m = self.source(rows, columns)
        chi = centred(m, 3)
        if self.sigma == "sigmoid":
            return [(self.factor, chi), (self.constant, None)]
        if self.sigma == "tanh":
            return [(self.factor, chi)]
        chi *= m < 0
        whole = [(self.p**d, part) for d, part in enumerate(expansion(m.clamp(min=0), self.p, count))]
        return [*whole, (self.constant, chi.abs()), (self.factor, chi)]

    def collapses(self, block: int) -> bool:
        """Whether samples or units that differ become equal, so that too few are left; block: in bytes."""
        if self.sigma == "elu":
            return False
        few = self._kinds(3, block)
        return few < min(self.source.shape) and few < self._kinds(2**19 - 1, block)

    def _kinds(self, p: int, block: int) -> int:
        """The number of rows or of columns, whichever is less, that differ modulo p; nearly always right."""
        N, n = self.source.shape
        bits = 52 - max(N, n).bit_length() - (p // 2).bit_length()  # so that sums are exact
        draw = torch.from_numpy(numpy.random.default_rng(0).integers(-(2**bits), 2**bits, max(N, n))).double()
        draw, rows = draw.to(self.source.device), list[torch.Tensor]()
        columns = torch.zeros(n, dtype=torch.float64, device=draw.device)

        def add(first: int, end: int) -> None:
            m = centred(self.source(slice(first, end)), p)
            of_rows, of_columns = m @ draw[:n], draw[first:end] @ m
            rows.append(of_rows)
            columns.add_(of_columns)

        by_blocks(N, self.source.numbers_per_row, block, add, self.source.device)
        return min(len(torch.cat(rows).unique()), len(columns.unique()))


class TabulatedImage:
    """Any features that the host can tabulate or expand: digits to base p, looked up on the device."""

    def __init__(self, source: Source, parts: Parts) -> None:
        self.source, self.parts, self.p, self.k, self.root = source, parts, parts.p, parts.k, parts.root
        self.tables = None if parts.tables is None else [self._moved(t) for t in parts.tables]
        self.keys = None if parts.keys is None else self._moved(parts.keys)

    def _moved(self, array: NDArray[Any]) -> torch.Tensor:
        return torch.from_numpy(numpy.ascontiguousarray(array)).to(self.source.device)

    def first(self, rows: Rows) -> torch.Tensor:
        """The centred residues modulo p of these rows."""
        return self._digits(rows, None, 1)[0]

    def terms(self, rows: Rows, columns: Columns, count: int) -> list[Term]:
        """Pairs (p^d, digit), for the first `count` digits."""
        return [(self.p**d, part) for d, part in enumerate(self._digits(rows, columns, count))]

    def _digits(self, rows: Rows, columns: Columns, count: int) -> list[torch.Tensor]:
        values = self.source(rows, columns)
        if self.tables is None:
            return expansion(values, self.p, count)
        if self.keys is None:
            places = (values + self.parts.offset).long()
        else:
            places = torch.searchsorted(self.keys, values.abs().long()) + len(self.keys) * (values >= 0)
        return [table[places] for table in self.tables[:count]]


class HostImage:
    """Features beyond 64 bits: the host makes the terms, the device gets them."""

    def __init__(self, source: HostFeatures, image: Parts | CubeRoot) -> None:
        self.source, self.image, self.p, self.k, self.root = source, image, image.p, image.k, image.root

    def _moved(self, array: NDArray[Any]) -> torch.Tensor:
        return torch.from_numpy(numpy.ascontiguousarray(array)).to(self.source.device)

    def first(self, rows: Rows) -> torch.Tensor:
        """The centred residues modulo p of these rows."""
        return self._moved(self.image.first(self.source.on_host(rows)))

    def terms(self, rows: Rows, columns: Columns, count: int) -> list[Term]:
        """Pairs (coefficient modulo p^k, matrix of residues); None is the matrix of ones."""
        found = self.image.terms(self.source.on_host(rows, columns))
        return [(c, None if part is None else self._moved(part)) for c, part in found]


Image = CubicImage | TabulatedImage | HostImage


def images(source: Source, tries: int, block: int) -> Iterator[Image]:
    """A few homomorphisms to try, in the order of `constructions.evidence.feature_rank.images`."""
    size = max(source.shape)
    if source.sigma in NAMES:
        p = next((p for p in primes(size) if p % 3 == 1), None)
        if p is not None and isinstance(source, HostFeatures) and source.big:
            yield HostImage(source, CubeRoot(source.matrix, p, exponent(p, BITS)))
            tries -= 1
        elif p is not None:
            cubic = CubicImage(source, p, exponent(p, BITS))
            if not cubic.collapses(block):
                yield cubic
                tries -= 1
    choice = primes(size)
    if source.sigma == "softsign":  # m / (D + |m|): every denominator a unit
        bottoms = abs(source.whole().numerators) + source.denominator
        choice = (p for p in choice if (bottoms % p).all())
    for p, _ in zip(choice, range(tries), strict=False):
        big = source if isinstance(source, HostFeatures) and source.big else None
        if source.sigma is None and big is None:
            none = FeatureMatrix(numpy.zeros((1, 1), dtype=numpy.int64), 1)  # integers need no tables
            yield TabulatedImage(source, Parts(none, p, exponent(p, BITS)))
            continue
        matrix = source.whole()  # its tables need every m that occurs
        parts = Parts(matrix, p, exponent(p, BITS))
        yield TabulatedImage(source, parts) if big is None else HostImage(big, parts)
