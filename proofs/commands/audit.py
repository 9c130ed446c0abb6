"""Say which theorems apply to a network, and which hypothesis fails where one does not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from proofs import options

if TYPE_CHECKING:
    from constructions.formats.loaded_network import LoadedNetwork
    from proofs.auditing import Audited
    from proofs.output import Printer


@click.command("audit")
@click.argument("network", metavar="NETWORK")
@click.option("--activation", help="Of every hidden layer of a torch state dict, say relu.")
@options.json_option
@options.certificates_option
def command(network: str, activation: str | None, json_to: str | None, certificates: Path | None) -> int:
    """Say which theorems on decision regions apply to NETWORK (ONNX, torch, JSON or TOML).

    Every answer, yes or no, is a claim that the kernel has verified.
    """
    from constructions.formats.network import read_network
    from proofs import auditing
    from proofs.outcome import worst
    from proofs.output import Printer, last_line, write_json

    loaded = read_network(network, activation)
    printer, found = Printer(json_to), []
    for note in loaded.notes:
        printer.line(f"note: {note}")
    for audited in auditing.audit(loaded.network, loaded.field, printer.progress):
        found.append(audited)
        _print(printer, audited)
    every = auditing.certificates(found)
    code = worst(finding.code for audited in found for finding in audited.findings)
    if certificates is not None:
        _write(certificates, every)
    if json_to is not None:
        write_json(json_to, _document(loaded, found, code))
    printer.line(last_line(code, sum(len(a.findings) for a in found), len(every)))
    return code


def _print(printer: Printer, audited: Audited) -> None:
    theorem = audited.audit
    printer.line(f"{theorem.id}: {_verdict(audited)}")
    printer.table(
        [
            [f.answer, f.name, f.figure, f"sha256:{f.sha256[:16]}" if f.sha256 else "no certificate"]
            for f in audited.findings
        ]
    )


def _verdict(audited: Audited) -> str:
    """The conclusion, or why there is none."""
    theorem = audited.audit
    if audited.applies == "yes":
        return f"{theorem.conclusion} [{theorem.reference}]"
    missing = ", ".join(f.name for f in audited.findings if f.answer == audited.applies)
    if audited.applies == "no":
        return f"does not apply [{theorem.reference}]; fails: {missing}"
    return f"not decided [{theorem.reference}]; open: {missing}"


def _document(loaded: LoadedNetwork, found: list[Audited], code: int) -> dict[str, Any]:
    from proofs.output import kernel

    network = {"source": loaded.source, "sha256": loaded.sha256, "widths": list(loaded.network.widths)}
    theorems = [
        {
            "id": a.audit.id,
            "reference": a.audit.reference,
            "applies": a.applies,
            "conclusion": a.audit.conclusion if a.applies == "yes" else None,
            "hypotheses": [
                {"name": f.name, "holds": f.answer, "figure": f.figure, "certificate": f.sha256 or None}
                for f in a.findings
            ],
        }
        for a in found
    ]
    network["notes"] = list(loaded.notes)
    return {"kernel": kernel(), "network": network, "theorems": theorems, "exit_code": code}


def _write(folder: Path, certificates: dict[str, bytes]) -> None:
    """Each certificate under the first half of its hash."""
    from proofs import atomic

    atomic.folder(folder)
    for sha256, data in certificates.items():
        atomic.write(folder / f"{sha256[:16]}.cert.json", data)
