"""Look at the exhibits of claims in floating point, on a CPU or a GPU."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from proofs import options
from proofs.outcome import ACCEPTED, HOLES, REJECTED, USAGE, Stop, word, worst

if TYPE_CHECKING:
    from collections.abc import Sequence

    from proofs.output import Printer
    from proofs.theorem import Theorem

_CODES = {"confirmed": ACCEPTED, "exact-only": ACCEPTED, "undecided": HOLES, "contradicted": REJECTED}
_INSTALL = "numerical confirmation needs torch; install it with: pip install 'theodolite[torch]'"


@click.command("confirm")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option(
    "--device", type=click.Choice(["cpu", "cuda"]), default="cpu", show_default=True, help="Where to compute."
)
@click.option(
    "--n", type=click.IntRange(2, 10**7), default=1000, show_default=True, help="Samples for each exhibit."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of random samples.")
@options.json_option
@options.quiet_option
def command(ids: tuple[str, ...], device: str, n: int, seed: int, json_to: str | None, quiet: bool) -> int:
    """Look at every exhibit of the claims (those of chapter 5 without arguments) in floating point.

    An observation is no proof: it confirms, leaves undecided, or contradicts beyond its error bound.
    """
    if find_spec("torch") is None:
        raise Stop(USAGE, _INSTALL)
    from torch_backend.lift import device_of

    try:
        device_of(device)
    except ValueError as missing:
        raise Stop(USAGE, str(missing)) from missing
    from proofs.output import Printer, kernel, write_json

    printer, rows = Printer(json_to, quiet), []
    for theorem in _chosen(ids):
        printer.progress(theorem.id)
        rows.append(_row(theorem, device, n, seed, printer))
    counts = {name: sum(row["outcomes"][name] for row in rows) for name in _CODES}
    code = worst(_CODES[name] for name, count in counts.items() if count)
    if json_to is not None:
        about = {"status": "numeric", "device": device, "dtype": "float64", "n": n, "seed": seed}
        summary = {"outcomes": counts, "outcome": word(code), "exit_code": code}
        write_json(json_to, {"kernel": kernel(), **about, "claims": rows, "summary": summary})
    told = " ".join(f"{name}={count}" for name, count in counts.items())
    printer.line(f"{word(code)} numeric claims={len(rows)} {told}", important=True)
    return code


def _chosen(ids: Sequence[str]) -> list[Theorem]:
    from proofs import ledger
    from proofs.selection import find

    if ids:
        return [find(id) for id in dict.fromkeys(ids)]
    return [theorem for theorem in ledger.all_theorems().values() if "-5." in theorem.id]


def _row(theorem: Theorem, device: str, n: int, seed: int, printer: Printer) -> dict[str, Any]:
    """What the JSON says of one claim, said in lines too."""
    import json
    import time

    from torch_backend.confirm import confirm

    start, exhibits = time.perf_counter(), list[dict[str, Any]]()
    ablations = [e for ablation in theorem.ablations() for e in ablation.exhibits]
    for exhibit in (*theorem.exhibits(), *ablations):
        found = confirm(json.loads(exhibit.build()), device, n, seed).json()
        exhibits.append({"name": exhibit.name, "role": exhibit.role, **found})
    outcomes = {name: sum(e["outcome"] == name for e in exhibits) for name in _CODES}
    seconds = time.perf_counter() - start
    told = ", ".join(f"{count} {name.replace('-', ' ')}" for name, count in outcomes.items() if count)
    printer.line(f"{theorem.id}  {told or 'no exhibits'}  [{seconds:.1f} s]")
    for e in exhibits:
        if e["outcome"] in ("undecided", "contradicted"):
            bad = e["outcome"] == "contradicted"
            printer.line(f"  {e['outcome']}: {e['name']}: {e['says']}", important=bad)
    return {
        "id": theorem.id,
        "outcomes": outcomes,
        "exhibits": exhibits,
        "seconds": round(seconds, 6),
    }
