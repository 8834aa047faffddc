"""What is drawn on a page besides text: visible strokes, fills and images, form XObjects included."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from parsers.pdf.calls import address, call
from parsers.pdf.chars import Bools, Floats, Ints

Matrix = tuple[float, float, float, float, float, float]
BoxTuple = tuple[float, float, float, float]

MAX_OBJECTS = 200_000
"""Page objects that are looked at."""
THIN = 3.0
"""A fill of at most this many points is a line."""

_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_THICKEST = 5.0
_STRAIGHT = 0.6
_WHITE = 245
_MAX_DEPTH = 12
_MAX_SEGMENTS = 1_000_000

_HANDLE = ctypes.c_void_p
_SEGMENT = ctypes.CFUNCTYPE(_HANDLE, _HANDLE, ctypes.c_int)(address(pdfium.FPDFPath_GetPathSegment))
_POINT = ctypes.CFUNCTYPE(ctypes.c_int, _HANDLE, _HANDLE, _HANDLE)(address(pdfium.FPDFPathSegment_GetPoint))
_KIND = ctypes.CFUNCTYPE(ctypes.c_int, _HANDLE)(address(pdfium.FPDFPathSegment_GetType))
_CLOSES = ctypes.CFUNCTYPE(ctypes.c_int, _HANDLE)(address(pdfium.FPDFPathSegment_GetClose))


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
    """What one walk over the page's objects collects; path segments are handles, read all at once afterwards."""

    segments: list[int] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    matrices: list[Matrix] = field(default_factory=list)
    stroked: list[bool] = field(default_factory=list)
    filled: list[bool] = field(default_factory=list)
    thin: list[BoxTuple] = field(default_factory=list)
    images: list[BoxTuple] = field(default_factory=list)
    objects: int = 0

    @property
    def full(self) -> bool:
        return self.objects > MAX_OBJECTS or len(self.segments) > _MAX_SEGMENTS


def read_drawing(page: Any) -> Drawing:
    """Every visible path and image of a pdfium page."""
    pen = _Pen()
    count = pdfium.FPDFPage_CountObjects(page)
    _walk((pdfium.FPDFPage_GetObject(page, index) for index in range(count)), _IDENTITY, pen, 0)
    strokes, fills = _traced(pen)
    return Drawing(
        _finite(np.concatenate([strokes, _array(pen.thin)])), _finite(fills), _array(pen.images), not pen.full
    )


def _array(boxes: list[BoxTuple]) -> Floats:
    return _finite(np.array(boxes, dtype=np.float64).reshape(-1, 4))


def _finite(boxes: Floats) -> Floats:
    return boxes[np.isfinite(boxes).all(axis=1)]


def _walk(members: Iterator[Any], outer: Matrix, pen: _Pen, depth: int) -> None:
    for member in members:
        pen.objects += 1
        if pen.full:
            return
        kind = pdfium.FPDFPageObj_GetType(member)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _note_path(member, outer, pen)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            _note_image(member, outer, pen)
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
    if n == _IDENTITY:
        return m
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _note_image(member: Any, outer: Matrix, pen: _Pen) -> None:
    side = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(member, *side):
        return
    left, bottom, right, top = (value.value for value in side)
    xs, ys = zip(*(_moved(x, y, outer) for x in (left, right) for y in (bottom, top)), strict=True)
    box = (min(xs), min(ys), max(xs), max(ys))
    (pen.thin if min(box[2] - box[0], box[3] - box[1]) <= THIN else pen.images).append(box)


def _moved(x: float, y: float, m: Matrix) -> tuple[float, float]:
    return x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]


