"""The theorem file that CONTRIBUTING.md shows is one: it holds, and its near miss is refused."""

import importlib.util
import re
from pathlib import Path

from proofs.ledger import check_theorem


def test_the_example_of_a_theorem_file(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    example = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    assert example is not None
    file = tmp_path / "example.py"
    file.write_text(example.group(1), encoding="utf-8")
    spec = importlib.util.spec_from_file_location("example", file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    entry = check_theorem(module.theorem)
    assert (entry.verdict, entry.problems) == ("holds", [])
    assert len(entry.misses) == 1
