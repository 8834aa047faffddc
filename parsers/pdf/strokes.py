"""The segments of drawn paths as straight strokes and as the hulls of filled shapes."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2.raw as pdfium

from parsers.pdf.calls import Handle, call, plain
from parsers.pdf.chars import Bools, Floats, Ints

_STRAIGHT = 0.6
_TO = ctypes.c_void_p
_KIND = plain(pdfium.FPDFPathSegment_GetType, ctypes.c_int)
_CLOSES = plain(pdfium.FPDFPathSegment_GetClose, ctypes.c_int)
_POINT = plain(pdfium.FPDFPathSegment_GetPoint, ctypes.c_int, _TO, _TO, _TO)


@dataclass(frozen=True, slots=True)
class Paths:
    """Of each path: how many segments it has, its matrix to user space, whether its line and its area are seen."""

    counts: Ints
    matrices: Floats
    stroked: Bools
    filled: Bools


def joined(parts: Sequence[Paths]) -> Paths:
    """The paths of all parts, in order."""
    return Paths(*(np.concatenate([getattr(part, name) for part in parts]) for name in Paths.__slots__))


def trace(segments: list[Handle], paths: Paths) -> tuple[Floats, Floats]:
    """Level and upright strokes and the hulls of filled subpaths, boxes in user space; ``segments``: at least one."""
    points = _points(segments, paths)
    kind = np.fromiter(map(_KIND, segments), np.int64, len(segments))
    path = np.repeat(np.arange(len(paths.counts)), paths.counts)
    begins = (kind == pdfium.FPDF_SEGMENT_MOVETO) | (np.diff(path, prepend=-1) != 0)
    first = np.flatnonzero(begins)
    filled = paths.filled[path[first]]
    hulls = np.concatenate([np.minimum.reduceat(points, first), np.maximum.reduceat(points, first)], axis=1)[filled]
    steps = _steps(points, segments, kind, first[np.cumsum(begins) - 1], paths.stroked[path])
    level = np.minimum(np.abs(steps[:, 0] - steps[:, 2]), np.abs(steps[:, 1] - steps[:, 3])) < _STRAIGHT
    return steps[level], hulls


def _points(segments: list[Handle], paths: Paths) -> Floats:
    raw = np.zeros((len(segments), 2), np.float32)
    start, end = raw.ctypes.data, raw.ctypes.data + raw.nbytes
    call(map(_POINT, segments, range(start, end, 8), range(start + 4, end + 4, 8)))
    m = np.repeat(paths.matrices, paths.counts, axis=0)
    x, y = raw[:, 0].astype(np.float64), raw[:, 1].astype(np.float64)
    return np.stack([x * m[:, 0] + y * m[:, 2] + m[:, 4], x * m[:, 1] + y * m[:, 3] + m[:, 5]], axis=1)


def _steps(points: Floats, segments: list[Handle], kind: Ints, origin: Ints, stroked: Bools) -> Floats:
    """Straight sides of stroked paths, closing ones too; ``origin`` is each point's first one in its subpath."""
    line = np.flatnonzero((kind == pdfium.FPDF_SEGMENT_LINETO) & stroked)
    line = line[line > origin[line]]
    asked = np.flatnonzero(stroked)
    closing = asked[np.fromiter((_CLOSES(segments[index]) for index in asked.tolist()), np.bool_, len(asked))]
    return np.concatenate(
        [
            np.concatenate([points[line - 1], points[line]], axis=1),
            np.concatenate([points[closing], points[origin[closing]]], axis=1),
        ]
    )
