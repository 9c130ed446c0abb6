"""Explicit networks whose first decision region is disconnected, one family for each dropped hypothesis.

Class 1 (index 0) is the disconnected one, and two classes compete.  General proofs: docs/proofs/.
`not_onto` drops sigma(R) = R, `first_increase` the pyramidal shape, `rank_deficient` full rank, `wide`
the bound n_1 <= d; `components_at_width_two` has any number of components, `bridge` a far connection.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from checker import Field, Json, Network
from constructions.fully_connected import Entry, layer, leaky_relu, network

Rows = list[list[Entry]]
_HALF = leaky_relu("1/2")


def unit_rows(indices: Sequence[int], columns: int) -> Rows:
    """The rows e_i, i from 0; an index of -1 gives a zero row."""
    return [[1 if i == k else 0 for k in range(columns)] for i in indices]


def _carry(rows: int, columns: int) -> Rows:
    """[I | 0], or [I; 0] when there are more rows: the first coordinates go on, of full rank."""
    return unit_rows([i if i < columns else -1 for i in range(rows)], columns)


def _read_first(width: int, bias: Entry) -> Json:
    """The output layer f_1 - f_2 = z_1 + bias, of full rank."""
    if width == 1:
        return layer([[1], [0]], [bias, 0])
    rest: list[Entry] = [0] * (width - 2)
    return layer([[1, 1, *rest], [0, 1, *rest]], [bias, 0])


def _read_sum(width: int, bias: Entry) -> Json:
    """The output layer f_1 - f_2 = z_1 + z_2 + bias, of full rank."""
    rest: list[Entry] = [0] * (width - 2)
    return layer([[1, 2, *rest], [0, 1, *rest]], [bias, 0])


def _after_sum(widths: Sequence[int], first_bias: Entry, last_bias: Entry, sigma: Json) -> list[Json]:
    """Layers after the one of width widths[0] whose first two units are to be added."""
    if len(widths) == 1:
        return [_read_sum(widths[0], last_bias)]
    layers: list[Json] = []
    for k, (below, width) in enumerate(pairwise(widths)):
        rows, bias = _carry(width, below), [*[0] * width]
        if k == 0:
            rows[0] = [1, 1, *[0] * (below - 2)]
            layers.append(layer(rows, [first_bias, *bias[1:]], sigma))
        else:
            layers.append(layer(rows, bias, sigma))
    return [*layers, _read_first(widths[-1], last_bias)]


# The bias of layer 2, the threshold of z_1 + z_2, and bias and threshold after a further layer.
_NOT_ONTO: dict[str, tuple[int, int, int, int]] = {
    "softsign": (-2, -1, 1, 0),
    "hard_tanh": (-2, -1, 1, 0),
    "relu": (0, 1, 0, 1),
}


def not_onto(d: int, widths: Sequence[int], name: str) -> Network:
    """Pyramidal, full rank, n_2 >= 2, sigma in softsign, hard_tanh, relu: x_1 = x_2 misses C_1.

    Points of C_1: (3, -3, 0, ..., 0) and its mirror image (docs/proofs/not-onto.md).
    """
    sigma: Json = {"name": name}
    beta, c, gamma, last = _NOT_ONTO[name]
    n1, n2 = widths[:2]
    second = _carry(n2, n1)
    second[0][:2], second[1][:2] = [-2, 1], [1, -2]
    threshold = -c if len(widths) == 2 else -last
    return network(
        layer(_carry(n1, d), [0] * n1, sigma),
        layer(second, [beta, beta, *[0] * (n2 - 2)], sigma),
        *_after_sum(widths[1:], gamma, threshold, sigma),
    )


def first_increase(d: int, widths: Sequence[int]) -> Network:
    """Not pyramidal, full rank, leaky ReLU of slope 1/2: C_1 = {x_1 > 2} or {x_1 < -2^(k+1)}.

    k is the number of layers before the first increase (docs/proofs/width-pattern.md).
    """
    every = (d, *widths)
    k = next((i for i in range(len(widths)) if every[i] < every[i + 1]), None)
    if k is None:
        raise ValueError(f"widths {every}: expected an increase somewhere")
    layers = [layer(_carry(b, a), [0] * b, _HALF) for a, b in pairwise(every[: k + 1])]
    rows = unit_rows([0, 0, *range(1, every[k])][: every[k + 1]], every[k])
    rows[1] = [-1, *rows[1][1:]]
    rows += unit_rows([-1] * (every[k + 1] - len(rows)), every[k])
    layers.append(layer(rows, [0] * len(rows), _HALF))
    return network(*layers, *_after_sum(every[k + 1 :], 0, -1, _HALF))


def rank_deficient(d: int) -> Network:
    """Widths d | d-d with rank W_2 = d - 1, slope 1/2: C_1 = {x_1 > 2} or {x_1 < -4}."""
    rows = unit_rows([0, 0, *range(1, d - 1)], d)
    rows[1] = [-1, *rows[1][1:]]
    return network(
        layer(unit_rows(range(d), d), [0] * d, _HALF), layer(rows, [0] * d, _HALF), _read_sum(d, -1)
    )


def wide(d: int, slope: Entry, threshold: Entry, field: Field | None = None) -> Network:
    """One hidden layer of width d + 1, full rank: f_1 - f_2 = (1 - slope)|x_1| - threshold.

    With threshold = 1 - slope, C_1 = {|x_1| > 1} (docs/proofs/width-d-plus-one.md).
    """
    rows = unit_rows([0, 0, *range(1, d)], d)
    rows[1] = [-1, *rows[1][1:]]
    sigma: Json = {"name": "relu"} if slope in (0, "0") else leaky_relu(slope)
    negative: Entry = _minus(threshold)
    return network(layer(rows, [0] * (d + 1), sigma), _read_sum(d + 1, negative), field=field)


def _minus(entry: Entry) -> Entry:
    if isinstance(entry, (int, str)):
        return str(-Fraction(entry))
    return [str(-Fraction(part)) for part in entry]


def components_at_width_two(k: int) -> Network:
    """ReLU, 2k + 1 hidden layers of width 2, invertible integer weights: C_1 has exactly k components.

    C_1 is the union of the strips 2j - 3/2 < x_2 < 2j - 1/2, j = 1, ..., k (docs/proofs/k-components.md).
    """
    relu: Json = {"name": "relu"}
    zigzag = [layer([[-1, -2], [0, 1]], [2 * i, 0], relu) for i in range(2, 2 * k)]
    return network(
        layer([[1, 0], [0, 1]], [0, 0], relu),
        layer([[0, 1], [-1, 0]], [0, 0], relu),
        layer([[-2, 0], [1, 1]], [2, 0], relu),
        *zigzag,
        layer([[-2, 0], [0, 2]], [4 * k - 1, 0]),
    )


def bridge(epsilon: str) -> Network:
    """Slope 1/2, W_1 of determinant epsilon: C_1 is connected, but in {x_2 <= 1/(2 epsilon)} it is not."""
    return network(layer([[1, 0], [-1, epsilon]], [0, 0], _HALF), layer([[1, 2], [0, 1]], ["-1/2", 0]))
