"""Join two inputs of one class by a path inside its decision region, with a certificate."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from proofs import options
from proofs.outcome import OF_KERNEL, REJECTED, USAGE, Stop

if TYPE_CHECKING:
    from checker.network import Vector
    from constructions.formats.loaded_network import LoadedNetwork
    from constructions.polyline import Polyline


@click.command("connect")
@click.argument("network", metavar="NETWORK")
@click.option("--from", "start", metavar="A", required=True, help="A JSON list, DATA:17, or 1,2/3,-1.")
@click.option("--to", "end", metavar="B", required=True, help="The same.")
@click.option("--activation", help="Of every hidden layer of a torch state dict, say leaky_relu:0.01.")
@click.option("--class", "wanted", metavar="J", type=click.IntRange(1), help="The class, from 1.")
@click.option("-o", "certificate", metavar="CERT.json", type=options.FILE, help="Write the certificate.")
@click.option("--strip", "strip_to", metavar="FILE.svg", type=options.FILE, help="Draw images along the way.")
@click.option("--shape", metavar="HxW", help="Of the images, where they are not square.")
@options.json_option
def command(
    network: str,
    start: str,
    end: str,
    activation: str | None,
    wanted: int | None,
    certificate: Path | None,
    strip_to: Path | None,
    shape: str | None,
    json_to: str | None,
) -> int:
    """Join inputs A and B of one decision region of NETWORK by a polyline inside it.

    Theorems 5.2.3 and 5.2.4: with widths d >= n_1 >= ... >= n_(L-1), hidden weights of full rank and
    monotone activations, onto but for the last, there is one.  The kernel verifies the one that is found.
    """
    from constructions.connectivity import ConnectError, DifferentRegions
    from constructions.formats.network import read_network
    from constructions.formats.vectors import read_point
    from proofs.strip import shape_of

    loaded = read_network(network, activation)
    a, b = (read_point(x, loaded.network.input_dim, loaded.field) for x in (start, end))
    try:
        size = None if strip_to is None else shape_of(shape, loaded.network.input_dim)
    except ValueError as reason:
        raise Stop(USAGE, f"--shape: {reason}") from None
    run = _Run(loaded, a, b, certificate, json_to)
    try:
        return run.connected(run.choose(wanted), strip_to, size)
    except DifferentRegions as reason:
        return run.refused(str(reason))
    except ConnectError as reason:
        raise Stop(USAGE, f"{network}: {reason}") from None


class _Run:
    """One call of the command: what was read, and where the results go."""

    def __init__(
        self, loaded: LoadedNetwork, a: Vector, b: Vector, certificate: Path | None, json_to: str | None
    ) -> None:
        from proofs.output import Printer

        self.loaded, self.network, self.field, self.a, self.b = loaded, loaded.network, loaded.field, a, b
        self.certificate, self.json_to, self.printer = certificate, json_to, Printer(json_to)
        for note in loaded.notes:
            self.printer.line(f"note: {note}")

    def choose(self, wanted: int | None) -> int:
        """The class asked for, else that of A, from 0; `DifferentRegions` when A lies in none."""
        from constructions.connectivity import (
            DifferentRegions,
            describe_region,
            region_of,
            require_hypotheses,
        )

        classes = self.network.widths[-1]
        if wanted is not None and wanted > classes:
            raise Stop(USAGE, f"--class {wanted}: the network has {classes} classes; they count from 1")
        j = region_of(self.network, self.a) if wanted is None else wanted - 1
        if j is None:
            require_hypotheses(self.network)
            raise DifferentRegions(f"A lies in {describe_region(self.network, self.a)}")
        return j

    def connected(self, j: int, strip_to: Path | None, size: tuple[int, int] | None) -> int:
        """Find, verify, write and print; the exit code."""
        from constructions.connect import connect
        from proofs.strip import strip, svg

        path = connect(self.network, self.field, j, self.a, self.b)
        code, record = self._verified(path.claim(self.network, self.field, j).with_evidence({}))
        if strip_to is not None and size is not None:
            title = f"{len(path.vertices)} vertices within the decision region of class {j + 1}"
            self._write(strip_to, svg(strip(self.network, j, path.vertices, size), title).encode())
        for line in _lines(path, j, self.network.widths):
            self.printer.line(line)
        return self._end(code, {"class": j, **_figures(path)}, record)

    def refused(self, reason: str) -> int:
        """Say that the two points do not share the region, with a certificate; the exit code."""
        from constructions.connectivity import region_of
        from constructions.polyline import leaving_certificate

        regions = [region_of(self.network, x) for x in (self.a, self.b)]
        self.printer.line(f"not connected: {reason}")
        body: dict[str, Any] = {"regions": regions, "reason": reason}
        if regions[0] is None or regions[0] == regions[1]:
            return self._end(REJECTED, body, None)
        data = leaving_certificate(self.network, self.field, regions[0], self.a, self.b)
        return self._end(REJECTED, body, self._verified(data)[1])

    def _verified(self, data: bytes) -> tuple[int, dict[str, Any]]:
        """The kernel's answer as an exit code, and what the JSON says of the certificate."""
        from checker import Refused, verify

        verdict = verify(data)
        if isinstance(verdict, Refused):
            raise Stop(OF_KERNEL[verdict.outcome], f"the kernel refuses the certificate: {verdict}")
        if self.certificate is not None:
            self._write(self.certificate, data)
        file = None if self.certificate is None else str(self.certificate)
        hashes = {"sha256": verdict.certificate_sha256, "claim_sha256": verdict.claim_sha256}
        return 0, {"file": file, "kind": verdict.kind, **hashes, "bytes": len(data)}

    def _write(self, path: Path, data: bytes) -> None:
        from proofs import atomic

        atomic.write(path, data)

    def _end(self, code: int, body: dict[str, Any], record: dict[str, Any] | None) -> int:
        """The certificate's line, the JSON and the last line."""
        from proofs.output import kernel, last_line, write_json

        if record is not None:
            where = record["file"] or "not written; name a file with -o"
            self.printer.line(f"certificate: {record['kind']} sha256:{record['sha256']} ({where})")
        network: dict[str, Any] = {"source": self.loaded.source, "sha256": self.loaded.sha256}
        network |= {"widths": list(self.network.widths), "notes": list(self.loaded.notes)}
        if self.json_to is not None:
            document = {"kernel": kernel(), "network": network, **body, "certificate": record}
            write_json(self.json_to, {**document, "exit_code": code})
        self.printer.line(last_line(code, 1, 0 if record is None else 1))
        return code


def _figures(path: Polyline) -> dict[str, Any]:
    """The path as the JSON has it."""
    return {
        "vertices": [[str(x) for x in row] for row in path.vertices],
        "bits": path.bits,
        "layers_lifted": path.depth,
        "margin": str(path.margin),
        "smallest_margin": str(path.smallest),
    }


def _lines(path: Polyline, j: int, widths: tuple[int, ...]) -> list[str]:
    """The path in words."""
    lifted = f"lifted through {path.depth} of {len(widths) - 2} hidden layers"
    inner = max(len(path.vertices) - 2, 0)
    how = lifted if path.depth else "a detour" if inner else "the straight segment"
    return [
        f"connected: A and B are joined within the decision region of class {j + 1} of {widths[-1]}",
        f"vertices: {len(path.vertices)}, {inner} between A and B of at most {path.bits} bits; {how}",
        f"smallest margin along the path: {_short(path.smallest)}, certified >= {path.margin}",
    ]


def _short(x: Fraction) -> str:
    """A rational in full if it is short, and as a decimal."""
    text = str(x)
    return f"{text} = {float(x):.6g}" if len(text) <= 40 else f"{float(x):.6g} (exact in the JSON)"
