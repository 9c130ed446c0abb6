"""Bytes that are no certificate: every one of them is answered, and in time linear in its length."""

import json
from time import process_time

from checker import FORMAT, Limits, Refused, canonical_bytes, verify
from checker.errors import shorten
from tests.kernel.good import GOOD
from tests.kernel.suite import answer, check

VALUE = canonical_bytes(GOOD["value"])
SPACED = json.dumps(GOOD["value"], sort_keys=True).encode()
UNSORTED = json.dumps(dict(reversed(GOOD["value"].items())), separators=(",", ":")).encode()
MILLION = 10**6

BAD: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "malformed E_JSON at /"),
    "null": (b"null", "malformed E_TYPE at /"),
    "a list": (b"[]", "malformed E_TYPE at /"),
    "an empty object": (b"{}", "malformed E_KEYS at /"),
    "only its format": (b'{"format":"%s"}' % FORMAT.encode(), "malformed E_KEYS at /"),
    "a string": (b'"claim"', "malformed E_TYPE at /"),
    "a number": (b"1", "malformed E_JSON_NUMBER at /"),
    "a negative number": (b'{"a":-1}', "malformed E_JSON_NUMBER at /"),
    "a float": (b"[0.5]", "malformed E_JSON_NUMBER at /"),
    "an exponent": (b"1e400", "malformed E_JSON_NUMBER at /"),
    "not a number": (b"NaN", "malformed E_JSON_NUMBER at /"),
    "infinity": (b"[-Infinity]", "malformed E_JSON_NUMBER at /"),
    "a million digits": (b"9" * MILLION, "malformed E_JSON_NUMBER at /"),
    "a key twice": (b'{"a":"1","a":"1"}', "malformed E_DUPLICATE_KEY at /"),
    "a key twice, escaped": (b'{"a":"1","\\u0061":"1"}', "malformed E_DUPLICATE_KEY at /"),
    "byte order mark": (b"\xef\xbb\xbf" + VALUE, "malformed E_JSON at /"),
    "trailing newline": (VALUE + b"\n", "malformed E_CANONICAL at /"),
    "leading space": (b" " + VALUE, "malformed E_CANONICAL at /"),
    "white space": (SPACED, "malformed E_CANONICAL at /"),
    "keys not sorted": (UNSORTED, "malformed E_CANONICAL at /"),
    "an escape": (VALUE.replace(b"value", b"\\u0076alue"), "malformed E_CANONICAL at /"),
    "twice": (VALUE + VALUE, "malformed E_JSON at /"),
    "trailing comma": (VALUE[:-1] + b",}", "malformed E_JSON at /"),
    "cut short": (VALUE[:-1], "malformed E_JSON at /"),
    "utf-16": (VALUE.decode().encode("utf-16"), "malformed E_JSON at /"),
    "not utf-8": (VALUE.replace(b"value", b"valu\xff"), "malformed E_JSON at /"),
    "overlong utf-8": (b'"\xc0\xaf"', "malformed E_JSON at /"),
    "a lone surrogate": (b'{"a":"\\ud800"}', "malformed E_JSON at /"),
    "a lone surrogate in utf-8": (b'"\xed\xa0\x80"', "malformed E_JSON at /"),
    "a lone surrogate as a key twice": (b'{"\\ud800":"","\\ud800":""}', "malformed E_DUPLICATE_KEY at /"),
    "a control character": (b'"\x01"', "malformed E_JSON at /"),
    "a zero byte": (b"\x00", "malformed E_JSON at /"),
    "single quotes": (b"{'a':'b'}", "malformed E_JSON at /"),
    "65 lists": (b"[" * 65 + b"]" * 65, "exceeded E_LIMIT_DEPTH at /"),
    "64 lists": (b"[" * 64 + b"]" * 64, "malformed E_TYPE at /"),
    "65 lists in a string": (b'"' + b"[" * 65 + b'"', "malformed E_TYPE at /"),
    "65 lists after an escaped quote": (b'"\\"' + b"[" * 65 + b'"', "malformed E_TYPE at /"),
    "65 lists after a backslash": (b'["\\\\",' + b"[" * 64 + b"]" * 65, "exceeded E_LIMIT_DEPTH at /"),
    "100,000 lists": (b"[" * 100_000, "exceeded E_LIMIT_DEPTH at /"),
    "100,000 objects": (b'{"a":' * 100_000, "exceeded E_LIMIT_DEPTH at /"),
    "100,000 lists side by side": (b"[" + b"[]," * 100_000 + b"[]]", "malformed E_TYPE at /"),
    "closing first": (b"]" * 100 + b"[" * 100_000, "exceeded E_LIMIT_DEPTH at /"),
    "a million backslashes": (b'"' + b"\\" * MILLION, "malformed E_JSON at /"),
    "an odd million of backslashes": (b'"' + b"\\" * (MILLION + 1), "malformed E_JSON at /"),
    "a million escaped quotes": (b'"' + b'\\"' * MILLION, "malformed E_JSON at /"),
    "a million quotes": (b'"' * MILLION, "malformed E_JSON at /"),
    "a million backslashes outside": (b"\\" * MILLION, "malformed E_JSON at /"),
    "a string of a million": (b'"' + b"a" * MILLION, "malformed E_JSON at /"),
}


def test_bytes_that_are_no_certificate_are_refused() -> None:
    for name, (data, expected) in BAD.items():
        start = process_time()
        found = answer(verify(data))
        check(found == expected, f"{name}: expected {expected}, found {found}")
        check(process_time() - start < 5, f"{name}: took {process_time() - start:.1f} s")


def test_errors_show_what_was_found() -> None:
    found = verify(b"{\"a\":\"1\",\"b\":\"1\",\"b\":\"1\"}")
    check(isinstance(found, Refused) and found.found == "b", "the key that is there twice")
    check(shorten("a" * 160) == "a" * 160 and shorten("a" * 161) == "a" * 160 + "...", "160 characters")
    check(shorten("\u00e9\n") == "\\xe9\\n" and shorten(10**5000) == "a number too long to print", "escapes")


def test_every_prefix_is_refused() -> None:
    for n in range(len(VALUE)):
        check(answer(verify(VALUE[:n])) != "verified", n)


def test_the_limit_of_bytes_is_exact() -> None:
    check(answer(verify(VALUE, Limits(bytes=len(VALUE)))) == "verified", "at the limit")
    found = answer(verify(VALUE, Limits(bytes=len(VALUE) - 1)))
    check(found == "exceeded E_LIMIT_BYTES at /", found)


def test_errors_are_one_printable_line() -> None:
    for name, (data, _) in BAD.items():
        verdict = str(verify(data))
        check(verdict.isascii() and verdict.isprintable() and len(verdict) < 500, name)
    spoof = {**GOOD["left-inverse"]["claim"], "matrices": {"\nx: verified": []}}
    verdict = str(verify(canonical_bytes({**GOOD["left-inverse"], "claim": spoof})))
    check("\n" not in verdict and "E_LENGTH" in verdict, verdict)