def _note_path(member: Any, outer: Matrix, pen: _Pen) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(member, fill, stroke)
    stroked = bool(stroke.value) and _visible(member, pdfium.FPDFPageObj_GetStrokeColor)
    filled = bool(fill.value) and _visible(member, pdfium.FPDFPageObj_GetFillColor)
    matrix = _times(_matrix(member), outer) if stroked or filled else _IDENTITY
    stroked = stroked and _line_width(member, matrix) <= _THICKEST
    if not (stroked or filled):
        return
    count = min(pdfium.FPDFPath_CountSegments(member), _MAX_SEGMENTS)
    pen.segments.extend(map(_SEGMENT, repeat(address(member)), range(count)))
    pen.counts.append(count)
    pen.matrices.append(matrix)
    pen.stroked.append(stroked)
    pen.filled.append(filled)


def _line_width(member: Any, matrix: Matrix) -> float:
    width = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(member, width)
    return float(width.value * math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])))


def _visible(member: Any, colour_of: Any) -> bool:
    red, green, blue, alpha = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
    if not colour_of(member, red, green, blue, alpha):
        return True
    return alpha.value > 8 and min(red.value, green.value, blue.value) < _WHITE


@dataclass(frozen=True, slots=True)
class _Trace:
    """All path points of a page in user space, one path after the other."""

    points: Floats
    kind: Ints
    closes: Bools
    path: Ints


def _trace(pen: _Pen) -> _Trace:
    count = len(pen.segments)
    raw = np.zeros((count, 2), np.float32)
    start, end = raw.ctypes.data, raw.ctypes.data + raw.nbytes
    call(map(_POINT, pen.segments, range(start, end, 8), range(start + 4, end + 4, 8)))
    kinds, closes = map(_KIND, pen.segments), map(_CLOSES, pen.segments)
    path = np.repeat(np.arange(len(pen.counts)), pen.counts)
    m = np.array(pen.matrices, dtype=np.float64).reshape(-1, 6)[path]
    x, y = raw[:, 0].astype(np.float64), raw[:, 1].astype(np.float64)
    points = np.stack([x * m[:, 0] + y * m[:, 2] + m[:, 4], x * m[:, 1] + y * m[:, 3] + m[:, 5]], axis=1)
    return _Trace(points, np.fromiter(kinds, np.int64, count), np.fromiter(closes, np.int64, count) == 1, path)


def _traced(pen: _Pen) -> tuple[Floats, Floats]:
    """Straight strokes together with thin fills, and the larger fills."""
    if not pen.segments:
        return np.zeros((0, 4)), np.zeros((0, 4))
    trace = _trace(pen)
    begins = trace.kind == pdfium.FPDF_SEGMENT_MOVETO
    begins |= np.diff(trace.path, prepend=-1) != 0
    first = np.flatnonzero(begins)
    subpath = np.cumsum(begins) - 1
    hulls = np.concatenate(
        [np.minimum.reduceat(trace.points, first), np.maximum.reduceat(trace.points, first)], axis=1
    )[np.array(pen.filled)[trace.path[first]]]
    thin = np.minimum(hulls[:, 2] - hulls[:, 0], hulls[:, 3] - hulls[:, 1]) <= THIN
    return np.concatenate([_straight(trace, first[subpath], np.array(pen.stroked)), hulls[thin]]), hulls[~thin]


def _straight(trace: _Trace, origin: Ints, stroked: Bools) -> Floats:
    """Level and upright sides of stroked paths; ``origin`` is each point's first one in its subpath."""
    line = np.flatnonzero((trace.kind == pdfium.FPDF_SEGMENT_LINETO) & stroked[trace.path])
    line = line[line > origin[line]]
    closing = np.flatnonzero(trace.closes & stroked[trace.path])
    steps = np.concatenate(
        [
            np.concatenate([trace.points[line - 1], trace.points[line]], axis=1),
            np.concatenate([trace.points[closing], trace.points[origin[closing]]], axis=1),
        ]
    )
    level = np.minimum(np.abs(steps[:, 0] - steps[:, 2]), np.abs(steps[:, 1] - steps[:, 3])) < _STRAIGHT
    return np.asarray(steps[level], dtype=np.float64)
