"""Drawn lines: visible strokes, thin filled rectangles and thin images, merged into long straight rules."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from parsers.pdf.frame import Frame

Floats = npt.NDArray[np.float64]
Matrix = tuple[float, float, float, float, float, float]

_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_THIN = 3.0
_THICKEST = 5.0
_WHITE = 245
MAX_OBJECTS = 200_000
"""Page objects that are looked at."""
_MAX_DEPTH = 12
_MAX_SEGMENTS = 20_000


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes in user space, shape (n, 4): ``strokes`` are straight lines (or thin fills), ``fills`` larger areas.

    ``complete`` is false where the page held more objects than are looked at.
    """

    strokes: Floats
    fills: Floats
    images: Floats
    complete: bool


@dataclass(slots=True)
class _Pen:
    """What one walk over the page's objects collects."""

    strokes: list[tuple[float, float, float, float]]
    fills: list[tuple[float, float, float, float]]
    images: list[tuple[float, float, float, float]]
    objects: int = 0


def read_drawing(page: Any) -> Drawing:
    """Every visible path and thin image of a pdfium page, form XObjects included."""
    pen = _Pen([], [], [])
    count = pdfium.FPDFPage_CountObjects(page)
    members = (pdfium.FPDFPage_GetObject(page, index) for index in range(count))
    _walk(members, _IDENTITY, pen, 0)
    complete = pen.objects <= MAX_OBJECTS
    return Drawing(_array(pen.strokes), _array(pen.fills), _array(pen.images), complete)


def _array(boxes: list[tuple[float, float, float, float]]) -> Floats:
    array = np.array(boxes, dtype=np.float64).reshape(-1, 4)
    return array[np.isfinite(array).all(axis=1)]


def _walk(members: Iterator[Any], outer: Matrix, pen: _Pen, depth: int) -> None:
    for member in members:
        pen.objects += 1
        if pen.objects > MAX_OBJECTS:
            return
        kind = pdfium.FPDFPageObj_GetType(member)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _draw_path(member, outer, pen)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            _draw_image(member, outer, pen)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            count = pdfium.FPDFFormObj_CountObjects(member)
            inner = (pdfium.FPDFFormObj_GetObject(member, index) for index in range(count))
            _walk(inner, _times(_matrix(member), outer), pen, depth + 1)


def _matrix(member: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(member, matrix):
        return _IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _draw_image(member: Any, outer: Matrix, pen: _Pen) -> None:
    corners = _bounds(member, outer)
    if corners is None:
        return
    if min(corners[2] - corners[0], corners[3] - corners[1]) <= _THIN:
        pen.strokes.append(corners)
    else:
        pen.images.append(corners)


def _bounds(member: Any, outer: Matrix) -> tuple[float, float, float, float] | None:
    side = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(member, *side):
        return None
    left, bottom, right, top = (value.value for value in side)
    return _hull(_apply(np.array([[left, bottom], [right, top], [left, top], [right, bottom]]), outer))


def _apply(points: Floats, m: Matrix) -> Floats:
    return points @ np.array([[m[0], m[1]], [m[2], m[3]]]) + np.array([m[4], m[5]])


def _hull(points: Floats) -> tuple[float, float, float, float]:
    low, high = points.min(axis=0), points.max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _draw_path(member: Any, outer: Matrix, pen: _Pen) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(member, fill, stroke)
    stroked = bool(stroke.value) and _visible(member, pdfium.FPDFPageObj_GetStrokeColor)
    filled = bool(fill.value) and _visible(member, pdfium.FPDFPageObj_GetFillColor)
    if not (stroked or filled):
        return
    matrix = _times(_matrix(member), outer)
    stroked = stroked and _line_width(member, matrix) <= _THICKEST
    for points, curved in _subpaths(member):
        placed = _apply(points, matrix)
        if stroked:
            _stroke(placed, curved, pen)
        if filled:
            _fill(placed, pen)


def _line_width(member: Any, matrix: Matrix) -> float:
    width = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(member, width)
    return width.value * float(np.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])))


def _visible(member: Any, colour_of: Any) -> bool:
    rgba = [ctypes.c_uint() for _ in range(4)]
    if not colour_of(member, *rgba):
        return True
    red, green, blue, alpha = (value.value for value in rgba)
    return alpha > 8 and min(red, green, blue) < _WHITE


