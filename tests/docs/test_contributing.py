"""The theorem file that CONTRIBUTING.md shows is one: it loads, and is checked like any other."""

import importlib.util
import re
from pathlib import Path

from proofs.inventory import is_known
from proofs.ledger import check_theorem
from proofs.theorem import Theorem

PAGE = (Path(__file__).resolve().parents[2] / "CONTRIBUTING.md").read_text("utf-8")


def test_the_example_is_a_theorem_file(tmp_path: Path) -> None:
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    path = tmp_path / "example.py"
    path.write_text(block, "utf-8")
    spec = importlib.util.spec_from_file_location("example", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert isinstance(module.theorem, Theorem)
    entry = check_theorem(module.theorem)
    assert (entry.verdict, entry.problems, len(entry.certificates)) == ("holds", [], 2)
    assert is_known(module.theorem.id) and [miss.code for miss in entry.misses] == ["E_LENGTH"]
    for line in block.splitlines():
        assert len(line) <= 110


def test_every_part_of_a_theorem_file_is_named() -> None:
    parts = set(Theorem.__dataclass_fields__) - {
        "kind",
        "title",
        "statement",
        "source",
        "cited",
        "proof",
        "picture",
    }
    assert [name for name in sorted(parts) if f"`{name}`" not in PAGE and f"{name}=" not in PAGE] == []
