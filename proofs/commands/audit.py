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
    from proofs.skip_audit import SkipSetting
    from proofs.wide_audit import Setting


@click.command("audit")
@click.argument("network", metavar="NETWORK")
@click.option("--data", help="Also Chapter 2, on a .npz or .csv file, digits, mnist:FOLDER.")
@click.option("--samples", type=click.IntRange(1), help="Of the data only so many, from the first.")
@click.option("--activation", help="Of every hidden layer of a torch state dict, say relu.")
@click.option("--skips", metavar="SEED|own", help="With --data, Chapter 4: N skip-connections at random.")
@options.json_option
@options.certificates_option
def command(
    network: str,
    data: str | None,
    samples: int | None,
    activation: str | None,
    skips: str | None,
    json_to: str | None,
    certificates: Path | None,
) -> int:
    """Say which theorems on decision regions apply to NETWORK (ONNX, torch, JSON or TOML).

    Every answer with a hash, yes or no, is a claim that the kernel has verified.  With --data also which
    theorems of Chapter 2 hold, on wide layers, features and critical points.
    """
    from proofs import auditing
    from proofs.outcome import USAGE, Stop, worst
    from proofs.output import Printer, last_line, write_json

    if samples is not None and data is None:
        raise Stop(USAGE, "--samples counts those of --data; give --data, digits say")
    printer, found = Printer(json_to), []
    joined = None if skips is None else _with_skips(network, data, samples, skips, activation)
    on, left_out = _on_data(network, data, samples, activation, joined is not None)
    loaded, notes = _load(network, activation, on is not None or joined is not None)
    notes = [*notes, *left_out]
    for note in notes:
        printer.line(f"note: {note}")
    if loaded is not None:
        for audited in auditing.audit(loaded.network, loaded.field, printer.progress):
            found.append(audited)
            _print(printer, audited)
    if on is not None:
        from proofs.wide_audit import audit_data

        printer.line(f"on {data}: {len(on.X)} samples, layer k = {on.k}")
        for audited in audit_data(on, printer.progress):
            found.append(audited)
            _print(printer, audited)
    if joined is not None:
        from proofs.skip_audit import audit_skips

        n = len(joined.X)
        printer.line(f"on {data}: {n} samples, {joined.skips} of {joined.units} units joined to the output")
        for audited in audit_skips(joined, printer.progress):
            found.append(audited)
            _print(printer, audited)
    every = auditing.certificates(found)
    code = worst(finding.code for audited in found for finding in audited.findings)
    if certificates is not None:
        _write(certificates, every)
    if json_to is not None:
        about = _about(network, loaded, on, notes)
        wide = None if on is None else {"source": data, "samples": len(on.X), "layer": on.k}
        write_json(json_to, _document(about, wide, found, code))
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


def _on_data(
    network: str, data: str | None, samples: int | None, activation: str | None, optional: bool
) -> tuple[Setting | None, list[str]]:
    """The network with every layer, convolution and pooling too, and the data; None if `optional`."""
    from constructions.formats.data import read_data
    from constructions.formats.errors import InputError
    from constructions.formats.feature_network import read_all_layers
    from proofs.wide_audit import setting

    if data is None:
        return None, []
    read = read_data(data)
    try:
        return setting(read_all_layers(network, read.X.width, activation), read, samples), []
    except InputError as no:
        if not optional:
            raise
        return None, [f"Chapter 2 is left out: {' '.join(str(no).split())}"]


def _with_skips(
    network: str, data: str | None, samples: int | None, skips: str, activation: str | None
) -> SkipSetting:
    """The network with skip-connections, and the data."""
    from constructions.formats.data import read_data
    from proofs.outcome import USAGE, Stop
    from proofs.skip_audit import skip_setting

    if data is None:
        raise Stop(USAGE, "--skips needs samples; give --data, digits say")
    if skips != "own" and not skips.isdecimal():
        raise Stop(USAGE, f"--skips {skips}: expected a seed such as 0, or own")
    return skip_setting(network, read_data(data), samples, skips, activation)


def _load(network: str, activation: str | None, optional: bool) -> tuple[LoadedNetwork | None, list[str]]:
    """The network as Chapter 5 has it, and notes; with data it may be none of those."""
    from constructions.formats.errors import InputError
    from constructions.formats.network import read_network

    try:
        loaded = read_network(network, activation)
    except InputError as no:
        if not optional:
            raise
        return None, [f"decision regions are left out: {' '.join(str(no).split())}"]
    return loaded, list(loaded.notes)


def _about(
    network: str, loaded: LoadedNetwork | None, on: Setting | None, notes: list[str]
) -> dict[str, Any]:
    """Where the network comes from, and its widths."""
    widths = loaded.network.widths if loaded else on.widths if on else ()
    named = {"source": loaded.source if loaded else network, "sha256": loaded.sha256 if loaded else None}
    return {**named, "widths": list(widths), "notes": notes}


def _document(
    network: dict[str, Any], data: dict[str, Any] | None, found: list[Audited], code: int
) -> dict[str, Any]:
    from proofs.output import kernel

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
    with_data = {} if data is None else {"data": data}
    return {"kernel": kernel(), "network": network, **with_data, "theorems": theorems, "exit_code": code}


def _write(folder: Path, certificates: dict[str, bytes]) -> None:
    """Each certificate under the first half of its hash."""
    from proofs import atomic

    atomic.folder(folder)
    for sha256, data in certificates.items():
        atomic.write(folder / f"{sha256[:16]}.cert.json", data)
