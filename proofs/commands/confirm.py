"""Look at the exhibits of claims in floating point, on a CPU or a GPU."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from proofs import options
from proofs.outcome import ACCEPTED, HOLES, REJECTED, USAGE, Stop, word, worst

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constructions.certificate import Claim
    from proofs.output import Printer
    from proofs.theorem import Theorem

_CODES = {"confirmed": ACCEPTED, "exact-only": ACCEPTED, "undecided": HOLES, "contradicted": REJECTED}
# what a near miss is, by how its claim looks; one that is false and looks true is `taken-for-true`
_TOLD = {
    "contradicted": "told-apart",
    "undecided": "not-confirmed",
    "exact-only": "not-confirmed",
    "malformed": "malformed",
    "confirmed": "uncertified",
}
_TAKEN = "taken-for-true"
_INSTALL = "numerical confirmation needs torch; install it with: pip install 'theodolite[torch]'"


@click.command("confirm")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option(
    "--device", type=click.Choice(["cpu", "cuda"]), default="cpu", show_default=True, help="Where to compute."
)
@click.option(
    "--dtype",
    type=click.Choice(["float64", "float32", "bfloat16"]),
    default="float64",
    show_default=True,
    help="The type in which networks are evaluated.",
)
@click.option(
    "--n", type=click.IntRange(2, 10**7), default=1000, show_default=True, help="Samples for each exhibit."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of random samples.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=options.FILE,
    callback=options.writable_path,
    help="Write what was seen, for check and report with --confirmations.",
)
@options.json_option
@options.quiet_option
def command(
    ids: tuple[str, ...],
    device: str,
    dtype: str,
    n: int,
    seed: int,
    output: Path | None,
    json_to: str | None,
    quiet: bool,
) -> int:
    """Look at every exhibit and near miss of the claims (of all, without arguments) in floating point.

    An observation is no proof: it confirms, leaves undecided, or contradicts beyond its error bound.
    """
    if find_spec("torch") is None:
        raise Stop(USAGE, _INSTALL)
    from torch_backend.lift import device_of
    from torch_backend.threads import one_thread

    try:
        device_of(device)
    except ValueError as missing:
        raise Stop(USAGE, str(missing)) from missing
    from proofs import atomic
    from proofs.confirmations import CONFIRMATIONS
    from proofs.output import Printer, json_bytes, kernel, write_json

    printer, rows = Printer(json_to, quiet), []
    about = {"status": "numeric", "device": device, "dtype": dtype, "n": n, "seed": seed}
    settings = {key: about[key] for key in ("device", "dtype", "n", "seed")}
    with one_thread(device == "cpu"):
        for theorem in _chosen(ids):
            printer.progress(theorem.id)
            rows.append(_Look(theorem, settings).row(printer))
    counts = {name: sum(row["outcomes"][name] for row in rows) for name in _CODES}
    misses = {name: sum(row["near_misses_told"][name] for row in rows) for name in (*_TOLD.values(), _TAKEN)}
    codes = [_CODES[name] for name, count in counts.items() if count]
    code = worst([*codes, *([REJECTED] if misses[_TAKEN] else [])])
    summary = {"outcomes": counts, "near_misses": misses, "outcome": word(code), "exit_code": code}
    document = {"format": CONFIRMATIONS, "kernel": kernel(), **about, "claims": rows, "summary": summary}
    if output is not None:
        kept = [{key: value for key, value in row.items() if key != "seconds"} for row in rows]
        atomic.write(output, json_bytes({**document, "claims": kept}))
    if json_to is not None:
        write_json(json_to, document)
    told = " ".join(f"{name}={count}" for name, count in counts.items())
    apart = sum(misses.values()) - misses[_TAKEN]
    printer.line(
        f"{word(code)} numeric claims={len(rows)} {told} near-misses={apart}/{sum(misses.values())}",
        important=True,
    )
    return code


def _chosen(ids: Sequence[str]) -> list[Theorem]:
    from proofs import ledger
    from proofs.selection import find

    if ids:
        return [find(id) for id in dict.fromkeys(ids)]
    return list(ledger.all_theorems().values())


class _Look:
    """A theorem, looked at with these settings."""

    def __init__(self, theorem: Theorem, settings: dict[str, Any]) -> None:
        self.theorem, self.settings, self.claims = theorem, settings, list["Claim"]()

    def row(self, printer: Printer) -> dict[str, Any]:
        """What the JSON says of it, said in lines too."""
        import time

        start, id = time.perf_counter(), self.theorem.id
        exhibits, misses = list(self._exhibits()), list(self._near_misses())
        outcomes = {name: sum(e["outcome"] == name for e in exhibits) for name in _CODES}
        told = {name: sum(m["told"] == name for m in misses) for name in (*_TOLD.values(), _TAKEN)}
        seconds = time.perf_counter() - start
        parts = [f"{count} {name.replace('-', ' ')}" for name, count in outcomes.items() if count]
        if misses:
            counted = ", ".join(f"{count} {name.replace('-', ' ')}" for name, count in told.items() if count)
            parts.append(f"near misses: {counted}")
        printer.line(f"{id}  {', '.join(parts) or 'no exhibits'}  [{seconds:.1f} s]")
        for e in exhibits:
            if e["outcome"] in ("undecided", "contradicted"):
                bad = e["outcome"] == "contradicted"
                printer.line(f"  {e['outcome']}: {e['name']}: {e['says']}", important=bad)
        for m in misses:
            if m["told"] == _TAKEN:
                printer.line(f"  a near miss that is false looks true: {m['name']}: {m['says']}", True)
        return {
            "id": id,
            "outcomes": outcomes,
            "exhibits": exhibits,
            "near_misses_told": dict(told),
            "near_misses": misses,
            "seconds": round(seconds, 6),
        }

    def _exhibits(self) -> Iterator[dict[str, Any]]:
        from constructions.certificate import NotFound
        from proofs.ledger import read_claim

        ablations = [e for ablation in self.theorem.ablations() for e in ablation.exhibits]
        for exhibit in (*self.theorem.exhibits(), *ablations):
            about = {"name": exhibit.name, "role": exhibit.role}
            try:
                data = exhibit.build()
            except NotFound as reason:
                found = {"kind": "", "outcome": "undecided", "says": f"no evidence was found: {reason}"}
                yield {**about, "claim_sha256": "", **found, "observed": None}
                continue
            claim = read_claim(data)
            self.claims.append(claim)
            found = self._seen(data)
            if found["outcome"] == "malformed":
                found["outcome"] = "undecided"
            yield {**about, "claim_sha256": claim.sha256, **found}

    def _near_misses(self) -> Iterator[dict[str, Any]]:
        for miss in self.theorem.near_misses():
            data = miss.build()
            found = self._seen(data)
            told = _TOLD[found["outcome"]]
            if told == "uncertified" and self._is_false(data):
                told = _TAKEN
            yield {"name": miss.name, "code": miss.code, "told": told, **found}

    def _seen(self, data: bytes) -> dict[str, Any]:
        import json

        from torch_backend.confirm import confirm

        try:
            certificate = json.loads(data)
            return confirm(certificate, **self.settings).json()
        except (ValueError, LookupError, TypeError) as error:  # not even a certificate
            return {"kind": "", "outcome": "malformed", "says": str(error), "observed": None}

    def _is_false(self, data: bytes) -> bool:
        """Whether the claim contradicts one of the theorem's own by its form."""
        from proofs.contradiction import contradicts
        from proofs.ledger import read_claim

        claim = read_claim(data)
        return any(contradicts(claim, known) for known in self.claims)
