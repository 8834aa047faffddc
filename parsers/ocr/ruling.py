"""The drawn lines of a page's picture: solid and dashed, thin, and joined to each other."""

from __future__ import annotations

import numpy as np

from parsers.ocr.dashes import dashed_rules
from parsers.ocr.strokes import Bools, Floats, Grey, components, dark, opencv, opened, thickened, thinned, without

_SHORTEST_INCH = 0.12
_DASHED_CLEAR_INCH = 1.5
_LONG_INCH = 0.5
_LOW_INCH = 0.2
_THICK_INCH = 0.04
_FLANK = 0.3
_FLANK_OF_LOW = 0.02
_END_INCH = 0.02
_TOUCH_INCH = 0.03
_SMOOTH = 3
_BLACK = 128


def rules_in(page: Grey, dpi: float) -> tuple[Floats, Floats]:
    """The rules across and down, each as rows of (left, top, width, height); those down are of the page laid on its side.

    ``page``: height x width, dark on light. What is short, or dashed and not long, and is not held at both ends by
    rules that run the other way is made of strokes of characters.
    """
    across, clear = _rules(page, dpi)
    down, upright = _rules(np.ascontiguousarray(page.T), dpi)
    reach = _TOUCH_INCH * dpi
    held = _held(across, down[upright], reach), _held(down, across[clear], reach)
    across, down = across[clear | held[0]], down[upright | held[1]]
    return _trimmed(across, down, dpi), _trimmed(down, across, dpi)


def _held(rules: Floats, others: Floats, reach: float) -> Bools:
    """Which of ``rules`` begin and end on one of ``others``, which run the other way."""
    left, right = rules[:, [0]], rules[:, [0]] + rules[:, [2]]
    above, below = rules[:, [1]] - reach, rules[:, [1]] + rules[:, [3]] + reach
    high, x, long, thick = (others[:, at] for at in range(4))
    level = (high <= below) & (high + long >= above)
    ends = [(level & (x - reach <= end) & (end <= x + thick + reach)).any(axis=1) for end in (left, right)]
    return np.asarray(ends[0] & ends[1])


def _trimmed(rules: Floats, others: Floats, dpi: float) -> Floats:
    """The rules without ends that stick out over the last of ``others``: strokes of a character that stand in line."""
    low, reach = _LOW_INCH * dpi, _TOUCH_INCH * dpi
    kept = rules.copy()
    for rule in kept:
        left, right = rule[0], rule[0] + rule[2]
        meets = (others[:, 0] <= rule[1] + rule[3] + reach) & (others[:, 0] + others[:, 2] >= rule[1] - reach)
        at = np.sort((others[:, 1] + others[:, 3] / 2)[meets])
        first, last = at[at > left - reach], at[at < right + reach]
        if len(first) and reach < first[0] - left < low and right - first[0] > low:
            left = first[0]
        if len(last) and reach < right - last[-1] < low and last[-1] - left > low:
            right = last[-1]
        rule[0], rule[2] = left, right - left
    return kept


def _rules(page: Grey, dpi: float) -> tuple[Floats, Bools]:
    """Horizontal rules as rows of (left, top, width, height), solid and dashed, and which are too long to be strokes.

    They are looked for where the page is smoothed along them only: one may be a single pixel thick.
    """
    ink, smooth = dark(opencv().medianBlur(page, 3)), dark(opencv().blur(page, (_SMOOTH, 1)))
    solid = _solid(smooth, dpi)
    boxes = np.concatenate([solid, dashed_rules(ink, without(smooth, solid), solid, dpi)])
    long = boxes[:, 2] >= _LONG_INCH * dpi
    others = without(np.where(page < _BLACK, np.uint8(255), ink), boxes[long])
    alone = [_stands_alone(others, box, dpi) for box in boxes]
    clear = long & ((np.arange(len(boxes)) < len(solid)) | (boxes[:, 2] >= _DASHED_CLEAR_INCH * dpi))
    return np.asarray(boxes[alone], dtype=np.float64), clear[alone]


def _solid(ink: Grey, dpi: float) -> Floats:
    """Solid rules, each whole over its steps; the two of a double rule apart."""
    length = int(_SHORTEST_INCH * dpi)
    whole, pieces = thinned(components(opened(thickened(ink), length))), components(opened(ink, length))
    whole = whole[whole[:, 3] <= _THICK_INCH * dpi]
    left, top, width, height = (whole[:, at] for at in range(4))
    x, y = pieces[:, [0]] + pieces[:, [2]] / 2, pieces[:, [1]] + pieces[:, [3]] / 2
    inside = (x >= left) & (x <= left + width) & (y >= top - 1) & (y <= top + height + 1)
    return np.concatenate([whole, pieces[~inside.any(axis=1)]])


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
