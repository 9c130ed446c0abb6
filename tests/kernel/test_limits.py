"""Declared limits are met exactly, and inputs made to cost much are stopped by the meter of work."""

import sys
import tracemalloc
from dataclasses import fields
from functools import partial
from time import process_time
from typing import Any

from checker import Limits
from checker.limits import metered, spend
from tests.kernel.costly import COSTLY, LARGE, LONG, WORK
from tests.kernel.good import GOOD
from tests.kernel.suite import accept, check, edited, refuse
from tests.kernel.test_numbers import code_of

LIMITED: list[tuple[str, Limits, str]] = [
    ("value", Limits(work=2000), WORK + "claim/network/layers/0/activation"),
    ("value", Limits(work=20_000), WORK),
    ("value", Limits(bytes=100), "exceeded E_LIMIT_BYTES at /"),
    ("value", Limits(bits=2), "exceeded E_LIMIT_BITS at /"),
    ("cube-onto", Limits(degree=2), "exceeded E_LIMIT_DEGREE at /claim/activation"),
    ("value-parameter", Limits(degree=1), "exceeded E_LIMIT_DEGREE at /claim/values/2/0"),
    ("components", Limits(depth=6), "exceeded E_LIMIT_DEPTH at /"),
    ("left-inverse", Limits(work=3000), WORK),
    ("rank-minor", Limits(digits=1, work=100), WORK),
]
SHORT = Limits(work=3 * 10**7)


def test_limits_are_declared() -> None:
    for name, limits, expected in LIMITED:
        refuse(f"{name} within {limits}", GOOD[name], expected, limits)
        accept(name, GOOD[name], Limits())


def test_costly_inputs_are_answered_soon() -> None:
    for name, (make, expected) in COSTLY.items():
        value = make()
        start = process_time()
        refuse(name, value, expected, SHORT)
        check(process_time() - start < 20, f"{name}: {process_time() - start:.1f} s")


def test_little_work_needs_little_memory() -> None:
    for name, (make, expected) in LARGE.items():
        value = make()
        tracemalloc.start()
        refuse(name, value, expected, SHORT)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        check(peak < 10**7, f"{name}: {peak} bytes")


def test_errors_with_long_numbers() -> None:
    for name, (make, expected) in LONG.items():
        refuse(name, make(), expected)


def test_prices_are_exact() -> None:
    for bits, times, price in ((0, 1, 512), (64, 1, 640), (8, 3, 3 * 521)):
        with metered(Limits(work=price)):
            spend(bits, times)
        with metered(Limits(work=price - 1)):
            check(code_of(partial(spend, bits, times)) == "E_LIMIT_WORK", (bits, times))
    with metered(Limits(work=512, bits=7)):
        check(code_of(partial(spend, 8)) == "E_LIMIT_BITS", "8 bits of 7")
        spend(0)
    shown = [getattr(Limits(), field.name) for field in fields(Limits)]
    check(shown == [64 * 2**20, 64, 4000, 2**17, 64, 2 * 10**10], shown)


def test_an_interpreter_that_converts_less() -> None:
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(1000)
    try:
        value = edited(GOOD["value"], {"/claim/points/0/0": "7" * 2000})
        refuse("2000 digits", value, "exceeded E_LIMIT_DIGITS at /claim/points/0/0")
    finally:
        sys.set_int_max_str_digits(before)


def test_limits_check_themselves() -> None:
    wrongs: list[dict[str, Any]] = [
        *({"work": 0}, {"bits": -1}, {"depth": 201}, {"digits": 4001}, {"bytes": True}, {"degree": "3"}),
    ]
    for wrong in wrongs:
        try:
            Limits(**wrong)
        except ValueError:
            continue
        check(False, wrong)
    check(Limits(depth=200, digits=4000).depth == 200, "the largest that are allowed")
