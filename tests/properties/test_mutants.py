"""A few wrong kernels, picked by chance, are noticed by the kernel's suite (all of them: see the script)."""

import importlib.util
import sys
from pathlib import Path
from random import Random

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "benchmarks" / "mutate_kernel.py"
spec = importlib.util.spec_from_file_location("mutate_kernel", SCRIPT)
assert spec is not None and spec.loader is not None
mutate_kernel = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = mutate_kernel
spec.loader.exec_module(mutate_kernel)


@pytest.mark.slow
def test_a_few_wrong_kernels_are_noticed() -> None:
    known = mutate_kernel.equivalent()
    everything = list(mutate_kernel.mutants(mutate_kernel.ROOT / "checker"))
    assert len(everything) > 500
    refusals = [m for m in everything if m.name.endswith("-> pass") and m.name not in known]
    told: list[str] = []
    assert mutate_kernel.run(Random(53).sample(refusals, 6), 2, told.append) == [], told
    assert told == ["mutants=6 killed=6"]
