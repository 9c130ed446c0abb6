"""The ledger: every theorem file found, checked by the kernel, with its status computed.

verdict   holds | holds-as-corrected | refuted | open | failed   (on the statement as printed)
evidence  schema > instance > enclosure > numeric > cited > none
effective the weakest evidence among the claim and all it uses; rests_on: the cited results among them
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

import networkx as nx

import proofs
from checker import ParametricField, Refused, Verdict, Verified, claim_sha256, decode_field, verify
from checker.codec import decode
from constructions.certificate import Claim, NotFound
from proofs.contradiction import contradicts
from proofs.mentions import undeclared
from proofs.seen import Seen
from proofs.theorem import Exhibit, NearMiss, Theorem

EVIDENCE = ("none", "cited", "numeric", "enclosure", "instance", "schema")
_HYPOTHESES = {"pyramidal", "rank", "activation-property"}


@dataclass(frozen=True)
class Certificate:
    """One exhibit after the kernel has seen it; `problem` is empty when it does what it should."""

    name: str
    role: str
    data: bytes
    verdict: Verdict | None
    problem: str
    seconds_to_find: float
    seconds: float
    hypothesis: str = ""

    @property
    def claim(self) -> Claim | None:
        """The claim as the certificate states it."""
        return read_claim(self.data) if self.data else None

    @property
    def is_schema(self) -> bool:
        """Whether the claim speaks of symbols (for all their values) or of all parameters in an interval."""
        claim = self.claim
        if claim is None:
            return False
        symbols = bool(claim.body.get("scalars") or claim.body.get("matrices"))
        return symbols or isinstance(claim.field, ParametricField)


@dataclass(frozen=True)
class Miss:
    """A near miss after the kernel has seen it; `problem` is empty when it was refused as it must be."""

    name: str
    code: str
    data: bytes
    problem: str


@dataclass(frozen=True)
class Entry:
    """A theorem with its checked certificates and the status they give."""

    theorem: Theorem
    certificates: tuple[Certificate, ...]
    misses: tuple[Miss, ...]
    seconds: float
    ablations: Mapping[str, tuple[Certificate, ...]] = field(default_factory=dict)

    @property
    def problems(self) -> list[str]:
        """Everything that should have been accepted or refused and was not."""
        shown = [*self.certificates, *(c for cs in self.ablations.values() for c in cs)]
        named = [(c.name, c.problem) for c in shown] + [(m.name, m.problem) for m in self.misses]
        return [f"{name}: {problem}" for name, problem in named if problem]

    def _roles(self) -> set[str]:
        return {c.role for c in self.certificates if not c.problem}

    @property
    def verdict(self) -> str:
        """The verdict on the statement as printed."""
        roles = self._roles()
        if self.problems:
            return "failed"
        if "refutes" in roles:
            return "holds-as-corrected" if "corrects" in roles else "refuted"
        if "supports" in roles or self.theorem.cited:
            return "holds"
        return "open"

    @property
    def evidence(self) -> str:
        """The strongest evidence that covers the statement."""
        shown = [c for c in self.certificates if not c.problem]
        if not shown:
            return "cited" if self.theorem.cited else "none"
        return "schema" if all(c.is_schema for c in shown) else "instance"

    @property
    def instances(self) -> int:
        """How many objects the statement was verified for: networks, or else single claims."""
        shown = [c.claim for c in self.certificates if not c.problem and not c.is_schema]
        claims = [c for c in shown if c is not None and c.kind not in _HYPOTHESES] or shown
        return len({_subject(c) for c in claims if c is not None})

    @property
    def schemas(self) -> int:
        """How many certificates speak of all sizes or all parameters."""
        return sum(c.is_schema for c in self.certificates if not c.problem)


def _subject(claim: Claim) -> str:
    """The network a claim is about, or the claim itself."""
    network = claim.body.get("network")
    return claim.sha256 if network is None else claim_sha256(network)


def discover(package: str = "proofs") -> dict[str, Theorem]:
    """Every module of the package that binds a `Theorem` to `theorem`, in the order of the source."""
    found: dict[str, Theorem] = {}
    for info in pkgutil.walk_packages(proofs.__path__, package + "."):
        if not re.fullmatch(r"proofs\.(chapter\d+|own)\.\w+", info.name):
            continue
        theorem = getattr(importlib.import_module(info.name), "theorem", None)
        if isinstance(theorem, Theorem):
            if theorem.id in found:
                raise ValueError(f"two files for {theorem.id}")
            found[theorem.id] = theorem
    return dict(sorted(found.items(), key=lambda item: _order(item[1])))


def _order(theorem: Theorem) -> tuple[bool, int, list[int], str]:
    """Source order: by page and then by the numbers of the id, our own claims last."""
    numbers = [int(n) for n in re.findall(r"\d+", theorem.id)]
    return theorem.kind == "own", int(theorem.source.page or 0), numbers, theorem.id


def graph(theorems: Mapping[str, Theorem]) -> nx.DiGraph[str]:
    """The graph of uses; an unknown id, a cycle and a use that is not declared are errors."""
    uses: nx.DiGraph[str] = nx.DiGraph()
    for theorem in theorems.values():
        uses.add_node(theorem.id)
        for other in theorem.uses:
            if other not in theorems:
                raise ValueError(f"{theorem.id} uses {other}, which no file states")
            uses.add_edge(theorem.id, other)
    if not nx.is_directed_acyclic_graph(uses):
        raise ValueError(f"a cycle of uses: {nx.find_cycle(uses)}")
    for problem in undeclared(theorems, uses):
        raise ValueError(problem)
    return uses


def check_theorem(theorem: Theorem) -> Entry:
    """Build and verify everything a theorem exhibits."""
    start = time.perf_counter()
    certificates = tuple(check_exhibit(e) for e in theorem.exhibits())
    misses = tuple(check_miss(m) for m in theorem.near_misses())
    ablations = {
        a.hypothesis: tuple(check_exhibit(e, a.hypothesis) for e in a.exhibits) for a in theorem.ablations()
    }
    return Entry(theorem, certificates, misses, time.perf_counter() - start, ablations)


def check_exhibit(exhibit: Exhibit, hypothesis: str = "") -> Certificate:
    """Build one exhibit and verify it."""
    start = time.perf_counter()
    try:
        data = exhibit.build()
    except NotFound as reason:
        spent = time.perf_counter() - start
        return Certificate(exhibit.name, exhibit.role, b"", None, str(reason), spent, 0.0, hypothesis)
    middle = time.perf_counter()
    verdict = verify(data)
    end = time.perf_counter()
    problem = str(verdict) if isinstance(verdict, Refused) else ""
    if not problem and exhibit.printed is not None and not contradicts(exhibit.printed(), read_claim(data)):
        problem = "the certificate does not contradict the printed claim"
    return Certificate(
        exhibit.name, exhibit.role, data, verdict, problem, middle - start, end - middle, hypothesis
    )


def check_miss(miss: NearMiss) -> Miss:
    """Verify that a near miss is refused with its code."""
    data = miss.build()
    verdict = verify(data)
    if isinstance(verdict, Verified):
        return Miss(miss.name, miss.code, data, f"was verified, expected {miss.code}")
    problem = "" if verdict.code == miss.code else f"refused with {verdict}, expected {miss.code}"
    return Miss(miss.name, miss.code, data, problem)


def read_claim(data: bytes) -> Claim:
    """The claim of a certificate."""
    value = decode(data)
    table = dict(value["claim"]) if isinstance(value, dict) and isinstance(value["claim"], dict) else {}
    kind, declared = str(table.pop("kind")), table.pop("field")
    return Claim(kind, decode_field(declared, "/claim/field"), table)


@dataclass(frozen=True)
class Ledger:
    """All entries, with what each rests on."""

    entries: Mapping[str, Entry]
    theorems: Mapping[str, Theorem]
    seen: Mapping[str, Sequence[Seen]] = field(default_factory=dict)  # in floating point; settles nothing

    def _below(self, id: str) -> Iterator[str]:
        yield from nx.descendants(self._uses, id)

    @cached_property
    def _uses(self) -> nx.DiGraph[str]:
        return nx.DiGraph((x, other) for x, theorem in self.theorems.items() for other in (*theorem.uses, x))

    def rests_on(self, id: str) -> list[str]:
        """The cited results and the definitions among all that the claim uses, and itself if cited."""
        every = [id, *self._below(id)]
        return sorted(
            x for x in every if self.theorems[x].cited or (self.theorems[x].kind == "definition" and x != id)
        )

    def cited_by_the_kernel(self, id: str) -> list[str]:
        """The results that the kernel's rules cited for the claim and all it uses (as far as checked)."""
        entries = [self.entries[x] for x in [id, *self._below(id)] if x in self.entries]
        verdicts = [c.verdict for e in entries for c in e.certificates if not c.problem]
        return sorted({text for v in verdicts if isinstance(v, Verified) for text in v.rests_on})

    def effective(self, id: str) -> str:
        """The weakest evidence among the claim and all it uses (as far as they were checked)."""
        every = [self.entries[x].evidence for x in [id, *self._below(id)] if x in self.entries]
        return min(every, key=EVIDENCE.index)


