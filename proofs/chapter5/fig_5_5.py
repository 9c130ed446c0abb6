"""Figure 5.5: trained networks with 2, 3 and 4 hidden units: connected at width d, disconnected above it."""

from __future__ import annotations

from checker import Network
from constructions.fully_connected import layer, leaky_relu, network
from proofs.exhibits import Q, components, full_rank, pyramidal
from proofs.pictures_of_regions import picture_of_region
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

BLUE = 0


def trained(n_1: int) -> Network:
    """Slope 1/10; Adam on two blue squares in a red plane, then weights rounded to multiples of 1/32."""
    hidden, output = {
        2: (
            layer([["-41/32", "11/8"], ["73/32", "-33/16"]], ["-45/32", "-59/16"], leaky_relu("1/10")),
            layer([["-31/8", "-33/16"], ["13/8", "35/16"]], ["-5/32", "5/32"]),
        ),
        3: (
            layer(
                [["15/8", "-67/32"], ["35/32", "23/16"], ["1/16", "5/4"]],
                ["-13/16", "1/8", "93/32"],
                leaky_relu("1/10"),
            ),
            layer([["-5/8", "43/32", "-73/32"], ["27/16", "-11/8", "41/32"]], ["115/32", "-115/32"]),
        ),
        4: (
            layer(
                [["-9/16", "-41/32"], ["-25/32", "81/32"], ["-19/8", "-9/8"], ["-47/32", "45/32"]],
                ["-59/16", "3/4", "-13/16", "-5/16"],
                leaky_relu("1/10"),
            ),
            layer(
                [["-143/32", "39/32", "27/32", "-21/16"], ["113/32", "-11/16", "-55/32", "129/32"]],
                ["-61/16", "61/16"],
            ),
        ),
    }[n_1]
    return network(hidden, output)


def exhibits() -> tuple[Exhibit, ...]:
    """One component at n_1 = 2, two at n_1 = 3 and 4; full rank throughout."""
    found: list[Exhibit] = []
    for n_1, count in ((2, 1), (3, 2), (4, 2)):
        net = trained(n_1)
        found += [
            *full_rank(net),
            components(net, BLUE, count),
            pyramidal(net, holds="yes" if n_1 == 2 else "no"),
        ]
    return tuple(found)


theorem = Theorem(
    id="fig-5.5",
    kind="figure",
    title="Trained networks of width 2, 3 and more",
    statement=(
        r"Networks with one hidden layer of leaky-ReLU units, trained on points of the plane: for $n_1=d=2$ the region of the blue class is connected, for "
        r"$n_1=3$ and more it can be disconnected. The hidden weights always have full rank."
    ),
    source=thesis("Figure 5.5 and Section 5.3.4", "80"),
    universal=False,
    covers=(
        "Three networks found by training, weights rounded to multiples of 1/32: their ranks and blue components exactly, on the whole plane. The data "
        "here are two blue squares, the weights of the figure are not printed; more runs are an experiment (status numeric). That width $d+1$ suffices is "
        "proved without training in Section 5.3.4 and new-5.e."
    ),
    uses=("thm-5.2.3", "sec-5.3.4", "def-5.2.1"),
    exhibits=exhibits,
    picture=lambda: picture_of_region(trained(3), Q, BLUE, (-6, 6)),
    near_misses=lambda: (
        NearMiss(
            "two components at n_1 = 2", tampered(exhibits()[1].build, "/claim/components", "2"), "E_LENGTH"
        ),
        NearMiss(
            "one component at n_1 = 3", tampered(exhibits()[4].build, "/claim/components", "1"), "E_LABEL"
        ),
    ),
)
