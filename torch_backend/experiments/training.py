"""Training as the thesis describes it: minibatches in an order drawn from a seed, the mean cross-entropy."""

from __future__ import annotations

from collections.abc import Callable

import torch


def train(
    model: torch.nn.Module,
    X: torch.Tensor,
    y: torch.Tensor,
    optimiser: torch.optim.Optimizer,
    epochs: int,
    seed: int,
    batch: int = 32,
    rate_at: Callable[[int], float] | None = None,
) -> int:
    """Train in place; the number of misclassified samples at the end.

    rate_at: the learning rate of each epoch from 0; by default the optimiser's own throughout.
    """
    random = torch.Generator().manual_seed(seed)
    for epoch in range(epochs):
        if rate_at is not None:
            for group in optimiser.param_groups:
                group["lr"] = rate_at(epoch)
        for chosen in torch.randperm(len(X), generator=random).to(X.device).split(batch):
            optimiser.zero_grad()
            torch.nn.functional.cross_entropy(model(X[chosen]), y[chosen]).backward()
            optimiser.step()
    with torch.no_grad():
        return int((model(X).argmax(dim=1) != y).sum())
