"""Imports point one way, checker <- constructions <- proofs, and no package has an import cycle.

`LAYERS` says which of our packages each package may import, `OUTSIDE` which others; the standard
library is open to all (test_rules.py narrows it for the kernel). What is optional at run time, and
torch_backend, is imported inside a function, so that nothing else needs it.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

import pytest

Trees = dict[str, ast.Module]

LAYERS = {
    "checker": {"checker"},
    "constructions": {"checker", "constructions"},
    "proofs": {"checker", "constructions", "proofs", "torch_backend"},
    "torch_backend": {"checker", "constructions", "torch_backend"},
}
EXACT = {"flint", "mpmath", "networkx", "numpy", "sympy"}
OUTSIDE = {
    "checker": set[str](),
    "constructions": EXACT | {"sklearn", "onnx", "torch"},
    "proofs": EXACT | {"click", "jinja2", "rich", "pytest", "cairosvg", "distributed"},
    "torch_backend": {"numpy", "torch"},
}
# Outside torch_backend, only within a function.
LAZY = {"cairosvg", "distributed", "onnx", "torch", "torch_backend"}
COMMANDS = ("proofs/cli.py", "proofs/commands/")  # the only ones that may load torch_backend
PLUGIN = "proofs/pytest_plugin.py"  # the only one that may load pytest, which loads it


@dataclass(frozen=True)
class Import:
    """One imported name: `module`, perhaps `name` from it, and whether a function does it."""

    module: str
    name: str | None
    line: int
    lazy: bool

    @property
    def top(self) -> str:
        """The outermost package."""
        return self.module.partition(".")[0]


def dotted(path: str) -> str:
    """The module that lives in a file: `a/b/__init__.py` is `a.b`."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports_of(path: str, tree: ast.Module) -> Iterator[Import]:
    """Every import of a module: statements, relative ones resolved, and import_module("...")."""
    package = path.rpartition("/")[0].replace("/", ".")

    def walk(node: ast.AST, lazy: bool) -> Iterator[Import]:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, None, node.lineno, lazy)
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join(parts) if node.level else ""
            module = ".".join(filter(None, [base, node.module or ""]))
            for alias in node.names:
                yield Import(module, alias.name, node.lineno, lazy)
        elif isinstance(node, ast.Call) and node.args:
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func
            called = called.id if isinstance(called, ast.Name) else called
            first = node.args[0]
            if called in {"import_module", "__import__"} and isinstance(first, ast.Constant):
                yield Import(str(first.value), None, node.lineno, lazy)
        inner = lazy or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for child in ast.iter_child_nodes(node):
            yield from walk(child, inner)

    yield from walk(tree, False)


def why_not(path: str, found: Import) -> str | None:
    """The rule that an import breaks, or None."""
    package, top = path.partition("/")[0], found.top
    if top in sys.stdlib_module_names:
        return None
    if top not in LAYERS[package] | OUTSIDE[package]:
        return f"{package} may not import {top}"
    if top == "torch_backend" != package and not path.startswith(COMMANDS):
        return "only the command line may import torch_backend"
    if top in LAZY and package != "torch_backend" and not found.lazy:
        return f"{top} is optional: import it inside the function that needs it"
    if top == "pytest" and path != PLUGIN:
        return f"only {PLUGIN} may import pytest"
    return None


def violations(modules: Trees) -> list[str]:
    """Every import that breaks a layer, as `path:line: reason`."""
    return [
        f"{path}:{found.line}: {reason}"
        for path, tree in modules.items()
        if path.partition("/")[0] in LAYERS
        for found in imports_of(path, tree)
        if (reason := why_not(path, found))
    ]


def cycle(modules: Trees) -> list[str]:
    """An import cycle among our modules, lazy imports included; empty if there is none."""
    ours = {dotted(path): path for path in modules if path.partition("/")[0] in LAYERS}
    graph = {}
    for module, path in ours.items():
        uses = set()
        for found in imports_of(path, modules[path]):
            full = f"{found.module}.{found.name}"
            uses.add(full if full in ours else found.module)
        graph[module] = (uses & ours.keys()) - {module}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_imports_point_one_way(modules: Trees) -> None:
    assert violations(modules) == []


def test_there_is_no_import_cycle(modules: Trees) -> None:
    assert cycle(modules) == []


@pytest.mark.parametrize(
    ("path", "source", "reason"),
    [
        ("checker/kernel.py", "import numpy", "checker may not import numpy"),
        ("checker/kernel.py", "from constructions import x", "checker may not import construct"),
        ("checker/rules/a.py", "def f():\n    import proofs.ledger", "checker may not import pro"),
        ("checker/rules/a.py", "from importlib import import_module as m\nimport sympy", "sympy"),
        ("checker/a.py", "importlib.import_module('flint')", "checker may not import flint"),
        ("checker/rules/a.py", "from ...proofs import ledger", "checker may not import"),
        ("constructions/lift.py", "import proofs", "constructions may not import proofs"),
        ("constructions/lift.py", "def f(): import torch_backend", "may not import torch_backend"),
        ("constructions/formats/onnx.py", "import onnx", "onnx is optional"),
        ("proofs/ledger.py", "def f(): import torch_backend", "only the command line"),
        ("proofs/cli.py", "import torch_backend", "torch_backend is optional"),
        ("proofs/commands/confirm.py", "from torch_backend import lift", "torch_backend is opt"),
        ("proofs/ledger.py", "import pytest", "only proofs/pytest_plugin.py"),
        ("proofs/ledger.py", "import requests", "proofs may not import requests"),
        ("torch_backend/lift.py", "from proofs import ledger", "torch_backend may not import pr"),
    ],
)
def test_a_wrong_import_is_found(path: str, source: str, reason: str) -> None:
    found = violations({path: ast.parse(source)})
    assert len(found) == 1
    assert reason in found[0]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("checker/kernel.py", "import json\nfrom checker import errors\nfrom . import claim"),
        ("checker/rules/rank.py", "from ..matrix import rank"),
        ("constructions/lift.py", "import numpy\nimport flint\nfrom checker import Network"),
        ("constructions/formats/onnx.py", "def read(): import onnx"),
        ("proofs/commands/confirm.py", "def run():\n    from torch_backend import lift"),
        ("proofs/pytest_plugin.py", "import pytest"),
        ("torch_backend/lift.py", "import torch\nfrom constructions import connect"),
        ("tests/test_x.py", "import anything"),
    ],
)
def test_a_right_import_is_let_through(path: str, source: str) -> None:
    assert violations({path: ast.parse(source)}) == []


@pytest.mark.parametrize(
    "sources",
    [
        {"checker/a.py": "import checker.b", "checker/b.py": "from checker import a"},
        {"checker/a.py": "from . import b", "checker/b.py": "def f(): from .a import x"},
        {"checker/__init__.py": "from checker.a import x", "checker/a.py": "from checker import y"},
    ],
)
def test_a_cycle_is_found(sources: dict[str, str]) -> None:
    assert cycle({path: ast.parse(source) for path, source in sources.items()})


def test_a_package_may_gather_its_modules() -> None:
    sources = {"checker/__init__.py": "from checker.a import x", "checker/a.py": "import json"}
    assert cycle({path: ast.parse(source) for path, source in sources.items()}) == []
