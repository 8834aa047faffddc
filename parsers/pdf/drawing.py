"""What is drawn on a page besides text: visible strokes, fills and images, form XObjects included."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from itertools import compress, repeat
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from parsers.pdf.calls import Handle, Slots, handle_of, plain
from parsers.pdf.chars import Bools, Floats
from parsers.pdf.library import pdfium
from parsers.pdf.strokes import Paths, joined, straight, trace

Matrix = tuple[float, float, float, float, float, float]

MAX_OBJECTS = 200_000
"""Page objects that are looked at."""
THIN = 3.0
"""A fill of at most this many points is a line."""

_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_THICKEST = 5.0
_WHITE = 245
_CLEAR = 8
_RECTANGLE = 5
_ROUNDING = 0.001
_MAX_DEPTH = 12
_MAX_SEGMENTS = 1_000_000
_NONE: Floats = np.zeros((0, 4))

_PAGE_MEMBER = plain(pdfium.FPDFPage_GetObject, Handle)
_FORM_MEMBER = plain(pdfium.FPDFFormObj_GetObject, Handle, ctypes.c_void_p, ctypes.c_ulong)
_FORM_COUNT = plain(pdfium.FPDFFormObj_CountObjects, ctypes.c_int)
_TYPE = plain(pdfium.FPDFPageObj_GetType, ctypes.c_int)
_SEGMENT = plain(pdfium.FPDFPath_GetPathSegment, Handle)
_SEGMENTS = plain(pdfium.FPDFPath_CountSegments, ctypes.c_int)
_DRAW_MODE = plain(pdfium.FPDFPath_GetDrawMode, None)
_STROKE_COLOUR = plain(pdfium.FPDFPageObj_GetStrokeColor, None)
_FILL_COLOUR = plain(pdfium.FPDFPageObj_GetFillColor, None)
_STROKE_WIDTH = plain(pdfium.FPDFPageObj_GetStrokeWidth, None)
_OBJECT_MATRIX = plain(pdfium.FPDFPageObj_GetMatrix, None)
_BOUNDS = plain(pdfium.FPDFPageObj_GetBounds, None)

_SIX, _BOX, _MODE = np.array(_IDENTITY, np.float32), np.full(4, np.nan, np.float32), np.zeros(2, np.int32)
_WIDTH, _COLOUR = np.zeros(1, np.float32), np.array([0, 0, 0, 255], np.uint32)


class Drawing(NamedTuple):
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

    slots: Slots
    segments: list[Handle] = field(default_factory=list)
    traced: list[Paths] = field(default_factory=list)
    lines: list[Floats] = field(default_factory=lambda: [_NONE])
    boxes: list[Floats] = field(default_factory=lambda: [_NONE])
    images: list[Floats] = field(default_factory=lambda: [_NONE])
    objects: int = 0
    cut: bool = False

    @property
    def full(self) -> bool:
        return self.cut or self.objects > MAX_OBJECTS

    def ask(self, function: Any, members: list[Handle], blank: npt.NDArray[Any], pointers: int) -> npt.NDArray[Any]:
        """What a function writes for each object, one row each, over ``blank``."""
        return self.slots.ask(function, (members,), blank, pointers)


def read_drawing(page: Any, slots: Slots | None = None) -> Drawing:
    """Every visible path and image of a pdfium page; ``slots``: those of the document."""
    pen = _Pen(slots or Slots())
    _walk(_members(_PAGE_MEMBER, handle_of(page), pdfium.FPDFPage_CountObjects(page)), _IDENTITY, pen, 0)
    strokes, fills = trace(pen.segments, joined(pen.traced), pen.slots) if pen.segments else (_NONE, _NONE)
    images, hulls = _finite(np.concatenate(pen.images)), np.concatenate([*pen.boxes, fills])
    thin, flat = _are_thin(hulls), _are_thin(images)
    lines = np.concatenate([strokes, *pen.lines, hulls[thin], images[flat]])
    return Drawing(_finite(lines), _finite(hulls[~thin]), images[~flat], not pen.full)


def _finite(boxes: Floats) -> Floats:
    return boxes[np.isfinite(boxes).all(axis=1)]


def _are_thin(boxes: Floats) -> Bools:
    return np.asarray(np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) <= THIN, dtype=np.bool_)


def _members(member: Any, container: Handle, count: int) -> list[Handle]:
    return list(map(member, repeat(container), range(min(count, MAX_OBJECTS + 1))))


def _walk(members: list[Handle], outer: Matrix, pen: _Pen, depth: int) -> None:
    members = members[: MAX_OBJECTS + 1 - pen.objects]
    pen.objects += len(members)
    kinds = np.fromiter(map(_TYPE, members), np.int64, len(members))
    found = {
        kind: [members[index] for index in np.flatnonzero(kinds == kind).tolist()]
        for kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM)
    }
    if found[pdfium.FPDF_PAGEOBJ_PATH]:
        _note_paths(found[pdfium.FPDF_PAGEOBJ_PATH], outer, pen)
    if found[pdfium.FPDF_PAGEOBJ_IMAGE]:
        pen.images.append(_bounds(found[pdfium.FPDF_PAGEOBJ_IMAGE], outer, pen))
    for form in found[pdfium.FPDF_PAGEOBJ_FORM]:
        if depth < _MAX_DEPTH and not pen.full:
            inner = _members(_FORM_MEMBER, form, _FORM_COUNT(form))
            _walk(inner, _times(pen.ask(_OBJECT_MATRIX, [form], _SIX, 1)[0].tolist(), outer), pen, depth + 1)


def _times(m: Any, n: Matrix) -> Matrix:
    """The product of two matrices; ``m`` may hold a column for each of many."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _bounds(members: list[Handle], outer: Matrix, pen: _Pen) -> Floats:
    """Boxes in user space of objects whose bounds pdfium gives within their form."""
    box = pen.ask(_BOUNDS, members, _BOX, 4).astype(np.float64)
    if outer == _IDENTITY:
        return box
    corners = [(box[:, x] * outer[0] + box[:, y] * outer[2], box[:, x] * outer[1] + box[:, y] * outer[3])
               for x in (0, 2) for y in (1, 3)]  # fmt: skip
    xs, ys = np.array([x for x, _ in corners]) + outer[4], np.array([y for _, y in corners]) + outer[5]
    return np.stack([xs.min(axis=0), ys.min(axis=0), xs.max(axis=0), ys.max(axis=0)], axis=1)


