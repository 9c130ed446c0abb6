"""Charts: what is drawn is what was computed, in both forms; the pictures of the claims."""

from fractions import Fraction
from xml.etree import ElementTree

import pytest

from constructions.parameter_path import exact_loss
from constructions.random_paths import HALF, Instances
from proofs.chapter2 import tab_2_2
from proofs.chapter3 import thm_3_4_13, thm_3_4_16
from proofs.charts import Series, chart
from proofs.picture import SERIES, Panel, Picture, Point
from proofs.pictures_of_paths import reordered
from proofs.pictures_of_ranks import N, alpha_against_samples, observed, rank_against_width
from proofs.report import svg, tikz
from proofs.report.drawing import Place

SVG = "{http://www.w3.org/2000/svg}"


def curve(panel: Panel, name: str) -> tuple[Point, ...]:
    """The line of a series."""
    (found,) = [shape.corners for shape in panel.shapes if shape.fill == name and len(shape.corners) > 1]
    return found


def points(*values: int) -> list[Point]:
    """Values at 1, 2, ..."""
    return [(Fraction(i), Fraction(x)) for i, x in enumerate(values, 1)]


def test_a_chart_in_both_forms() -> None:
    hostile = r"</text><script>x</script> \input{y} $x_1$"
    every = [Series(hostile, points(1, 2, 3)), Series("b", points(3, 2, 1)), Series("", points(2, 2))]
    picture = Picture("c", (chart("t", every, ("x", "y")),))
    root = ElementTree.fromstring(svg.draw(picture, "t"))
    classes = [path.get("class") for path in root.iter(f"{SVG}path")]
    assert classes == [
        *(["first series"] + ["first mark"] * 3),
        *(["second series"] + ["second mark"] * 3),
        *(["third series"] + ["third mark"] * 2),
    ]
    assert not list(root.iter(f"{SVG}script"))
    tex = tikz.draw(picture)
    for name in SERIES:
        assert f"\\draw[series {name}]" in tex and f"\\node[spot {name}]" in tex
    assert r"\input" not in tex and tex.isascii()


def test_a_linear_axis_holds_zero_and_a_logarithmic_one_whole_powers() -> None:
    panel = chart("t", [Series("a", [(Fraction(2), Fraction(3)), (Fraction(200), Fraction(4))])], ("x", "y"))
    assert panel.box[0] == panel.box[2] == 0 and panel.box[1] == 200 and panel.box[3] > 4
    logs = chart(
        "t",
        [Series("a", [(Fraction(2), Fraction(1, 30)), (Fraction(200), Fraction(4))])],
        ("x", "y"),
        (True, True),
    )
    assert [int(x) for x in logs.box] == [0, 3, -2, 1]
    place = Place(logs, Fraction(0), Fraction(0), Fraction(100), Fraction(60))
    found = [(int(t), name) for t, name in place.ticks(1)]
    assert place.is_chart and found == [(-2, "10^{-2}"), (-1, "10^{-1}"), (0, "10^{0}"), (1, "10^{1}")]
    with pytest.raises(ValueError, match="positive number"):
        chart("t", [Series("a", points(0))], ("x", "y"), (False, True))


def test_the_path_never_exceeds_its_ends_and_the_straight_line_does() -> None:
    (panel,) = thm_3_4_16.picture().panels
    path, line = (curve(panel, name) for name in SERIES[:2])
    assert path[0][0] == line[0][0] == 0 and path[-1][0] == line[-1][0] == 1
    assert path[0][1] == line[0][1] and path[-1][1] == line[-1][1]
    higher = max(path[0][1], path[-1][1])
    assert max(y for _, y in path) == higher < max(y for _, y in line)


def test_another_order_of_units_is_another_vector_of_the_same_loss() -> None:
    some = Instances(5)
    risk, one = some.risk((2, 4, 3, 2), 3), some.network((2, 4, 3, 2), HALF)
    other = reordered(one)
    assert other != one and reordered(other) == one
    assert exact_loss(one, risk) == exact_loss(other, risk)


def test_the_descent_never_rises_and_ends_at_zero() -> None:
    (panel,) = thm_3_4_13.picture().panels
    losses = [y for _, y in curve(panel, "first")]
    assert losses == sorted(losses, reverse=True) and losses[0] > losses[-1] == 0


def test_alpha_grows_with_the_samples() -> None:
    (panel,) = alpha_against_samples().panels
    for name in SERIES:
        heights = [y for _, y in curve(panel, name)]
        assert heights == sorted(heights)


def test_ranks_are_at_most_the_smaller_side() -> None:
    (panel,) = rank_against_width().panels
    sigmoid, relu = (curve(panel, name) for name in SERIES[:2])
    assert all(y == min(x, Fraction(N)) for x, y in sigmoid)
    less = [y - min(x, Fraction(N)) for x, y in relu]
    assert max(less) <= 0 and min(less) < 0


def test_the_rule_counts_what_the_table_says() -> None:
    for name, rank, counted in (("invented", 159, 180), ("missed", 100, 54)):
        values, threshold = observed(name)
        assert sum(x > threshold for x in values) == counted != rank
        assert all(x > 4 * threshold or 4 * x < threshold for x in values)
    left, right = tab_2_2.picture().panels
    assert [int(curve(panel, "third")[0][0]) for panel in (left, right)] == [159, 100]
