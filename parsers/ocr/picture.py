"""A page's picture made ready: grey, upright, its drawn lines found and taken out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schemas.errors import MissingPart

Grey = NDArray[np.uint8]
Floats = NDArray[np.float64]

_STEEPEST = 5.0
_STEP = 0.1
_SHORTEST_INCH = 0.12
_DASHED_INCH = 0.5
_LONG_INCH = 0.5
_DASH_GAP_INCH = 0.03
_THICK_INCH = 0.04
_FLANK = 0.3
_MOSTLY = 0.4


@dataclass(frozen=True, slots=True)
class Picture:
    """An upright page. ``across``: rules as rows of (y, x0, x1); ``down``: (x, y0, y1); pixels. ``skew`` in degrees."""

    clean: Grey
    across: Floats
    down: Floats
    skew: float


def prepare(page: Grey, dpi: float) -> Picture:
    """Straighten a grey page (height x width) scanned at ``dpi``; find its rules and paint them white."""
    skew = _skew(page)
    upright = _turned(page, skew) if abs(skew) >= _STEP / 2 else page
    ink = _ink(upright)
    across = _rules(ink, dpi)
    down = _rules(np.ascontiguousarray(ink.T), dpi)
    clean = upright.copy()
    _erase(clean, across)
    _erase(clean.T, down)
    return Picture(clean, _lines(across), _lines(down), skew)


def _cv() -> Any:
    try:
        import cv2  # noqa: PLC0415 (optional extra)
    except ImportError as error:
        raise MissingPart("opencv", hint="ocr") from error
    return cv2


def _ink(page: Grey) -> Grey:
    cv = _cv()
    block = max(15, (min(page.shape) // 40) | 1)
    smooth = cv.medianBlur(page, 3)
    return np.asarray(
        cv.adaptiveThreshold(smooth, 255, cv.ADAPTIVE_THRESH_MEAN_C, cv.THRESH_BINARY_INV, block, 12),
        dtype=np.uint8,
    )


def _skew(page: Grey) -> float:
    """The turn, in degrees, at which the rows of ink are sharpest."""
    step = max(1, max(page.shape) // 1000)
    small = _ink(np.ascontiguousarray(page[::step, ::step]))
    rows, columns = np.nonzero(small)
    if len(rows) < 100:
        return 0.0
    coarse = _sharpest(rows, columns, np.arange(-_STEEPEST, _STEEPEST + 0.01, 0.5))
    return _sharpest(rows, columns, np.arange(coarse - 0.5, coarse + 0.51, _STEP))


def _sharpest(rows: NDArray[np.intp], columns: NDArray[np.intp], angles: Floats) -> float:
    def sharpness(angle: float) -> float:
        level = rows - columns * np.tan(np.radians(angle))
        histogram = np.bincount((level - level.min()).astype(np.int64))
        return float((histogram.astype(np.float64) ** 2).sum())

    return float(max(angles.tolist(), key=lambda angle: (sharpness(angle), -abs(angle))))


def _turned(page: Grey, degrees: float) -> Grey:
    cv = _cv()
    height, width = page.shape
    matrix = cv.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.asarray(cv.warpAffine(page, matrix, (width, height), borderValue=255), dtype=np.uint8)


def _rules(ink: Grey, dpi: float) -> Floats:
    """Horizontal rules as rows of (left, top, width, height): solid ones, then dashed ones where long enough."""
    solid = _components(_opened(ink, int(_SHORTEST_INCH * dpi)))
    closed = _closed(ink, max(3, int(_DASH_GAP_INCH * dpi)))
    dashed = _components(_opened(closed, int(_DASHED_INCH * dpi)))
    boxes = np.concatenate([solid, dashed[[not _is_drawn(box, solid) for box in dashed]]])
    others = _without(ink, boxes[boxes[:, 2] >= _LONG_INCH * dpi])
    alone = [index for index, box in enumerate(boxes) if _stands_alone(others, box, dpi)]
    return np.asarray(boxes[alone], dtype=np.float64)


def _without(ink: Grey, boxes: Floats) -> Grey:
    """The ink without the lines that are too long to be strokes of characters: each of a double rule stands alone."""
    rest = ink.copy()
    for left, top, width, height in boxes.astype(int).tolist():
        rest[top : top + height, left : left + width] = 0
    return rest


def _is_drawn(dashed: Floats, solid: Floats) -> bool:
    """Whether solid rules make up most of a dashed one: the rest of it are strokes of characters in line with them."""
    left, top, width, height = dashed.tolist()
    level = (solid[:, 1] < top + height + 1) & (solid[:, 1] + solid[:, 3] > top - 1)
    shared = np.minimum(solid[:, 0] + solid[:, 2], left + width) - np.maximum(solid[:, 0], left)
    return bool(shared[level & (shared > 0)].sum() > _MOSTLY * width)


def _opened(ink: Grey, length: int) -> Grey:
    cv = _cv()
    return np.asarray(cv.morphologyEx(ink, cv.MORPH_OPEN, np.ones((1, length), np.uint8)), dtype=np.uint8)


def _closed(ink: Grey, gap: int) -> Grey:
    cv = _cv()
    return np.asarray(cv.morphologyEx(ink, cv.MORPH_CLOSE, np.ones((1, gap), np.uint8)), dtype=np.uint8)


def _components(strokes: Grey) -> Floats:
    cv = _cv()
    _, _, stats, _ = cv.connectedComponentsWithStats(strokes, connectivity=8)
    return np.asarray(stats[1:, :4], dtype=np.float64)


def _stands_alone(ink: Grey, box: Floats, dpi: float) -> bool:
    """A rule is thin and has little ink right above and below it; a row of strokes inside text has much."""
    left, top, width, height = (int(value) for value in box)
    if height > _THICK_INCH * dpi:
        return False
    reach = max(2, int(0.012 * dpi))
    above = ink[max(0, top - 1 - reach) : max(0, top - 1), left : left + width]
    below = ink[top + height + 1 : top + height + 1 + reach, left : left + width]
    return all(flank.size == 0 or float((flank > 0).mean()) < _FLANK for flank in (above, below))


def _erase(page: Grey, boxes: Floats) -> None:
    for left, top, width, height in boxes.astype(int).tolist():
        page[max(0, top - 1) : top + height + 1, left : left + width] = 255


def _lines(boxes: Floats) -> Floats:
    return np.stack([boxes[:, 1] + boxes[:, 3] / 2, boxes[:, 0], boxes[:, 0] + boxes[:, 2]], axis=1)
