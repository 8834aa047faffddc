"""Ways to make a picture easier to decode: each gives the changed picture and its scale against the original."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import cos, pi, sin
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt
    from PIL.Image import Image

Change = Callable[["Image"], tuple["Image", float]]
_WORKABLE = 8_000_000
"""Pixels of a picture that is changed; a larger one is reduced first."""
_DEBLURRED = 2_000_000
_LENGTHS = (10.0, 15.0, 20.0)
_DIRECTIONS = 12


def changes() -> Iterator[tuple[str, Change]]:
    """By measured gain for their time (``benchmarks/label_reading.py``); the costly removal of motion comes last."""
    yield "plain", lambda picture: (picture, 1.0)
    yield "deblur4", lambda picture: _refocused(picture, 4.0)
    yield "unsharp", _filtered(lambda filters: filters.UnsharpMask(6, 300, 0))
    yield "contrast", _stretched
    yield "2x", _enlarged(2)
    yield "blur", _filtered(lambda filters: filters.GaussianBlur(1.5))
    yield "half", lambda picture: _reduced(picture, 2)
    yield "deblur2.5", lambda picture: _refocused(picture, 2.5)
    yield "local", _levelled
    yield "median", _filtered(lambda filters: filters.MedianFilter(5))
    yield "3x", _enlarged(3)
    for length in _LENGTHS:
        for turn in range(_DIRECTIONS):
            yield f"motion{length:.0f}", _steadied(length, pi * turn / _DIRECTIONS)


def _workable(picture: Image, pixels: int = _WORKABLE) -> tuple[Image, float]:
    times = 1
    while picture.width * picture.height > pixels * times * times:
        times += 1
    return _reduced(picture, times)


def _reduced(picture: Image, times: int) -> tuple[Image, float]:
    return (picture, 1.0) if times == 1 else (picture.reduce(times), 1 / times)


def _enlarged(times: int) -> Change:
    def change(picture: Image) -> tuple[Image, float]:
        from PIL import Image  # noqa: PLC0415

        smaller, scale = _workable(picture, 3 * _WORKABLE // times**2)
        size = (smaller.width * times, smaller.height * times)
        return smaller.resize(size, Image.Resampling.BICUBIC), scale * times

    return change


def _filtered(make: Callable[[Any], Any]) -> Change:
    def change(picture: Image) -> tuple[Image, float]:
        from PIL import ImageFilter  # noqa: PLC0415

        smaller, scale = _workable(picture)
        return smaller.filter(make(ImageFilter)), scale

    return change


def _stretched(picture: Image) -> tuple[Image, float]:
    from PIL import ImageOps  # noqa: PLC0415

    return ImageOps.autocontrast(picture, cutoff=2), 1.0


def _levelled(picture: Image) -> tuple[Image, float]:
    """Each pixel against its surroundings, the difference threefold: shade and glare go."""
    from PIL import ImageFilter  # noqa: PLC0415

    smaller, scale = _workable(picture)
    around = np.asarray(smaller.filter(ImageFilter.BoxBlur(40)), np.float32)
    return _picture(128 + (np.asarray(smaller, np.float32) - around) * 3), scale


def _refocused(picture: Image, sigma: float) -> tuple[Image, float]:
    """Wiener's filter against a Gaussian blur of ``sigma`` pixels."""
    return _undone(picture, lambda fx, fy: np.exp(-2 * (pi * sigma) ** 2 * (fx * fx + fy * fy)), 0.002)


def _steadied(length: float, angle: float) -> Change:
    """Wiener's filter against a straight motion of ``length`` pixels."""
    return lambda picture: _undone(picture, lambda fx, fy: np.sinc(length * (fx * cos(angle) + fy * sin(angle))), 0.02)


def _undone(picture: Image, damage: Callable[[Any, Any], Any], noise: float) -> tuple[Image, float]:
    smaller, scale = _workable(picture, _DEBLURRED)
    values = np.asarray(smaller, np.float32)
    height, width = values.shape
    response = damage(np.fft.rfftfreq(width)[None], np.fft.fftfreq(height)[:, None]).astype(np.float32)
    spectrum = np.fft.rfft2(values) * (response / (response * response + noise))
    return _picture(np.fft.irfft2(spectrum, values.shape) * (1 + noise)), scale


def _picture(values: npt.NDArray[Any]) -> Image:
    from PIL import Image  # noqa: PLC0415

    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
