"""Paths inside the decision regions of networks trained on the digits, or on MNIST: time, size, vertices.

    python benchmarks/connect_digits.py                     64-64-32-10 on the embedded digits
    python benchmarks/connect_digits.py mnist:FOLDER        784-200-10, as in Section 5.3.5 of the thesis
    python benchmarks/connect_digits.py mnist:FOLDER rotated  784-784-2 on one digit, rotated

For each class (of MNIST, for three) the pair of images that is hardest to join by a straight segment, of
those tried, is joined twice: in the shortest way found, and by the lift of Theorem 5.2.3 alone.  Weights
are float32, exactly; times are processor time.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from checker import Network, Rationals, Verified, verify
from constructions.connect import connect
from constructions.formats.data import read_data
from constructions.training import Trainer

Array = NDArray[np.float64]
Job = tuple[int, tuple[Fraction, ...], tuple[Fraction, ...]]
SLOPE = Fraction(1, 10)


def exact(pixels: Array, white: int) -> tuple[Fraction, ...]:
    """An image of integers 0..white as numbers from 0 to 1."""
    return tuple(Fraction(int(v), white) for v in pixels)


def rotated(image: Array, degrees: float) -> Array:
    """A square image of integers turned about its centre, bilinear, zero outside."""
    c, s, n = np.cos(np.radians(degrees)), np.sin(np.radians(degrees)), len(image)
    y, x = np.mgrid[:n, :n] - (n - 1) / 2
    padded = np.pad(image, 2)
    u, v = (np.clip(w + (n + 3) / 2, 0, n + 2) for w in (c * x + s * y, c * y - s * x))
    i, k = v.astype(int), u.astype(int)
    p, q = v - i, u - k
    top = (1 - q) * padded[i, k] + q * padded[i, k + 1]
    bottom = (1 - q) * padded[i + 1, k] + q * padded[i + 1, k + 1]
    turned: Array = np.rint((1 - p) * top + p * bottom).ravel()
    return turned


def hardest(trainer: Trainer, pixels: Array, white: int, c: int) -> Job:
    """Of the first images of class c the pair whose segment has the least margin, by sampling."""
    same = np.flatnonzero((trainer.y == c) & (trainer.scores(trainer.X)[-1].argmax(axis=1) == c))[:60]
    shares = np.linspace(0, 1, 17)[:, None]

    def least(i: int, k: int) -> float:
        y = trainer.scores(trainer.X[i] + shares * (trainer.X[k] - trainer.X[i]))[-1]
        return float((y[:, c] - np.delete(y, c, axis=1).max(axis=1)).min())

    i, k = min(((i, k) for i in same for k in same if i < k), key=lambda pair: least(*pair))
    return c, exact(pixels[i], white), exact(pixels[k], white)


def trained(X: Array, y: NDArray[Any], widths: tuple[int, ...], **more: float) -> Trainer:
    """A network trained to no error, and what that took, on a line."""
    start = time.process_time()
    trainer = Trainer(X, y, widths, float(SLOPE), **more)  # type: ignore[arg-type]
    errors = trainer.train(100)
    print(f"{widths}: {errors} training errors, {time.process_time() - start:.1f} s of training", flush=True)
    return trainer


def images(name: str) -> tuple[Trainer, Iterator[Job]]:
    """A data set's images, all classes."""
    data = read_data(name)
    pixels, white = data.X.numerators.astype(np.float64), data.X.denominator
    widths = (64, 64, 32, 10) if name == "digits" else (784, 200, 10)
    more = {} if name == "digits" else {"batch": 200, "rate": 1e-3}
    trainer = trained(pixels / white, data.y, widths, **more)  # type: ignore[arg-type]
    classes = range(10) if name == "digits" else (1, 5, 9)
    return trainer, (hardest(trainer, pixels, white, c) for c in classes)


def turning(name: str) -> tuple[Trainer, Iterator[Job]]:
    """The data of Figure 5.6: a digit 1 turned by up to 5 degrees (red), or 15 to 20 either way (blue)."""
    data = read_data(name)
    assert data.y is not None
    one = data.X.numerators[int(np.flatnonzero(data.y == 1)[0])].reshape(28, 28).astype(float)
    random = np.random.default_rng(0)
    blue = random.uniform(15, 20, 2000) * np.repeat([-1, 1], 1000)
    angles = np.concatenate([blue, random.uniform(-5, 5, 2000)])
    pixels = np.array([rotated(one, a) for a in angles])
    trainer = trained(pixels / 255, np.repeat([0, 1], 2000), (784, 784, 2), rate=1e-3)
    far = (0, exact(rotated(one, -18), 255), exact(rotated(one, 18), 255))
    noise: Array = np.rint(one.ravel() + random.normal(0, 255, (600, 784)))
    classes = trainer.scores(noise / 255)[-1].argmax(axis=1)
    trainer.X, trainer.y = noise / 255, classes
    both = [int(c) for c in (0, 1) if (classes == c).sum() > 1]
    return trainer, iter([far, *(hardest(trainer, noise, 255, c) for c in both)])


def measure(network: Network, job: Job, detour: bool) -> None:
    """Find, encode and verify one path; a line of figures."""
    c, a, b = job
    clock = [time.process_time()]
    path = connect(network, Rationals(), c, a, b, detour=detour)
    clock.append(time.process_time())
    data = path.claim(network, Rationals(), c).with_evidence({})
    verdict = verify(data)
    clock.append(time.process_time())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"class {c}  {'shortest' if detour else 'lift':8} vertices {len(path.vertices)}  bits {path.bits:3}  "
        f"layers {path.depth}  margin {float(path.smallest):8.4f}  found in {clock[1] - clock[0]:6.2f} s  "
        f"verified in {clock[2] - clock[1]:6.2f} s  {len(data)} bytes  {memory} MB  "
        f"{'verified' if isinstance(verdict, Verified) else verdict}",
        flush=True,
    )


def main() -> None:
    """Measure every job both ways."""
    name = sys.argv[1] if len(sys.argv) > 1 else "digits"
    trainer, jobs = turning(name) if sys.argv[2:] == ["rotated"] else images(name)
    network = trainer.network(SLOPE)
    for job in jobs:
        for detour in (True, False):
            measure(network, job, detour)


if __name__ == "__main__":
    main()
