"""Every certificate by hand of these tests, by name."""

from tests.kernel import (
    good_counts,
    good_features,
    good_gradients,
    good_lines,
    good_matrix_paths,
    good_paths,
    good_points,
    good_ranks,
    good_regions,
    good_simplices,
    good_skips,
    good_sublevel,
    good_traps,
)
from tests.kernel.suite import Value

GOOD: dict[str, Value] = {
    **good_points.GOOD,
    **good_regions.GOOD,
    **good_counts.GOOD,
    **good_simplices.GOOD,
    **good_lines.GOOD,
    **good_ranks.GOOD,
    **good_features.GOOD,
    **good_gradients.GOOD,
    **good_paths.GOOD,
    **good_matrix_paths.GOOD,
    **good_skips.GOOD,
    **good_sublevel.GOOD,
    **good_traps.GOOD,
}
