"""How long the claims of Chapter 5 take to find, to check and to import, and how large they are.

Run from the repository root: `python benchmarks/foundation.py`.  Prints one table; nothing is judged.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time

from checker import verify
from proofs.ledger import all_theorems, check_theorem

REPEATS = 5


def import_milliseconds() -> float:
    """Median time for `python -S -c "import checker"` less that of an empty interpreter."""
    times = {}
    for code in ("pass", "import checker"):
        runs = []
        for _ in range(REPEATS):
            start = time.perf_counter()
            subprocess.run([sys.executable, "-S", "-c", code], check=True)
            runs.append(time.perf_counter() - start)
        times[code] = statistics.median(runs)
    return 1000 * (times["import checker"] - times["pass"])


def main() -> None:
    """Check every claim of Chapter 5 and print what it cost."""
    print(f"import checker: {import_milliseconds():.0f} ms over an empty interpreter")
    total, slowest, largest, count = 0.0, 0.0, 0, 0
    for theorem in all_theorems().values():
        if "-5." not in theorem.id:
            continue
        start = time.perf_counter()
        entry = check_theorem(theorem)
        seconds = time.perf_counter() - start
        every = [*entry.certificates, *(c for cs in entry.ablations.values() for c in cs)]
        worst = 0.0
        for certificate in every:
            runs = []
            for _ in range(REPEATS):
                begin = time.perf_counter()
                verify(certificate.data)
                runs.append(time.perf_counter() - begin)
            worst = max(worst, statistics.median(runs))
        size = max((len(c.data) for c in every), default=0)
        print(
            f"{theorem.id:12s} {len(every):3d} certificates, found and checked in {seconds:6.3f} s; "
            f"slowest verification {1000 * worst:5.1f} ms, largest {size:6d} bytes"
        )
        total, slowest, largest = total + seconds, max(slowest, worst), max(largest, size)
        count += len(every)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{count} certificates in {total:.2f} s; slowest verification {1000 * slowest:.1f} ms, "
        f"largest {largest} bytes; peak memory {memory:.0f} MiB"
    )


if __name__ == "__main__":
    main()
