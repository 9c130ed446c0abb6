"""The explicit alpha of Theorem 2.4.4 against N, on digits, with its certificate and CPU seconds.

python benchmarks/alpha.py
"""

from __future__ import annotations

import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import time

from checker import Verified, verify
from constructions.evidence.enclosure import certify_enclosed
from constructions.evidence.feature_rank import certify
from constructions.feature_matrix import data_json, feature_matrix, layers_json
from constructions.formats.data import read_data
from constructions.full_rank_filters import full_rank_filters

SIZES = {"relu": (50, 100, 200, 500, 1000), "sigmoid": (50, 100, 200), "softplus": (50, 100, 200)}


def main() -> int:
    """One line for each activation and size."""
    X = read_data("digits").X
    for activation, sizes in SIZES.items():
        for N in sizes:
            start = time.process_time()
            sub = X.first(N)
            made = full_rank_filters(sub, activation, N)
            body = {"layers": layers_json([made.layer]), "data": data_json(sub)}
            search = certify_enclosed if activation == "softplus" else certify
            claim, data = search(body, feature_matrix([made.layer], sub))
            middle = time.process_time()
            verified = isinstance(verify(data), Verified)
            end = time.process_time()
            print(
                f"{activation:9} N = {N:5} gap {made.gap!s:>6} alpha {float(made.alpha):10.1f}  "
                f"rank {claim.body['rank']}, verified: {verified}; find {middle - start:.2f} s, "
                f"kernel {end - middle:.2f} s, {len(data)} bytes",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
