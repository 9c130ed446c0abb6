"""The report as data, from which every form of it is printed; it holds no time, date or path."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from proofs.ledger import EVIDENCE
from proofs.picture import Picture
from proofs.report.escape import Tex
from proofs.report.notation import Shown
from proofs.report.objects import ShownNetwork
from proofs.theorem import Theorem

VERDICTS = ("holds", "holds-as-corrected", "refuted", "open", "failed")


@dataclass(frozen=True)
class Row:
    """A certificate: its number within the claim, what it shows, and its hashes."""

    number: int
    name: str
    role: str
    kind: str
    says: Tex
    bytes: int
    claim_sha256: str
    certificate_sha256: str
    problem: str


@dataclass(frozen=True)
class Exact:
    """An exact object and the numbers of the certificates that speak of it."""

    certificates: tuple[int, ...]
    network: ShownNetwork | None
    matrix: Shown | None


@dataclass(frozen=True)
class Dropped:
    """A hypothesis dropped, and the certificates that show it is needed (none: open)."""

    hypothesis: str
    remark: str
    certificates: tuple[Row, ...]


@dataclass(frozen=True)
class Page:
    """All that the report says of one claim."""

    theorem: Theorem
    verdict: str
    evidence: str
    effective: str
    words: str
    rests_on: tuple[str, ...]
    certificates: tuple[Row, ...]
    misses: tuple[tuple[str, str, str], ...]
    ablations: tuple[Dropped, ...]
    exact: tuple[Exact, ...]
    picture: Picture | None

    @property
    def command(self) -> str:
        """The command that checks the claim again."""
        return f"theodolite check {self.theorem.id}"

    @property
    def rows(self) -> list[Row]:
        """All certificates, those of the ablations last."""
        return [*self.certificates, *(row for dropped in self.ablations for row in dropped.certificates)]


@dataclass(frozen=True)
class Kernel:
    """What has to be trusted: version, hash and size."""

    version: str
    sha256: str
    files: int
    lines: int


@dataclass(frozen=True)
class Report:
    """Title, kernel, and a page for each claim in the order of the ledger."""

    title: str
    kernel: Kernel
    pages: tuple[Page, ...]
    theorems: Mapping[str, Theorem]

    @property
    def verdicts(self) -> dict[str, int]:
        """How many claims have each verdict."""
        return _counts((page.verdict for page in self.pages), VERDICTS)

    @property
    def evidence(self) -> dict[str, int]:
        """How many claims have each evidence, the strongest first."""
        return _counts((page.evidence for page in self.pages), EVIDENCE[::-1])

    @property
    def errata(self) -> list[Page]:
        """The claims that the source prints wrongly."""
        return [page for page in self.pages if page.theorem.printed]

    @property
    def work(self) -> str:
        """The work that most claims are taken from."""
        works = Counter(page.theorem.source.work for page in self.pages)
        return max(works, key=works.__getitem__) if works else "none"

    @property
    def cited(self) -> list[tuple[Theorem, list[str]]]:
        """What is taken from the literature, and the claims here that rest on it."""
        users = {
            id: [page.theorem.id for page in self.pages if id in page.rests_on and id != page.theorem.id]
            for id, theorem in self.theorems.items()
            if theorem.cited
        }
        return [(self.theorems[id], ids) for id, ids in users.items()]


def _counts(found: Iterable[str], order: Sequence[str]) -> dict[str, int]:
    counted = Counter(found)
    return {name: counted[name] for name in order if counted[name]}
