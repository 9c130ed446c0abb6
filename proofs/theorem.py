"""What a claim of the literature is here: statement, source, hypotheses, and the evidence that settles it.

A theorem file binds one `Theorem` to the name `theorem`; `proofs.ledger` finds it by walking the package.
Nothing in it is a status: statuses are computed from the kernel's verdicts on the exhibits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructions.certificate import Claim

if TYPE_CHECKING:
    from proofs.picture import Picture

KINDS = ("definition", "proposition", "lemma", "theorem", "equation", "figure", "remark", "section", "own")
ROLES = ("supports", "refutes", "corrects")


@dataclass(frozen=True)
class Source:
    """Where a statement stands: the work, the place in it, and the printed page."""

    work: str
    locator: str
    page: str = ""

    def __str__(self) -> str:
        return f"{self.work}, {self.locator}" + (f", p. {self.page}" if self.page else "")


THESIS = "Nguyen (2019), Optimization Landscape of Deep Neural Networks"


def thesis(locator: str, page: str) -> Source:
    """A place in the thesis; `page` is the page on which its section begins."""
    return Source(THESIS, locator, page)


@dataclass(frozen=True)
class Exhibit:
    """One certificate to be built and verified.

    `role`: `supports` the statement as printed, `refutes` it, or `corrects` it (supports the corrected
    statement).  A refutation names the printed claim it contradicts, in the kernel's vocabulary; that the
    two contradict each other is checked.
    """

    name: str
    build: Callable[[], bytes]
    role: str = "supports"
    printed: Callable[[], Claim] | None = None

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise ValueError(f"role {self.role!r}: expected one of {', '.join(ROLES)}")
        if (self.role == "refutes") != (self.printed is not None):
            raise ValueError(f"exhibit {self.name!r}: `printed` goes with the role `refutes`")


@dataclass(frozen=True)
class NearMiss:
    """A claim almost the same, or evidence almost right, that the kernel must refuse with `code`."""

    name: str
    build: Callable[[], bytes]
    code: str


@dataclass(frozen=True)
class Ablation:
    """A hypothesis dropped: exhibits that meet all the others and violate the conclusion; none: open."""

    hypothesis: str
    exhibits: tuple[Exhibit, ...] = ()
    remark: str = ""


@dataclass(frozen=True)
class Theorem:
    """A claim of the literature, or one of our own (`kind` "own").

    Texts are plain sentences in which `$...$` is LaTeX mathematics.  `universal` tells whether the
    statement speaks of all objects of a class (then instances never prove it) or of the ones exhibited.
    `exhibits` and the like are functions, so that importing a theorem file computes nothing.
    """

    id: str
    kind: str
    title: str
    statement: str
    source: Source
    universal: bool
    covers: str
    hypotheses: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    exhibits: Callable[[], Sequence[Exhibit]] = tuple
    near_misses: Callable[[], Sequence[NearMiss]] = tuple
    ablations: Callable[[], Sequence[Ablation]] = tuple
    printed: str = ""
    finding: str = ""
    corrected: str = ""
    cited: str = ""
    proof: str = ""
    picture: Callable[[], Picture] | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.id}: kind {self.kind!r}, expected one of {', '.join(KINDS)}")
        for name in ("id", "title", "statement", "covers"):
            if not getattr(self, name).strip():
                raise ValueError(f"theorem {self.id!r}: {name} must not be empty")
        if bool(self.printed) != bool(self.finding):
            raise ValueError(f"{self.id}: an erratum needs both `printed` and `finding`")
