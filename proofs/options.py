"""Options that several commands share, and their checks before any work is done."""

from __future__ import annotations

import os
from pathlib import Path

import click

from proofs.outcome import USAGE, Stop

FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
LEVELS = ("schema", "instance", "enclosure", "numeric", "cited")


def writable(ctx: click.Context, param: click.Parameter | None, value: str | None) -> str | None:
    """Refuse, before the work, a file whose folder does not exist."""
    if value is not None and value != "-" and not os.path.isdir(Path(value).parent):
        raise Stop(USAGE, f"{value}: its folder does not exist; make the folder or name another file")
    return value


def writable_path(ctx: click.Context, param: click.Parameter | None, value: Path | None) -> Path | None:
    """The same for a path."""
    writable(ctx, param, None if value is None else str(value))
    return value


json_option = click.option(
    "--json",
    "json_to",
    metavar="FILE|-",
    type=click.Path(dir_okay=False, allow_dash=True),
    callback=writable,
    help="Write the result as JSON; with - nothing else goes to stdout.",
)
junit_option = click.option(
    "--junit", metavar="FILE", type=FILE, callback=writable_path, help="Write a JUnit XML file for CI."
)
sarif_option = click.option(
    "--sarif", metavar="FILE", type=FILE, callback=writable_path, help="Write a SARIF file for code scanning."
)
jobs_option = click.option(
    "--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes to use."
)
require_option = click.option(
    "--require",
    type=click.Choice(LEVELS),
    default=None,
    help="The weakest evidence, of a claim and all it uses, that counts as full acceptance.",
)
certificates_option = click.option(
    "--certificates", metavar="DIR", type=FOLDER, help="Write every certificate into this folder."
)
keep_option = click.option(
    "--keep",
    "kept",
    metavar="DIR",
    type=FOLDER,
    help="Keep what is found here; verify again what is kept, while the sources stay the same.",
)
confirmations_option = click.option(
    "--confirmations",
    metavar="FILE",
    type=FILE,
    multiple=True,
    help="Show what confirm --output, or experiment --json, wrote beside the statuses. Repeatable.",
)
quiet_option = click.option(
    "--quiet", is_flag=True, help="Print only what was not accepted, and the last line."
)
