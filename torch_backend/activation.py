"""Activations on tensors with proven error bounds, from the kernel's exact piecewise rational functions."""

from __future__ import annotations

from itertools import pairwise

import torch

from checker import Activation, Piece
from torch_backend.rounding import enlarged, gamma, rounded, tiny, vector


class LiftedPolynomial:
    """p(t) = sum_i a_i t^i by Horner's rule, and the bound gamma_(2n+1) sum_i |a_i| |t|^i (Higham, 5.1)."""

    def __init__(self, coefficients: tuple[object, ...], dtype: torch.dtype, device: torch.device) -> None:
        self.values, errors = vector(coefficients or (0,), dtype, device)
        self.sizes = self.values.double().abs()
        self.gamma = gamma(2 * len(self.values) + 1, dtype)
        self.errors, self.tiny = errors, tiny(dtype)

    def __call__(self, t: torch.Tensor) -> torch.Tensor:
        """p(t), rounded."""
        result = torch.zeros_like(t) + self.values[-1]
        for a in self.values.flip(0)[1:]:
            result = result * t + a
        return result

    def rounding(self, t: torch.Tensor) -> torch.Tensor:
        """A bound of |fl p(t) - p(t)|, p with its exact coefficients."""
        size, total = t.double().abs(), torch.zeros_like(t, dtype=torch.float64)
        for a, e in zip(self.sizes.flip(0), self.errors.flip(0), strict=True):
            total = total * size + (self.gamma * a + 2 * e + self.tiny)
        return enlarged(total if len(self.values) > 1 else torch.full_like(total, float(self.errors[0])), 9)

    def change(self, t: torch.Tensor, e: torch.Tensor) -> torch.Tensor:
        """A bound of |p(t + s) - p(t)| for |s| <= e: e sum_i i |a_i| (|t| + e)^(i - 1)."""
        far, total = t.double().abs() + e, torch.zeros_like(e)
        for i in range(len(self.values) - 1, 0, -1):
            total = total * far + i * (self.sizes[i] + self.errors[i])
        return enlarged(total * e, 9 * len(self.values))


class LiftedActivation:
    """sigma on a tensor of points t with errors e: sigma(t) and a bound of |found - sigma(true t)|.

    Rational pieces that are not monotone have a bound only where no breakpoint is near.  `ValueError` for
    these with breakpoints that are no floats.
    """

    def __init__(self, sigma: Activation, dtype: torch.dtype, device: torch.device) -> None:
        self.exact = sigma
        pairs = [rounded(t, dtype) for t in sigma.breakpoints]
        self.ends = torch.tensor([b for b, _ in pairs], dtype=torch.float64, device=device).to(dtype)
        ends = [b for b, _ in pairs]
        outer = [ends[0] - 2, *ends, ends[-1] + 2] if ends else [0.0, 0.0]
        self.inside = [(lo + hi) / 2 for lo, hi in pairwise(outer)]  # a point of each piece
        self.off = max((e for _, e in pairs), default=0.0)
        self.tops = [LiftedPolynomial(piece.top, dtype, device) for piece in sigma.pieces]
        self.bottoms = [_bottom(piece, dtype, device) for piece in sigma.pieces]
        self.linear = sigma.is_piecewise_linear()
        self.polynomial = len(sigma.pieces) == 1 and self.bottoms[0] is None
        self.monotone = not self.off and sigma.has("non-decreasing")
        if self.off and not (self.linear or self.polynomial):
            raise ValueError("no error bound for this activation: its breakpoints are no floats")
        self.dtype = dtype
        slopes = [rounded(piece.top[1] if len(piece.top) > 1 else 0, dtype) for piece in sigma.pieces]
        self.slope = max(abs(s) + e for s, e in slopes)

    def at(self, t: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """sigma(t) rounded, and the bound of the rounding errors alone."""
        piece = torch.bucketize(t.contiguous(), self.ends)
        value = torch.zeros_like(t)
        error = torch.zeros_like(t, dtype=torch.float64)
        for i, (top, bottom) in enumerate(zip(self.tops, self.bottoms, strict=True)):
            here = piece == i
            n, dn = top(t), top.rounding(t)
            if bottom is not None:
                own = torch.where(here, t, self.inside[i])  # elsewhere the denominator may vanish
                n, dn = _quotient(top(own), top.rounding(own), bottom(own), bottom.rounding(own), self.dtype)
            value, error = torch.where(here, n, value), torch.where(here, dn, error)
        return value, error + 2 * self.slope * self.off if self.linear else error

    def __call__(self, t: torch.Tensor, e: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """sigma(t) and its error, of the rounding and of the input."""
        if self.exact.is_identity():
            return t, e
        value, error = self.at(t)
        if self.linear:
            return value, enlarged(error + self.slope * e, 4)
        if self.polynomial:
            return value, enlarged(error + self.tops[0].change(t, e), 4)
        if not self.monotone:
            return value, enlarged(error + self._change(t, e, value), 6)
        spread = torch.zeros_like(error)
        for side in (-1.0, 1.0):
            moved = (t.double() + side * enlarged(e, 1)).to(self.dtype)
            step = torch.full_like(moved, side * torch.inf)
            moved = torch.nextafter(torch.nextafter(moved, step), step)  # outwards, past the rounding
            end, off = self.at(moved)
            spread = torch.maximum(spread, (end.double() - value.double()).abs() + off)
        return value, enlarged(error + spread, 6)

    def _change(self, t: torch.Tensor, e: torch.Tensor, value: torch.Tensor) -> torch.Tensor:
        """A bound of |sigma(t + s) - sigma(t)|, |s| <= e: (|dn| + |q| |dd|) / d; infinity near an end."""
        wide, ends = t.double(), self.ends.double()
        piece = torch.bucketize(wide, ends)
        near = torch.bucketize(wide - 2 * e, ends) != torch.bucketize(wide + 2 * e, ends)
        found = torch.where(near, torch.inf, 0.0)
        for i, (top, bottom) in enumerate(zip(self.tops, self.bottoms, strict=True)):
            change = top.change(t, e)
            if bottom is not None:
                moved = bottom.change(t, e)
                room = bottom(t).double().abs() - bottom.rounding(t) - moved
                change = (change + (value.double().abs()) * 2 * moved) / room.clamp(min=0)
            found = found + torch.where(piece == i, change, 0.0)
        return found


def _bottom(piece: Piece, dtype: torch.dtype, device: torch.device) -> LiftedPolynomial | None:
    return None if len(piece.bottom) == 1 else LiftedPolynomial(piece.bottom, dtype, device)


def _quotient(
    n: torch.Tensor, dn: torch.Tensor, d: torch.Tensor, dd: torch.Tensor, dtype: torch.dtype
) -> tuple[torch.Tensor, torch.Tensor]:
    """n / d and its error; infinite where the denominator is not known to be positive."""
    q = n / d
    room = d.double() - dd
    error = (dn + q.double().abs() * 2 * dd) / room + gamma(3, dtype) * q.double().abs() + tiny(dtype)
    return q, torch.where(room > 0, enlarged(error, 6), torch.inf)
