"""The state of a long elimination in a file: written whole or not at all, read only for the same features."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy
import torch

from torch_backend.device_features import HostFeatures, Source
from torch_backend.modular_rank import Factorisation

State = tuple[torch.Tensor, torch.Tensor, list[int], int]
EVERY = 300.0  # seconds between two writings


@dataclass
class Checkpoint:
    """A file, the key of the problem that it belongs to, and when it was last written.

    The key spots a mix-up (shape, activation, first and last rows); that what follows from a checkpoint is
    right, only the kernel says.
    """

    path: Path
    key: str
    every: float = EVERY
    last: float = 0.0
    root: str = ""  # of the image that is being eliminated

    @classmethod
    def of(cls, path: Path, source: Source) -> Checkpoint:
        """The checkpoint of the elimination of these features."""
        N = source.shape[0]
        rows = numpy.unique([*range(min(4, N)), *range(max(0, N - 4), N)])
        ends = source.on_host(rows).tolist() if isinstance(source, HostFeatures) else source(rows).tolist()
        text = repr((tuple(source.shape), source.denominator, source.sigma, ends))
        return cls(path, sha256(text.encode()).hexdigest(), EVERY, time.monotonic())

    def write(self, factorisation: Factorisation, done: int) -> None:
        """Save, if the last time is long ago."""
        if time.monotonic() - self.last < self.every:
            return
        f, partial = factorisation, self.path.with_name(self.path.name + ".part")
        state = {"key": self.key, "p": f.p, "root": self.root, "A": f.A, "permutation": f.permutation}
        try:
            torch.save({**state, "pivots": f.pivots, "done": done}, partial)
            os.replace(partial, self.path)
        finally:
            partial.unlink(missing_ok=True)
        self.last = time.monotonic()

    def read(self, p: int, root: int, device: torch.device) -> State | None:
        """A, permutation, pivots and columns done; None where there is nothing for this prime and image.

        Raises `ValueError` for the checkpoint of another problem.
        """
        self.root = str(root)
        if not self.path.exists():
            return None
        found = torch.load(self.path, map_location=device, weights_only=True)
        if found.get("key") != self.key:
            raise ValueError(f"{self.path}: a checkpoint of other features; remove it or name another file")
        if found["p"] != p or found["root"] != self.root:
            return None
        return found["A"], found["permutation"], found["pivots"], found["done"]

    def remove(self) -> None:
        """The run is over."""
        self.path.unlink(missing_ok=True)
