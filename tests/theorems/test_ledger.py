"""Statuses are computed: break an exhibit, and the status falls."""

from dataclasses import replace

import pytest

from proofs.chapter5.eq_5_3 import theorem as eq_5_3
from proofs.feature_exhibits import SIGMOID, feature_rank, filter_bank, samples
from proofs.ledger import all_theorems, check_theorem, discover, graph, ledger
from proofs.theorem import Exhibit, NearMiss, Source, Theorem


def test_without_exhibits_a_claim_is_open() -> None:
    entry = check_theorem(replace(eq_5_3, exhibits=tuple, near_misses=tuple))
    assert (entry.verdict, entry.evidence) == ("open", "none")


def test_without_the_refutation_the_printed_statement_is_not_refuted() -> None:
    kept = tuple(e for e in eq_5_3.exhibits() if e.role == "supports")
    assert check_theorem(replace(eq_5_3, exhibits=lambda: kept)).verdict == "holds"


def test_without_the_correction_it_is_only_refuted() -> None:
    kept = tuple(e for e in eq_5_3.exhibits() if e.role != "corrects")
    assert check_theorem(replace(eq_5_3, exhibits=lambda: kept)).verdict == "refuted"


def test_a_damaged_certificate_makes_the_claim_fail() -> None:
    first = eq_5_3.exhibits()[0]
    broken = replace(first, build=lambda: first.build().replace(b'"inside":"0"', b'"inside":"1"', 1))
    entry = check_theorem(replace(eq_5_3, exhibits=lambda: (broken,)))
    assert entry.verdict == "failed"
    assert entry.problems and first.name in entry.problems[0]


def test_a_refutation_must_contradict_the_printed_claim() -> None:
    exhibits = eq_5_3.exhibits()
    refutation = next(e for e in exhibits if e.role == "refutes")
    unrelated = replace(refutation, build=exhibits[1].build)
    entry = check_theorem(replace(eq_5_3, exhibits=lambda: (unrelated,)))
    assert entry.problems == [f"{refutation.name}: the certificate does not contradict the printed claim"]


def test_a_near_miss_that_is_verified_is_a_problem() -> None:
    good = eq_5_3.exhibits()[0].build
    entry = check_theorem(replace(eq_5_3, near_misses=lambda: (NearMiss("a true claim", good, "E_FARKAS"),)))
    assert entry.verdict == "failed"


def test_a_near_miss_refused_for_another_reason_is_a_problem() -> None:
    bad = NearMiss("not a certificate", lambda: b"{}", "E_FARKAS")
    entry = check_theorem(replace(eq_5_3, near_misses=lambda: (bad,)))
    assert "E_KEYS" in entry.problems[0]


def test_every_theorem_file_is_found_and_every_use_is_stated() -> None:
    found = discover()
    assert {"thm-5.2.3", "new-5.a"} <= set(found)
    assert set(graph(found).nodes) == set(found)


def test_a_use_that_no_file_states_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"eq-5\.3 uses thm-9\.9"):
        graph({"eq-5.3": replace(eq_5_3, uses=("thm-9.9",))})


def test_a_cycle_of_uses_is_an_error() -> None:
    one, two = (replace(eq_5_3, id=id, uses=(other,)) for id, other in (("a", "b"), ("b", "a")))
    with pytest.raises(ValueError, match="cycle"):
        graph({"a": one, "b": two})


def test_the_order_is_that_of_the_source_with_our_own_claims_last() -> None:
    kinds = [theorem.kind == "own" for theorem in all_theorems().values()]
    assert kinds == sorted(kinds)


def test_a_refutation_names_the_printed_claim() -> None:
    with pytest.raises(ValueError, match="printed"):
        Exhibit("x", lambda: b"", role="refutes")
    with pytest.raises(ValueError, match="role"):
        Exhibit("x", lambda: b"", role="proves")


def test_a_theorem_checks_itself() -> None:
    with pytest.raises(ValueError, match="kind"):
        Theorem("x", "axiom", "t", "s", Source("w", "l"), False, "c")
    with pytest.raises(ValueError, match="statement"):
        Theorem("x", "lemma", "t", " ", Source("w", "l"), False, "c")
    with pytest.raises(ValueError, match="erratum"):
        Theorem("x", "lemma", "t", "s", Source("w", "l"), False, "c", printed="p")


def test_a_use_that_is_not_declared_is_an_error() -> None:
    known = all_theorems()
    pair = {id: replace(known[id], uses=()) for id in ("eq-5.3", "lem-2.2.2")}
    graph(pair)
    named = replace(pair["eq-5.3"], statement="By Lemma 2.2.2 the region is open.")
    with pytest.raises(ValueError, match=r"eq-5\.3 names lem-2\.2\.2 without using it"):
        graph({**pair, "eq-5.3": named})
    graph({**pair, "eq-5.3": replace(named, uses=("lem-2.2.2",))})


def test_what_the_kernel_cites_is_rested_on_by_all_that_use_it() -> None:
    layer = filter_bank([[1, 0], [0, 1]], None, SIGMOID)
    below = replace(
        eq_5_3,
        id="lem-9.1",
        uses=(),
        exhibits=lambda: (feature_rank("rank 2", [layer], samples([[1, 0], [0, 2]]), 2),),
        near_misses=tuple,
    )
    above = replace(below, id="thm-9.2", uses=("lem-9.1",), exhibits=lambda: eq_5_3.exhibits()[:1])
    found = ledger([check_theorem(below), check_theorem(above)], {"lem-9.1": below, "thm-9.2": above})
    for id in ("lem-9.1", "thm-9.2"):
        assert any("Hermite" in text for text in found.cited_by_the_kernel(id))


def test_every_hypothesis_has_its_ablation_under_the_same_name() -> None:
    for id, theorem in all_theorems().items():
        named = [ablation.hypothesis for ablation in theorem.ablations()]
        assert sorted(named) == sorted(theorem.hypotheses), id
        assert all(ablation.exhibits or ablation.remark for ablation in theorem.ablations()), id
