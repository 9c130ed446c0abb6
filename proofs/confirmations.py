"""What floating-point runs saw, read from files and put beside the kernel's statuses, never above them.

`theodolite confirm --output FILE` writes the format `theodolite-confirmations/1`, `theodolite experiment NAME
--json FILE` the format `theodolite-experiment/1`.  A confirmation counts only for a claim that the kernel has
verified now: it is matched by the claim's hash, and is stale otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from proofs.ledger import Entry
from proofs.outcome import REJECTED, USAGE, Stop, worst
from proofs.output import Printer
from proofs.seen import Seen
from proofs.session import Checked

CONFIRMATIONS, EXPERIMENT = "theodolite-confirmations/1", "theodolite-experiment/1"
CONTRADICTED = "contradicted"
_OUTCOMES = ("confirmed", "undecided", CONTRADICTED, "exact-only", "malformed")
_AGREES = ("yes", "no", "in part", "not compared")


Found = Mapping[str, tuple[Seen, ...]]
Where = tuple[str, str, str]


def read(paths: Iterable[Path]) -> dict[str, tuple[Seen, ...]]:
    """The observations of these files, by the id of the claim; `Stop` for a file of another form."""
    found: dict[str, tuple[Seen, ...]] = {}
    for path in paths:
        try:
            value = json.loads(path.read_text("utf-8"))
        except OSError as error:
            raise Stop(USAGE, f"{path}: {error.strerror}; name a file that confirm --output wrote") from None
        except ValueError:
            raise Stop(USAGE, f"{path}: no JSON; name a file that confirm --output wrote") from None
        try:
            for id, seen in _read(value):
                found[id] = (*found.get(id, ()), *seen)
        except (LookupError, TypeError, AttributeError, ValueError) as error:
            told = f"neither {CONFIRMATIONS} nor {EXPERIMENT} ({error!r})"
            raise Stop(USAGE, f"{path}: {told}; write it again with confirm --output") from None
    return found


def _read(value: Any) -> Iterable[tuple[str, tuple[Seen, ...]]]:
    if value["format"] == CONFIRMATIONS:
        where = _where(value)
        for row in value["claims"]:
            seen = [_exhibit(e, where) for e in row["exhibits"]]
            yield str(row["id"]), tuple(one for one in seen if one.outcome != "exact-only")
    elif value["format"] == EXPERIMENT:
        where = _where(value)
        first, *rest = [_finding(f, where) for f in value["findings"]]
        yield str(value["experiment"]), (replace(first, picture=str(value.get("picture", ""))), *rest)
    else:
        raise ValueError(value["format"])


def _where(value: Mapping[str, Any]) -> Where:
    return str(value["dtype"]), str(value["device"]), str(value["seed"])


def _exhibit(e: Mapping[str, Any], where: Where) -> Seen:
    observed = e["observed"] or {"value": None, "error_bound": None}
    outcome = _one_of(e["outcome"], _OUTCOMES)
    value, bound = _number(observed["value"]), _number(observed["error_bound"])
    return Seen(
        str(e["name"]), outcome, str(e["says"]), value, bound, *where, claim_sha256=str(e["claim_sha256"])
    )


def _finding(f: Mapping[str, Any], where: Where) -> Seen:
    says = f"the source: {f['source']}; seen: {f['seen']}"
    return Seen(str(f["what"]), f"agrees: {_one_of(f['agrees'], _AGREES)}", says, "", "", *where)


def _one_of(value: Any, known: Sequence[str]) -> str:
    if value not in known:
        raise ValueError(value)
    return str(value)


def _number(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_number(x) for x in value)
    return "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)


def matched(entry: Entry, found: Found) -> tuple[Seen, ...]:
    """The observations of one claim; stale where the kernel has verified no such claim now."""
    shown = [*entry.certificates, *(c for cs in entry.ablations.values() for c in cs)]
    known = {c.claim.sha256 for c in shown if not c.problem and c.claim is not None}
    return tuple(
        replace(seen, stale=bool(seen.claim_sha256) and seen.claim_sha256 not in known)
        for seen in found.get(entry.theorem.id, ())
    )


def beside(done: Checked, paths: Sequence[Path], printer: Printer) -> Checked:
    """The check with the observations of these files beside it; a contradiction rejects its claim."""
    found = read(paths)
    if not found:
        return done
    seen = {result.id: matched(result.entry, found) for result in done.results}
    codes, messages = list(done.codes), list(done.messages)
    for n, result in enumerate(done.results):
        if bad := problem(seen[result.id]):
            codes[n], messages[n] = worst([codes[n], REJECTED]), bad
            printer.line(f"{result.id}  {bad}", important=True)
        stale = sum(one.stale for one in seen[result.id])
        if stale:
            printer.line(f"{result.id}  {stale} observations are of other claims: run confirm again")
    count = sum(len(some) for some in seen.values())
    printer.line(
        f"numeric: {count} observations of {sum(map(bool, seen.values()))} claims, beside the statuses"
    )
    kept = replace(done.ledger, seen={id: some for id, some in seen.items() if some})
    return replace(done, ledger=kept, codes=codes, messages=messages)


def problem(seen: Sequence[Seen]) -> str:
    """Why an observation and the kernel cannot both be right, or nothing."""
    bad = [one for one in seen if one.outcome == CONTRADICTED and not one.stale]
    return f"{bad[0].name}: contradicted in {bad[0].dtype}: {bad[0].says}" if bad else ""
