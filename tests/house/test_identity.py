"""The packages in use are this repository's: their names are generic, so another could be found."""

from importlib import import_module
from pathlib import Path

import pytest

PACKAGES = ("checker", "constructions", "proofs", "torch_backend")


def within(file: str | None, folder: Path) -> bool:
    """Whether a module's file lies in a folder."""
    return file is not None and Path(file).resolve().is_relative_to(folder.resolve())


def shadows(files: list[str]) -> list[str]:
    """Files under tests/ that would make a test folder importable in place of a package."""
    return [
        name
        for name in files
        if name.startswith("tests/")
        and (name.endswith("/__init__.py") or set(name.split("/")[1:-1]) & set(PACKAGES))
    ]


@pytest.mark.parametrize("package", PACKAGES[:3])
def test_the_package_is_ours(package: str, root: Path) -> None:
    assert within(import_module(package).__file__, root / package)


def test_no_test_folder_shadows_a_package(files: list[str]) -> None:
    assert shadows(files) == []


def test_another_package_is_not_ours(root: Path) -> None:
    assert not within(pytest.__file__, root / "checker")
    assert not within(None, root)
    assert not within(str(root / "checker-of-others" / "__init__.py"), root / "checker")


def test_a_shadow_is_found() -> None:
    bad = ["tests/kernel/__init__.py", "tests/checker/test_a.py", "tests/a/proofs/test_b.py"]
    assert shadows([*bad, "tests/kernel/test_rank.py", "checker/__init__.py"]) == bad