def check(ids: Iterable[str] = (), theorems: Mapping[str, Theorem] | None = None) -> Iterator[Entry]:
    """Check the claims asked for (all, by default), yielding each entry as it is done."""
    known = theorems if theorems is not None else all_theorems()
    for id in list(ids) or list(known):
        yield check_theorem(known[id])


@cache
def all_theorems() -> dict[str, Theorem]:
    """`discover()`, once, with its graph checked."""
    found = discover()
    graph(found)
    return found


def words(entry: Entry) -> str:
    """The evidence in words for people."""
    if entry.verdict == "failed":
        return "failed: " + "; ".join(entry.problems)
    text = {
        "schema": "proved by schema",
        "instance": _instances(entry),
        "cited": f"taken from {entry.theorem.cited}",
        "none": "no evidence",
    }[entry.evidence]
    endings = {"refuted": "refuted", "holds-as-corrected": "holds as corrected"}
    return f"{endings[entry.verdict]}, {text}" if entry.verdict in endings else text


def _instances(entry: Entry) -> str:
    n, m = entry.instances, entry.schemas
    text = "checked exactly"
    if entry.theorem.universal and entry.verdict != "refuted":
        text += f" on {n} instance" + ("" if n == 1 else "s")
    return text + (f", {m} part{'' if m == 1 else 's'} proved by schema" if m else "")


def ledger(entries: Sequence[Entry], theorems: Mapping[str, Theorem] | None = None) -> Ledger:
    """The ledger of these entries."""
    return Ledger({e.theorem.id: e for e in entries}, theorems if theorems is not None else all_theorems())
