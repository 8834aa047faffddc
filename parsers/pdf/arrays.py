"""What numpy does at length for long arrays, done at once for the short ones of a page."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Number = TypeVar("Number", np.float64, np.int64)


def begins(values: npt.NDArray[np.generic]) -> Bools:
    """Where a stretch of equal values begins; true for the first member."""
    flags: Bools = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=flags[1:])
    return flags


def starts(apart: Bools) -> Ints:
    """The first members of stretches: the very first and each after a gap (``apart`` is one shorter)."""
    flags: Bools = np.ones(len(apart) + 1, np.bool_)
    flags[1:] = apart
    return flags.nonzero()[0]


def distinct(values: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """Each value once, from the least to the greatest."""
    ordered = np.sort(values)
    return ordered[begins(ordered)]


def running(apart: Bools) -> Ints:
    """The number of the stretch of each member, from 0; ``apart`` is one shorter than the members."""
    numbers: Ints = np.zeros(len(apart) + 1, np.int64)
    np.cumsum(apart, out=numbers[1:])
    return numbers


def middle(values: Floats) -> float:
    """The median of at least one value."""
    half = len(values) // 2
    if len(values) % 2:
        return float(np.partition(values, half)[half])
    ordered = np.partition(values, (half - 1, half))
    return float(ordered[half - 1] + ordered[half]) / 2


def middle_of(values: list[float]) -> float:
    """The median of at least one value, of few."""
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2


def quantile(values: Floats | list[float], share: float) -> float:
    """The value that a ``share`` of at least one value does not exceed, linear between two of them."""
    ordered = sorted(values if isinstance(values, list) else values.tolist())
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return float(ordered[low] + (ordered[high] - ordered[low]) * (place - low))
