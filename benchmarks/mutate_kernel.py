"""Does the kernel's suite notice a wrong kernel?  Changes one condition at a time and runs the suite on it.

    python benchmarks/mutate_kernel.py [--jobs 2] [--sample N] [--seed S] [WORD...]

A mutant negates or drops a condition that leads to a refusal, drops the refusal, changes a comparison,
adds one to an integer, or drops an operand of `and` or `or`.  Words select mutants whose name holds one.
Exit code 1 when one survives that `benchmarks/equivalent_mutants.txt` does not list (with its reason).
"""

import argparse
import ast
import copy
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
EQUIVALENT = Path(__file__).with_name("equivalent_mutants.txt")
SECONDS = 60  # a mutant that takes longer is noticed: the suite takes a few
# What is quick and notices most comes first.
TESTS = ["test_accepts.test_cert", "test_refuses", "test_polynomials", "test_numbers", "test_bytes"]
TESTS += ["test_limits", "test_door.test_exit", "test_door.test_from"]
TESTS += ["test_feature_ranks"]
RUN = """
import sys
sys.path[:0] = sys.argv[1:3]
from tests.kernel import standalone
sys.exit(standalone.main(sys.argv[3:]))
"""
SWAPS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    **{ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq},
    **{ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is},
}


@dataclass(frozen=True)
class Mutant:
    """A file of the kernel with one change, and the change as `file: function: before -> after`."""

    name: str
    file: str
    tree: ast.Module
    old: ast.AST
    new: ast.AST

    def source(self) -> str:
        """The file with the change."""
        changed = _Put(self.old, self.new).visit(copy.deepcopy(self.tree, memo={id(self.old): self.old}))
        return ast.unparse(ast.fix_missing_locations(changed))


def _refuses(node: ast.If) -> bool:
    return any(isinstance(inner, ast.Raise) for inner in node.body)


def changes(node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Pairs (part of the node as it is, what replaces it)."""
    if isinstance(node, ast.If) and _refuses(node):
        yield node.test, ast.UnaryOp(ast.Not(), node.test)
        yield node.test, ast.Constant(False)
    elif isinstance(node, ast.Raise):
        yield node, ast.Pass()
    elif isinstance(node, ast.Compare):
        for i, op in enumerate(node.ops):
            other = copy.copy(node)
            other.ops = [*node.ops[:i], SWAPS[type(op)](), *node.ops[i + 1 :]]
            yield node, other
    elif isinstance(node, ast.BoolOp):
        for i in range(len(node.values)):
            rest = [*node.values[:i], *node.values[i + 1 :]]
            yield node, rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield node, ast.Constant(node.value + 1)


class _Put(ast.NodeTransformer):
    """Replaces one node, by identity."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        """The node, or what replaces it."""
        return self.new if node is self.old else super().generic_visit(node)


def _nodes(node: ast.AST, around: ast.AST, name: str = "") -> Iterator[tuple[str, ast.AST, ast.AST]]:
    """Every node with the function and the line it is in; texts of messages and prices are left alone."""
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Call) and ast.unparse(node.func) == "spend"):
        return
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        name = f"{name}.{node.name}" if name else node.name
    yield name, around, node
    for child in ast.iter_child_nodes(node):
        if not isinstance(node, ast.Raise):
            line = isinstance(child, (ast.stmt, ast.comprehension)) and not hasattr(child, "body")
            test = isinstance(node, (ast.If, ast.While, ast.For)) and isinstance(child, ast.expr)
            decorator = child in getattr(node, "decorator_list", ())
            yield from _nodes(child, child if line or test or decorator else around, name)


def mutants(package: Path) -> Iterator[Mutant]:
    """Every mutant of every file."""
    for path in sorted(package.rglob("*.py")):
        file, tree = path.relative_to(package).as_posix(), ast.parse(path.read_text("utf-8"))
        for function, around, node in list(_nodes(tree, tree)):
            for old, new in list(changes(node)):
                shown = f"{file}: {function}: {ast.unparse(old)} -> {ast.unparse(new)}"
                if isinstance(old, ast.Constant):
                    shown += f" in {ast.unparse(around)}"
                yield Mutant(" ".join(shown.split())[:240], file, tree, old, new)


def passes(folder: Path) -> bool:
    """Whether the suite passes on the kernel in a folder."""
    command = [sys.executable, "-S", "-O", "-c", RUN, str(folder), str(ROOT), "--first", *TESTS]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, cwd=folder)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def survives(mutant: Mutant, original: Path) -> bool:
    """Whether the suite passes with the mutant in place of the kernel."""
    with TemporaryDirectory() as folder:
        shutil.copytree(original, folder, dirs_exist_ok=True)
        Path(folder, "checker", mutant.file).write_text(mutant.source(), "utf-8")
        return passes(Path(folder))


def equivalent() -> dict[str, str]:
    """The mutants known to compute the same, with the reason: lines `reason | mutant`."""
    lines = EQUIVALENT.read_text("utf-8").splitlines()
    pairs = (line.partition(" | ") for line in lines if line and not line.startswith("#"))
    return {name: reason for reason, _, name in pairs}


def run(chosen: list[Mutant], jobs: int, tell: Callable[[str], object]) -> list[str]:
    """The names of the mutants that survive and are not known to be equivalent."""
    known, count, alive = equivalent(), Counter[str](), []
    with TemporaryDirectory() as folder, ThreadPoolExecutor(jobs) as pool:
        original = Path(folder)
        shutil.copytree(ROOT / "checker", original / "checker")
        if not passes(original):  # compiles it, too
            raise SystemExit("the suite does not pass on the kernel as it is")
        found = pool.map(lambda mutant: survives(mutant, original), chosen)
        for mutant, alive_ in zip(chosen, found, strict=True):
            outcome = ("equivalent" if mutant.name in known else "SURVIVED") if alive_ else "killed"
            count[outcome] += 1
            if outcome == "SURVIVED":
                alive.append(mutant.name)
                tell(mutant.name)
    tell(f"mutants={len(chosen)} " + " ".join(f"{key}={n}" for key, n in sorted(count.items())))
    return alive


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("words", nargs="*")
    given = parser.parse_args()
    words = given.words or [""]
    chosen = [m for m in mutants(ROOT / "checker") if any(word in m.name for word in words)]
    if given.sample is not None:
        chosen = Random(given.seed).sample(chosen, min(given.sample, len(chosen)))
    return 1 if run(chosen, given.jobs, lambda line: print(line, flush=True)) else 0


if __name__ == "__main__":
    sys.exit(main())
