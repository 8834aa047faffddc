"""The drawn lines of a page's picture: solid and dashed, thin, and joined to each other."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from schemas.errors import MissingPart

Grey = NDArray[np.uint8]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_SHORTEST_INCH = 0.12
_DASHED_INCH = 0.5
_DASHED_CLEAR_INCH = 1.5
_LONG_INCH = 0.5
_LOW_INCH = 0.2
_DASH_GAP_INCH = 0.03
_DASH_THICK_INCH = 0.022
_THICK_INCH = 0.04
_FLANK = 0.3
_FLANK_OF_LOW = 0.02
_END_INCH = 0.02
_MOSTLY = 0.4
_TOUCH_INCH = 0.03
_SMOOTH = 3
_DARKER = 20
_BLACK = 128


def opencv() -> Any:
    """The module ``cv2``. Raises ``MissingPart`` where the extra ``ocr`` is not installed."""
    try:
        import cv2  # noqa: PLC0415 (optional extra)
    except ImportError as error:
        raise MissingPart("opencv", hint="ocr") from error
    return cv2


def rules_in(page: Grey, dpi: float) -> tuple[Floats, Floats]:
    """The rules across and down, each as rows of (left, top, width, height); those down are of the page laid on its side.

    ``page``: height x width, dark on light. What is short, or dashed and not long, and is not held at both ends by
    rules that run the other way is made of strokes of characters.
    """
    across, clear = _rules(page, dpi)
    down, upright = _rules(np.ascontiguousarray(page.T), dpi)
    reach = _TOUCH_INCH * dpi
    held = _held(across, down[upright], reach), _held(down, across[clear], reach)
    return across[clear | held[0]], down[upright | held[1]]


def dark(page: Grey) -> Grey:
    """255 where a page is darker than what surrounds it."""
    cv = opencv()
    block = max(15, (min(page.shape) // 40) | 1)
    found = cv.adaptiveThreshold(page, 255, cv.ADAPTIVE_THRESH_MEAN_C, cv.THRESH_BINARY_INV, block, _DARKER)
    return np.asarray(found, dtype=np.uint8)


def _held(rules: Floats, others: Floats, reach: float) -> Bools:
    """Which of ``rules`` begin and end on one of ``others``, which run the other way."""
    left, right = rules[:, [0]], rules[:, [0]] + rules[:, [2]]
    above, below = rules[:, [1]] - reach, rules[:, [1]] + rules[:, [3]] + reach
    high, x, long, thick = (others[:, at] for at in range(4))
    level = (high <= below) & (high + long >= above)
    ends = [(level & (x - reach <= end) & (end <= x + thick + reach)).any(axis=1) for end in (left, right)]
    return np.asarray(ends[0] & ends[1])


def _rules(page: Grey, dpi: float) -> tuple[Floats, Bools]:
    """Horizontal rules as rows of (left, top, width, height), solid and dashed, and which are too long to be strokes.

    They are looked for where the page is smoothed along them only: one may be a single pixel thick.
    """
    steady, ink = _thickened(dark(opencv().blur(page, (_SMOOTH, 1)))), dark(opencv().medianBlur(page, 3))
    solid = _thinned(_components(_opened(steady, int(_SHORTEST_INCH * dpi))))
    dashes = _thin(_without(ink, solid), _DASH_THICK_INCH * dpi)
    closed = _closed(dashes, max(3, int(_DASH_GAP_INCH * dpi)))
    dashed = _components(_opened(closed, int(_DASHED_INCH * dpi)))
    boxes = np.concatenate([solid, dashed[[not _is_drawn(box, solid) for box in dashed]]])
    long = boxes[:, 2] >= _LONG_INCH * dpi
    others = _without(np.where(page < _BLACK, np.uint8(255), ink), boxes[long])
    alone = [_stands_alone(others, box, dpi) for box in boxes]
    clear = long & ((np.arange(len(boxes)) < len(solid)) | (boxes[:, 2] >= _DASHED_CLEAR_INCH * dpi))
    return np.asarray(boxes[alone], dtype=np.float64), clear[alone]


def _without(ink: Grey, boxes: Floats) -> Grey:
    """The ink without the lines that are too long to be strokes of characters: each of a double rule stands alone."""
    rest = ink.copy()
    for left, top, width, height in boxes.astype(int).tolist():
        rest[top : top + height, left : left + width] = 0
    return rest


def _thin(ink: Grey, most: float) -> Grey:
    """The pieces of ink that are at most so high: dashes, and none of the strokes that make up a character."""
    _, names, stats, _ = opencv().connectedComponentsWithStats(ink, connectivity=8)
    kept = stats[:, 3] <= most
    kept[0] = False
    return np.where(kept[names], ink, np.uint8(0))


def _is_drawn(dashed: Floats, solid: Floats) -> bool:
    """Whether solid rules make up most of a dashed one: the rest of it are strokes of characters in line with them."""
    left, top, width, height = dashed.tolist()
    level = (solid[:, 1] < top + height + 1) & (solid[:, 1] + solid[:, 3] > top - 1)
    shared = np.minimum(solid[:, 0] + solid[:, 2], left + width) - np.maximum(solid[:, 0], left)
    return bool(shared[level & (shared > 0)].sum() > _MOSTLY * width)


def _opened(ink: Grey, length: int) -> Grey:
    cv = opencv()
    return np.asarray(cv.morphologyEx(ink, cv.MORPH_OPEN, np.ones((1, length), np.uint8)), dtype=np.uint8)


def _closed(ink: Grey, gap: int) -> Grey:
    cv = opencv()
    return np.asarray(cv.morphologyEx(ink, cv.MORPH_CLOSE, np.ones((1, gap), np.uint8)), dtype=np.uint8)


def _components(strokes: Grey) -> Floats:
    cv = opencv()
    _, _, stats, _ = cv.connectedComponentsWithStats(strokes, connectivity=8)
    return np.asarray(stats[1:, :4], dtype=np.float64)


def _stands_alone(ink: Grey, box: Floats, dpi: float) -> bool:
    """A rule is thin and has little ink right above and below it; a row of strokes inside text has much.

    One as short as a character is high has next to none on one side, but for its ends: other strokes cross a stroke.
    """
    left, top, width, height = (int(value) for value in box)
    if height > _THICK_INCH * dpi:
        return False
    low = width < _LOW_INCH * dpi
    end, least = (int(_END_INCH * dpi), _FLANK_OF_LOW) if low else (0, _FLANK)
    reach = max(2, int(0.012 * dpi))
    along = slice(left + end, left + width - end)
    flanks = ink[max(0, top - 1 - reach) : max(0, top - 1), along], ink[top + height + 1 :, along][:reach]
    shares = [float((flank > 0).mean()) if flank.size else 0.0 for flank in flanks]
    return max(shares) < _FLANK and min(shares) < least


def _thickened(ink: Grey) -> Grey:
    """One pixel more above and below: a line that lies a little aslant, in black and white, goes on over its steps."""
    return np.asarray(opencv().dilate(ink, np.ones((3, 1), np.uint8)), dtype=np.uint8)


def _thinned(boxes: Floats) -> Floats:
    """The boxes of thickened lines as they were."""
    return np.asarray(boxes + np.array([0.0, 1.0, 0.0, -2.0]), dtype=np.float64)
