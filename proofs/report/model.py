"""The report as data, from which every form of it is printed; it holds no time, date or path."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from proofs.inventory import Known, missing
from proofs.ledger import EVIDENCE
from proofs.picture import Picture
from proofs.report.escape import Tex
from proofs.report.notation import Shown
from proofs.report.objects import ShownNetwork
from proofs.seen import Seen
from proofs.theorem import THESIS, Theorem

LONGEST_COMMAND = 80  # characters; fits a line of the PDF
VERDICTS = ("holds", "holds-as-corrected", "refuted", "open", "failed")


@dataclass(frozen=True)
class Row:
    """A certificate: its number within the claim, what it shows, and its hashes.

    soundness_error: a bound on the probability that the kernel accepts it although its claim is false ("0":
    never).  grounds: results of the literature on which the rule rests.
    """

    number: int
    name: str
    role: str
    kind: str
    says: Tex
    bytes: int
    claim_sha256: str
    certificate_sha256: str
    problem: str
    soundness_error: str = "0"
    grounds: tuple[str, ...] = ()

    @property
    def reservations(self) -> str:
        """What the kernel's word on it depends on, in words; nothing for most."""
        error = "" if self.soundness_error == "0" else f"soundness error {self.soundness_error}"
        grounds = f"rests on {', '.join(self.grounds)}" if self.grounds else ""
        return "; ".join(filter(None, (error, grounds)))


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

    @property
    def state(self) -> str:
        """Needed (there is a witness), superfluous (the remark says why), or open."""
        if self.certificates:
            return "failed" if any(row.problem for row in self.certificates) else "needed"
        return "superfluous" if self.remark.lower().startswith("superfluous") else "open"


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
    seen: tuple[Seen, ...] = ()

    @property
    def command(self) -> str:
        """The command that checks the claim again."""
        return f"theodolite check {shlex.quote(self.theorem.id)}"

    @property
    def decisive(self) -> tuple[Row, ...]:
        """The certificates that settle an erratum: those that refute or correct, or else all."""
        return tuple(row for row in self.certificates if row.role != "supports") or self.certificates

    @property
    def matrix(self) -> tuple[Dropped, ...]:
        """A row for each hypothesis: those dropped, and as open those that no ablation speaks of.

        Where ablations divide hypotheses more finely than the statement does, theirs is the list.
        """
        names = {dropped.hypothesis for dropped in self.ablations}
        if not names <= set(self.theorem.hypotheses):
            return self.ablations
        rest = [text for text in self.theorem.hypotheses if text not in names]
        return (*self.ablations, *(Dropped(text, "No ablation is stated.", ()) for text in rest))

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
    def ablations(self) -> dict[str, dict[str, str]]:
        """Claim by hypothesis: needed, superfluous or open."""
        return {
            page.theorem.id: {dropped.hypothesis: dropped.state for dropped in page.matrix}
            for page in self.pages
            if page.matrix
        }

    @property
    def states(self) -> dict[str, int]:
        """How many hypotheses are needed, superfluous, open."""
        every = (state for found in self.ablations.values() for state in found.values())
        return _counts(every, ("needed", "superfluous", "open", "failed"))

    def users(self, id: str) -> list[str]:
        """The claims that use this one."""
        return [other for other, theorem in self.theorems.items() if id in theorem.uses]

    def above(self, id: str) -> list[str]:
        """The claims that use it through others alone, for an erratum touches them too."""
        direct, found = self.users(id), set[str]()
        waiting = list(direct)
        while waiting:
            more = [other for other in self.users(waiting.pop()) if other not in found]
            found.update(more)
            waiting += more
        return [other for other in self.theorems if other in found and other not in direct]

    @property
    def grounds(self) -> dict[str, list[str]]:
        """Results of the literature on which rules of the kernel rest, and the claims they certify."""
        found: dict[str, list[str]] = {}
        for page in self.pages:
            for ground in sorted({ground for row in page.rows for ground in row.grounds}):
                found.setdefault(ground, []).append(page.theorem.id)
        return dict(sorted(found.items()))

    @property
    def missing(self) -> list[Known]:
        """What the thesis states and no file yet, in a report on all that is stated of it."""
        stated = {id for id, theorem in self.theorems.items() if theorem.source.work == THESIS}
        shown = {page.theorem.id for page in self.pages}
        return missing(stated) if stated and stated <= shown else []

    @property
    def subtitle(self) -> str:
        """What kind of report this is."""
        if all(page.theorem.kind == "own" for page in self.pages):
            return "Claims checked in exact arithmetic"
        return "Statements of the literature, checked again in exact arithmetic"

    @property
    def command(self) -> str:
        """The command that checks everything here again."""
        shown = {page.theorem.id for page in self.pages}
        if set(self.theorems) <= shown:
            return "theodolite check"
        line = " ".join(["theodolite check", *(shlex.quote(id) for id in _tops(self.theorems, shown))])
        return line if len(line) <= LONGEST_COMMAND else "theodolite check ID ..."

    @property
    def has_pages(self) -> bool:
        """Whether any claim stands on a page of its source."""
        return any(page.theorem.source.page for page in self.pages)

    @property
    def drawn(self) -> dict[str, Theorem]:
        """The claims of the graph: those shown and all that they use."""
        found, waiting = set[str](), [page.theorem.id for page in self.pages]
        while waiting:
            if (id := waiting.pop()) not in found:
                found.add(id)
                waiting += [other for other in self.theorems[id].uses if other in self.theorems]
        return {id: theorem for id, theorem in self.theorems.items() if id in found}

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


def _tops(theorems: Mapping[str, Theorem], shown: set[str]) -> list[str]:
    """Those shown that no other of them uses: what they use is checked with them."""
    used = {other for id in shown for other in theorems[id].uses}
    return [id for id in theorems if id in shown - used]


def _counts(found: Iterable[str], order: Sequence[str]) -> dict[str, int]:
    counted = Counter(found)
    return {name: counted[name] for name in order if counted[name]}
