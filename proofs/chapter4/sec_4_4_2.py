"""Section 4.4.2: where the training error of Table 4.3 is not zero, and the constant classifier that is found there."""

from __future__ import annotations

from fractions import Fraction

from checker.risk import CROSS_ENTROPY, Risk
from constructions.formats.piecewise_linear import IDENTITY
from constructions.parameter_path import path_claim
from proofs.feature_exhibits import identity, product, total
from proofs.path_exhibits import net
from proofs.table_exhibits import at_most
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

# Training accuracy of Table 4.3, sigmoid and softplus, of the original and of the skip-models.
ORIGINAL = {"VGG11": (10, 100), "VGG13": (10, 100), "VGG16": (10, 100), "Densenet121": (100, 100)}
CLASSES, IMAGES = 10, 5000  # CIFAR10 has so many training images of each class
ONES = Fraction(1135, 10000)  # MNIST has 1,135 ones among its 10,000 test images


def constant(bound: Fraction) -> bytes:
    """One image of each class, all outputs 0: the cross-entropy, summed over the ten, is at most `bound`."""
    zero = net(IDENTITY, [[Fraction(0), Fraction(0)] for _ in range(CLASSES)])
    one_hot = tuple(tuple(Fraction(int(i == j)) for j in range(CLASSES)) for i in range(CLASSES))
    risk = Risk(tuple((Fraction(i),) for i in range(CLASSES)), one_hot, CROSS_ENTROPY)
    return path_claim(zero, zero, risk, {"at-most": str(bound)}).with_evidence({"moves": []})


def exhibits() -> tuple[Exhibit, ...]:
    """The table, the value of the loss, and that it is a critical point; CNN13 in Table 4.2."""
    rows = [
        at_most(f"{name}, softplus: training accuracy {soft}", "100", str(soft))
        for name, (_, soft) in ORIGINAL.items()
    ]
    failed = [
        at_most(f"{name}, sigmoid: training accuracy 10 per cent, one class in ten", str(sigmoid), "10")
        for name, (sigmoid, _) in ORIGINAL.items()
        if sigmoid < 100
    ]
    return (
        *rows,
        at_most("Densenet121, sigmoid: training accuracy 100", "100", str(ORIGINAL["Densenet121"][0])),
        *failed,
        identity(
            "ten equal outputs: each class has the probability 1/10",
            product(CLASSES, str(Fraction(1, 10))),
            1,
        ),
        Exhibit(
            "the loss of ten such images, one of each class, is at most 23.0259 = 10 log 10, rounded up",
            lambda: constant(Fraction(230259, 10000)),
        ),
        identity(
            "CIFAR10 is balanced: the derivative in each output bias is 50000/10 - 5000 = 0",
            total(product(CLASSES * IMAGES, str(Fraction(1, CLASSES))), str(-IMAGES)),
            0,
        ),
        identity(
            "CNN13, sigmoid, in Table 4.2: 11.35 per cent are the 1,135 ones among the 10,000 test images of MNIST",
            product("100", str(ONES)),
            str(Fraction("11.35")),
        ),
    )


theorem = Theorem(
    id="sec-4.4.2",
    kind="section",
    title="Training performance, and the constant classifier",
    statement=(
        r"The training error of Table 4.3 is zero in all cases but the original VGG models with sigmoid. Those converge to the constant zero classifier, with training and "
        r"test accuracy 10 per cent and the loss $-\log(1/10)$."
    ),
    source=thesis("Section 4.4.2", "66"),
    universal=False,
    covers=(
        "The entries of the table, the value of the loss at equal outputs (an enclosure from above), and that on balanced classes the output biases are then critical. That the training converges "
        "there is an observation; `theodolite experiment` repeats sigmoid networks in small. No finite parameters have a last hidden layer of zeros, as a sigmoid is positive. "
        "Where classes are not balanced the constant classifier is that of the largest one: CNN13 with sigmoid in Table 4.2 has the test accuracy 11.35, which is the share of ones in "
        "the test images of MNIST, counted in its label file; there equal outputs are no critical point of the output biases."
    ),
    uses=("tab-4.3", "tab-4.2", "eq-1.1"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("a loss of 23.0258", lambda: constant(Fraction(230258, 10000)), "E_LOSS_EXCEEDS"),
        NearMiss(
            "ten classes of probability 1/9",
            tampered(exhibits()[8].build, "/claim/left/product/1", "1/9"),
            "E_IDENTITY",
        ),
    ),
)
