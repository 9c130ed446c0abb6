"""How much of a device an elimination takes, by the size of the matrix, and what is left for its blocks.

On the device lie the matrix (8 N n bytes), the panels of 64 columns, and blocks of rows: of each size that a
plan allows, about four are held at once (a product, its factors, the scratch of a reduction).
"""

from __future__ import annotations

from collections.abc import Callable

import torch

BLOCK_BYTES = 2**28  # of the rows that are made or updated at a time, where memory is plenty
_BLOCK_ON_GPU = 2**30  # larger, so that a GPU is busy
_LEAST_ROWS = 64  # of a block
_AT_ONCE = 4
_PANELS = 8 * 64 * 6  # bytes for each row: a panel, its factors, its moved rows
_CUDA = 2**29  # what torch and its libraries take on a GPU, roughly


class MemoryShort(Exception):
    """The device has no room even for small blocks; the message says what to do."""


def needed(N: int, n: int, block: int, device: torch.device | None = None) -> int:
    """Bytes for the elimination of an N x n matrix with blocks of so many bytes."""
    return 8 * N * n + _PANELS * max(N, n) + _AT_ONCE * block + (_CUDA if _on_gpu(device) else 0)


def plan(N: int, n: int, memory: int | None, device: torch.device | None = None) -> int:
    """Bytes of a block, so that everything fits into `memory` bytes (None: what is free, on a GPU).

    Raises `MemoryShort` where even small blocks would not.
    """
    if memory is None and _on_gpu(device):
        memory = int(torch.cuda.mem_get_info(device)[0])
    if memory is None:
        return BLOCK_BYTES
    least = 8 * min(_LEAST_ROWS, N) * n
    most = _BLOCK_ON_GPU if _on_gpu(device) else BLOCK_BYTES
    block = min(max(min(most, 8 * N * n), least), (memory - needed(N, n, 0, device)) // _AT_ONCE)
    if block >= least:
        return block
    rows = N
    while rows > 1 and needed(rows, rows, 8 * _LEAST_ROWS * rows, device) > memory:
        rows = rows * 15 // 16
    raise MemoryShort(
        f"{N} x {n} needs {gibibytes(needed(N, n, least, device))}, of which there are {gibibytes(memory)}; "
        f"use at most {rows} samples and units"
    )


def by_blocks(
    n: int, numbers: int, block: int, act: Callable[[int, int], None], device: torch.device | None = None
) -> None:
    """act(first, end) for ranges of n rows, of at most `block` bytes at 8 bytes for so many numbers a row.

    Smaller ranges where memory turns out to be short; raises `MemoryShort` when even single rows do not fit.
    """
    at, step = 0, max(1, block // (8 * max(1, numbers)))
    while at < n:
        end = min(n, at + step)
        try:
            act(at, end)
        except RuntimeError as error:
            if step == 1 or not is_out_of_memory(error):
                raise short(error, n, numbers, device) from error
            step = step // 2
            if _on_gpu(device):
                torch.cuda.empty_cache()
            continue
        at = end


def is_out_of_memory(error: RuntimeError) -> bool:
    """Whether torch failed for want of memory, on either device."""
    return isinstance(error, torch.cuda.OutOfMemoryError) or "can't allocate memory" in str(error)


def short(error: RuntimeError, N: int, n: int, device: torch.device | None = None) -> Exception:
    """That error as `MemoryShort` with a remedy, if it is one."""
    if not is_out_of_memory(error):
        return error
    need = f"{gibibytes(8 * N * n)} for the {N} x {n} matrix and some room"
    return MemoryShort(f"out of memory on {device or 'cpu'}: {need}; use fewer samples")


def gibibytes(n: int) -> str:
    """A number of bytes, readable."""
    return f"{n / 2**30:.1f} GiB" if n >= 2**28 else f"{n / 2**20:.1f} MiB"


def _on_gpu(device: torch.device | None) -> bool:
    return device is not None and device.type == "cuda"
