"""Makes `tests.geometry.*` importable: these files share plain modules, and tests/ is no package."""

import sys
from pathlib import Path
from types import ModuleType

TESTS = Path(__file__).resolve().parents[1]

if not hasattr(sys.modules.get("tests"), "__path__"):
    package = ModuleType("tests")
    package.__path__ = [str(TESTS)]
    sys.modules["tests"] = package
