"""The rules of the house that a syntax tree can tell: what the kernel and the code may not hold.

Each rule is a function from a module, or a text, to what it finds there; the second half feeds each
of them something bad, so that a rule that has stopped looking is noticed.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

Trees = dict[str, ast.Module]
Finding = tuple[int, str]

# Chapters 2, 3 and 5 need convolution, losses and enclosures in the semantics: 3,000 lines hold one chapter.
KERNEL_LINES, KERNEL_FILE_LINES = 4700, 400
EXACT_MATH = {"gcd", "isqrt", "lcm"}  # the rest of math goes through floats, or is not needed
UNTRUSTED_CALLS = {"compile", "complex", "eval", "exec", "float", "input", "__import__"}
INPUT_OUTPUT = {"open", "print", "read_bytes", "read_text", "write_bytes", "write_text"}
READS_ITSELF = "kernel_sha256"  # the one function of the kernel that may read: its own files
UNTRUSTED_MODULES = {
    *("asyncio", "cmath", "ctypes", "decimal", "logging", "marshal", "multiprocessing", "pickle"),
    *("random", "secrets", "shelve", "socket", "statistics", "subprocess", "threading", "time"),
}
RUNS_CODE = {"eval", "exec", "parse_expr", "sympify"}  # each evaluates text as Python
UNPICKLES = {"cloudpickle", "dill", "joblib", "marshal", "pickle", "shelve"}
# Written in halves, so that this file does not hold them.
FORBIDDEN = [a + b for a, b in [("/wo", "rk/"), ("/ro", "ot/"), ("/fa", "rm/"), ("../sh", "ared")]]
FORBIDDEN += [a + b for a, b in [("python", "hosted"), ("pypi.org", "/simple")]]


def called(node: ast.Call) -> str:
    """The bare name of what is called: `f` for `f()`, `a.f()` and `a.b.f()`."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def owner(node: ast.Call) -> str:
    """What the called name is taken from, as source: `a.b` for `a.b.f()`, else nothing."""
    return ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""


def imported(node: ast.AST) -> Iterator[tuple[str, str]]:
    """The (module, name) pairs that an import statement brings in; no name for a whole module."""
    if isinstance(node, ast.Import):
        yield from ((alias.name, "") for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield from ((node.module or "", alias.name) for alias in node.names)


def inexact(module: str, name: str) -> bool:
    """Whether a name of a module is a function of math that goes through floats."""
    return module == "math" and name not in EXACT_MATH


def in_the_kernel(tree: ast.Module, main: bool = False) -> Iterator[Finding]:
    """What only the kernel may not hold; `main` for its `__main__`, where input and output live."""
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    itself = {id(n) for f in functions if f.name == READS_ITSELF for n in ast.walk(f)}
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Assert):
            yield line, "assert, which python -O drops"
        elif isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            yield line, f"floating-point literal {node.value}"
        elif isinstance(node, ast.Call) and not owner(node) and called(node) in UNTRUSTED_CALLS:
            yield line, f"call of {called(node)}"
        elif isinstance(node, ast.Call) and not main and called(node) in INPUT_OUTPUT:
            if not (id(node) in itself and called(node) == "read_bytes"):
                yield line, f"input or output: {called(node)}"
        elif isinstance(node, ast.Attribute) and inexact(ast.unparse(node.value), node.attr):
            yield line, f"math.{node.attr}"
        for module, name in imported(node):
            if module.partition(".")[0] in UNTRUSTED_MODULES:
                yield line, f"import of {module}"
            elif name and inexact(module, name):
                yield line, f"math.{name}"


def anywhere(tree: ast.Module) -> Iterator[Finding]:
    """What no module may hold: ways to run code that came as data."""
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Call):
            name, of = called(node), owner(node)
            keywords = {word.arg: ast.unparse(word.value) for word in node.keywords}
            # `model.eval()` of torch is no evaluation of text
            if name in RUNS_CODE and (of in {"", "builtins"} or name not in {"eval", "exec"}):
                yield line, f"call of {name}"
            if of == "torch" and name == "load" and keywords.get("weights_only") != "True":
                yield line, "torch.load without weights_only=True"
            if keywords.get("allow_pickle", "False") != "False":
                yield line, "allow_pickle"
        for module, name in imported(node):
            if module.partition(".")[0] in UNPICKLES:
                yield line, f"import of {module}"
            elif name in RUNS_CODE:
                yield line, f"import of {name}"
            elif (module, name) == ("torch", "load"):
                yield line, "import of torch.load: write torch.load(..., weights_only=True)"


def undocumented(tree: ast.Module, members: bool) -> Iterator[Finding]:
    """A missing module docstring, or (`members`) one of a public function or class."""
    if tree.body and not ast.get_docstring(tree):
        yield 1, "module without a docstring"
    for node in tree.body if members else []:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if not node.name.startswith("_") and not ast.get_docstring(node):
            yield node.lineno, f"{node.name} without a docstring"


def oversized(lines: dict[str, int]) -> list[str]:
    """What of the kernel is over its budget, given the number of lines of each file."""
    files = [f"{path}: {n} lines" for path, n in lines.items() if n > KERNEL_FILE_LINES]
    total = sum(lines.values())
    return files + ([f"kernel: {total} lines"] if total > KERNEL_LINES else [])


