"""Pins, `theodolite-pins/1`: the hashes of claims that a project relies on, by name.

    {"format": "theodolite-pins/1", "claims": {"eq-5.3.1": "<sha256 of the claim>", ...}}

A certificate's name is that of its file without `.cert.json`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from constructions.formats.errors import InputError
from constructions.formats.files import read_file
from constructions.formats.table import as_table, decode_json
from proofs import atomic
from proofs.output import json_bytes

FORMAT = "theodolite-pins/1"
SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


def read_pins(path: Path) -> dict[str, str]:
    """The pinned hashes by name; `InputError` for another file."""
    file = read_file(path)
    table = as_table(decode_json(file.text(), file.place), file.place, ("format", "claims"))
    if table["format"] != FORMAT:
        raise InputError(file.place / "format", FORMAT, table["format"], "check which format the file has")
    at = file.place / "claims"
    claims = as_table(table["claims"], at, (), tuple(keys(table["claims"])))
    for name, value in claims.items():
        if not isinstance(value, str) or not SHA256.fullmatch(value):
            raise InputError(at / name, "a SHA-256 in 64 hexadecimal digits", value, "copy it from verify")
    return {name: str(value) for name, value in claims.items()}


def keys(value: object) -> list[str]:
    """The keys of a table, none of anything else."""
    return [str(key) for key in value] if isinstance(value, Mapping) else []


def write_pins(path: Path, claims: Mapping[str, str]) -> None:
    """Pin these claims."""
    atomic.write(path, json_bytes({"format": FORMAT, "claims": dict(sorted(claims.items()))}))


def name_of(path: str) -> str:
    """The name under which the certificate of a file is pinned.

    >>> name_of("certificates/eq-5.3.1.cert.json")
    'eq-5.3.1'
    """
    return Path(path).name.removesuffix(".json").removesuffix(".cert")


def differs(name: str, claim_sha256: str, pins: Mapping[str, str]) -> str:
    """What is pinned instead of this claim; "" when it is pinned, under its name or (an unknown name) any."""
    if name in pins:
        return "" if pins[name] == claim_sha256 else f"sha256:{pins[name]}"
    if claim_sha256 in pins.values():
        return ""
    shown = ", ".join(f"{known} sha256:{value}" for known, value in list(pins.items())[:3])
    return f"other claims only: {shown}" if shown else "no claim at all"