def _subpaths(member: Any) -> Iterator[tuple[Floats, list[bool]]]:
    """Each subpath's points; ``curved[i]`` tells that a curve led to point ``i``."""
    points: list[tuple[float, float]] = []
    curved: list[bool] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium.FPDFPath_CountSegments(member), _MAX_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(member, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield np.array(points), curved
            points, curved = [], []
        points.append((x.value, y.value))
        curved.append(kind == pdfium.FPDF_SEGMENT_BEZIERTO)
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
            curved.append(False)
    if len(points) > 1:
        yield np.array(points), curved


def _stroke(points: Floats, curved: list[bool], pen: _Pen) -> None:
    steps = np.concatenate([points[:-1], points[1:]], axis=1)
    straight = np.minimum(np.abs(steps[:, 0] - steps[:, 2]), np.abs(steps[:, 1] - steps[:, 3])) < 0.6
    straight &= ~np.array(curved[1:])
    pen.strokes.extend((x0, y0, x1, y1) for x0, y0, x1, y1 in steps[straight].tolist())


def _fill(points: Floats, pen: _Pen) -> None:
    box = _hull(points)
    if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
        pen.strokes.append(box)
    else:
        pen.fills.append(box)


@dataclass(frozen=True, slots=True)
class Rules:
    """Straight rules in the frame. ``across``: rows of (y, x0, x1); ``down``: rows of (x, y0, y1)."""

    across: Floats
    down: Floats

    def inside(self, left: float, top: float, right: float, bottom: float) -> Rules:
        """The rules that run within a box (their middle in it)."""
        a, d = self.across, self.down
        keep_a = (a[:, 0] > top) & (a[:, 0] < bottom) & (a[:, 1] < right) & (a[:, 2] > left)
        keep_d = (d[:, 0] > left) & (d[:, 0] < right) & (d[:, 1] < bottom) & (d[:, 2] > top)
        return Rules(a[keep_a], d[keep_d])


def rules_of(drawing: Drawing, frame: Frame) -> Rules:
    """Strokes in the frame, pieces of one rule (dashes, dots, cell by cell borders, double lines) joined."""
    x0, y0, x1, y1 = frame.boxes(drawing.strokes)
    width, height = x1 - x0, y1 - y0
    across, down = (height <= _THIN) & (width >= height * 0.8), (width <= _THIN) & (height >= width * 0.8)
    return Rules(
        _joined(np.stack([(y0 + y1) / 2, x0, x1], axis=1)[across]),
        _joined(np.stack([(x0 + x1) / 2, y0, y1], axis=1)[down]),
    )


_DOUBLE = 2.6
_SPREAD = 4.0
_SHORTEST = 6.0


def _joined(pieces: Floats) -> Floats:
    pieces = pieces[np.lexsort((pieces[:, 1], pieces[:, 0]))]
    found = [run for level in _levels(pieces) for run in _runs(level)]
    merged = np.array(found, dtype=np.float64).reshape(-1, 3)
    return merged[merged[:, 2] - merged[:, 1] >= _SHORTEST]


def _levels(pieces: Floats) -> Iterator[Floats]:
    """Pieces of about the same height: consecutive ones closer than a double line's gap."""
    start = 0
    for index in range(1, len(pieces) + 1):
        end = index == len(pieces)
        if end or pieces[index, 0] - pieces[index - 1, 0] > _DOUBLE or pieces[index, 0] - pieces[start, 0] > _SPREAD:
            yield pieces[start:index]
            start = index


def _runs(level: Floats) -> Iterator[tuple[float, float, float]]:
    level = level[np.argsort(level[:, 1], kind="stable")]
    length = level[:, 2] - level[:, 1]
    gap = max(3.0, min(8.0, 1.5 * float(np.median(length)))) if len(level) > 3 else 3.0
    reach = np.maximum.accumulate(level[:, 2])
    starts = np.flatnonzero(np.concatenate([[True], level[1:, 1] - reach[:-1] > gap]))
    for start, end in zip(starts, [*starts[1:], len(level)], strict=True):
        part, weight = level[start:end], np.maximum(length[start:end], 0.1)
        yield float(np.average(part[:, 0], weights=weight)), float(part[0, 1]), float(reach[end - 1])
