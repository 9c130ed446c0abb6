"""Certificates by hand for the numbers of regions, by simplices."""

from tests.kernel import networks as nets
from tests.kernel.good_regions import half_space
from tests.kernel.suite import Value, certificate


def _counts(
    net: Value, counts: list[str], components: list[str], vertices: Value, simplices: Value,
    domain: Value = (), field: Value = "Q",
) -> Value:  # fmt: skip
    keys = ("activation_regions", "linear_regions", "affine_pieces")
    claim = {
        **dict(zip(keys, counts, strict=True)),
        "network": net,
        "components": components,
        "domain": list(domain),
    }
    return certificate("region-counts", claim, {"vertices": vertices, "simplices": simplices}, field)


_LINE = [["-1", "0"], ["0", "1"], ["1", "0"]]  # two rays from 0
_RAYS = [["0", "1"], ["1", "2"]]
_SQUARE = [half_space(a, b) for a, b in ((["1", "0"], "0"), (["0", "1"], "0"), (["-1", "0"], "-1"))]
GOOD: dict[str, Value] = {
    # TWO_SIDES: the cells are x <= -1, [-1, 1] and x >= 1; the middle one is a tie.
    "counts": _counts(
        nets.TWO_SIDES,
        ["3", "3", "3"],
        ["2", "0"],
        [["-1", "0"], ["-1", "1"], ["1", "1"], ["2", "0"]],
        [["0", "1"], ["1", "2"], ["3", "2"]],
    ),
    "counts-in-a-domain": _counts(
        nets.TWO_SIDES,
        ["2", "2", "2"],
        ["1", "0"],
        [["0", "1"], ["3", "3"], ["1", "0"]],
        _RAYS,
        [half_space(["1"], "0")],
    ),
    "counts-one": _counts(nets.LONELY, ["1", "1", "1"], ["1"], _LINE, _RAYS),
    # relu(x) - relu(-x) = x: two activation regions, one linear region.
    "counts-linear": _counts(
        nets.one_hidden(nets.layer([["1"], ["-1"]], ["0", "0"], nets.RELU), ["1", "-1"], "0"),
        ["2", "1", "1"],
        ["1", "1"],
        _LINE,
        _RAYS,
    ),
    # hard_tanh(x) on [-2, 0] and [0, 2] with cells that end at 0 too; f_0 = hard_tanh(x).
    "counts-three-pieces": _counts(
        nets.one_hidden(nets.layer([["1"]], ["0"], nets.HARD_TANH), ["1"], "0"),
        ["3", "3", "3"],
        ["1", "1"],
        [["-1", "0"], ["-1", "1"], ["0", "1"], ["1", "1"], ["1", "0"]],
        [["0", "1"], ["1", "2"], ["2", "3"], ["3", "4"]],
    ),
    # A tent less 1/2: the same constant on both sides, two linear regions, one affine function.
    "counts-pieces": _counts(
        nets.one_hidden(
            nets.layer([["1"], ["1"], ["1"]], ["1", "0", "-1"], nets.RELU), ["1", "-2", "1"], "-1/2"
        ),
        ["4", "4", "3"],
        ["1", "2"],
        [["-1", "0"], ["-1", "1"], ["-1", "2"], ["0", "1"], ["1", "2"], ["1", "1"], ["1", "0"]],
        [[str(i), str(i + 1)] for i in range(6)],
    ),
    # relu(x_0 - x_1) on the square [0, 1]^2 in two triangles.
    "counts-plane": _counts(
        nets.one_hidden(nets.layer([["1", "-1"]], ["0"], nets.RELU), ["1"], "0"),
        ["2", "2", "2"],
        ["1", "0"],
        [["0", "0", "1"], ["1", "0", "1"], ["1", "1", "1"], ["0", "1", "1"]],
        [["0", "1", "2"], ["0", "2", "3"]],
        [*_SQUARE, half_space(["0", "-1"], "-1")],
    ),
    "counts-root": _counts(
        nets.IRRATIONAL,
        ["2", "2", "2"],
        ["1", "1"],
        [["-1", "0"], ["0", "1"], [["0", "1/2"], "1"], ["1", "0"]],
        [["0", "1"], ["1", "2"], ["2", "3"]],
        field=nets.SQRT2,
    ),
    "counts-parameter": _counts(
        nets.HALF_LINE, ["2", "2", "2"], ["1", "1"], _LINE, _RAYS, field=nets.UNIT_INTERVAL
    ),
}
