"""Run a reduced experiment of the thesis in floating point, with exact results beside it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from proofs import options
from proofs.outcome import USAGE, Stop

if TYPE_CHECKING:
    from proofs.output import Printer

NAMES = ("fig-5.5", "tab-2.2")
_INSTALL = "experiments need torch; install it with: pip install 'theodolite[torch]'"


@click.command("experiment")
@click.argument("name", type=click.Choice(NAMES))
@click.option(
    "--device", type=click.Choice(["cpu", "cuda"]), default="cpu", show_default=True, help="Where to compute."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of data, weights and minibatches.")
@click.option("--full", is_flag=True, help="The larger setting.")
@click.option(
    "--plot",
    metavar="FILE.svg",
    type=options.FILE,
    callback=options.writable_path,
    help="Draw it (fig-5.5).",
)
@options.json_option
def command(name: str, device: str, seed: int, full: bool, plot: Path | None, json_to: str | None) -> None:
    """Train as the thesis does, on a CPU-sized setting, and print what is seen beside what is proved."""
    if find_spec("torch") is None:
        raise Stop(USAGE, _INSTALL)
    if plot is not None and name != "fig-5.5":
        raise Stop(USAGE, f"{name} has no picture; leave --plot out")
    from proofs import atomic
    from proofs.output import Printer, write_json
    from torch_backend.lift import device_of

    try:
        device_of(device)
    except ValueError as missing:
        raise Stop(USAGE, str(missing)) from missing
    printer = Printer(json_to)
    printer.progress("training")
    run = _figure_5_5 if name == "fig-5.5" else _table_2_2
    rows, picture = run(printer, device, seed, full)
    if plot is not None:
        atomic.write(plot, picture)
    if json_to is not None:
        about = {"experiment": name, "status": "numeric", "device": device, "seed": seed, "full": full}
        write_json(json_to, {**about, "rows": rows})


def _figure_5_5(printer: Printer, device: str, seed: int, full: bool) -> tuple[list[Any], bytes]:
    """Widths 2, 3 and 50."""
    from torch_backend.experiments import decision_regions

    rows, panels = decision_regions.run(seed=seed, device=device, full=full)
    table = [("n_1", "errors", "blue components in [-4, 4]^2 (seen)", "in the plane (proved)")]
    table += [(str(r.width), str(r.errors), str(r.seen.value), _or_dash(r.exact)) for r in rows]
    printer.table(table)
    return [row.json() for row in rows], decision_regions.svg(panels)


def _table_2_2(printer: Printer, device: str, seed: int, full: bool) -> tuple[list[Any], bytes]:
    """A few numbers of filters, ReLU and sigmoid."""
    from torch_backend.experiments import feature_ranks

    rows = feature_ranks.run(seed=seed, device=device, full=full)
    table = [("activation", "T_1", "F_1", "rank seen", "least singular value", "rank proved")]
    for r in rows:
        shape, exact = f"{r.samples} x {r.width}", "-" if r.exact is None else f"{r.relation} {r.exact}"
        table.append((r.activation, str(r.filters), shape, str(r.seen.value), f"{r.least:.3g}", exact))
    printer.table(table)
    return [row.json() for row in rows], b""


def _or_dash(value: int | None) -> str:
    return "-" if value is None else str(value)
