"""Join two networks by a path on which the loss stays low, or descend from one, with a certificate."""

from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from proofs import options
from proofs.outcome import OF_KERNEL, REJECTED, USAGE, Stop
from proofs.picture_file import a_picture, write

if TYPE_CHECKING:
    from checker import Json
    from checker.risk import Risk
    from constructions.formats.data import DataSet
    from constructions.formats.loaded_network import LoadedNetwork
    from constructions.parameter_path import Trail
    from proofs.output import Printer

# Samples times first-layer units, and bits of a weight, up to which exact numbers are tried first.
_SMALL, _SHORT = 600, 40


@click.command("path")
@click.argument("networks", nargs=-1, required=True, metavar="A [B]")
@click.option(
    "--data", "data_name", metavar="D", required=True, help="digits, mnist:DIR, a .npz or .csv file."
)
@click.option(
    "--loss", type=click.Choice(["square", "hinge", "cross_entropy"]), default="square", show_default=True
)
@click.option("--samples", type=click.IntRange(1), help="Only the first so many samples.")
@click.option("--descend", is_flag=True, help="From A alone, down to (near) the infimum of the loss.")
@click.option("--activation", help="Of every hidden layer of a torch state dict, say leaky_relu:0.01.")
@click.option("--method", type=click.Choice(["auto", "exact", "rounded"]), default="auto", show_default=True)
@click.option("-o", "certificate", metavar="CERT.json", type=options.FILE, help="Write the certificate.")
@click.option(
    "--plot",
    metavar="FILE",
    type=options.FILE,
    callback=a_picture,
    help="Draw the loss along the path: .svg, .pdf, .png.",
)
@options.json_option
def command(
    networks: tuple[str, ...],
    data_name: str,
    loss: str,
    samples: int | None,
    descend: bool,
    activation: str | None,
    method: str,
    certificate: Path | None,
    plot: Path | None,
    json_to: str | None,
) -> int:
    """Join networks A and B of one shape by a path on which the loss exceeds neither end's.

    Theorems 3.4.9, 3.4.16 and 3.4.17 with n_1 >= N (docs/paths.md).  The path is a polyline of rational
    parameter vectors; the kernel checks every segment of it exactly.
    """
    from constructions.certificate import NotFound
    from constructions.formats.data import read_data
    from constructions.formats.network import read_network
    from constructions.risk_of_data import risk_of
    from proofs.output import Printer

    if len(networks) != (1 if descend else 2):
        raise Stop(
            USAGE, f"expected {'A with --descend' if descend else 'A and B'}, found {len(networks)} networks"
        )
    loaded = [read_network(name, activation) for name in networks]
    data = read_data(data_name)
    _check_alike(loaded)
    run = _Run(loaded, data, risk_of(data, loaded[0].network, loss, samples), Printer(json_to))
    try:
        trail, how, behaviour = run.search(descend, method)
    except NotFound as reason:
        run.printer.line(f"no path found: {reason.reason}")
        return run.end(REJECTED, {"reason": reason.reason}, json_to, None)
    return run.report(trail, how, behaviour, certificate, plot, json_to)


def _check_alike(loaded: list[LoadedNetwork]) -> None:
    """One shape, one activation for each layer, rational numbers, polynomial pieces."""
    first = loaded[0].network
    for one in loaded:
        shape = [layer.activation for layer in one.network.layers]
        if one.network.widths != first.widths or shape != [layer.activation for layer in first.layers]:
            raise Stop(USAGE, f"{one.source}: expected the widths and activations of {loaded[0].source}")
        if one.field.declaration() != "Q" or not one.network.is_piecewise_linear():
            raise Stop(USAGE, f"{one.source}: expected rational weights and piecewise linear activations")


