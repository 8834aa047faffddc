"""Drawn lines: straight strokes and thin fills, merged into long rules."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from parsers.pdf.arrays import begins, running
from parsers.pdf.chars import Floats, Ints
from parsers.pdf.drawing import THIN, Drawing
from parsers.pdf.frame import Frame


class Rules(NamedTuple):
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
    across, down = (height <= THIN) & (width >= height * 0.8), (width <= THIN) & (height >= width * 0.8)
    return Rules(
        _joined(np.stack([(y0 + y1) / 2, x0, x1], axis=1)[across]),
        _joined(np.stack([(x0 + x1) / 2, y0, y1], axis=1)[down]),
    )


_DOUBLE = 2.6
_SPREAD = 4.0
_SHORTEST = 6.0
_APART = 0.3


def _joined(pieces: Floats) -> Floats:
    """Long rules of pieces (position, from, to): level by level, each level's overlapping or close pieces as one."""
    if not len(pieces):
        return pieces
    pieces = pieces[pieces[:, 0].argsort(kind="stable")]
    level = _levels(pieces[:, 0])
    pieces = pieces[np.lexsort((pieces[:, 1], level))]
    length = pieces[:, 2] - pieces[:, 1]
    free = np.zeros(len(pieces))
    free[1:] = pieces[1:, 1] - _reach(pieces[:, 2], level)[:-1]
    apart = begins(level)
    free[apart] = 0.0
    apart |= free > _gaps(length, free, level)
    starts = apart.nonzero()[0]
    weight = np.maximum(length, 0.1)
    at = np.add.reduceat(pieces[:, 0] * weight, starts) / np.add.reduceat(weight, starts)
    merged = np.stack([at, pieces[starts, 1], np.maximum.reduceat(pieces[:, 2], starts)], axis=1)
    return np.asarray(merged[merged[:, 2] - merged[:, 1] >= _SHORTEST], dtype=np.float64)


def _levels(heights: Floats) -> Ints:
    """The level of each height (ascending): consecutive ones closer than a double line's gap are one."""
    level = running(heights[1:] - heights[:-1] > _DOUBLE)
    first = np.searchsorted(level, level)
    if (heights - heights[first] <= _SPREAD).all():
        return level
    return _narrow_levels(heights.tolist())


def _narrow_levels(heights: list[float]) -> Ints:
    """Levels where so many lines lie so close that a level would grow too wide: it ends at its widest."""
    levels, start = [0], heights[0]
    for before, height in pairwise(heights):
        new = height - before > _DOUBLE or height - start > _SPREAD
        start = height if new else start
        levels.append(levels[-1] + new)
    return np.array(levels, dtype=np.int64)


def _reach(ends: Floats, level: Ints) -> Floats:
    """How far the pieces up to each one reach within its level."""
    step = float(ends.max() - ends.min()) + 1.0
    return np.asarray(np.maximum.accumulate(ends + level * step) - level * step, dtype=np.float64)


def _gaps(length: Floats, free: Floats, level: Ints) -> Floats:
    """Of each piece the gap that still joins it to the one before (``free``: the gap that is there).

    It is wider on a level of dashes: more than three pieces, most of them apart. Pieces that touch are the borders
    of cells, and where one of these is missing two cells are one.
    """
    order = np.lexsort((length, level))
    first = begins(level).nonzero()[0]
    count = np.diff(first, append=len(level))
    low, high = length[order][first + (count - 1) // 2], length[order][first + count // 2]
    dashes = (count > 3) & (2 * np.add.reduceat(free > _APART, first) > count)
    gap = np.where(dashes, np.minimum(np.maximum(0.75 * (low + high), 3.0), 8.0), 3.0)
    return np.asarray(np.repeat(gap, count), dtype=np.float64)
