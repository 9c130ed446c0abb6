"""Networks with two points of a sublevel set that no path within it joins, and losses bounded from below."""

from typing import Any

from checker import Activation
from constructions.formats.piecewise_linear import IDENTITY, RELU
from constructions.random_paths import HALF
from proofs.path_exhibits import Number, apart, apart_by_determinant, at_least, net, square
from proofs.theorem import Exhibit

TENT = square([[0], [1], [2]], [[0], [1], [0]])
STEP = square([[0], [1]], [[0], [1]])
INDEPENDENT = square([[1, 0], [0, 1]], [[0], [1]])
DIFFERENT: Any = {"combination": ["1", "-1"]}
ORDER: Any = {"monotone": ["0", "1", "2"]}


def equal_widths() -> Exhibit:
    """n = (1, 1), X = I_2: the sign of W_2 separates the zero-loss points."""
    plus, minus = net(HALF, [[0, 1, 0]], [[1, 0]]), net(HALF, [[1, 0, 0]], [[-1, 1]])
    return apart(
        "widths 2-1-1, X = I: the sign of W_2", plus, minus, INDEPENDENT, "1/8", (1, 0, 0), DIFFERENT
    )


def equal_widths_above(refutes: bool = False) -> Exhibit:
    """n = (4, 1, 1) with N = 2: the sign of W_3."""
    rest: list[list[Number]] = [[0, 0, 0]] * 3
    plus = net(HALF, [[0, 1, 0], *rest], [[1, 0, 0, 0, 0]], [[1, 0]])
    minus = net(HALF, [[1, 0, 0], *rest], [[1, 0, 0, 0, 0]], [[-1, 1]])
    return apart(
        "widths 2-4-1-1: the sign of W_3", plus, minus, INDEPENDENT, "1/8", (2, 0, 0), DIFFERENT, refutes
    )


def tent(sigma: Activation = HALF, name: str = "leaky ReLU") -> Exhibit:
    """N = 3, d = 1, two units: without one of the slopes the output is monotone."""
    if sigma == HALF:
        plus, minus = net(HALF, [[1, -1], [1, 1]], [[-4, 3, -5]]), net(HALF, [[-1, 1], [1, 1]], [[-4, -3, 7]])
    else:
        plus, minus = net(RELU, [[1, -1], [1, 1]], [[-2, 1, -1]]), net(RELU, [[-1, 1], [1, 1]], [[-2, -1, 3]])
    return apart(
        f"{name}, widths 1-2-1, N = 3: the sign of the first weight",
        plus,
        minus,
        TENT,
        "1/8",
        (0, 0, 0),
        ORDER,
    )


def narrow_first(M: int, refutes: bool = False) -> Exhibit:
    """Widths 1-1-M-1 with N = 2: a wide second layer does not help; the sign of W_1."""
    rest: list[list[Number]] = [[0, 0]] * (M - 1)
    out: list[list[Number]] = [[1, *[0] * M]]
    plus, minus = net(HALF, [[1, 0]], [[1, 0], *rest], out), net(HALF, [[-1, 0]], [[-2, 0], *rest], out)
    name = f"widths 1-1-{M}-1, N = 2: the sign of W_1"
    return apart(name, plus, minus, STEP, "1/8", (0, 0, 0), DIFFERENT, refutes)


def determinant_witness(N: int) -> Exhibit:
    """n_1 = m = N - 1: the sign of det(D F_1), for every N; here one of them."""
    n = N - 1
    inputs = [[0] * n, *[[int(i == j) for j in range(n)] for i in range(n)]]
    one: list[list[Number]] = [[*[int(i == j) for j in range(n)], 0] for i in range(n)]
    flip: list[list[Number]] = [[-1, *one[0][1:]], *one[1:]]
    back: list[list[Number]] = [[-2, *one[0][1:]], *one[1:]]
    D = [[-1, *[int(i == j) for j in range(n)]] for i in range(n)]
    widths = f"{n}-{n}-{n}"
    return apart_by_determinant(
        f"widths {widths}, N = {N}: the sign of a determinant",
        net(HALF, one, one),
        net(HALF, flip, back),
        square(inputs, inputs),
        f"1/{8 * n}",
        D,
    )


def one_unit() -> Exhibit:
    """n_1 = N - 2 = 1: every output is monotone, so the loss on the tent is at least 1/4."""
    return at_least(
        "one unit on the tent, N = 3: Phi >= 1/4", net(HALF, [[1, 0]], [[1, 0]]), TENT, "1/4", ORDER
    )


def affine(M: int = 3) -> Exhibit:
    """sigma(x) = x: every output is affine, so the loss on the tent is at least 1/3."""
    network = net(IDENTITY, [[1, 0]] * M, [[1] * M + [0]])
    reason: Any = {"combination": ["1", "-2", "1"]}
    return at_least("sigma(x) = x on the tent, N = 3: Phi >= 1/3", network, TENT, "1/3", reason)
