"""What a command is asked to check: ids of theorems, counterexample files and certificates, as tasks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

import networkx as nx

from constructions.formats.files import read_file
from proofs import ledger
from proofs.counterexample import read_counterexample
from proofs.outcome import USAGE, Stop
from proofs.tasks import OwnCertificate, Task
from proofs.theorem import Theorem

_ONE_CLAIM = re.compile(r"(.+\.toml):claims\[([0-9]{1,6})\]", re.ASCII | re.DOTALL)  # as the lines name it


def select(what: Sequence[str]) -> list[Task]:
    """The tasks, those asked for first, then every theorem that these use; all theorems for nothing."""
    known = ledger.all_theorems()
    if not what:
        if not known:
            raise Stop(USAGE, "no theorem file was found; install Theodolite from its checkout")
        return list(known)
    tasks = [task for word in dict.fromkeys(what) for task in _tasks(word)]
    uses = ledger.graph(known)
    asked = [task for task in tasks if isinstance(task, str)]
    below = {x for id in asked for x in nx.descendants(uses, id)} - set(asked)
    return tasks + [id for id in known if id in below]


def _tasks(word: str) -> Sequence[Task]:
    if word.endswith(".toml"):
        return read_counterexample(word).claims
    if one := _ONE_CLAIM.fullmatch(word):
        return [_one_claim(one[1], int(one[2]))]
    if word.endswith(".json"):
        return [OwnCertificate(word, read_file(word).data)]
    return [find(word).id]


def _one_claim(file: str, i: int) -> Task:
    claims = read_counterexample(file).claims
    if i >= len(claims):
        raise Stop(
            USAGE, f"{file}: no claims[{i}] in it, but claims[0] to claims[{len(claims) - 1}]"
        )
    return claims[i]


def find(id: str) -> Theorem:
    """The theorem of this id; `Stop` with the nearest ids otherwise."""
    known = ledger.all_theorems()
    if id not in known:
        near = get_close_matches(id, known, n=3, cutoff=0.5)
        remedy = f"did you mean {' or '.join(near)}?" if near else "see theodolite list"
        raise Stop(USAGE, f"no claim has the id {id!r}, and a file ends in .toml or .json; {remedy}")
    return known[id]
