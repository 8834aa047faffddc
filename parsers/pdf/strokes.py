"""The segments of drawn paths as straight strokes and as the hulls of filled shapes."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from parsers.pdf.arrays import begins
from parsers.pdf.calls import Handle, Slots, plain
from parsers.pdf.chars import Bools, Floats, Ints
from parsers.pdf.library import pdfium

_STRAIGHT = 0.6
_CURVED = 4
_KIND = plain(pdfium.FPDFPathSegment_GetType, ctypes.c_int)
_POINT = plain(pdfium.FPDFPathSegment_GetPoint, None)
_BLANK = np.zeros(2, np.float32)


class Paths(NamedTuple):
    """Of each path: how many segments it has, its matrix to user space, whether its line and its area are seen."""

    counts: Ints
    matrices: Floats
    stroked: Bools
    filled: Bools


def joined(parts: Sequence[Paths]) -> Paths:
    """The paths of all parts, in order."""
    return Paths(*(np.concatenate([getattr(part, name) for part in parts]) for name in Paths._fields))


def straight(lines: Floats) -> Floats:
    """The level and the upright ones of lines between two points."""
    return lines[np.minimum(np.abs(lines[:, 0] - lines[:, 2]), np.abs(lines[:, 1] - lines[:, 3])) < _STRAIGHT]


def trace(segments: list[Handle], paths: Paths, slots: Slots) -> tuple[Floats, Floats]:
    """Level and upright strokes and the hulls of filled subpaths, boxes in user space; ``segments``: at least one.

    A path that is closed ends with a segment to its first point; pdfium adds it where the file does not.
    """
    points = _points(slots.ask(_POINT, (segments,), _BLANK, 2).astype(np.float64), paths)
    path = np.repeat(np.arange(len(paths.counts)), paths.counts)
    kind = _kinds(segments, paths.counts[path])
    opening = begins(path) | (kind == pdfium.FPDF_SEGMENT_MOVETO)
    first = opening.nonzero()[0]
    filled = paths.filled[path[first]]
    hulls = np.concatenate([np.minimum.reduceat(points, first), np.maximum.reduceat(points, first)], axis=1)[filled]
    line = ((kind == pdfium.FPDF_SEGMENT_LINETO) & paths.stroked[path] & ~opening).nonzero()[0]
    return straight(np.concatenate([points[line - 1], points[line]], axis=1)), hulls


def _kinds(segments: list[Handle], count: Ints) -> Ints:
    """Each segment's kind; ``count``: of its path. After its first a path of few segments has lines only."""
    kind = np.full(len(segments), pdfium.FPDF_SEGMENT_LINETO)
    asked = (count >= _CURVED).nonzero()[0]
    kind[asked] = np.fromiter(map(_KIND, [segments[index] for index in asked.tolist()]), np.int64, len(asked))
    return kind


def _points(raw: Floats, paths: Paths) -> Floats:
    """The points of all paths in user space."""
    if (paths.matrices == paths.matrices[0]).all():
        a, b, c, d, e, f = paths.matrices[0]
    else:
        a, b, c, d, e, f = np.repeat(paths.matrices, paths.counts, axis=0).T
    x, y = raw.T
    return np.stack([x * a + y * c + e, x * b + y * d + f], axis=1)
