"""A claim after its check, of the literature or of a user: what is said of it, and its exit code."""

from __future__ import annotations

from dataclasses import dataclass

from checker import Refused
from proofs.ledger import EVIDENCE, Certificate, Entry, Ledger, words
from proofs.outcome import ACCEPTED, HOLES, LIMIT, REJECTED, one_line


@dataclass(frozen=True)
class Result:
    """An entry of the ledger, and what only the command line knows of it.

    own: it is a user's claim, whose refutation is a rejection.  says: the words for it, where the ledger
    has none.  failure: an exit code that is settled already.
    """

    entry: Entry
    own: bool = False
    says: str = ""
    failure: int | None = None

    @property
    def id(self) -> str:
        """The id of the claim."""
        return self.entry.theorem.id

    @property
    def words(self) -> str:
        """What is said of it, in one line and without its verdict."""
        text = one_line(words(self.entry))
        verdict = self.entry.verdict.replace("-", " ")
        return text.removeprefix(f"{verdict}, ").removeprefix(f"{verdict}: ")

    @property
    def outcome(self) -> str:
        """The verdict and what is said of it; a user's refuted claim says so itself."""
        return one_line(self.says) if self.says else f"{self.entry.verdict}: {self.words}"

    @property
    def certificates(self) -> list[Certificate]:
        """Every certificate that does what it should, those of the ablations last."""
        more = [c for found in self.entry.ablations.values() for c in found]
        return [c for c in (*self.entry.certificates, *more) if not c.problem]

    def code(self, ledger: Ledger, require: str = "none") -> int:
        """The exit code of this claim alone."""
        if self.failure is not None:
            return self.failure
        if self.entry.problems:
            return LIMIT if self._only_limits() else REJECTED
        if self.own and self.entry.verdict == "refuted":
            return REJECTED
        unsettled = self.entry.verdict == "open" and self.entry.theorem.kind != "definition"
        return HOLES if unsettled or self._is_weak(ledger, require) else ACCEPTED

    def message(self, ledger: Ledger, require: str = "none") -> str:
        """Why it was not fully accepted."""
        if self.code(ledger) == ACCEPTED and self._is_weak(ledger, require):
            return f"effective evidence is {ledger.effective(self.id)}, {require} is required"
        return self.outcome

    def _is_weak(self, ledger: Ledger, require: str) -> bool:
        return EVIDENCE.index(ledger.effective(self.id)) < EVIDENCE.index(require)

    def _only_limits(self) -> bool:
        every = [*self.entry.certificates, *(c for cs in self.entry.ablations.values() for c in cs)]
        bad = [c.verdict for c in every if c.problem]
        met = [isinstance(v, Refused) and v.outcome == "exceeded" for v in bad]
        return all(met) and not any(miss.problem for miss in self.entry.misses)
