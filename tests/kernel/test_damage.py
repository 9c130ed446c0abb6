"""Twenty thousand damages: each is answered, and what is verified under another claim is true."""

import json
from random import Random

from checker import Limits, Verified, canonical_bytes, claim_sha256, verify
from tests.kernel.damage import damaged
from tests.kernel.good import GOOD
from tests.kernel.oracle import holds
from tests.kernel.suite import Value, check

DAMAGES = 20_000
SMALL = Limits(bytes=2**16, depth=40, digits=60, bits=2**12, degree=12, work=3 * 10**7)


def test_the_oracle_agrees_on_certificates_by_hand() -> None:
    told = [holds(value["claim"], value["evidence"]) for value in GOOD.values()]
    check(False not in told, [name for name, told_ in zip(GOOD, told, strict=True) if told_ is False])
    check(told.count(True) > 20, told.count(True))


def test_damaged_certificates_are_answered_and_no_false_claim_is_verified() -> None:
    random = Random(20190418)
    originals = [(name, canonical_bytes(value), claim_sha256(value["claim"])) for name, value in GOOD.items()]
    verified = same_claim = told = 0
    for n in range(DAMAGES):
        name, data, pin = originals[n % len(originals)]
        copy = damaged(data, random)
        verdict = verify(copy, SMALL)
        if not isinstance(verdict, Verified) or copy == data:
            continue
        verified += 1
        value: Value = json.loads(copy)
        claim = value["claim"]
        check(canonical_bytes(value) == copy, f"{name}: {copy!r} is not canonical")
        check(verdict.claim_sha256 == claim_sha256(claim), f"{name}: the hash of another claim")
        if verdict.claim_sha256 == pin:
            same_claim += 1
            continue
        truth = holds(claim, value["evidence"])
        told += truth is not None
        check(truth is not False, f"{name}: a false claim is verified: {copy!r}")
    check(0 < same_claim < verified < DAMAGES // 5, (same_claim, verified))
    check(told > 100, f"the oracle was asked {told} times only")
