"""Join hidden units to the output at random, certify their rank on data, and fit the labels."""

from __future__ import annotations

from pathlib import Path

import click

from proofs import options


@click.command("skip")
@click.argument("network", metavar="NETWORK")
@click.option(
    "--data", default="digits", show_default=True, help="A .npz or .csv file, digits, mnist:FOLDER."
)
@click.option("--samples", type=click.IntRange(1), default=60, show_default=True, help="N, from the first.")
@click.option(
    "--hidden", type=click.IntRange(1), default=1, show_default=True, help="Hidden layers of a file."
)
@click.option("--activation", help="Of random layers (by default sigmoid) or of a torch state dict.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of weights and skip-connections.")
@click.option(
    "-o", "--output", multiple=True, metavar="FILE", help="Write the network: .json, .onnx, .pt (float64)."
)
@options.json_option
@options.certificates_option
def command(
    network: str,
    data: str,
    samples: int,
    hidden: int,
    activation: str | None,
    seed: int,
    output: tuple[str, ...],
    json_to: str | None,
    certificates: Path | None,
) -> int:
    """Theorem 4.3.4 (1): N skip-connections chosen at random, rank Psi = N certified, and V with Psi V = Y.

    NETWORK: random layers such as conv:8x5,conv:6x3 or fc:100, or a file (JSON, ONNX, torch). Every condition
    of Section 4.2 and Assumption 4.3.1 that fails is named with its unit.
    """
    from constructions.formats.data import read_data
    from constructions.formats.write_skip import write_skip
    from proofs import atomic
    from proofs.outcome import ACCEPTED
    from proofs.output import Printer, kernel, last_line, write_json
    from proofs.skipping import find_skipping, read_skip_network

    source = read_data(data)
    built = read_skip_network(network, source.X.width, hidden, activation, seed)
    found = find_skipping(network, built, source, samples, seed)
    printer = Printer(json_to)
    for text in found.lines():
        printer.line(text)
    if found.code == ACCEPTED:
        V, radius = found.fitted()
        for text in found.accuracy(V, radius):
            printer.line(text)
        for file in output:
            write_skip(found.network, V, file)
            printer.line(f"  wrote {file}")
    if certificates is not None:
        atomic.folder(certificates)
        name = found.verdict.certificate_sha256[:16]
        atomic.write(certificates / f"{name}.cert.json", found.certificate)
    if json_to is not None:
        document = {"kernel": kernel(), "network": network, "data": data, **found.document()}
        write_json(json_to, {**document, "exit_code": found.code})
    printer.line(last_line(found.code, 1, 1))
    return found.code
