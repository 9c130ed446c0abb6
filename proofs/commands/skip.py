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
@click.option("--samples", type=click.IntRange(1), help="N, from the first; by default 60, or M with --keep.")
@click.option(
    "--hidden", type=click.IntRange(1), default=1, show_default=True, help="Hidden layers of a file."
)
@click.option("--activation", help="Of random layers (by default sigmoid) or of a torch state dict.")
@click.option("--keep", is_flag=True, help="Keep the skip-connections and output weights of the file.")
@click.option("--untie", is_flag=True, help="Give every unit a bias of its own, near the shared one.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of weights and skip-connections.")
@click.option(
    "-o", "--output", multiple=True, metavar="FILE", help="Write the network: .json, .onnx, .pt (float64)."
)
@options.json_option
@options.certificates_option
def command(
    network: str,
    data: str,
    samples: int | None,
    hidden: int,
    activation: str | None,
    keep: bool,
    untie: bool,
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
    from constructions.formats.write_skip import check_target, write_skip
    from proofs import atomic
    from proofs.outcome import ACCEPTED
    from proofs.output import Printer, kernel, last_line, write_json
    from proofs.skipping import find_skipping, read_skip_network

    for file in output:
        check_target(file)
    source = read_data(data)
    built = read_skip_network(network, source.X.width, hidden, activation, seed, keep, untie)
    printer = Printer(json_to)
    found = find_skipping(network, built, source, samples, seed, printer.progress)
    for text in (*found.lines(), *found.accuracy()):
        printer.line(text)
    if found.code == ACCEPTED and found.fitted is not None:
        for file in output:
            write_skip(found.network, found.fitted.V, file)
            printer.line(f"  wrote {file}")
    every = found.certificates()
    if certificates is not None:
        atomic.folder(certificates)
        for sha256, data_ in every.items():
            atomic.write(certificates / f"{sha256[:16]}.cert.json", data_)
    if json_to is not None:
        document = {"kernel": kernel(), "network": network, "data": data, **found.document()}
        write_json(json_to, {**document, "exit_code": found.code})
    printer.line(last_line(found.code, len(every), len(every)))
    return found.code