def _note_paths(paths: list[Handle], outer: Matrix, pen: _Pen) -> None:
    filled, stroked = (pen.ask(_DRAW_MODE, paths, _MODE, 2) != 0).T
    filled, stroked = _inked(_FILL_COLOUR, paths, filled, pen), _inked(_STROKE_COLOUR, paths, stroked, pen)
    matrix = np.stack(np.broadcast_arrays(*_times(pen.ask(_OBJECT_MATRIX, paths, _SIX, 1).T.astype(float), outer)), 1)
    scale = np.sqrt(np.abs(matrix[:, 0] * matrix[:, 3] - matrix[:, 1] * matrix[:, 2]))
    width = np.zeros(len(paths))
    width[stroked] = pen.ask(_STROKE_WIDTH, _at(paths, stroked), _WIDTH, 1)[:, 0]
    stroked &= width * scale <= _THICKEST
    count = np.fromiter(map(_SEGMENTS, paths), np.int64, len(paths))
    upright = _upright(matrix)
    boxed = filled & ~stroked & (count > 3) & (count <= _RECTANGLE) & upright
    pen.boxes.append(_bounds(_at(paths, boxed), outer, pen))
    lined = stroked & ~filled & (count == 2) & upright & (width > 0)
    pen.lines.append(_without_width(_bounds(_at(paths, lined), outer, pen), width[lined], matrix[lined]))
    _note_segments(paths, (filled | stroked) & ~boxed & ~lined, Paths(count, matrix, stroked, filled), pen)


def _without_width(boxes: Floats, width: Floats, matrix: Floats) -> Floats:
    """Of the bounds of strokes, which pdfium makes wider by their whole width all around, the level and upright lines."""
    reach = (np.abs(matrix[:, [0, 1]]) + np.abs(matrix[:, [2, 3]])) * width[:, None]
    low, high = boxes[:, :2] + reach, boxes[:, 2:] - reach
    return straight(np.concatenate([low, np.where(high - low > _ROUNDING, high, low)], axis=1))


def _note_segments(paths: list[Handle], which: Bools, kind: Paths, pen: _Pen) -> None:
    """Note the segments of the paths, as many as are looked at."""
    shown = which.nonzero()[0]
    count = kind.counts[shown]
    room = np.cumsum(count) <= _MAX_SEGMENTS - len(pen.segments)
    pen.cut |= not room.all()
    shown, count = shown[room], count[room]
    pen.traced.append(Paths(count, kind.matrices[shown], kind.stroked[shown], kind.filled[shown]))
    for index, segments in zip(shown.tolist(), count.tolist(), strict=True):
        pen.segments.extend(map(_SEGMENT, repeat(paths[index]), range(segments)))


def _inked(colour_of: Any, paths: list[Handle], drawn: Bools, pen: _Pen) -> Bools:
    """Which of the paths that are drawn in a colour can be seen on white paper."""
    seen = drawn.copy()
    colour = pen.ask(colour_of, _at(paths, drawn), _COLOUR, 4)
    seen[drawn] = (colour[:, 3] > _CLEAR) & (colour[:, :3].min(axis=1) < _WHITE)
    return seen


def _at(paths: list[Handle], which: Bools) -> list[Handle]:
    return list(compress(paths, which.tolist()))


def _upright(matrix: Floats) -> Bools:
    """Matrices that turn no rectangle out of the level."""
    level, turned = (matrix[:, 1:3] == 0).all(axis=1), (matrix[:, [0, 3]] == 0).all(axis=1)
    return np.asarray(level | turned, dtype=np.bool_)