def of_one_machine(text: str) -> Iterator[Finding]:
    """Paths of one machine and hosts of registries, line by line."""
    for number, line in enumerate(text.splitlines(), 1):
        yield from ((number, word) for word in FORBIDDEN if word in line)


def listed(path: str, findings: Iterator[Finding]) -> list[str]:
    """Findings as `path:line: what`."""
    return [f"{path}:{line}: {what}" for line, what in findings]


def over(trees: Trees, folders: tuple[str, ...]) -> Iterator[tuple[str, ast.Module]]:
    """The modules under some of the top-level folders."""
    return ((path, tree) for path, tree in trees.items() if path.partition("/")[0] in folders)


def test_the_kernel_is_exact_and_silent(modules: Trees) -> None:
    found = [
        finding
        for path, tree in over(modules, ("checker",))
        for finding in listed(path, in_the_kernel(tree, path.endswith("/__main__.py")))
    ]
    assert found == []


def test_nothing_runs_what_came_as_data(modules: Trees) -> None:
    assert [f for path, tree in modules.items() for f in listed(path, anywhere(tree))] == []


def test_every_module_and_public_function_is_documented(modules: Trees) -> None:
    inner = dict(over(modules, ("checker", "constructions")))
    found = [
        finding
        for path, tree in modules.items()
        for finding in listed(path, undocumented(tree, members=path in inner))
    ]
    assert found == []


def test_the_kernel_keeps_to_its_size(root: Path, modules: Trees) -> None:
    paths = [path for path, _ in over(modules, ("checker",))]
    assert paths
    lines = {path: len((root / path).read_text("utf-8").splitlines()) for path in paths}
    assert oversized(lines) == []


def test_no_file_names_a_machine_or_a_registry(root: Path, files: list[str]) -> None:
    found = []
    for name in files:
        raw = (root / name).read_bytes()
        if b"\0" not in raw:
            found += listed(name, of_one_machine(raw.decode("utf-8", "replace")))
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        *("assert x", "x = 0.5", "x = 1e3", "x = 2j", "float(x)", "eval(x)", "exec(x)"),
        *("compile(x, '', 'eval')", "__import__('os')", "open(p)", "print(x)", "p.read_text()"),
        *("import logging", "from logging import info", "import pickle", "import random"),
        *("import concurrent, subprocess", "math.sqrt(2)", "from math import exp"),
        *("map(math.floor, x)", "def f():\n    from decimal import Decimal"),
    ],
)
def test_the_kernel_rule_finds(source: str) -> None:
    assert list(in_the_kernel(ast.parse(source)))


def test_the_kernel_rule_lets_through() -> None:
    good = "from math import gcd\nimport math\nx = math.isqrt(4) + 1\nraise ValueError(x)"
    assert list(in_the_kernel(ast.parse(good))) == []
    assert list(in_the_kernel(ast.parse("print(open('a').read())"), main=True)) == []
    assert list(in_the_kernel(ast.parse("x = 0.5"), main=True))
    reads = "def {}():\n    for path in files:\n        total(path.read_bytes())"
    assert list(in_the_kernel(ast.parse(reads.format("kernel_sha256")))) == []
    assert list(in_the_kernel(ast.parse(reads.format("another"))))


@pytest.mark.parametrize(
    "source",
    [
        *("eval(x)", "builtins.exec(x)", "sympy.sympify(x)", "sympify(x)", "a.b.parse_expr(x)"),
        *("import pickle", "from pickle import loads", "import joblib", "import a, marshal"),
        *("from sympy import sympify", "from sympy.parsing.sympy_parser import parse_expr"),
        *("torch.load(f)", "torch.load(f, weights_only=False)", "from torch import load"),
        *("np.load(f, allow_pickle=True)", "def f():\n    import dill"),
    ],
)
def test_the_general_rule_finds(source: str) -> None:
    assert list(anywhere(ast.parse(source)))


def test_the_general_rule_lets_through() -> None:
    good = "model.eval()\ntorch.load(f, weights_only=True)\nnp.load(f, allow_pickle=False)"
    assert list(anywhere(ast.parse(good))) == []


def test_the_docstring_rule_finds() -> None:
    assert list(undocumented(ast.parse("x = 1"), members=False))
    assert list(undocumented(ast.parse('"""A."""\ndef f(): pass'), members=True))
    assert list(undocumented(ast.parse('"""A."""\nclass C: pass'), members=True))
    assert not list(undocumented(ast.parse('"""A."""\ndef _f(): pass'), members=True))


def test_the_size_rule_finds() -> None:
    assert oversized({"a.py": KERNEL_FILE_LINES + 1})
    assert oversized({f"{i}.py": KERNEL_FILE_LINES for i in range(1 + KERNEL_LINES // KERNEL_FILE_LINES)})
    assert not oversized({"a.py": KERNEL_FILE_LINES})


@pytest.mark.parametrize("word", FORBIDDEN)
def test_the_text_rule_finds(word: str) -> None:
    assert list(of_one_machine(f"first line\nsee {word}x")) == [(2, word)]
