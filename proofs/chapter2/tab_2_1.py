"""Table 2.1: the widest hidden layer of eight architectures against N, recomputed; the row of Xception is wrong."""

from __future__ import annotations

from typing import Any

from checker import encode_network
from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.fully_connected import RELU, layer, network, vector
from proofs.exhibits import Q
from proofs.feature_exhibits import identity, product, total
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

N = 1_200_000
# Row: printed figure in thousands, height and width, channels of a widest layer, and whether it exceeds N.
ROWS = {
    "VGG(A-E)": (3000, 224, 64, True),
    "Inception v3": (1300, 147, 64, True),
    "Inception v4": (1300, 147, 64, True),
    "SqueezeNet": (1180, 111, 96, False),
    "ENet": (1000, 256, 16, False),
    "GoogLeNet": (800, 112, 64, False),
    "ResNet": (800, 112, 64, False),
}


def excess(width: int, values: int) -> Claim:
    """max(0, width - N) = values, as the value of a ReLU network at `width`."""
    net = network(layer([[1]], [-N], RELU), layer([[1]], [0]))
    body: dict[str, Any] = {
        "network": encode_network(net, Q),
        "points": [vector([width])],
        "values": [vector([values])],
    }
    return Claim("value", Q, body)


def exhibits() -> tuple[Exhibit, ...]:
    """The widths as products, the comparison with N, and Xception's second layer."""
    found = []
    for name, (_, side, channels, wide) in ROWS.items():
        width = side * side * channels
        found.append(
            identity(f"{name}: {side} x {side} x {channels} = {width}", product(side, side, channels), width)
        )
        answer = "exceeds" if wide else "does not exceed"
        claim = excess(width, max(0, width - N))
        found.append(Exhibit(f"{name}: {answer} N = {N}", lambda claim=claim: find(claim)))  # type: ignore[misc]
    second = 147 * 147 * 64
    third = 147 * 147 * 128
    return (
        *found,
        identity(
            "Xception, input 299, stride 2: 2 (149 - 1) + 3 = 299", total(product("2", "148"), "3"), "299"
        ),
        identity("Xception, second convolution, 3 x 3, valid: 147 = 149 - 2", total("149", "-2"), "147"),
        identity(f"Xception, second convolution: {second}", product(147, 147, 64), second),
        identity(
            f"Xception, first separable convolution: {third}", product(147, 147, 128), third, role="corrects"
        ),
        Exhibit(
            f"Xception: {second} exceeds N = {N}",
            lambda: find(excess(second, second - N)),
            "refutes",
            lambda: excess(second, 0),
        ),
        Exhibit(
            "Xception exceeds 1,281,167 too",
            lambda: find(excess(second - 81_167, second - 1_281_167)),
            "corrects",
        ),
    )


theorem = Theorem(
    id="tab-2.1",
    kind="figure",
    title="Widest layers against the size of ImageNet",
    statement=(
        r"The maximum width of all hidden layers of VGG, Inception v3 and v4 exceeds $N\approx1{,}200$K; that of SqueezeNet, ENet, "
        r"GoogLeNet, ResNet and Xception (700K, $k=1$) does not."
    ),
    source=thesis("Table 2.1", "13"),
    universal=False,
    covers=(
        "The products height x width x channels, and the comparison. The shapes are those of the architectures' papers, entered by hand; for "
        "SqueezeNet 111 x 111 needs a crop of 227 pixels."
    ),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "147 x 147 x 64 does not exceed N",
            tampered(exhibits()[-2].build, "/claim/values/0/0", "0"),
            "E_VALUE",
        ),
        NearMiss(
            "147 x 147 x 64 = 1300000", tampered(exhibits()[2].build, "/claim/right", "1300000"), "E_IDENTITY"
        ),
    ),
    printed="Xception: 700K (k = 1), M > N: no.",
    finding=(
        r"Its second convolution has $147\cdot147\cdot64=1{,}382{,}976>N$ units and its first separable convolution "
        r"$147\cdot147\cdot128=2{,}765{,}952$; only the first layer has $149\cdot149\cdot32=710{,}432$."
    ),
    corrected=r"Xception: at least 2,765K ($k=3$), $M>N$: yes.",
)
