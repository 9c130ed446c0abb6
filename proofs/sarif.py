"""What was not accepted as SARIF 2.1.0, for code scanning in CI: one result for each claim, at its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from checker import kernel_sha256
from checker.kernel import VERSION
from proofs import atomic
from proofs.outcome import ACCEPTED, HOLES, LIMIT, REJECTED, UNPINNED
from proofs.output import json_bytes
from proofs.result import Result

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_CLAIM = re.compile(r"(.+\.toml):claims\[([0-9]+)\]", re.DOTALL)
_RULES = {
    REJECTED: ("rejected", "A claim was rejected or refuted, or a pinned verdict changed."),
    HOLES: ("holes", "A claim is open, or its evidence is weaker than required."),
    UNPINNED: ("differs-from-pin", "A statement differs from its pin."),
    LIMIT: ("limit", "A declared resource limit was met; nothing is said about the claim."),
}
_ERROR = ("error", "The claim could not be checked.")
_LEVEL = {HOLES: "note", LIMIT: "warning"}


def write_sarif(path: Path, results: Sequence[Result], codes: Sequence[int], messages: Sequence[str]) -> None:
    """A log of one run; claims that were accepted are not in it."""
    rules = [*_RULES.values(), _ERROR]
    driver = {
        "name": "Theodolite",
        "version": VERSION,
        "properties": {"kernel": f"sha256:{kernel_sha256()}"},
        "rules": [{"id": id, "shortDescription": {"text": text}} for id, text in rules],
    }
    found = [
        _result(result.id, code, message)
        for result, code, message in zip(results, codes, messages, strict=True)
        if code != ACCEPTED
    ]
    run = {"tool": {"driver": driver}, "results": found}
    atomic.write(path, json_bytes({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}))


def _result(id: str, code: int, message: str) -> dict[str, Any]:
    rule, _ = _RULES.get(code, _ERROR)
    location: dict[str, Any] = {"logicalLocations": [{"fullyQualifiedName": id}]}
    if match := _CLAIM.fullmatch(id):
        file, line = match[1], line_of(match[1], int(match[2]))
        location["physicalLocation"] = {
            "artifactLocation": {"uri": quote(Path(file).as_posix())},
            "region": {"startLine": line},
        }
    return {
        "ruleId": rule,
        "level": _LEVEL.get(code, "error"),
        "message": {"text": f"{id}: {message}"},
        "locations": [location],
        "partialFingerprints": {"claim/v1": id},
    }


def line_of(file: str, i: int) -> int:
    """The line, from 1, on which the claim of a counterexample file begins; 1 where that is not plain."""
    try:
        lines = Path(file).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return 1
    heads = [n for n, line in enumerate(lines, 1) if re.match(r"\s*\[\[\s*claims\s*\]\]", line)]
    return heads[i] if i < len(heads) else 1
