"""A page's picture made ready: grey, upright, its drawn lines found and taken out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parsers.ocr.ruling import rules_in
from parsers.ocr.strokes import Floats, Grey, dark, opencv

_STEEPEST = 5.0
_STEP = 0.1
_PAPER_INCH = 0.3
_INK_PERCENT = 99.5
_FAINTEST = 0.25


@dataclass(frozen=True, slots=True)
class Picture:
    """An upright page. ``across``: rules as rows of (y, x0, x1); ``down``: (x, y0, y1); pixels. ``skew`` in degrees."""

    clean: Grey
    across: Floats
    down: Floats
    skew: float


def prepare(page: Grey, dpi: float) -> Picture:
    """Straighten a grey page (height x width) scanned at ``dpi``; find its rules and paint them white."""
    page = _evened(page, dpi)
    skew = _skew(page)
    upright = _turned(page, skew) if abs(skew) >= _STEP / 2 else page
    across, down = rules_in(upright, dpi)
    clean = upright.copy()
    _erase(clean, across)
    _erase(clean.T, down)
    return Picture(clean, _lines(across), _lines(down), skew)


def _evened(page: Grey, dpi: float) -> Grey:
    """Ink near black on paper that is white all over: shadows, grey paper and faint print taken out."""
    cv = opencv()
    reach = int(_PAPER_INCH * dpi) | 1
    paper = cv.morphologyEx(cv.medianBlur(page, 3), cv.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    paper = np.maximum(cv.blur(paper, (reach, reach)), 1).astype(np.float32)
    missing = np.clip(1 - page / paper, 0, 1)
    darkest = float(np.percentile(missing, _INK_PERCENT))
    return np.asarray(255 - np.clip(missing * (255 / max(darkest, _FAINTEST)), 0, 255), dtype=np.uint8)


def _skew(page: Grey) -> float:
    """The turn, in degrees, at which the rows of ink are sharpest."""
    step = max(1, max(page.shape) // 1000)
    small = _within(dark(opencv().medianBlur(np.ascontiguousarray(page[::step, ::step]), 3)))
    rows, columns = np.nonzero(small)
    if len(rows) < 100:
        return 0.0
    coarse = _sharpest(rows, columns, np.arange(-_STEEPEST, _STEEPEST + 0.01, 0.5))
    return _sharpest(rows, columns, np.arange(coarse - 0.5, coarse + 0.51, _STEP))


def _within(ink: Grey) -> Grey:
    """The ink that does not reach the edge of the picture: dark glass beside the paper lies straight when that does not."""
    names = np.asarray(opencv().connectedComponents(ink, connectivity=8)[1])
    edge = np.unique(np.concatenate([names[0], names[-1], names[:, 0], names[:, -1]]))
    return np.where(np.isin(names, edge), np.uint8(0), ink)


def _sharpest(rows: NDArray[np.intp], columns: NDArray[np.intp], angles: Floats) -> float:
    def sharpness(angle: float) -> float:
        level = rows - columns * np.tan(np.radians(angle))
        histogram = np.bincount((level - level.min()).astype(np.int64))
        return float((histogram.astype(np.float64) ** 2).sum())

    return float(max(angles.tolist(), key=lambda angle: (sharpness(angle), -abs(angle))))


def _turned(page: Grey, degrees: float) -> Grey:
    cv = opencv()
    height, width = page.shape
    matrix = cv.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.asarray(cv.warpAffine(page, matrix, (width, height), borderValue=255), dtype=np.uint8)


def _erase(page: Grey, boxes: Floats) -> None:
    for left, top, width, height in boxes.astype(int).tolist():
        page[max(0, top - 1) : top + height + 1, left : left + width] = 255


def _lines(boxes: Floats) -> Floats:
    return np.stack([boxes[:, 1] + boxes[:, 3] / 2, boxes[:, 0], boxes[:, 0] + boxes[:, 2]], axis=1)