class _Run:
    """One call of the command: what was read, and where the results go."""

    def __init__(self, loaded: list[LoadedNetwork], data: DataSet, risk: Risk, printer: Printer) -> None:
        self.loaded, self.data, self.risk, self.printer = loaded, data, risk, printer
        self.a, self.b = loaded[0].network, loaded[-1].network
        self.seconds: dict[str, float] = {}
        for one in loaded:
            for note in one.notes:
                printer.line(f"note: {note}")

    def search(self, down: bool, method: str) -> tuple[Trail, str, Json]:
        """The path, how it was found, and what it claims; `NotFound` when no method finds one."""
        from constructions import join, wide_layer
        from constructions.certificate import NotFound
        from constructions.parameter_path import Trail, exact_loss

        start, found = time.perf_counter(), None
        bound = max(exact_loss(self.a, self.risk), exact_loss(self.b, self.risk))
        small = len(self.risk.inputs) * self.a.widths[1] <= _SMALL and Trail(self.a).bits <= _SHORT
        order = ["exact", "rounded"] if small else ["rounded", "exact"]
        reasons = []
        for how in order if method == "auto" else [method]:
            self.printer.progress(f"searching, {how}")
            try:
                if down:
                    found = (wide_layer.descend if how == "rounded" else join.descend_exactly)(
                        self.a, self.risk
                    )
                else:
                    joined = join.join_rounded if how == "rounded" else join.join_exactly
                    found = joined(self.a, self.b, self.risk, self.printer.progress)
            except NotFound as reason:
                reasons.append(f"{how}: {reason.reason}")
                continue
            self.seconds["search"] = time.perf_counter() - start
            return found, how, "non-increasing" if down else {"at-most": str(bound)}
        raise NotFound("; ".join(reasons))

    def report(
        self,
        trail: Trail,
        how: str,
        behaviour: Json,
        certificate: Path | None,
        plot: Path | None,
        json_to: str | None,
    ) -> int:
        """Verify, write and print; the exit code."""
        from checker import Refused, verify
        from constructions.parameter_path import certify, exact_loss
        from proofs import atomic

        data = certify(trail, self.risk, behaviour)
        self.printer.progress(f"checking {len(trail.moves)} segments")
        start = time.perf_counter()
        verdict = verify(data)
        self.seconds["check"] = time.perf_counter() - start
        if isinstance(verdict, Refused):
            raise Stop(OF_KERNEL[verdict.outcome], f"the kernel refuses the certificate: {verdict}")
        if certificate is not None:
            atomic.write(certificate, data)
        ends = [exact_loss(self.a, self.risk), exact_loss(trail.end, self.risk)]
        body: dict[str, Any] = {
            "method": how,
            "behaviour": behaviour,
            "loss_at_start": str(ends[0]),
            "loss_at_end": str(ends[1]),
            "segments": len(trail.moves),
            "vertices": len(trail.moves) + 1,
            "bits": trail.bits,
        }
        for line in self._lines(trail, how, behaviour, ends):
            self.printer.line(line)
        self._compare(trail, max(ends), plot, body)
        hashes = {"sha256": verdict.certificate_sha256, "claim_sha256": verdict.claim_sha256}
        file = None if certificate is None else str(certificate)
        record = {"file": file, "kind": verdict.kind, **hashes, "bytes": len(data)}
        where = file or "not written; name a file with -o"
        self.printer.line(f"certificate: {verdict.kind} sha256:{verdict.certificate_sha256} ({where})")
        return self.end(0, body, json_to, record)

    def _lines(self, trail: Trail, how: str, behaviour: Json, ends: list[Fraction]) -> list[str]:
        widths, N = "-".join(map(str, self.a.widths)), len(self.risk.inputs)
        start, end = (f"{float(x):.6g}" for x in ends)
        what = "descended" if behaviour == "non-increasing" else "joined"
        never = "never rises" if behaviour == "non-increasing" else f"is at most {float(max(ends)):.6g}"
        return [
            f"{what}: widths {widths}, N = {N}, {self.risk.loss} loss {start} at the start, {end} at the end",
            f"the loss {never} on the whole path (exact, verified by the kernel)",
            f"vertices: {len(trail.moves) + 1} of at most {trail.bits} bits; {how}; "
            f"searched {self.seconds['search']:.1f} s, checked {self.seconds['check']:.1f} s",
        ]

    def _compare(self, trail: Trail, bound: Fraction, plot: Path | None, body: dict[str, Any]) -> None:
        """The straight line between the ends, and the picture."""
        from constructions.loss_profile import along, straight
        from proofs.loss_plot import loss_plot

        line = straight(self.a, trail.end, self.risk)
        t, highest = max(line, key=lambda point: point[1])
        body["straight_line"] = {"t": t, "loss": highest, "exact": False}
        self.printer.line(
            f"straight line between the ends: loss about {highest:.6g} at t = {t:.3g} (floating point)"
        )
        if plot is not None:
            title = f"{self.risk.loss} loss on {len(self.risk.inputs)} samples of {self.data.source}"
            write(plot, loss_plot(along(trail, self.risk), line, float(bound), title))

    def end(self, code: int, body: dict[str, Any], json_to: str | None, record: dict[str, Any] | None) -> int:
        """The JSON and the last line."""
        from proofs.output import kernel, last_line, write_json

        networks = [
            {"source": x.source, "sha256": x.sha256, "widths": list(x.network.widths), "notes": list(x.notes)}
            for x in self.loaded
        ]
        data = {"source": self.data.source, "sha256": self.data.sha256, "samples": len(self.risk.inputs)}
        if json_to is not None:
            document = {
                "kernel": kernel(),
                "networks": networks,
                "data": data,
                "loss": self.risk.loss,
                **body,
            }
            write_json(
                json_to, {**document, "seconds": self.seconds, "certificate": record, "exit_code": code}
            )
        self.printer.line(last_line(code, 1, 0 if record is None else 1))
        return code
