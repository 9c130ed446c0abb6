"""Run a reduced experiment of the thesis in floating point, with exact results beside it."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from proofs import options
from proofs.outcome import LIMIT, USAGE, Stop
from proofs.picture_file import a_picture, write

Setting = Any  # `torch_backend.experiments.outcome.Setting`, and what is run gives its `Outcome`
Outcome = Any

_INSTALL = "experiments need torch; install it with: pip install 'theodolite[torch]'"
_TABLES = ("tab-4.2", "tab-4.3", "tab-4.4", "tab-4.5")


def _rank_table(setting: Setting) -> Outcome:
    from torch_backend.experiments import rank_table

    return rank_table.run(setting)


def _skip_table(name: str) -> Callable[[Setting], Outcome]:
    def run(setting: Setting) -> Outcome:
        from torch_backend.experiments import skip_tables

        return skip_tables.run(setting, name)

    return run


def _deep_training(setting: Setting) -> Outcome:
    from torch_backend.experiments import deep_training

    return deep_training.run(setting)


def _loss_surface(setting: Setting) -> Outcome:
    from torch_backend.experiments import loss_surface

    return loss_surface.run(setting)


def _full_rank_regions(setting: Setting) -> Outcome:
    from torch_backend.experiments import full_rank_regions

    return full_rank_regions.run(setting)


def _widths(setting: Setting) -> Outcome:
    from torch_backend.experiments import decision_regions

    return decision_regions.outcome(setting)


def _through_an_image(name: str) -> Callable[[Setting], Outcome]:
    def run(setting: Setting) -> Outcome:
        from torch_backend.experiments import adversarial_paths

        return adversarial_paths.run(setting, name)

    return run


def _mode_connectivity(setting: Setting) -> Outcome:
    from torch_backend.experiments import mode_connectivity

    return mode_connectivity.run(setting)


RUNS: dict[str, Callable[[Setting], Outcome]] = {
    "tab-2.2": _rank_table,
    "mode-connectivity": _mode_connectivity,
    **{name: _skip_table(name) for name in _TABLES},
    "fig-4.3": _deep_training,
    "fig-4.4": _loss_surface,
    "fig-5.3": _full_rank_regions,
    "fig-5.5": _widths,
    "fig-5.7": _through_an_image("fig-5.7"),
    "fig-5.8": _through_an_image("fig-5.8"),
}


@click.command("experiment")
@click.argument("name", type=click.Choice(tuple(RUNS)))
@click.option(
    "--device", type=click.Choice(["cpu", "cuda"]), default="cpu", show_default=True, help="Where to compute."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of data, weights and minibatches.")
@click.option("--full", is_flag=True, help="The setting of the thesis, for a GPU.")
@click.option(
    "--data",
    metavar="D",
    default="digits",
    show_default=True,
    help="digits, mnist:FOLDER, or a file with labels; not for fig-5.3 and fig-5.5.",
)
@click.option(
    "--plot",
    metavar="FILE",
    type=options.FILE,
    callback=a_picture,
    help="Draw it: .svg, .pdf or .png.",
)
@click.option(
    "--checkpoint",
    metavar="FILE",
    type=options.FILE,
    callback=options.writable_path,
    help="Keep finished parts, and go on from them when run again.",
)
@options.json_option
@options.quiet_option
def command(
    name: str,
    device: str,
    seed: int,
    full: bool,
    data: str,
    plot: Path | None,
    checkpoint: Path | None,
    json_to: str | None,
    quiet: bool,
) -> None:
    """Train as the thesis does, in a CPU-sized setting, and print what is seen beside what it says."""
    if find_spec("torch") is None:
        raise Stop(USAGE, _INSTALL)
    from proofs.confirmations import EXPERIMENT
    from proofs.output import Printer, write_json
    from torch_backend.experiments.outcome import Kept, Setting

    printer = Printer(json_to, quiet)
    about = {"experiment": name, "device": device, "seed": seed, "full": full, "data": data}
    try:
        kept = Kept(checkpoint, about)
        setting = Setting(seed, device, full, data, printer.progress, kept)
        found = _run(name, setting)
    except ValueError as reason:  # a missing device, data that do not fit, another run's checkpoint
        raise Stop(USAGE, f"{name}: {reason}") from reason
    if plot is not None:
        write(plot, found.picture)
    if json_to is not None:
        write_json(json_to, {"format": EXPERIMENT, "status": "numeric", **about, **found.json()})
    if not quiet:
        printer.table(found.table)
    for finding in found.findings:
        printer.line(f"{finding.what}: {finding.source}; seen: {finding.seen}; agrees: {finding.agrees}")
    counts: dict[str, int] = {}
    for finding in found.findings:
        counts[finding.agrees] = counts.get(finding.agrees, 0) + 1
    told = " ".join(f"{agrees.replace(' ', '-')}={count}" for agrees, count in counts.items())
    printer.line(f"numeric {name} {told}", important=True)


def _run(name: str, setting: Setting) -> Any:
    """The outcome; one thread for the small matrices of a CPU-sized run, a plain word for short memory."""
    from torch_backend.experiments.outcome import SHORT
    from torch_backend.threads import one_thread

    try:
        with one_thread(not setting.full and setting.device == "cpu"):
            return RUNS[name](setting)
    except SHORT as short:
        where = "finished parts are kept; " if setting.kept.path else ""
        remedy = "leave --full out, or use a device with more"
        raise Stop(LIMIT, f"{name}: not enough memory on {setting.device}; {where}{remedy}") from short
