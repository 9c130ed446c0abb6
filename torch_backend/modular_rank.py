"""Rank modulo a small prime on CPU or CUDA, in place: float64 matrix products, exact below 2^53.

The recursion of `constructions.modular_elimination` (its bounds on primes and residues hold here too), with L
kept below the pivots of A itself, so that a matrix of N x n takes 8 N n bytes and one block of rows.
The state is A, the permutation and the pivots: what a recursion step did follows from them, so that a run
goes on from a checkpoint made after any panel.

References: Dumas, Giorgi, Pernet (2008), Dense linear algebra over word-size prime fields; Toledo (1997),
Locality of reference in LU decomposition; Jeannerod, Pernet, Storjohann (2013), Rank-profile revealing
Gaussian elimination and the CUP matrix decomposition.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

import numpy
import torch
from numpy.typing import NDArray

from torch_backend.memory import BLOCK_BYTES, is_out_of_memory, short

PANEL = 64
_LEAST_ROWS = 64

Block = tuple[int, int, torch.Tensor]


def reduce(x: torch.Tensor, p: int, scratch: torch.Tensor | None = None) -> torch.Tensor:
    """x modulo p in place, centred: |x| <= (p - 1)/2 + 2 afterwards, for |x| < 2^53 - 2 p."""
    quotient = torch.mul(x, 1.0 / p, out=scratch).round_()
    return x.sub_(quotient, alpha=p)


class Factorisation:
    """P A Q = L U modulo p of rank r: `rows` and `pivots` (columns) are those of an invertible r x r minor.

    A: N x n centred residues in float64, overwritten: L on and below the pivots, U (of unit diagonal) above.
    most: stop at this rank.  after_panel: called with (this, columns done).  permutation, pivots, done: the
    state of a run that was interrupted after so many columns.  Raises `MemoryShort`.
    """

    def __init__(
        self,
        A: torch.Tensor,
        p: int,
        most: int | None = None,
        after_panel: Callable[[Factorisation, int], None] | None = None,
        state: tuple[torch.Tensor, list[int], int] | None = None,
        panel: int = PANEL,
        block_bytes: int = BLOCK_BYTES,
    ) -> None:
        self.A, self.p, self.panel = A, p, panel
        self.most = min(A.shape) if most is None else min(most, *A.shape)
        self.permutation = torch.arange(len(A), device=A.device)
        self.pivots: list[int] = []
        self.blocks: list[Block] = []
        self.uppers: list[Block] = []
        self.block_rows = max(_LEAST_ROWS, block_bytes // (8 * max(1, A.shape[1] // 2)))
        self.after_panel, self.done = after_panel, 0
        if state is not None:
            self.permutation, self.pivots, self.done = state
            self._restore_blocks()
        self._columns(0, A.shape[1])

    @property
    def rank(self) -> int:
        """The rank of A modulo p, or `most`."""
        return len(self.pivots)

    @property
    def rows(self) -> NDArray[numpy.int64]:
        """The rows of the minor, in the order of the pivots."""
        return numpy.asarray(self.permutation[: self.rank].cpu().numpy(), dtype=numpy.int64)

    def _restore_blocks(self) -> None:
        """The inverses of the diagonal blocks, from the panels that the columns done fell into."""
        for first, end in panels(0, self.A.shape[1], self.panel):
            s, e = bisect_left(self.pivots, first), bisect_left(self.pivots, end)
            if end <= self.done and e > s:
                self._remember(s, e)

    def _columns(self, first: int, end: int) -> None:
        if end <= self.done or (self.rank == self.most and first >= self.done):
            return
        if end - first <= self.panel:
            self._panel(first, end)
            self.done = end
            if self.after_panel is not None:
                self.after_panel(self, end)
            return
        middle = (first + end + 1) // 2
        self._columns(first, middle)
        r0, r1 = bisect_left(self.pivots, first), bisect_left(self.pivots, middle)
        if middle >= self.done and r1 > r0:
            right = self.A[:, middle:end]
            self._lower([b for b in self.blocks if b[0] >= r0], right)
            self._subtract(right, r1, len(self.A), r0, r1)
        self._columns(middle, end)

    def _lower(self, blocks: list[Block], x: torch.Tensor) -> None:
        """x[s:e] := L[s:e, s:e]^-1 x[s:e] for the rows s:e of these blocks."""
        if len(blocks) == 1:
            s, e, inverse = blocks[0]
            x[s:e] = reduce(inverse @ x[s:e], self.p)
        elif blocks:
            half = len(blocks) // 2
            self._lower(blocks[:half], x)
            self._subtract(x, blocks[half][0], blocks[-1][1], blocks[0][0], blocks[half][0])
            self._lower(blocks[half:], x)

    def _subtract(self, x: torch.Tensor, m: int, e: int, s: int, t: int) -> None:
        """x[m:e] -= L[m:e, s:t] x[s:t], reduced; blocks of rows, smaller ones where memory is short."""
        at = m
        while at < e:
            end = min(e, at + self.block_rows)
            try:
                left = self._of_pivots(at, end, s, t)
                scratch = torch.empty_like(x[at:end], memory_format=torch.contiguous_format)
            except RuntimeError as error:
                self._shrink(error)
                continue
            x[at:end].addmm_(left, x[s:t], alpha=-1)
            reduce(x[at:end], self.p, scratch)
            at = end

    def _shrink(self, error: RuntimeError) -> None:
        if self.block_rows <= _LEAST_ROWS or not is_out_of_memory(error):
            raise short(error, len(self.A), self.A.shape[1], self.A.device) from error
        self.block_rows //= 2
        if self.A.is_cuda:
            torch.cuda.empty_cache()

    def _of_pivots(self, i: int, k: int, s: int, t: int) -> torch.Tensor:
        """A[i:k] in the columns of the pivots s:t; a view where these are neighbours."""
        chosen = self.pivots[s:t]
        if chosen[-1] - chosen[0] == t - s - 1:
            return self.A[i:k, chosen[0] : chosen[-1] + 1]
        return self.A[i:k].index_select(1, torch.tensor(chosen, device=self.A.device))

    def _panel(self, first: int, end: int) -> None:
        """Crout's elimination of a few columns, held as contiguous rows."""
        p, k0, width, device = self.p, self.rank, end - first, self.A.device
        W = self.A[k0:, first:end].T.contiguous()
        L, U = torch.zeros_like(W), torch.zeros((width, width), dtype=W.dtype, device=device)
        order, chosen, t = torch.arange(W.shape[1], device=device), list[int](), 0
        for j in range(width):
            if k0 + t == self.most:
                break
            column = W[j, t:]
            if t:
                column -= U[:t, j] @ L[:t, t:]
                reduce(column, p)
            place, value = 0, int(column[0])
            if not value:
                place = int((column != 0).to(torch.uint8).argmax())
                value = int(column[place])
            if not value:
                continue
            if place:
                for array in (W, L):
                    array[:, [t, t + place]] = array[:, [t + place, t]]
                order[[t, t + place]] = order[[t + place, t]]
            inverse = pow(value, -1, p)
            inverse -= p if inverse > p // 2 else 0
            row = W[j + 1 :, t] - U[:t, j + 1 :].T @ L[:t, t]
            U[t, j + 1 :] = reduce(reduce(row, p).mul_(inverse), p)
            L[t, t:] = column
            chosen.append(j)
            t += 1
        self._finish(first, end, order, L[:t], U[:t], chosen)

    def _finish(
        self, first: int, end: int, order: torch.Tensor, L: torch.Tensor, U: torch.Tensor, chosen: list[int]
    ) -> None:
        """Move the rows, write the panel back, and keep the inverse of its block of L."""
        t, k0 = len(chosen), self.rank
        if not t:
            return
        moved = (order != torch.arange(len(order), device=order.device)).nonzero().ravel()
        if len(moved):
            to, origin = k0 + moved, k0 + order[moved]
            for array in (self.A, self.permutation):
                array[to] = array[origin]
        columns = [first + j for j in chosen]
        self.A[k0 : k0 + t, first:end] = U
        at = torch.tensor(columns, device=self.A.device)
        upper = torch.triu(U[:, chosen], 1)
        self.A[k0:, at] = L.T
        self.A[k0 : k0 + t, at] += upper
        self.pivots += columns
        self._remember(k0, k0 + t)

    def _remember(self, s: int, e: int) -> None:
        """The inverse of L[s:e, s:e] = N D, N of unit diagonal."""
        lower = torch.tril(self._of_pivots(s, e, s, e))
        inverses = [pow(int(v), -1, self.p) for v in lower.diagonal().tolist()]
        scale = reduce(torch.tensor(inverses, dtype=lower.dtype, device=lower.device), self.p)
        unit = reduce(lower * scale, self.p)
        inverse = reduce(_inverse_of_unit(unit, self.p) * scale[:, None], self.p)
        self.blocks.append((s, e, inverse))

    def solve(self, b: torch.Tensor) -> torch.Tensor:
        """x with A[rows][:, pivots] x = b modulo p, for r x m residues b ordered as `rows`."""
        y, p = b.clone(), self.p
        self._lower(self.blocks, y)
        for s, e, inverse in self._uppers():
            if e < self.rank:
                y[s:e] -= self._of_pivots(s, e, e, self.rank) @ y[e : self.rank]
                reduce(y[s:e], p)
            y[s:e] = reduce(inverse @ y[s:e], p)
        return y

    def _uppers(self) -> list[Block]:
        """The inverses of the diagonal blocks of U, from the last, made when they are first needed."""
        if len(self.uppers) < len(self.blocks):
            self.uppers = []
            for s, e, _ in self.blocks[::-1]:
                identity = torch.eye(e - s, dtype=self.A.dtype, device=self.A.device)
                unit = torch.triu(self._of_pivots(s, e, s, e), 1) + identity
                self.uppers.append((s, e, _inverse_of_unit(unit, self.p)))
        return self.uppers


def panels(first: int, end: int, width: int) -> list[tuple[int, int]]:
    """The column ranges that the recursion ends in."""
    if end - first <= width:
        return [(first, end)]
    middle = (first + end + 1) // 2
    return panels(first, middle, width) + panels(middle, end, width)


def _inverse_of_unit(A: torch.Tensor, p: int) -> torch.Tensor:
    """The inverse modulo p of A = I + N, N nilpotent: (I - N)(I + N^2)(I + N^4)..."""
    identity = torch.eye(len(A), dtype=A.dtype, device=A.device)
    power, inverse, k = A - identity, 2 * identity - A, 1
    while 2 * k < len(A):
        power, k = reduce(power @ power, p), 2 * k
        inverse = reduce(inverse @ (identity + power), p)
    return inverse
