"""docs/certificate-format.md has a verified example of every kind, and its limits are the kernel's."""

import json
import re
from pathlib import Path

from checker import Limits, Verified, canonical_bytes, verify
from checker.rules import RULES

PAGE = (Path(__file__).parents[2] / "docs" / "certificate-format.md").read_text(encoding="utf-8")


def examples() -> list[bytes]:
    blocks = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    return [canonical_bytes(json.loads(block)) for block in blocks]


def test_every_example_is_verified() -> None:
    verdicts = [verify(example) for example in examples()]
    assert [str(v) for v in verdicts if not isinstance(v, Verified)] == []


def test_every_kind_has_an_example_and_a_section() -> None:
    kinds = {json.loads(example)["claim"]["kind"] for example in examples()}
    assert kinds == set(re.findall(r"^### `([a-z-]+)`$", PAGE, re.MULTILINE)) == set(RULES)


def test_an_indented_example_is_not_canonical() -> None:
    block = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)[0]
    verdict = verify(block.encode())
    assert not isinstance(verdict, Verified)
    assert verdict.code == "E_CANONICAL"


def test_the_table_of_limits_is_the_kernels() -> None:
    limits = Limits()
    stated = {
        code: text for text, code in re.findall(r"\| ([0-9,·⁰¹-⁹ MiB]+) \| `(E_LIMIT_[A-Z]+)` \|", PAGE)
    }
    assert stated["E_LIMIT_BYTES"] == f"{limits.bytes // 2**20} MiB"
    assert stated["E_LIMIT_DEPTH"] == str(limits.depth)
    assert stated["E_LIMIT_DIGITS"] == f"{limits.digits:,}"
    assert stated["E_LIMIT_BITS"] == f"{limits.bits:,}"
    assert stated["E_LIMIT_WORK"] == "2·10¹⁰" and limits.work == 2 * 10**10
