"""Drawn lines: straight strokes and thin fills, merged into long rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from parsers.pdf.chars import Floats
from parsers.pdf.drawing import THIN, Drawing
from parsers.pdf.frame import Frame


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
    across, down = (height <= THIN) & (width >= height * 0.8), (width <= THIN) & (height >= width * 0.8)
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
