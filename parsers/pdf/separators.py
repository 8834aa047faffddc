"""Rules drawn across a text grid: which part its rows, and which columns they leave out."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from parsers.pdf.arrays import distinct
from parsers.pdf.chars import Bools, Floats
from parsers.pdf.columns import Columns


def full_rules(separators: Floats, columns: Columns) -> Floats:
    """Heights of the rules that run across nearly all columns."""
    separators = separators[separators[:, 0].argsort()]
    heights = separators[:, 0]
    start, end = np.searchsorted(heights, heights - 2.5, "right"), np.searchsorted(heights, heights + 2.5, "left")
    near = _sums(_covered(separators, columns))
    total = _sums(heights[:, None])[:, 0]
    wide = ((near[end] - near[start]) > 0).mean(axis=1) > 0.85
    return distinct(np.round(((total[end] - total[start]) / (end - start))[wide], 2))


def _sums(values: npt.NDArray[Any]) -> Floats:
    """The sums of no rows, of the first, of the first two, and so on."""
    sums: Floats = np.zeros((len(values) + 1, values.shape[1]))
    np.cumsum(values, axis=0, out=sums[1:])
    return sums


def _covered(separators: Floats, columns: Columns) -> Bools:
    """Which columns' middles each rule runs across."""
    centre = (columns.left + columns.right) / 2
    return np.asarray((separators[:, 1, None] < centre) & (separators[:, 2, None] > centre), dtype=np.bool_)


def undrawn(base: Floats, columns: Columns, separators: Floats) -> Bools:
    """Cells joined because a rule between two rows leaves out a column that is ruled elsewhere."""
    drawn: Bools = np.zeros((max(len(base) - 1, 0), len(columns)), np.bool_)
    if not len(separators) or not len(drawn):
        return drawn
    place = np.searchsorted(base, separators[:, 0]) - 1
    between = (place >= 0) & (place < len(drawn))
    np.logical_or.at(drawn, place[between], _covered(separators[between], columns))
    ruled = drawn.sum(axis=0) > 0.3 * len(drawn)
    return np.asarray(drawn.any(axis=1, keepdims=True) & ~drawn & ruled, dtype=np.bool_)
