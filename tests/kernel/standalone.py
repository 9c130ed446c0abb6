"""Runs every test of this folder on the standard library alone: `python -S -O tests/kernel/standalone.py`.

Words on the command line select the tests whose name holds one, word by word; `--first` stops at a failure.
"""

import sys
import traceback
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import FunctionType

HERE = Path(__file__).resolve().parent


def tests() -> Iterator[tuple[str, FunctionType]]:
    """Each test function, by file and in the order written."""
    for path in sorted(HERE.glob("test_*.py")):
        module = import_module(f"tests.kernel.{path.stem}")
        for name, function in vars(module).items():
            if name.startswith("test_") and isinstance(function, FunctionType):
                yield f"{path.stem}.{name}", function


def main(words: list[str]) -> int:
    """Run the tests, print what failed and the two counts; 1 when one failed."""
    passed = failed = 0
    wanted = [word for word in words if word != "--first"] or [""]
    for name, function in (test for word in wanted for test in tests() if word in test[0]):
        try:
            function()
        except Exception:
            failed += 1
            print(f"{name}\n{traceback.format_exc()}")
            if "--first" in words:
                break
        else:
            passed += 1
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.path[0] = str(HERE.parents[1])  # the root, in place of this folder
    sys.exit(main(sys.argv[1:]))
