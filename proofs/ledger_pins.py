"""Pins of a release, `theodolite-ledger-pins/1`: what each claim states, its verdict, and what is certified.

    {"format": "theodolite-ledger-pins/1", "claims": {"eq-5.3": {
        "verdict": "holds-as-corrected", "evidence": "instance", "statement": "<SHA-256 of the statement>",
        "certified": {"C_1 has exactly 2 components": "<SHA-256 of the claim>"}}}}

Neither certificates nor the kernel are pinned: other evidence for the same claims, checked by another kernel,
is no difference.  A claim of a counterexample file is named by that file's path, from the folder of the pins.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from checker import Json, canonical_bytes
from constructions.formats.errors import InputError, Place
from constructions.formats.files import read_file
from constructions.formats.table import as_table, decode_json
from proofs import atomic
from proofs.ledger import EVIDENCE, Entry
from proofs.outcome import REJECTED, UNPINNED
from proofs.output import json_bytes
from proofs.pins import SHA256, keys
from proofs.theorem import Theorem

FORMAT = "theodolite-ledger-pins/1"
VERDICTS = ("holds", "holds-as-corrected", "refuted", "open")


@dataclass(frozen=True)
class Pin:
    """What a release says of one claim; `certified`: hashes of claims by the names of their certificates."""

    verdict: str
    evidence: str
    statement: str
    certified: Mapping[str, str]


@dataclass(frozen=True)
class Difference:
    """What differs from a pin, and the exit code that this alone gives."""

    code: int
    message: str


def statement_sha256(theorem: Theorem) -> str:
    """The hash of what a theorem file states: statement, hypotheses, erratum, and whether it is universal."""
    stated: list[Json] = [theorem.statement, *theorem.hypotheses, theorem.printed, theorem.corrected]
    return sha256(canonical_bytes([stated, "universal" if theorem.universal else "single"])).hexdigest()


def pin_of(entry: Entry) -> Pin:
    """The pin of a claim that was checked."""
    certified: dict[str, str] = {}
    shown = [("", c) for c in entry.certificates]
    shown += [(f"without {hypothesis}: ", c) for hypothesis, cs in entry.ablations.items() for c in cs]
    for prefix, certificate in shown:
        claim = certificate.claim
        if claim is None or certificate.problem:
            continue
        name, n = prefix + certificate.name, 1
        while (unique := name if n == 1 else f"{name} ({n})") in certified:
            n += 1
        certified[unique] = claim.sha256
    return Pin(entry.verdict, entry.evidence, statement_sha256(entry.theorem), certified)


def key(id: str, folder: Path) -> str:
    """The name of a claim in pins that lie in `folder`: its id, with a file's path from there."""
    file, place, rest = id.partition(".toml:claims[")
    if place:
        return f"{_moved(f'{file}.toml', folder)}:claims[{rest}"
    return _moved(id, folder) if id.endswith(".json") else id


def _moved(file: str, folder: Path) -> str:
    return Path(os.path.relpath(os.path.abspath(file), os.path.abspath(folder))).as_posix()


def path_of(name: str, folder: Path) -> str:
    """The id, from here, of a claim pinned under this name."""
    return str(folder / name) if ".toml:claims[" in name or name.endswith(".json") else name


def differences(pinned: Pin, found: Pin) -> Iterator[Difference]:
    """A changed statement or certified claim (exit code 4), a changed verdict or weaker evidence (1)."""
    if found.statement != pinned.statement:
        text = f"statement sha256:{found.statement}, pinned sha256:{pinned.statement}"
        yield Difference(UNPINNED, f"the statement changed: {text}")
    if found.verdict != pinned.verdict:
        yield Difference(REJECTED, f"the verdict changed: {found.verdict}, pinned {pinned.verdict}")
        return  # the certificates of another verdict are other ones
    if EVIDENCE.index(found.evidence) < EVIDENCE.index(pinned.evidence):
        yield Difference(REJECTED, f"the evidence is weaker: {found.evidence}, pinned {pinned.evidence}")
    present = set(found.certified.values())
    for name, claim in pinned.certified.items():
        if claim not in present:
            now = found.certified.get(name)
            text = f"claim sha256:{now}" if now else "no certificate of that name"
            yield Difference(UNPINNED, f"{name}: {text}, pinned claim sha256:{claim}")


def read_ledger_pins(path: Path) -> dict[str, Pin]:
    """The pins by name; `InputError` for another file."""
    file = read_file(path)
    table = as_table(decode_json(file.text(), file.place), file.place, ("format", "claims"))
    if table["format"] != FORMAT:
        remedy = "make it with theodolite ledger pin"
        raise InputError(file.place / "format", FORMAT, table["format"], remedy)
    at = file.place / "claims"
    claims = as_table(table["claims"], at, (), tuple(keys(table["claims"])))
    return {name: _read(value, at / name) for name, value in claims.items()}


def _read(value: object, at: Place) -> Pin:
    table = as_table(value, at, ("verdict", "evidence", "statement", "certified"))
    for name, known in (("verdict", VERDICTS), ("evidence", EVIDENCE)):
        if table[name] not in known:
            raise InputError(at / name, f"one of {', '.join(known)}", table[name], "pin the claim again")
    inner = at / "certified"
    certified = as_table(table["certified"], inner, (), tuple(keys(table["certified"])))
    hashes = [(at / "statement", table["statement"]), *((inner / n, x) for n, x in certified.items())]
    for place, digest in hashes:
        if not isinstance(digest, str) or not SHA256.fullmatch(digest):
            expected = "a SHA-256 in 64 hexadecimal digits"
            raise InputError(place, expected, digest, "pin the claim again")
    verdict, evidence, statement = (str(table[name]) for name in ("verdict", "evidence", "statement"))
    return Pin(verdict, evidence, statement, {name: str(x) for name, x in certified.items()})


def write_ledger_pins(path: Path, pins: Mapping[str, Pin]) -> None:
    """Write the pins in the order of their names."""
    claims: dict[str, Any] = {}
    for name, pin in sorted(pins.items()):
        fields = {field: getattr(pin, field) for field in ("verdict", "evidence", "statement")}
        claims[name] = {**fields, "certified": dict(pin.certified)}
    atomic.write(path, json_bytes({"format": FORMAT, "claims": claims}))


def compare(old: Mapping[str, Pin], new: Mapping[str, Pin]) -> Iterator[tuple[str, Sequence[Difference]]]:
    """Claims of either that differ: one that is gone is a changed statement, a new one (code 0) is named."""
    for name, pin in old.items():
        if name not in new:
            yield name, [Difference(UNPINNED, "the claim is gone")]
        elif found := list(differences(pin, new[name])):
            yield name, found
    for name, pin in new.items():
        if name not in old:
            yield name, [Difference(0, f"new: {pin.verdict}, {pin.evidence}; not pinned")]
