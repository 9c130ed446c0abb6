"""What a check says: one line for each claim, the last line, the JSON document and the JUnit file."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import click

from checker import Verified, kernel_sha256
from checker.kernel import VERSION
from proofs import atomic
from proofs.ledger import Certificate, Ledger
from proofs.outcome import ACCEPTED, HOLES, INTERNAL, USAGE, one_line, printable, word, worst
from proofs.result import Result


class Printer:
    """Results to stdout, progress to stderr; when the JSON goes to stdout, everything else to stderr."""

    def __init__(self, json_to: str | None = None, quiet: bool = False) -> None:
        self.err, self.quiet = json_to == "-", quiet

    def line(self, text: str, important: bool = False) -> None:
        """A result; `--quiet` lets only important ones through."""
        if important or not self.quiet:
            click.echo(printable(text), err=self.err)

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Rows in columns, indented."""
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = (one_line(cell).ljust(width) for cell, width in zip(row, widths, strict=True))
            click.echo(f"  {'  '.join(cells)}".rstrip(), err=self.err)

    def progress(self, text: str) -> None:
        """What is being done, for a person at a terminal."""
        if not self.quiet and sys.stderr.isatty():
            click.echo(one_line(text), err=True)


def line(result: Result, width: int = 0) -> str:
    """id, verdict, words, number of certificates, seconds."""
    n, seconds = len(result.certificates), result.entry.seconds
    plural = "" if n == 1 else "s"
    return f"{result.id:{width}}  {result.outcome}  [{n} certificate{plural}, {seconds:.1f} s]"


def last_line(code: int, claims: int, certificates: int) -> str:
    """The line that scripts look for."""
    return f"{word(code)} claims={claims} certificates={certificates} kernel=sha256:{kernel_sha256()}"


def kernel() -> dict[str, str]:
    """The kernel that checked, for a JSON document."""
    return {"version": VERSION, "sha256": kernel_sha256()}


def document(
    results: Sequence[Result], ledger: Ledger, codes: Sequence[int], messages: Sequence[str]
) -> dict[str, Any]:
    """The JSON of `check`; docs/cli.md describes its keys."""
    problems = zip(results, codes, messages, strict=True)
    return {
        "kernel": kernel(),
        "claims": [_claim(result, ledger) for result in results],
        "summary": {
            "outcome": word(worst(codes)),
            "exit_code": worst(codes),
            "claims": len(results),
            "certificates": sum(len(r.certificates) for r in results),
            "verdicts": dict(sorted(Counter(r.entry.verdict for r in results).items())),
            "problems": [
                {"id": r.id, "exit_code": code, "message": message}
                for r, code, message in problems
                if code != ACCEPTED
            ],
        },
    }


def _claim(result: Result, ledger: Ledger) -> dict[str, Any]:
    entry = result.entry
    return {
        "id": result.id,
        "verdict": entry.verdict,
        "evidence": entry.evidence,
        "effective": ledger.effective(result.id),
        "rests_on": [*ledger.rests_on(result.id), *ledger.cited_by_the_kernel(result.id)],
        "instances": entry.instances,
        "certificates": [_certificate(c) for c in result.certificates],
        **({"numeric": [seen.json() for seen in found]} if (found := ledger.seen.get(result.id)) else {}),
        "seconds": round(entry.seconds, 6),
    }


def _certificate(certificate: Certificate) -> dict[str, Any]:
    verdict = certificate.verdict
    verified = verdict if isinstance(verdict, Verified) else None  # of those listed, every one
    return {
        "sha256": verified and verified.certificate_sha256,
        "claim_sha256": verified and verified.claim_sha256,
        "kind": verified and verified.kind,
        "bytes": len(certificate.data),
        "seconds": round(certificate.seconds, 6),
    }


def json_bytes(value: object) -> bytes:
    """A JSON document for a file or a pipe."""
    return json.dumps(value, indent=2).encode("ascii") + b"\n"


def write_json(target: str, value: object) -> None:
    """To stdout for `-`, else atomically to a file."""
    if target == "-":
        click.echo(json_bytes(value), nl=False)
    else:
        atomic.write(Path(target), json_bytes(value))


def write_junit(path: Path, results: Sequence[Result], codes: Sequence[int], messages: Sequence[str]) -> None:
    """One test case for each claim: failed when rejected, skipped when it has holes, else passed."""
    suite = ElementTree.Element("testsuite", name="theodolite")
    counts: Counter[str] = Counter()
    for result, code, message in zip(results, codes, messages, strict=True):
        seconds = f"{result.entry.seconds:.6f}"
        case = ElementTree.SubElement(suite, "testcase", classname="theodolite", name=result.id, time=seconds)
        if code == ACCEPTED:
            continue
        tag = "skipped" if code == HOLES else "error" if code in (USAGE, INTERNAL) else "failure"
        counts[tag] += 1
        ElementTree.SubElement(case, tag, message=message).text = message
    total = sum(r.entry.seconds for r in results)
    suite.attrib.update(tests=str(len(results)), time=f"{total:.6f}")
    suite.attrib.update({f"{tag}{s}": str(counts[tag]) for tag, s in _PLURALS})
    root = ElementTree.Element("testsuites")
    root.append(suite)
    atomic.write(path, ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


_PLURALS = (("failure", "s"), ("error", "s"), ("skipped", ""))
