"""Which other claims a theorem file names, so that a use it does not declare is found.

Read: the statement, the hypotheses and the corrected statement, in which results are named in full
("Theorem 3.4.9", "Assumptions 2.4.1 and 2.4.2", "new-3.a").  What `covers` and `finding` say is comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import networkx as nx

from proofs.theorem import Theorem

_PREFIX = {
    "Theorem": "thm",
    "Lemma": "lem",
    "Proposition": "prop",
    "Property": "prop",
    "Corollary": "cor",
    "Assumption": "asm",
    "Definition": "def",
    "Equation": "eq",
}
_NUMBER = r"\(?(\d+(?:\.\d+)+)\)?"
_NAMED = re.compile(rf"\b({'|'.join(_PREFIX)})s?[\s~]+{_NUMBER}((?:(?:,| and| or| to)\s+{_NUMBER})*)")
_OWN = re.compile(r"\bnew-\d\.[a-z]\b")


def mentions(text: str) -> Iterator[str]:
    """The ids of the results that a text names.

    >>> sorted(set(mentions("Let Assumptions 3.4.1 and 3.4.2 hold; by new-3.a and Equation (2.5) ...")))
    ['asm-3.4.1', 'asm-3.4.2', 'eq-2.5', 'new-3.a']
    """
    yield from _OWN.findall(text)
    for match in _NAMED.finditer(text):
        for number in re.findall(r"\d+(?:\.\d+)+", match.group(0)):
            yield f"{_PREFIX[match.group(1)]}-{number}"


def undeclared(theorems: Mapping[str, Theorem], uses: nx.DiGraph[str]) -> Iterator[str]:
    """One line for each theorem that names a claim it neither uses nor is, not even through what it uses."""
    for theorem in theorems.values():
        text = "; ".join((theorem.statement, *theorem.hypotheses, theorem.corrected))
        known = {theorem.id, *nx.descendants(uses, theorem.id)}
        missing = sorted({id for id in mentions(text) if id in theorems} - known)
        if missing:
            yield f"{theorem.id} names {', '.join(missing)} without using it; add it to `uses`"
