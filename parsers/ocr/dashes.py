"""Dashed rules: thin pieces of ink in line, closer to each other than rows of digits are."""

from __future__ import annotations

import numpy as np

from parsers.ocr.strokes import Floats, Grey, closed, components, opencv, opened, thickened, thinned

_DASHED_INCH = 0.5
_GAP_INCH = (0.03, 0.06)
_DASH_INCH = (0.03, 0.085)
_THICK_INCH = 0.025
_LOST_INCH = 0.2
_PITCH_INCH = 0.11
_BESIDE_INCH = 0.03
_FREE = 0.12
_MOSTLY = 0.4


def dashed_rules(ink: Grey, smooth: Grey, solid: Floats, dpi: float) -> Floats:
    """Rows of (left, top, width, height), none of them one of the ``solid`` rules.

    ``smooth``: the ink of the page smoothed along the rules, without the solid ones.
    """
    dashes = _pieces(smooth, dpi)
    near, far = (closed(thickened(on), int(gap * dpi)) for on, gap in zip((ink, dashes), _GAP_INCH, strict=True))
    boxes = thinned(np.concatenate([components(opened(on, int(_DASHED_INCH * dpi))) for on in (near, far)]))
    kept = boxes[[_is_dashed(box, dashes, ink, dpi) and not _is_drawn(box, solid) for box in boxes]]
    longer = [_prolonged(box, dashes, _LOST_INCH * dpi) for box in kept]
    return np.asarray(np.unique(np.array(longer).reshape(-1, 4), axis=0), dtype=np.float64)


def _pieces(ink: Grey, dpi: float) -> Grey:
    """What might be dashes: straight pieces of ink, thin and short. Those that others cross are among them."""
    straight = opened(ink, int(_DASH_INCH[0] * dpi))
    _, names, stats, _ = opencv().connectedComponentsWithStats(straight, connectivity=8)
    kept = (stats[:, 2] <= _DASH_INCH[1] * dpi) & (stats[:, 3] <= _THICK_INCH * dpi)
    kept[0] = False
    return np.where(kept[names], straight, np.uint8(0))


def _is_dashed(box: Floats, dashes: Grey, ink: Grey, dpi: float) -> bool:
    """Whether dashes follow each other closer than rows of digits do, and nothing stands right beside one side."""
    left, top, width, height = box.astype(int).tolist()
    along, reach = slice(left, left + width), int(_BESIDE_INCH * dpi)
    inked = dashes[top : top + height, along].any(axis=0)
    count = int(np.count_nonzero(np.diff(inked.astype(np.int8)) == 1)) + 1
    flanks = ink[max(0, top - 1 - reach) : max(0, top - 1), along], ink[top + height + 1 :, along][:reach]
    free = min(float((flank > 0).mean()) if flank.size else 0.0 for flank in flanks)
    return count * _PITCH_INCH * dpi > width and free < _FREE


def _prolonged(box: Floats, dashes: Grey, gap: float) -> Floats:
    """A dashed rule with the dashes in line with it: those that another rule crosses may be lost."""
    left, top, width, height = box.astype(int).tolist()
    at = np.flatnonzero(dashes[max(0, top - 1) : top + height + 1].any(axis=0))
    apart = np.flatnonzero(np.diff(at) > gap)
    firsts, lasts = at[np.concatenate([[0], apart + 1])], at[np.concatenate([apart, [len(at) - 1]])]
    run = (firsts < left + width) & (lasts >= left)
    start, end = min(left, int(firsts[run][0])), max(left + width, int(lasts[run][-1]) + 1)
    return np.array([start, top, end - start, height], dtype=np.float64)


def _is_drawn(dashed: Floats, solid: Floats) -> bool:
    """Whether solid rules make up most of a dashed one: the rest of it are strokes of characters in line with them."""
    left, top, width, height = dashed.tolist()
    level = (solid[:, 1] < top + height + 1) & (solid[:, 1] + solid[:, 3] > top - 1)
    shared = np.minimum(solid[:, 0] + solid[:, 2], left + width) - np.maximum(solid[:, 0], left)
    return bool(shared[level & (shared > 0)].sum() > _MOSTLY * width)
