"""Training as the thesis describes it: minibatches in an order drawn from a seed, the mean cross-entropy."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

EVERY = 120.0  # seconds between two writings of the state
Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


def train(
    model: torch.nn.Module,
    X: torch.Tensor,
    y: torch.Tensor,
    optimiser: torch.optim.Optimizer,
    epochs: int,
    seed: int,
    batch: int = 32,
    rate_at: Callable[[int], float] | None = None,
    loss: Loss = torch.nn.functional.cross_entropy,
    after: Callable[[int], object] | None = None,
    prepare: Callable[[torch.Tensor], torch.Tensor] | None = None,
    state: Path | None = None,
) -> int:
    """Train in place; the number of misclassified samples at the end.

    rate_at: the learning rate of each epoch from 0; by default the optimiser's own throughout.
    after: is told of each finished epoch.  prepare: changes the images of a minibatch, to augment them.
    state: a file in which a long run is kept, every two minutes, and from which it goes on.
    """
    random = torch.Generator().manual_seed(seed)
    first, last = _resumed(state, model, optimiser, random), time.monotonic()
    for epoch in range(first, epochs):
        if rate_at is not None:
            for group in optimiser.param_groups:
                group["lr"] = rate_at(epoch)
        model.train()
        for chosen in torch.randperm(len(X), generator=random).to(X.device).split(batch):
            optimiser.zero_grad()
            images = X[chosen] if prepare is None else prepare(X[chosen])
            loss(model(images), y[chosen]).backward()
            optimiser.step()
        if after is not None:
            after(epoch)
        if state is not None and time.monotonic() - last > EVERY:
            _write(state, model, optimiser, random, epoch + 1)
            last = time.monotonic()
    if state is not None:
        state.unlink(missing_ok=True)
    return wrong(model, X, y)


def wrong(model: torch.nn.Module, X: torch.Tensor, y: torch.Tensor, block: int = 2048) -> int:
    """The number of misclassified samples."""
    model.eval()
    with torch.no_grad():
        parts = zip(X.split(block), y.split(block), strict=True)
        return sum(int((model(x).argmax(dim=1) != c).sum()) for x, c in parts)


def _resumed(
    state: Path | None, model: torch.nn.Module, optimiser: torch.optim.Optimizer, random: torch.Generator
) -> int:
    """The first epoch that is still to do."""
    if state is None or not state.exists():
        return 0
    found: dict[str, Any] = torch.load(state, map_location="cpu", weights_only=True)
    model.load_state_dict(found["model"])
    optimiser.load_state_dict(found["optimiser"])
    random.set_state(found["random"])
    return int(found["epoch"])


def _write(
    state: Path, model: torch.nn.Module, optimiser: torch.optim.Optimizer, random: torch.Generator, epoch: int
) -> None:
    partial = state.with_name(state.name + ".part")
    kept = {"model": model.state_dict(), "optimiser": optimiser.state_dict()}
    torch.save({**kept, "random": random.get_state(), "epoch": epoch}, partial)
    os.replace(partial, state)
