"""A page that was scanned lying on its side or upside down, turned so that its text can be read."""

from __future__ import annotations

from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from parsers.ocr.engine import lines_on, read_crops

Grey = NDArray[np.uint8]
Box = tuple[float, float, float, float]

_SIDE = 1200
_LONG = 1.5
_LINES = 8
_LEGIBLE = 0.85


def upright(page: Grey) -> tuple[Grey, int]:
    """A grey page (height x width) turned until its text runs from left to right and reads well.

    Also by how many quarters it was turned against the clock.
    """
    step = max(1, round(max(page.shape) / _SIDE))
    boxes = lines_on(_coloured(page[::step, ::step]))
    quarters = int(sum(map(_is_tall, boxes)) > sum(map(_is_wide, boxes)))
    if quarters:
        page = np.rot90(page)
        boxes = lines_on(_coloured(page[::step, ::step]))
    lines = [_crop(page, box, step) for box in sorted(boxes, key=lambda box: box[0] - box[2]) if _is_wide(box)][:_LINES]
    if not lines:
        return np.ascontiguousarray(page), quarters
    legible = _legible(lines)
    if legible < _LEGIBLE and _legible([np.rot90(line, 2) for line in lines]) > legible:
        page, quarters = np.rot90(page, 2), quarters + 2
    return np.ascontiguousarray(page), quarters


def _coloured(page: Grey) -> Grey:
    return np.ascontiguousarray(np.stack([page] * 3, axis=-1))


def _is_wide(box: Box) -> bool:
    return box[2] - box[0] > _LONG * (box[3] - box[1])


def _is_tall(box: Box) -> bool:
    return box[3] - box[1] > _LONG * (box[2] - box[0])


def _crop(page: Grey, box: Box, step: int) -> Grey:
    left, top, right, bottom = (max(0, int(side * step)) for side in box)
    return page[top : max(bottom, top + 1), left : max(right, left + 1)]


def _legible(lines: list[Grey]) -> float:
    """How sure the recogniser is of the lines, from 0 to 1."""
    return fmean(reading.score for reading in read_crops([_coloured(line) for line in lines]))
