"""The networks of Section 4.4 with and without skip-connections to the output, at any width.

Source: Nguyen (2019), Table 4.1 and Section 4.4: CNN13, VGG11, VGG13, VGG16 and Densenet121, sigmoid or
softplus of gamma = 20; a skip-model joins N hidden units, drawn at random, to the output.  `shrink` divides
the numbers of filters; the depth stays.  Pooling follows as long as the image is larger than one pixel.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import torch

GAMMA = 20.0
_CNN13 = (  # filters, size, stride
    *((64, 3, 1), (64, 3, 1), (64, 3, 2), (128, 3, 1), (128, 3, 1), (128, 3, 2), (256, 3, 1), (256, 1, 1)),
    *((256, 3, 2), (256, 3, 1), (256, 3, 2), (256, 3, 1), (256, 3, 2)),
)
_VGG = {
    "VGG11": (64, "M", 128, "M", 256, 256, "M", 512, 512, "M", 512, 512, "M"),
    "VGG13": (64, 64, "M", 128, 128, "M", 256, 256, "M", 512, 512, "M", 512, 512, "M"),
    "VGG16": (64, 64, "M", 128, 128, "M", 256, 256, 256, "M", 512, 512, 512, "M", 512, 512, 512, "M"),
}
_DENSE = (6, 12, 24, 16)  # layers of the blocks of Densenet121
NAMES = ("CNN13", *_VGG, "Densenet121")


class Sigma(torch.nn.Module):
    """sigmoid, or softplus of gamma = 20."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """sigma, entry by entry."""
        return torch.sigmoid(x) if self.name == "sigmoid" else torch.nn.functional.softplus(x, beta=GAMMA)


class Dense(torch.nn.Module):
    """A layer of a dense block: its outputs beside its inputs."""

    def __init__(self, before: int, growth: int, sigma: str) -> None:
        super().__init__()
        self.convolution, self.sigma = torch.nn.Conv2d(before, growth, 3, padding=1), Sigma(sigma)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The new units alone."""
        made: torch.Tensor = self.sigma(self.convolution(x))
        return made


