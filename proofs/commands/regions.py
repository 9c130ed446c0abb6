"""Count and draw every region of a piecewise linear network, exactly."""

from __future__ import annotations

import re
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import click

from proofs import options
from proofs.outcome import LIMIT, USAGE, Stop
from proofs.picture_file import a_picture, write

if TYPE_CHECKING:
    from constructions.formats.region_network import AnyNetwork

_NUMBER = re.compile(r"[-+]?[0-9.][0-9./eE+-]*", re.ASCII)


class _WithBox(click.Command):
    """Takes all numbers after --box as its value: `--box -1 1 -1 1`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Join the numbers behind --box into one argument."""
        done, rest = list[str](), list(args)
        while rest:
            done.append(rest.pop(0))
            numbers = []
            while done[-1] == "--box" and rest and all(map(_NUMBER.fullmatch, rest[0].split(","))):
                numbers.append(rest.pop(0))
            if numbers:
                done[-1] = f"--box={','.join(numbers)}"
        return super().parse_args(ctx, done)


@click.command("regions", cls=_WithBox)
@click.argument("network", metavar="NETWORK")
@click.option("--box", metavar="LO HI ...", help="Within a box: xlo xhi ylo yhi; of a slice, in s and t.")
@click.option("--polygon", metavar="FILE", help="Within a convex polygon: a JSON list of corners.")
@click.option("--polytope", metavar="FILE", help="Where inequalities hold: JSON of {normal, offset}.")
@click.option("--line", nargs=2, metavar="A B", help="Along the segment from A (t = 0) to B (t = 1).")
@click.option("--slice", "three", nargs=3, metavar="P Q R", help="On the plane P + s (Q - P) + t (R - P).")
@click.option("--whole", is_flag=True, help="The whole line or plane, not the segment or unit square.")
@click.option("--class", "wanted", metavar="J", type=click.IntRange(1), help="Report class J (from 1) alone.")
@click.option("--areas", is_flag=True, help="The exact area (volume) of each decision region.")
@click.option("--plot", metavar="FILE", type=options.FILE, callback=a_picture, help="Draw: .svg, .pdf, .png.")
@click.option("--agree", metavar="OTHER", help="Where NETWORK and OTHER take equal values, on a plane.")
@click.option("--nearest", metavar="X", help="The squared distance from X to the border of its region.")
@click.option(
    "--strips", type=click.IntRange(1, 100_000), default=1, show_default=True, help="Cut the domain."
)
@click.option("--keep", metavar="DIR", type=options.FOLDER, help="Keep finished strips; go on from them.")
@options.jobs_option
@click.option("--scheduler", metavar="ADDRESS", help="Run the strips on the cluster of a dask scheduler.")
@click.option("--activation", help="Of every hidden layer of a torch state dict, say leaky_relu:0.01.")
@click.option("--image", metavar="C,H,W", help="The shape of the inputs of a torch state dict.")
@click.option("--modules", metavar="TEXT", help="Its modules: conv:padding=1 relu pool:2 flatten linear.")
@click.option("--cells", "most", type=click.IntRange(1), default=2_000_000, show_default=True, help="Limit.")
@click.option("--memory", type=click.FloatRange(0.001), default=2.0, show_default=True, help="Limit, in GiB.")
@options.certificates_option
@click.option("-o", "output", metavar="CERT.json", type=options.FILE, help="Write one for all counts.")
@options.json_option
def command(
    network: str, box: str | None, polygon: str | None, polytope: str | None,
    line: tuple[str, str] | None, three: tuple[str, str, str] | None,
    whole: bool, wanted: int | None, areas: bool, plot: Path | None, agree: str | None, nearest: str | None,
    strips: int, keep: Path | None, jobs: int, scheduler: str | None, activation: str | None,
    image: str | None, modules: str | None, most: int, memory: float, certificates: Path | None,
    output: Path | None, json_to: str | None,
) -> int:  # fmt: skip
    """Every region of NETWORK (piecewise linear, over Q or Q(sqrt d)), exactly, however degenerate.

    Points are a file of a JSON list, a row DATA:17 of a data set, or numbers such as 1,2/3,-1.
    """
    from constructions.formats.region_network import read_region_network
    from constructions.geometry.integer_network import Unsupported
    from constructions.geometry.integers import TooLarge
    from proofs.output import Printer, last_line
    from proofs.regions import Request, certified, find

    if sum(x is not None for x in (box, polygon, polytope)) > 1:
        raise Stop(USAGE, "--box, --polygon and --polytope are three ways to give a domain; give one of them")
    if line and (polygon or polytope):
        raise Stop(USAGE, "--line goes without --polygon and --polytope; give one of them")
    if line and (three or box):
        raise Stop(USAGE, "--line goes with neither --slice nor --box; give one of them")
    loaded = read_region_network(network, activation, image, modules)
    classes = loaded.widths[-1]
    if wanted is not None and wanted > classes:
        raise Stop(USAGE, f"--class {wanted}: the network has {classes} classes; they count from 1")
    printer = Printer(json_to)
    for note in loaded.notes:
        printer.line(f"note: {note}")
    other = (
        None
        if agree is None
        else read_region_network(agree, activation, image, modules)
        if agree.endswith((".pt", ".pth"))
        else read_region_network(agree)
    )
    request = Request(
        loaded, _numbers(box), line, three, whole, areas, most, plot is not None, nearest, other, strips,
        keep, jobs, polygon, polytope, memory, scheduler,
    )  # fmt: skip
    start = perf_counter()
    try:
        found = find(request, printer.progress)
        seconds = perf_counter() - start
        made = dict[str, bytes]()
        if certificates is not None or output is not None:
            made = certified(request, found, wanted, certificates is not None, printer.progress)
        picture = None if plot is None else found.draw(None if wanted is None else wanted - 1)
    except Unsupported as reason:
        raise Stop(USAGE, f"{network}: {reason}") from None
    except TooLarge as reason:
        advice = "raise --cells or --memory, or take a smaller domain"
        printer.line(f"incomplete: {reason}; {reason.found} cells found; {advice}")
        body = {"complete": False, "reason": str(reason), "cells_found": reason.found}
        _write(json_to, loaded, body, LIMIT)
        return LIMIT
    if plot is not None and picture is not None:
        write(plot, picture.encode())
    for text in found.lines(None if wanted is None else wanted - 1):
        printer.line(text)
    body = {**found.table(None if wanted is None else wanted - 1), "seconds": round(seconds, 6)}
    if made:
        body |= _keep(made, certificates, output)
        printer.line(last_line(0, len(made), len(made)))
    _write(json_to, loaded, {"complete": True, **body}, 0)
    return 0


def _keep(made: dict[str, bytes], folder: Path | None, output: Path | None) -> dict[str, Any]:
    """Write the certificates; what the JSON says of them."""
    from hashlib import sha256

    from proofs import atomic
    from proofs.output import kernel

    if output is not None:
        atomic.write(output, made["region-counts"])
    if folder is not None:
        atomic.folder(folder)
        for name, data in made.items():
            atomic.write(folder / f"{name}.cert.json", data)
    hashes = {name: sha256(data).hexdigest() for name, data in made.items()}
    return {"certificates": hashes, "kernel": kernel()}


def _numbers(box: str | None) -> tuple[str, ...] | None:
    return (
        None
        if box is None
        else tuple(part.strip() for part in box.replace(" ", ",").split(",") if part.strip())
    )


def _write(json_to: str | None, loaded: AnyNetwork, body: dict[str, Any], code: int) -> None:
    from proofs.output import write_json

    if json_to is None:
        return
    network = {"source": loaded.source, "sha256": loaded.sha256, "widths": list(loaded.widths)}
    write_json(json_to, {"network": {**network, "notes": list(loaded.notes)}, **body, "exit_code": code})
