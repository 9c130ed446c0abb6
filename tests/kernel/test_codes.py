"""Every error code that the kernel can give is expected by some test of a damaged certificate."""

import ast
import sys
from pathlib import Path

from checker.errors import OUTCOMES
from tests.kernel.costly import COSTLY
from tests.kernel.suite import check
from tests.kernel.test_bytes import BAD
from tests.kernel.test_limits import LIMITED
from tests.kernel.test_refuses import ROWS


def codes() -> set[tuple[str, str]]:
    """(module, code) for each string that starts with `E_` in the source of the kernel."""
    files = {name: module.__file__ for name, module in sys.modules.items() if name.split(".")[0] == "checker"}
    return {
        (name, str(node.value))
        for name, path in files.items()
        if path is not None
        for node in ast.walk(ast.parse(Path(path).read_text("utf-8")))
        if isinstance(node, ast.Constant) and str(node.value).startswith("E_")
    }


def test_every_code_is_expected_somewhere() -> None:
    answers = [row[3] for row in ROWS] + [expected for _, expected in BAD.values()]
    answers += [expected for *_, expected in LIMITED] + [expected for _, expected in COSTLY.values()]
    expected_codes = {answer.split()[1] for answer in answers if answer != "verified"}
    found = {code for _, code in codes()}
    check(len(found) > 50, found)
    check(found <= expected_codes, f"codes that no test expects: {sorted(found - expected_codes)}")
    check(expected_codes <= found, f"codes that the kernel does not give: {expected_codes - found}")
    check({answer.split()[0] for answer in answers} - {"verified"} == set(OUTCOMES), "an outcome is missing")
