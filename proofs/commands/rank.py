"""Certify the exact rank of the features that a layer computes on a data set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from proofs import options

if TYPE_CHECKING:
    from proofs.ranking import Ranking


@click.command("rank")
@click.argument("network", metavar="NETWORK")
@click.option(
    "--data", default="digits", show_default=True, help="A .npz or .csv file, digits, mnist:FOLDER."
)
@click.option("--layer", type=int, default=1, show_default=True, help="The layer K of F_K, from 1.")
@click.option("--samples", type=click.IntRange(1), help="Only so many samples, from the first.")
@click.option("--activation", help="Of a torch state dict, or of a random layer: relu, sigmoid, ...")
@click.option("--seed", type=int, default=0, show_default=True, help="Of a random layer.")
@click.option("--lower", is_flag=True, help="Only rank >= r, without the search for null vectors.")
@options.json_option
@options.certificates_option
def command(
    network: str,
    data: str,
    layer: int,
    samples: int | None,
    activation: str | None,
    seed: int,
    lower: bool,
    json_to: str | None,
    certificates: Path | None,
) -> int:
    """Certify the rank of F_K for NETWORK: a file (JSON, TOML, ONNX, torch), fc:WIDTH or conv:FILTERSxSIZE.

    The bound from below is a random solve, with its soundness error; the bound from above null vectors.
    """
    from constructions.formats.data import read_data
    from constructions.formats.feature_network import read_layers
    from constructions.perturbation import smallest_perturbation
    from proofs.output import Printer, last_line, write_json
    from proofs.ranking import find_ranking

    X = read_data(data).X
    X = X if samples is None else X.first(samples)
    layers = read_layers(network, X.width, layer, activation, seed)
    printer = Printer(json_to)
    printer.progress("searching")
    found = find_ranking(layers, X, both=not lower)
    repair = smallest_perturbation(X, layers[0].patches) if found.shared is not None else None
    for text in (*found.lines(), *([repair.words()] if repair is not None else [])):
        printer.line(text)
    if certificates is not None and found.certificate:
        _write(certificates, found.certificate)
    if json_to is not None:
        write_json(
            json_to, {**_document(network, data, layer, found), "repair": repair and repair.document()}
        )
    printer.line(last_line(found.code, 1, int(found.certificate is not None)))
    return found.code


def _document(network: str, data: str, layer: int, found: Ranking) -> dict[str, Any]:
    from proofs.output import kernel

    return {"kernel": kernel(), "network": network, "data": data, "layer": layer, **found.document()}


def _write(folder: Path, certificate: bytes) -> None:
    """The certificate under the first half of its hash."""
    from hashlib import sha256

    from proofs import atomic

    atomic.folder(folder)
    atomic.write(folder / f"{sha256(certificate).hexdigest()[:16]}.cert.json", certificate)
