"""The risk of a user's data set: the first samples, with targets as they are or made from labels."""

from __future__ import annotations

from fractions import Fraction

from checker import Network
from checker.network import Matrix
from checker.risk import CROSS_ENTROPY, LOSSES, Risk
from constructions.formats.data import DataSet
from constructions.formats.errors import InputError


def risk_of(data: DataSet, network: Network, loss: str, samples: int | None = None) -> Risk:
    """Phi on the first `samples` samples.

    Targets `Y` where the data set has them; else from labels, one-hot, or 1 and -1 for the
    hinge loss.  `InputError` where data, network and loss do not fit.
    """
    known = (*LOSSES, CROSS_ENTROPY)
    if loss not in known:
        raise InputError(data.source, f"a loss of {', '.join(known)}", loss, "choose one")
    count = len(data) if samples is None else samples
    if not 1 <= count <= len(data):
        raise InputError(data.source, f"1 to {len(data)} samples", count, "change --samples")
    d, *_, m = network.widths
    if data.X.width != d:
        raise InputError(data.source, f"samples of {d} inputs", data.X.width, "use the data of this network")
    inputs = tuple(data.row(i) for i in range(count))
    return Risk(inputs, _targets(data, count, m, loss), loss)


def _targets(data: DataSet, count: int, m: int, loss: str) -> Matrix:
    if data.Y is not None:
        if data.Y.width != m:
            raise InputError(
                data.source, f"targets of {m} outputs", data.Y.width, "use the data of this network"
            )
        return tuple(data.Y.row(i) for i in range(count))
    if data.y is None:
        raise InputError(data.source, "targets Y or labels y", "neither", "add them to the file")
    labels = data.y[:count].tolist()
    if max(labels) >= m:
        raise InputError(data.source, f"labels below {m}", max(labels), "use a network with more outputs")
    off = Fraction(-1 if loss == "hinge" else 0)
    return tuple(tuple(Fraction(1) if j == y else off for j in range(m)) for y in labels)
