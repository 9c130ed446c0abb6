"""FFLAS-FFPACK's modular rank as a baseline, built from system packages where they are installed.

Debian: apt-get install fflas-ffpack libgivaro-dev libgmp-dev libopenblas-dev pkg-config g++.  One thread, the
time of the rank alone.  Reference: Dumas, Giorgi, Pernet (2008), Dense linear algebra over word-size prime
fields.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

SOURCE = Path(__file__).with_name("fflas_rank.cpp")
PACKAGES = "fflas-ffpack libgivaro-dev libgmp-dev libopenblas-dev pkg-config g++"


class Fflas:
    """The compiled baseline; `missing` says in a line why there is none, else it is empty."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.program = Path(self.folder.name) / "fflas_rank"
        self.missing = self._build()

    def _build(self) -> str:
        if not (shutil.which("g++") and shutil.which("pkg-config")):
            return f"no compiler; apt-get install {PACKAGES}"
        flags = subprocess.run(
            ["pkg-config", "--cflags", "--libs", "fflas-ffpack"], capture_output=True, text=True, check=False
        )
        if flags.returncode:
            return f"not installed; apt-get install {PACKAGES}"
        command = ["g++", "-O3", "-march=native", "-o", str(self.program), str(SOURCE), *flags.stdout.split()]
        built = subprocess.run(command, capture_output=True, text=True, check=False)
        return built.stderr.strip().splitlines()[-1] if built.returncode else ""

    def seconds(self, n: int, p: int, seed: int = 1) -> float:
        """CPU seconds of one rank of random n x n integers modulo p."""
        one = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")
        words = [str(self.program), str(n), str(p), str(seed)]
        out = subprocess.run(words, capture_output=True, text=True, check=True, env={**os.environ, **one})
        rank, seconds = out.stdout.split()
        if int(rank) < n - 2:
            raise RuntimeError(f"FFLAS-FFPACK: rank {rank} of a random {n} x {n} matrix")
        return float(seconds)
