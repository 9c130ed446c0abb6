"""sigmoid, tanh, ELU, softplus and softsign of floats, with error bounds that rest on IEEE 754 alone.

No library's exp is trusted: +, -, x, / of float64 are rounded correctly on CPU and CUDA, and the rest
follows.  u = 2^-53.  exp(-z) = 2^-n exp(-r) with n = round(z / log 2), r = (z - n H) - n L, H the first 42
bits of log 2: n H is exact for n < 2^11, and the two subtractions lose at most 0.36 u each.  The series of
exp(-r) to degree 14 leaves 2^-61, and Horner's rule loses gamma_29 e^|r| (Higham 2002, 5.1): less than 2^7 u
in all, relatively.  log(1 + w) = 2 artanh(s) with s = w / (2 + w) <= 1/3: the series to degree 35 leaves
3^-36 / 37, Horner's rule and s lose less than 2^6 u, and what w is off by is not stretched, relatively: less
than 2^8 u in all.
"""

from __future__ import annotations

from math import factorial

import torch

from torch_backend.rounding import enlarged

Pair = tuple[torch.Tensor, torch.Tensor]
NAMES = ("sigmoid", "tanh", "elu", "softplus", "softsign")
_U = 2.0**-53
_HIGH, _LOW = 3048493539143 * 2.0**-42, float.fromhex("0x1.ef35793c76730p-45")
_EXP, _LOG, _FAR, _UNDERFLOW = 2**7 * _U, 2**8 * _U, 700.0, 1e-300  # exp(-700) < 1e-300


def _horner(coefficients: list[float], x: torch.Tensor) -> torch.Tensor:
    """sum_i coefficients[i] x^i; each product and each sum is rounded by itself."""
    result = torch.full_like(x, coefficients[-1])
    for c in coefficients[-2::-1]:
        result = result * x
        result = result + c
    return result


def exp_minus(z: torch.Tensor) -> torch.Tensor:
    """exp(-z) for z >= 0 in float64: off by 2^7 u of itself at most, and by 1e-300 beyond 700."""
    near = z.clamp(max=_FAR)
    n = torch.round(near * (1 / (_HIGH + _LOW)))
    r = (near - n * _HIGH) - n * _LOW
    series = _horner([(-1) ** i / factorial(i) for i in range(15)], r)
    power = ((1023 - n.long()) << 52).view(torch.float64)  # 2^-n
    return torch.where(z > _FAR, 0.0, series * power)


def _log_one_plus(w: torch.Tensor) -> torch.Tensor:
    """log(1 + w) for w in [0, 1]; with w off by 2^7 u, off by 2^8 u of itself at most."""
    s = w / (2 + w)
    return 2 * s * _horner([1 / (2 * i + 1) for i in range(18)], s * s)


def activation(name: str, z: torch.Tensor, e: torch.Tensor) -> Pair:
    """sigma at float64 points z that are off by e, and a bound of the error."""
    size = z.abs()
    if name == "softsign":
        value = z / (1 + size)
        return value, enlarged(e + 3 * _U * value.abs(), 4)
    w = exp_minus(2 * size if name == "tanh" else size)
    if name == "softplus":
        log = _log_one_plus(w)
        value = z.clamp(min=0) + log
        return value, enlarged(e + _LOG * log + _U * value + 2 * _UNDERFLOW, 6)
    if name == "elu":
        value = torch.where(z < 0, w - 1, z)
        return value, enlarged(e + torch.where(z < 0, 2 * _EXP, 0.0) + _UNDERFLOW, 4)
    if name == "tanh":
        value = torch.sign(z) * ((1 - w) / (1 + w))
        return value, enlarged(e + torch.full_like(z, 4 * _EXP), 4)
    if name == "sigmoid":
        value = torch.where(z < 0, w, 1.0) / (1 + w)
        return value, enlarged(e / 4 + _LOG * value + _UNDERFLOW, 4)
    raise ValueError(f"activation {name!r}: expected one of " + ", ".join(NAMES))
