"""Reader of counterexample files, `theodolite-counterexample/1`: a network and exact claims about it.

format = "theodolite-counterexample/1"
title = "Two components with widths 2-1-2-2"
network = "network.json"            # or a table [network] in the form theodolite-network/1

[[claims]]
kind = "region-components"          # proofs/claim_kinds.py and docs/cli.md list the kinds
class = 0
components = 2
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from constructions.certificate import Claim
from constructions.formats.data import read_data
from constructions.formats.errors import InputError, Place
from constructions.formats.files import read_file
from constructions.formats.loaded_network import LoadedNetwork
from constructions.formats.network import network_from_value
from constructions.formats.table import as_list, as_table, decode_toml
from proofs.claim_kinds import read_claim_table

FORMAT = "theodolite-counterexample/1"
SUFFIX = ".counterexample.toml"


class TomlPlace(Place):
    """A place written as TOML readers know it: `claims[1].kind`."""

    def __truediv__(self, key: str | int) -> Place:
        """The place of one entry."""
        step = f"[{key}]" if isinstance(key, int) else f".{key}" if self.pointer else str(key)
        return TomlPlace(self.file, self.pointer + step)


@dataclass(frozen=True)
class OwnClaim:
    """A claim of a user's file, and the evidence for it where the file names some.

    id: `FILE:claims[i]`, with i from 0 as in the file.  name: what the user calls it, or its kind.
    """

    id: str
    name: str
    claim: Claim
    evidence: bytes | None = None


@dataclass(frozen=True)
class Counterexample:
    """A file that was read: its title and its claims, at least one."""

    source: str
    title: str
    claims: tuple[OwnClaim, ...]


def read_counterexample(path: str | os.PathLike[str]) -> Counterexample:
    """The claims of the file at `path`; `InputError` with its place for whatever does not fit."""
    file = read_file(path, limit=2**26)
    at = TomlPlace(file.place.file)
    table = as_table(
        decode_toml(file.text(), at), at, ("format", "title", "claims"), ("network", "data", "comment")
    )
    if table["format"] != FORMAT:
        raise InputError(at / "format", FORMAT, table["format"], "check which format the file has")
    title = table["title"]
    if not isinstance(title, str) or not title.strip():
        raise InputError(at / "title", "a title", title, "say in one line what the file shows")
    folder = Path(path).parent
    network = network_from_value(table["network"], at / "network", folder) if "network" in table else None
    data = _read_data(table["data"], at / "data", folder) if "data" in table else None
    listed = as_list(table["claims"], at / "claims")
    if not listed:
        raise InputError(at / "claims", "at least one claim", "none", "add a table [[claims]]")
    claims = [_claim(entry, at / "claims" / i, network, data, folder) for i, entry in enumerate(listed)]
    return Counterexample(at.file, title.strip(), tuple(claims))


def _read_data(value: object, at: Place, folder: Path) -> Sequence[object]:
    """The samples: a list of points, or what `read_data` reads, its path relative to the file's folder."""
    if not isinstance(value, str):
        return as_list(value, at)
    name = value if value == "digits" or value.startswith("mnist:") else str(folder / value)
    return [[str(x) for x in row] for row in read_data(name).X.rows()]


def _claim(
    value: object, at: Place, network: LoadedNetwork | None, data: Sequence[object] | None, folder: Path
) -> OwnClaim:
    table = as_table(value, at, (), tuple(value) if isinstance(value, dict) else ())
    claim = read_claim_table(table, at, network, data)
    name = table.get("name", claim.kind)
    if not isinstance(name, str):
        raise InputError(at / "name", "a text", name, "name the claim")
    id, evidence = f"{at.file}:{at.pointer}", table.get("evidence")
    if evidence is None:
        return OwnClaim(id, name, claim)
    if not isinstance(evidence, str):
        raise InputError(at / "evidence", "the path of a certificate", evidence, "write a path")
    return OwnClaim(id, name, claim, read_file(folder / evidence).data)
