"""Each damage of a good certificate is refused with the code and at the place that name it."""

from tests.kernel import (
    bad_activations,
    bad_algebra,
    bad_cells,
    bad_counts,
    bad_enclosures,
    bad_features,
    bad_gradients,
    bad_lines,
    bad_matrix_paths,
    bad_paths,
    bad_points,
    bad_ranks,
    bad_shapes,
    bad_simplices,
    bad_skips,
    bad_sublevel,
    bad_traps,
)
from tests.kernel.good import GOOD
from tests.kernel.suite import Row, check, edited, refuse

ROWS: list[Row] = [
    *bad_shapes.ROWS,
    *bad_activations.ROWS,
    *bad_points.ROWS,
    *bad_algebra.ROWS,
    *bad_cells.ROWS,
    *bad_counts.ROWS,
    *bad_simplices.ROWS,
    *bad_lines.ROWS,
    *bad_ranks.ROWS,
    *bad_paths.ROWS,
    *bad_matrix_paths.ROWS,
    *bad_sublevel.ROWS,
    *bad_traps.ROWS,
    *bad_features.ROWS,
    *bad_gradients.ROWS,
    *bad_enclosures.ROWS,
    *bad_skips.ROWS,
]


def test_damages_are_refused_at_their_place() -> None:
    for name, base, edits, expected in ROWS:
        value = edited(GOOD[base], edits)
        if edits.get("/claim/holds") == "swap":
            value["claim"]["holds"] = {"yes": "no", "no": "yes"}[GOOD[base]["claim"]["holds"]]
        refuse(f"{name} ({base})", value, expected)


def test_names_tell_damages_apart() -> None:
    names = [(name, base) for name, base, _, _ in ROWS]
    check(len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1))