class SkipNetwork(torch.nn.Module):
    """Stages of hidden layers, a linear output of the last, and one of N hidden units (none: plain)."""

    def __init__(
        self,
        name: str,
        sigma: str,
        shape: tuple[int, int, int],
        classes: int,
        shrink: int = 1,
        pooled: bool = True,
    ) -> None:
        super().__init__()
        self.stages, self.dense = torch.nn.ModuleList(), name == "Densenet121"
        self.channels, self.side, self.sigma_name = shape[0], shape[1], sigma
        if self.dense:
            self._densenet(sigma, shrink)
        elif name == "CNN13":
            for filters, size, stride in _CNN13:
                self._convolve(max(2, filters // shrink), size, stride)
        else:
            for width in _VGG[name]:
                if isinstance(width, int):
                    self._convolve(max(2, width // shrink), 3, 1)
                elif self.side > 1 and pooled:
                    self.stages.append(torch.nn.MaxPool2d(2))
                    self.side //= 2
                elif self.side > 1:
                    self._convolve(self.channels, 2, 2)
            for _ in range(2):  # of 4,096 units for ImageNet, of 128 in the thesis
                self._connect(max(8, 128 // shrink))
        self.output = torch.nn.Linear(self.channels * self.side**2, classes)
        self.register_buffer("chosen", torch.zeros(0, dtype=torch.long))
        self.skip: torch.nn.Linear | None = None
        self.initialise()

    def _convolve(self, width: int, size: int, stride: int) -> None:
        padding = 1 if size == 3 else 0
        made = torch.nn.Conv2d(self.channels, width, size, stride, padding)
        self.stages.append(torch.nn.Sequential(made, Sigma(self.sigma_name)))
        self.channels, self.side = width, (self.side + 2 * padding - size) // stride + 1

    def _connect(self, width: int) -> None:
        layer = torch.nn.Linear(self.channels * self.side**2, width)
        self.stages.append(torch.nn.Sequential(torch.nn.Flatten(), layer, Sigma(self.sigma_name)))
        self.channels, self.side = width, 1

    def _densenet(self, sigma: str, shrink: int) -> None:
        growth = max(4, 32 // shrink)
        self._convolve(2 * growth, 3, 1)
        for layers in _DENSE if shrink == 1 else (3, 3):
            for _ in range(layers):
                self.stages.append(Dense(self.channels, growth, sigma))
                self.channels += growth
            self._convolve(self.channels // 2, 1, 1)
            if self.side > 1:
                self.stages.append(torch.nn.AvgPool2d(2))
                self.side //= 2

    def initialise(self) -> None:
        """Weights normal of variance 2 / d, d inputs of a unit, cut off at two deviations; biases 0."""
        for module in self.modules():
            if isinstance(module, torch.nn.Conv2d | torch.nn.Linear):
                deviation = (2 / module.weight[0].numel()) ** 0.5
                bound = 2 * deviation
                torch.nn.init.trunc_normal_(module.weight, std=deviation, a=-bound, b=bound)
                if module.bias is not None:
                    torch.nn.init.zeros_(module.bias)

    def hidden(self, x: torch.Tensor) -> tuple[list[torch.Tensor], torch.Tensor]:
        """The outputs of all hidden layers that can be joined, each N x units, and of the last stage.

        Of a densenet these are the units of the first block, as in the thesis.
        """
        kept, joined = list[torch.Tensor](), True
        for stage in self.stages:
            if isinstance(stage, Dense):
                made = stage(x)
                x = torch.cat([x, made], 1)
                if joined:
                    kept.append(made.flatten(1))
                continue
            x = stage(x)
            if isinstance(stage, torch.nn.AvgPool2d):
                joined = False
            elif not isinstance(stage, torch.nn.MaxPool2d) and not self.dense:
                kept.append(x.flatten(1))
        return kept, x.flatten(1)

    def join(self, x: torch.Tensor, n: int, generator: torch.Generator, classes: int) -> int:
        """Join n random hidden units to the output; how many there are to choose from."""
        with torch.no_grad():
            units = sum(part.shape[1] for part in self.hidden(x[:1])[0])
        if units < n:
            raise ValueError(f"{units} hidden units for {n} samples: take fewer samples")
        self.chosen = torch.randperm(units, generator=generator)[:n].to(x.device)
        self.skip = torch.nn.Linear(n, classes, bias=False).to(x)
        torch.nn.init.normal_(self.skip.weight, std=n**-0.5)
        return units

    def psi(self, x: torch.Tensor) -> torch.Tensor:
        """The skip units, N x M."""
        return torch.cat(self.hidden(x)[0], 1)[:, self.chosen]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Scores."""
        kept, last = self.hidden(x)
        scores: torch.Tensor = self.output(last)
        return scores if self.skip is None else scores + self.skip(torch.cat(kept, 1)[:, self.chosen])


class DeepNetwork(torch.nn.Module):
    """Fully connected layers of given widths, with N hidden units joined to the output, or none."""

    def __init__(self, widths: Sequence[int], sigma: str, joined: int, seed: int) -> None:
        super().__init__()
        torch.manual_seed(seed)
        pairs = list(pairwise(widths[:-1]))
        self.layers = torch.nn.ModuleList(torch.nn.Linear(n, m) for n, m in pairs)
        self.sigma, self.output = Sigma(sigma), torch.nn.Linear(widths[-2], widths[-1])
        for layer in (*self.layers, self.output):
            torch.nn.init.normal_(layer.weight, std=(2 / layer.weight.shape[1]) ** 0.5)
            torch.nn.init.zeros_(layer.bias)
        units = sum(widths[1:-1])
        if joined > units:
            raise ValueError(f"{units} hidden units, {joined} to join")
        random = torch.Generator().manual_seed(seed)
        self.register_buffer("chosen", torch.randperm(units, generator=random)[:joined])
        self.skip = torch.nn.Linear(joined, widths[-1], bias=False) if joined else None
        if self.skip is not None:
            torch.nn.init.normal_(self.skip.weight, std=joined**-0.5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Scores."""
        x, kept = x.flatten(1), list[torch.Tensor]()
        for layer in self.layers:
            x = self.sigma(layer(x))
            kept.append(x)
        scores: torch.Tensor = self.output(x)
        return scores if self.skip is None else scores + self.skip(torch.cat(kept, 1)[:, self.chosen])
