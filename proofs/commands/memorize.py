"""Build a network that takes the labels of a data set exactly, with its certificate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from proofs import options

if TYPE_CHECKING:
    from constructions.formats.data import DataSet


@click.command("memorize")
@click.option(
    "--data", default="digits", show_default=True, help="A .npz or .csv file, digits, mnist:FOLDER."
)
@click.option("--samples", type=click.IntRange(1), help="Only so many samples, from the first.")
@click.option(
    "--labels", default="data", show_default=True, help="data, or random:SEED for ten random classes."
)
@click.option("--one-hot", is_flag=True, help="One output for each class, instead of the label as a number.")
@click.option(
    "-o",
    "--output",
    multiple=True,
    metavar="FILE",
    help="Write the network: .json (exact), .onnx, .pt (float64).",
)
@click.option(
    "--seed", type=int, default=0, show_default=True, help="Of the direction that separates the samples."
)
@options.json_option
@options.certificates_option
def command(
    data: str,
    samples: int | None,
    labels: str,
    one_hot: bool,
    output: tuple[str, ...],
    seed: int,
    json_to: str | None,
    certificates: Path | None,
) -> int:
    """Corollary 2.4.6: a ReLU network with one hidden layer of N units and f(x_i) = y_i for every sample.

    The kernel evaluates the network on all of the data, in exact numbers.
    """
    from checker import Rationals, Verified, verify
    from constructions.certificate import Claim, NotFound
    from constructions.feature_matrix import data_json, layers_json
    from constructions.formats.data import read_data
    from constructions.formats.write_layers import write_layers
    from constructions.memorization import memorize
    from proofs import atomic
    from proofs.outcome import ACCEPTED, OF_KERNEL, REJECTED, Stop
    from proofs.output import Printer, kernel, last_line, write_json

    found = read_data(data)
    X = found.X if samples is None else found.X.first(samples)
    targets = _targets(found, len(X), labels, one_hot)
    printer = Printer(json_to)
    try:
        layers = memorize(X, targets, seed)
    except NotFound as no:
        raise Stop(REJECTED, f"{data}: {no.reason}; drop one of the two, or change its label") from None
    body: dict[str, Any] = {"layers": layers_json(layers), "data": data_json(X)}
    body["values"] = {"denominator": "1", "rows": [[str(y) for y in row] for row in targets]}
    claim = Claim("feature-value", Rationals(), body)
    certificate = claim.with_evidence({})
    verdict = verify(certificate)
    verified = isinstance(verdict, Verified)
    code = ACCEPTED if isinstance(verdict, Verified) else OF_KERNEL[verdict.outcome]
    N, n, m = len(X), layers[0].units, layers[1].units
    if verified:
        printer.line(f"f(x_i) = y_i for all {N} samples: widths {X.width}-{n}-{m}, ReLU, zero training error")
        printer.line(
            f"  certificate sha256:{verdict.certificate_sha256[:16]}, {len(certificate)} bytes, no evidence"
        )
        printer.line(f"  largest error of the float64 network: {_float_error(layers, X, targets):.1e}")
    else:
        printer.line(f"not verified: {verdict}")
    for file in output if verified else ():
        write_layers(layers, file)
        printer.line(f"  wrote {file}")
    if certificates is not None:
        atomic.folder(certificates)
        atomic.write(certificates / f"{verdict.certificate_sha256[:16]}.cert.json", certificate)
    if json_to is not None:
        document = {"samples": N, "widths": [X.width, n, m], "claim": claim.sha256, "verified": verified}
        write_json(json_to, {"kernel": kernel(), "data": data, **document, "exit_code": code})
    printer.line(last_line(code, 1, 1))
    return code


def _targets(found: DataSet, N: int, labels: str, one_hot: bool) -> list[list[int]]:
    """One row of integers for each sample."""
    from random import Random

    from proofs.outcome import USAGE, Stop

    kind, _, seed = labels.partition(":")
    if kind == "random" and seed.lstrip("-").isdigit():
        draw = Random(int(seed)).random
        y = [int(draw() * 10) for _ in range(N)]
    elif labels != "data":
        raise Stop(USAGE, f"--labels {labels}: expected data or random:SEED; write random:1, say")
    elif found.y is None:
        raise Stop(USAGE, f"{found.source}: it has no labels; use --labels random:1")
    else:
        y = [int(v) for v in found.y[:N]]
    classes = max(y) + 1
    return [[int(k == v) for k in range(classes)] for v in y] if one_hot else [[v] for v in y]


def _float_error(layers: Any, X: Any, targets: list[list[int]]) -> float:
    """max |f(x_i) - y_i| with every number a float64."""
    import numpy

    from constructions.formats.write_layers import floats

    (W, b), (V, c) = (floats(layer) for layer in layers)
    values = X.numerators.astype(numpy.float64) / X.denominator
    return float(numpy.abs(numpy.maximum(values @ W.T + b, 0) @ V.T + c - numpy.array(targets)).max())
