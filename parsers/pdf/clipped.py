"""Texts that stand over each other because only a part of them is shown: a sheet prints the whole text of each cell."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import numpy as np

from parsers.pdf.arrays import Bools, Floats, Ints, distinct, starts
from parsers.pdf.library import pdfium

_NEAR = 0.6
_LEVEL = 0.1
_OVER = 0.5
_INSET = 0.15
_TINY = 1e-3

Window = tuple[float, float, float, float]


def clipped(boxes: Floats, level: Floats, size: Floats, text_page: Any, keep: Ints) -> tuple[Floats, Bools]:
    """The boxes with what is cut off a text drawn in from the edge, so that it stays one text; and what is not seen.

    ``boxes`` in user space, ``level`` the heights of the baselines, ``keep`` the index of each character on the text
    page. Only texts that stand over another one are looked at.
    """
    hidden: Bools = np.zeros(len(boxes), np.bool_)
    if len(boxes) < 2:
        return boxes, hidden
    over = list(_over_each_other(boxes, level, size))
    if not over:
        return boxes, hidden
    boxes, windows = boxes.copy(), _Windows(text_page)
    for start, end in over:
        _cut(boxes, hidden, windows, range(start, end), keep, size)
    return boxes, hidden


def _over_each_other(boxes: Floats, level: Floats, size: Floats) -> Iterator[tuple[int, int]]:
    """The texts (first character, one after the last) on one line with another that begins before they end."""
    x0, x1 = np.minimum(boxes[:, 0], boxes[:, 2]), np.maximum(boxes[:, 0], boxes[:, 2])
    apart = np.abs(x0[1:] - x1[:-1]) > _NEAR * size[1:]
    apart |= np.abs(level[1:] - level[:-1]) > _LEVEL * size[1:]
    first = starts(apart)
    left, right, height = np.minimum.reduceat(x0, first), np.maximum.reduceat(x1, first), level[first]
    order = np.lexsort((left, height.round()))
    one, other = order[:-1], order[1:]
    over = (left[other] < right[one] - _OVER * size[first[one]]) & (height[one].round() == height[other].round())
    stops = np.append(first, len(boxes)).tolist()
    for at in distinct(np.concatenate([one[over], other[over]])).tolist():
        yield stops[at], stops[at + 1]


def _cut(boxes: Floats, hidden: Bools, windows: _Windows, part: range, keep: Ints, size: Floats) -> None:
    """Draw what stands beside its window into it; hide a text of which nothing is seen."""
    seen = [windows.of(int(keep[at])) for at in part]
    x, y = (boxes[part, :2] + boxes[part, 2:]).T / 2
    shown = [w is None or (w[0] < across < w[2]) for w, across in zip(seen, x.tolist(), strict=True)]
    for at, window, height in zip(part, seen, y.tolist(), strict=True):
        if window is None:
            continue
        hidden[at] = not (any(shown) and window[1] < height < window[3])
        inset, turn = _INSET * size[at], _TINY * (at - part[0])
        boxes[at, [0, 2]] = boxes[at, [0, 2]].clip(window[0] + inset + turn, window[2] - inset + turn)


class _Windows:
    """Through what the text objects of a page are seen: boxes in user space, ``None`` for the whole page."""

    def __init__(self, text_page: Any) -> None:
        self.text_page = text_page
        self.known: dict[int, Window | None] = {}

    def of(self, index: int) -> Window | None:
        """That of the object which a character of the text page belongs to."""
        owner = pdfium.FPDFText_GetTextObject(self.text_page, index)
        if not owner:
            return None
        address = ctypes.addressof(owner.contents)
        if address not in self.known:
            self.known[address] = _window(pdfium.FPDFPageObj_GetClipPath(owner))
        return self.known[address]


def _window(clip: Any) -> Window | None:
    found: list[Window] = []
    for path in range(max(pdfium.FPDFClipPath_CountPaths(clip), 0) if clip else 0):
        points = [_point(clip, path, at) for at in range(max(pdfium.FPDFClipPath_CountPathSegments(clip, path), 0))]
        if points:
            xs, ys = zip(*points, strict=True)
            found.append((min(xs), min(ys), max(xs), max(ys)))
    if not found:
        return None
    lows, highs = [window[:2] for window in found], [window[2:] for window in found]
    return max(x for x, _ in lows), max(y for _, y in lows), min(x for x, _ in highs), min(y for _, y in highs)


def _point(clip: Any, path: int, at: int) -> tuple[float, float]:
    x, y = ctypes.c_float(), ctypes.c_float()
    pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, path, at), x, y)
    return x.value, y.value
