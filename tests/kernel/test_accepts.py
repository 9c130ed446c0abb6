"""Certificates by hand are verified, at least one of each kind, and what a verdict carries."""

from checker import QuadraticField, Rationals, Verified, canonical_bytes, claim_sha256, verify
from checker.rules import RULES
from tests.kernel.good import GOOD
from tests.kernel.suite import accept, check


def test_certificates_by_hand_are_verified() -> None:
    for name, value in GOOD.items():
        accept(name, value)


def test_there_is_one_of_each_kind() -> None:
    check({value["claim"]["kind"] for value in GOOD.values()} == set(RULES), "kinds without a certificate")


def test_a_verdict_carries_the_hash_of_its_claim() -> None:
    for name, value in GOOD.items():
        verdict = verify(canonical_bytes(value))
        check(isinstance(verdict, Verified), name)
        if isinstance(verdict, Verified):
            check(verdict.kind == value["claim"]["kind"], name)
            check(verdict.claim_sha256 == claim_sha256(value["claim"]), name)
            check(len({verdict.claim_sha256, verdict.certificate_sha256, verdict.kernel_sha256}) == 3, name)
            if verdict.kind != "feature-rank":  # see test_feature_ranks
                check((verdict.rests_on, verdict.soundness_error) == ((), "0"), name)


def test_certificates_over_q_hold_over_q_sqrt_2() -> None:
    for name, value in GOOD.items():
        minor = isinstance(value["evidence"], dict) and "minor" in value["evidence"]
        rational_only = minor or value["claim"]["kind"] in ("feature-rank", "feature-value", "fit")
        if value["claim"]["field"] == Rationals().declaration() and not rational_only:
            field = QuadraticField(2).declaration()
            accept(f"{name} over Q(sqrt 2)", {**value, "claim": {**value["claim"], "field": field}})
