"""What the tests of the command line share: a runner, small theorems, and a counterexample file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker import Json, Rationals
from constructions.certificate import Claim, NotFound
from constructions.evidence.find import find
from proofs import ledger
from proofs.cli import main
from proofs.theorem import Exhibit, Source, Theorem

Run = Callable[..., Result]

HEAD = """\
format = "theodolite-counterexample/1"
title = "Two components with widths 2-1-2-2"
data = [["1", "1"], ["-5", "0"], ["2", "3"]]

[network]
input_dim = 2
layers = [
    {weight = [["1", "1"]], bias = ["0"], activation = "leaky_relu:1/2"},
    {weight = [["1"], ["-1"]], bias = ["0", "0"], activation = "leaky_relu:1/2"},
    {weight = [["2", "3"], ["1", "2"]], bias = ["0", "1"]},
]
"""


@pytest.fixture
def run() -> Run:
    """Run `theodolite` with these arguments."""

    def invoke(*args: object) -> Result:
        return CliRunner().invoke(main, [str(arg) for arg in args])

    return invoke


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a counterexample file of these claims."""

    def to_file(*claims: str, name: str = "my.counterexample.toml", head: str = HEAD) -> Path:
        path = tmp_path / name
        path.write_text(head + "".join(claims), "utf-8")
        return path

    return to_file


def onto(name: str = "relu", holds: str = "no") -> Claim:
    """The ReLU is not onto: a claim that the kernel decides by itself."""
    body: dict[str, Json] = {"activation": {"name": name}, "property": "onto", "holds": holds}
    return Claim("activation-property", Rationals(), body)


def theorem(id: str, *exhibits: Exhibit, **more: object) -> Theorem:
    """A theorem of no content."""
    texts = {"title": f"Title of {id}", "statement": f"Statement of {id}.", "covers": "Everything."}
    source = Source("A book", f"Section {id}")
    fields: dict[str, object] = {"kind": "theorem", "universal": False, "source": source, **texts, **more}
    return Theorem(id=id, exhibits=lambda: exhibits, **fields)  # type: ignore[arg-type]


def _lost() -> bytes:
    raise NotFound("nothing\nwas found")


def _broken() -> bytes:
    raise ZeroDivisionError("by accident")


def _interrupted() -> bytes:
    raise KeyboardInterrupt


THEOREMS = (
    theorem("thm-1.1", Exhibit("not onto", lambda: find(onto()))),
    theorem("thm-1.2", cited="Another book, Theorem 7"),
    theorem("thm-1.3", Exhibit("again", lambda: find(onto())), uses=("thm-1.2",)),
    theorem("thm-2.1"),
    theorem("thm-2.2", Exhibit("again", lambda: find(onto())), uses=("thm-2.1",)),
    theorem("thm-3.1", Exhibit("the search", _lost)),
    theorem("thm-3.2", Exhibit("denied", lambda: find(onto()), "refutes", lambda: onto(holds="yes"))),
    theorem(
        "thm-3.3",
        Exhibit("denied", lambda: find(onto()), "refutes", lambda: onto(holds="yes")),
        printed="The ReLU is onto.",
        finding="It is not.",
        hypotheses=("None.",),
    ),
    theorem("thm-4.1", Exhibit("the program", _broken)),
    theorem("thm-4.2", Exhibit("the user", _interrupted)),
    theorem("thm-4.3", Exhibit("too deep", lambda: b"[" * 100 + b"]" * 100)),
)


@pytest.fixture
def theorems(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the theorems above exist."""
    monkeypatch.setattr(ledger, "all_theorems", lambda: {t.id: t for t in THEOREMS})
