"""`python -m checker FILE...`: verify certificates with the standard library alone.

One line for each file; exit code 0 when all are verified, 1 when one is rejected, 2 when one is
malformed or cannot be read, 5 when a declared limit was met (the highest of those that occur).
"""

from __future__ import annotations

import sys

from checker.kernel import Verified, kernel_sha256, verify
from checker.limits import DEFAULT

_CODES = {"rejected": 1, "malformed": 2, "exceeded": 5}


def main(files: list[str]) -> int:
    """Verify the files and print one line for each."""
    if not files:
        print("usage: python -m checker FILE...", file=sys.stderr)
        return 2
    worst = 0
    for file in files:
        name = file.encode("utf-8", "backslashreplace").decode("utf-8")
        try:
            with open(file, "rb") as stream:
                data = stream.read(DEFAULT.bytes + 1)
        except OSError as error:
            print(f"{name}: cannot be read: {error.strerror}")
            worst = max(worst, 2)
            continue
        verdict = verify(data)
        if isinstance(verdict, Verified):
            print(f"{name}: verified {verdict.kind} claim=sha256:{verdict.claim_sha256}")
        else:
            print(f"{name}: {verdict.outcome} {verdict}")
            worst = max(worst, _CODES[verdict.outcome])
    print(f"{'VERIFIED' if worst == 0 else 'REFUSED'} files={len(files)} kernel=sha256:{kernel_sha256()}")
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
