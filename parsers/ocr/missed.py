"""Ink on a page that recognition passed over, most often one narrow character alone in its line: cut out and read alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from parsers.ocr.engine import Letter, Reading, read_crops
from parsers.ocr.strokes import Grey, opencv

_DARK = 128
_TALL = 0.4
_TALLEST = 1.6
_NARROWEST = 0.1
_MARGIN = 0.25
_BESIDE = 0.2
_GAP = 0.25
_MOST = 200
_SURE = 0.75
Boxes = NDArray[np.int64]


def missed(page: Grey, letters: Sequence[Letter]) -> list[Letter]:
    """The characters on a page without rules (height x width) that stand outside ``letters``."""
    if not letters:
        return []
    size = float(np.median([each.bottom - each.top for each in letters]))
    rest = _without(page, letters, int(_BESIDE * size))
    boxes = _unread(rest, size)
    if len(boxes) > _MOST:
        return []
    readings = read_crops([_crop(rest, box, int(_MARGIN * size)) for box in boxes.tolist()])
    return [letter for box, reading in zip(boxes.tolist(), readings, strict=True) for letter in _letters(box, reading)]


def _without(page: Grey, letters: Sequence[Letter], beside: int) -> Grey:
    """The page without what was read, and without all ink that touches it or stands right beside it."""
    cv = opencv()
    ink = np.asarray(page < _DARK, dtype=np.uint8)
    read = np.zeros(ink.shape, np.bool_)
    for each in letters:
        left, right = int(each.left) - beside, int(each.right) + beside + 1
        read[max(0, int(each.top)) : int(each.bottom) + 1, max(0, left) : right] = True
    names = np.asarray(cv.connectedComponents(ink, connectivity=8)[1], dtype=np.int64)
    known = np.zeros(int(names.max()) + 1, np.bool_)
    known[names[read]] = True
    known[0] = True
    left_over = cv.dilate((~known[names]).astype(np.uint8), np.ones((3, 3), np.uint8))
    return np.where(left_over > 0, page, np.uint8(255))


def _unread(rest: Grey, size: float) -> Boxes:
    """Left, top, right, bottom of what is as tall as a character, its strokes and those beside it taken together."""
    cv = opencv()
    ink = np.asarray(rest < _DARK, dtype=np.uint8)
    reach = int(_GAP * size / 2)
    together = cv.dilate(ink, np.ones((2 * reach + 1,) * 2, np.uint8))
    stats = np.asarray(cv.connectedComponentsWithStats(together, connectivity=8)[2][1:], dtype=np.int64)
    left, top = stats[:, 0] + reach, stats[:, 1] + reach
    width, height = stats[:, 2] - 2 * reach, stats[:, 3] - 2 * reach
    kept = (height > _TALL * size) & (height < _TALLEST * size) & (width > _NARROWEST * size)
    return np.asarray(np.stack([left, top, left + width, top + height], axis=1)[kept], dtype=np.int64)


def _crop(page: Grey, box: Sequence[int], margin: int) -> Grey:
    left, top, right, bottom = box
    cut = page[max(0, top - margin) : bottom + margin, max(0, left - 2 * margin) : right + 2 * margin]
    return np.stack([cut] * 3, axis=-1)


def _letters(box: Sequence[int], reading: Reading) -> Iterator[Letter]:
    """The characters of a reading, side by side in the box that was read."""
    text = reading.text.strip()
    if not text or reading.score < _SURE:
        return
    left, top, right, bottom = box
    edges = np.linspace(left, right, len(text) + 1).tolist()
    for character, (start, end) in zip(text, pairwise(edges), strict=True):
        yield Letter(character, reading.score, start, float(top), max(end, start + 1.0), float(bottom))
