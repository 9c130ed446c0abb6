"""Which results of Chapter 4 hold for a network with skip-connections to the output, and what fails if not.

Clauses of Section 4.2 and Assumption 4.3.1 are read off graph and data, each with its first offending unit or
pair of samples; the rank of Psi at the parameters given is certified where the network is small enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from checker import Refused, verify
from constructions.architectures import NAMES, structure_by_name
from constructions.certificate import NotFound
from constructions.formats.data import DataSet
from constructions.formats.exact_matrix import ExactMatrix
from constructions.formats.files import read_file
from constructions.formats.onnx_graph import input_shape, trace_onnx
from constructions.network_structure import Structure
from constructions.skip_conditions import Violation, own_violations, violations
from constructions.skip_network import SkipNetwork, with_random_skips
from constructions.structure_conditions import own_structure_violations, random_nodes, structure_violations
from proofs.auditing import Audited, Finding
from proofs.hypotheses import Audit
from proofs.outcome import HOLES, USAGE, Stop
from proofs.skipping import certify_psi, read_skip_network

_LARGE = 20_000  # units times samples, from here on the rank is left out
CLAUSES = (
    ("4.2 (1)", "Section 4.2 (1), the first layer reads inputs alone"),
    ("4.2 (2)", "Section 4.2 (2), units above it read units of lower layers"),
    ("4.2 (unsaid)", "every unit reads something"),
    ("4.2 (3)", "Section 4.2 (3), sharing within a layer, equal in-degrees"),
    ("4.2 (4)", "Section 4.2 (4), M >= N"),
    ("4.2 (5)", "Section 4.2 (5), biases of their own"),
    ("4.3.1 (1)", "Assumption 4.3.1 (1), analytic and strictly increasing"),
    ("4.3.1 (2)", "Assumption 4.3.1 (2), N skip units bounded, or softplus with backward paths"),
    ("4.3.1 (3)", "Assumption 4.3.1 (3), samples differ where the first layer reads"),
)
_OWN = "N skip units bounded, or softplus"


@dataclass(frozen=True)
class SkipSetting:
    """What is audited: sizes, the violations, and the network itself where it was built unit by unit."""

    units: int
    skips: int
    X: ExactMatrix
    outputs: int | None
    printed: tuple[Violation, ...]
    own: tuple[Violation, ...]
    network: SkipNetwork | None


def skip_setting(
    name: str, data: DataSet, samples: int | None, skips: str, activation: str | None
) -> SkipSetting:
    """The network with N of its hidden units joined to the output at random, or (`own`) with its own.

    skips: a seed, or `own`.  `Stop` and `InputError` for what cannot be read.
    """
    X = data.X if samples is None else data.X.first(samples)
    N, classes = len(X), None if data.y is None else int(data.y[: len(X)].max()) + 1
    structure = _structure(name, data, activation)
    if structure is not None:
        if skips == "own":
            raise Stop(USAGE, f"{name}: --skips own needs a network with skip-connections; give a seed")
        chosen = random_nodes(structure, min(N, structure.units), int(skips))
        sizes = structure.units, len(chosen)
        printed = tuple(structure_violations(structure, chosen, X, N))
        return SkipSetting(
            *sizes, X, classes, printed, tuple(own_structure_violations(structure, chosen, X, N)), None
        )
    given = read_skip_network(name, X.width, 1, activation, 0, keep=skips == "own", untie=False)
    network = given.network
    if given.kept is None:
        network = with_random_skips(network, min(N, len(network.units)), int(skips))
    found = tuple(violations(network, X)), tuple(own_violations(network, X))
    return SkipSetting(len(network.units), len(network.skip), X, classes, *found, network)


def _structure(name: str, data: DataSet, activation: str | None) -> Structure | None:
    """That of a named architecture, or of a graph too large to be built; None for all others."""
    if name in NAMES:
        side = round(data.X.width**0.5)
        if side * side != data.X.width:
            raise Stop(USAGE, f"{name}: expected square images, found {data.X.width} inputs; name other data")
        return structure_by_name(name, (1, side, side), activation or "sigmoid")
    if not name.endswith(".onnx"):
        return None
    file = read_file(name)
    made = Structure(input_shape(file, data.X.width), file.place)
    trace_onnx(file, made)
    arcs = sum(layer.units * layer.in_degrees[1] for layer in made.layers)
    return made if arcs > _LARGE * 50 else None


def audit_skips(at: SkipSetting, progress: Callable[[str], None]) -> Iterator[Audited]:
    """Lemma 4.3.2, the lemma of new-4, the parts of Theorem 4.3.4, and the rank at these parameters."""
    printed = tuple(_clause(at.printed, clause, name) for clause, name in CLAUSES)
    own = tuple(_clause(at.own, clause, _OWN if clause == "4.3.1 (2)" else name) for clause, name in CLAUSES)
    yield Audited(LEMMA, printed)
    yield Audited(OWN, own)
    here = None
    if at.network is not None:
        progress("rank of Psi")
        here = _rank(at, at.network)
        yield Audited(HERE, (here,))
    full = _full(printed, own, here)
    yield Audited(SOLUTIONS, (full,))
    for loss in ("square", "hinge", "cross_entropy"):
        yield Audited(_part(2, loss, "no bad local valley"), (full, _said(f"{loss} convex", True, "")))
    enough = _said("M >= N", at.skips >= len(at.X), f"{at.skips} skip units, {len(at.X)} samples")
    yield Audited(STRICT, (enough,))
    yield Audited(_part(4, "square", _MAXIMUM), (_positive(at),))
    several = at.outputs is not None and at.outputs >= 2
    classes = "no labels" if at.outputs is None else f"m = {at.outputs}"
    yield Audited(_part(4, "cross_entropy", _MAXIMUM), (_positive(at), _said("m >= 2", several, classes)))
    constant = _said("square loss or cross-entropy", False, "the hinge loss is constant on open sets")
    yield Audited(_part(4, "hinge", _MAXIMUM), (constant,))


def _said(name: str, holds: bool, figure: str) -> Finding:
    return Finding(name, "yes" if holds else "no", figure)


def _clause(found: Sequence[Violation], clause: str, name: str) -> Finding:
    """The first violation of a clause, with its unit, and how many there are."""
    mine = [v for v in found if v.clause == clause]
    if not mine:
        return _said(name, True, "")
    first = str(mine[0]).removeprefix(f"{clause}: ")
    return _said(name, False, first + (f"; {len(mine)} in all" if len(mine) > 1 else ""))


def _full(printed: Sequence[Finding], own: Sequence[Finding], here: Finding | None) -> Finding:
    """Full rank for almost all parameters: by a lemma, or by analyticity and the rank at one point."""
    lemmas = (("Lemma 4.3.2", printed), ("new-4.a", own))
    by = [name for name, found in lemmas if all(f.answer == "yes" for f in found)]
    name = "Psi(U) of full rank for almost all U"
    if not by and here is not None and here.answer == "yes":
        figure = "analytic, and of full rank at these U (Lemma 2.2.2)"
        return Finding(name, "yes", figure, here.certificate, here.sha256)
    if by:
        return _said(name, True, f"by {' and '.join(by)}")
    return Finding(name, "open", "neither lemma applies, and no certificate at one U", code=HOLES)


def _positive(at: SkipSetting) -> Finding:
    """Whether some column of Psi cannot vanish."""
    if at.network is None:
        return Finding("a skip unit that is not 0 on all samples", "yes", "all but a null set of parameters")
    names = {at.network.unit(p).activation for p in at.network.skip}
    sure = bool(names & {"sigmoid", "softplus"})
    figure = "a sigmoid or softplus is positive" if sure else "all but a null set of parameters"
    return Finding("a skip unit that is not 0 on all samples", "yes", figure)


def _rank(at: SkipSetting, network: SkipNetwork) -> Finding:
    """rank Psi = N at the parameters given."""
    name, N = f"rank Psi = {len(at.X)}", len(at.X)
    if at.skips < N:
        return _said(name, False, f"{at.skips} columns")
    bad = [v for v in at.printed if v.clause in ("4.3.1 (1)", "4.2 (unsaid)")]
    if bad:
        return Finding(name, "open", "no certificate for these activations", code=HOLES)
    try:
        data = certify_psi(network, at.X)
    except NotFound as no:
        return Finding(name, "open", no.reason, code=HOLES)
    verdict = verify(data)
    if isinstance(verdict, Refused):
        return Finding(name, "open", str(verdict), code=HOLES)
    return Finding(name, "yes", f"rank {N} of {N}", data, verdict.certificate_sha256)


def _theorem(id: str, reference: str, conclusion: str) -> Audit:
    """Its hypotheses need the data, so they are not those of `Audit`."""
    return Audit(id, reference, conclusion, lambda network, field: [])


def _part(k: int, loss: str, conclusion: str) -> Audit:
    return _theorem("thm-4.3.4", f"Theorem 4.3.4 ({k}), {loss}", f"{loss}: {conclusion}")


_MAXIMUM = "no local maximum"
_ALMOST = "for almost all U the outputs of the skip units on the data have full rank N"
LEMMA = _theorem("lem-4.3.2", "Lemma 4.3.2", _ALMOST)
OWN = _theorem("new-4.a", "docs/proofs/new-4.md", _ALMOST)
SOLUTIONS = _theorem("thm-4.3.4", "Theorem 4.3.4 (1)", "uncountably many solutions with zero training error")
STRICT = _theorem("thm-4.3.4", "Theorem 4.3.4 (3), every loss", "no strict local minimum")
HERE = _theorem("thm-4.3.4", "Theorem 4.3.4 (1), at these U", "Psi V = Y has an exact solution for every Y")
