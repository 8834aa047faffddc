"""What rules are found with: strokes in the picture of a page (height x width, 255 where there is ink)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from schemas.errors import MissingPart

Grey = NDArray[np.uint8]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_DARKER = 20


def opencv() -> Any:
    """The module ``cv2``. Raises ``MissingPart`` where the extra ``ocr`` is not installed."""
    try:
        import cv2  # noqa: PLC0415 (optional extra)
    except ImportError as error:
        raise MissingPart("opencv", hint="ocr") from error
    return cv2


def dark(page: Grey) -> Grey:
    """255 where a page is darker than what surrounds it."""
    cv = opencv()
    block = max(15, (min(page.shape) // 40) | 1)
    found = cv.adaptiveThreshold(page, 255, cv.ADAPTIVE_THRESH_MEAN_C, cv.THRESH_BINARY_INV, block, _DARKER)
    return np.asarray(found, dtype=np.uint8)


def opened(ink: Grey, length: int) -> Grey:
    """What is at least so long across."""
    cv = opencv()
    return np.asarray(cv.morphologyEx(ink, cv.MORPH_OPEN, np.ones((1, length), np.uint8)), dtype=np.uint8)


def closed(ink: Grey, gap: int) -> Grey:
    """With gaps across that are shorter than ``gap`` filled."""
    cv = opencv()
    return np.asarray(cv.morphologyEx(ink, cv.MORPH_CLOSE, np.ones((1, gap), np.uint8)), dtype=np.uint8)


def components(strokes: Grey) -> Floats:
    """The boxes of what hangs together: rows of (left, top, width, height)."""
    cv = opencv()
    _, _, stats, _ = cv.connectedComponentsWithStats(strokes, connectivity=8)
    return np.asarray(stats[1:, :4], dtype=np.float64)


def thickened(ink: Grey) -> Grey:
    """One pixel more above and below: a line that lies a little aslant, in black and white, goes on over its steps."""
    return np.asarray(opencv().dilate(ink, np.ones((3, 1), np.uint8)), dtype=np.uint8)


def thinned(boxes: Floats) -> Floats:
    """The boxes of thickened lines as they were."""
    return np.asarray(boxes + np.array([0.0, 1.0, 0.0, -2.0]), dtype=np.float64)


def without(ink: Grey, boxes: Floats) -> Grey:
    """The ink without the lines that are too long to be strokes of characters: each of a double rule stands alone."""
    rest = ink.copy()
    for left, top, width, height in boxes.astype(int).tolist():
        rest[top : top + height, left : left + width] = 0
    return rest
