"""The theorem files that the pages show are ones: they load, and are checked like any other."""

import importlib.util
import re
from pathlib import Path

from proofs.inventory import is_known
from proofs.ledger import Entry, check_theorem, words
from proofs.theorem import Theorem

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
WORKED = (ROOT / "docs" / "write-a-theorem.md").read_text("utf-8")


def checked(page: str, folder: Path) -> Entry:
    """The theorem file that a page shows, loaded and checked."""
    (block,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert max(map(len, block.splitlines())) <= 110
    path = folder / "example.py"
    path.write_text(block, "utf-8")
    spec = importlib.util.spec_from_file_location("example", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert isinstance(module.theorem, Theorem) and is_known(module.theorem.id)
    return check_theorem(module.theorem)


def test_the_example_is_a_theorem_file(tmp_path: Path) -> None:
    entry = checked(PAGE, tmp_path)
    assert (entry.verdict, entry.problems, len(entry.certificates)) == ("holds", [], 2)
    assert [miss.code for miss in entry.misses] == ["E_LENGTH"]


def test_the_worked_example_gives_what_its_page_says(tmp_path: Path) -> None:
    entry = checked(WORKED, tmp_path)
    assert entry.problems == [] and [miss.code for miss in entry.misses] == ["E_LENGTH"]
    assert [len(found) for found in entry.ablations.values()] == [2, 0]
    shown = len(entry.certificates) + sum(map(len, entry.ablations.values()))
    said = f"{entry.theorem.id}  {entry.verdict}: {words(entry)}  [{shown} certificates, "
    assert said in WORKED


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
