"""Rows whose cells wrap and stand half way up, with no more space between rows than between the lines of a cell."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from parsers.pdf.chars import Bools, Floats, Ints
from parsers.pdf.tops import repeated

_OFF = 0.3
_MOST = 0.95


def centre_rows(column: Ints, base: Floats, form: Callable[[int], object], em: float) -> Ints | None:
    """The row of each line of a cell; ``None`` where rows are not seen to stand so.

    The lines of a column that does not wrap are where the middles of rows are: there the middles of the cells of the
    other columns are too, and no column has several lines of one form in most of its cells.
    """
    count = np.bincount(column)
    for at in np.argsort(count, kind="stable").tolist():
        if not 1 < count[at] < int(count.max()):
            continue
        middles = np.sort(base[column == at])
        row: Ints = np.searchsorted((middles[:-1] + middles[1:]) / 2, base)
        if _centred(column, base, row, middles, em) and not repeated(column, row, form):
            return row
    return None


def _centred(column: Ints, base: Floats, row: Ints, middles: Floats, em: float) -> bool:
    """Whether nearly all cells stand in the middle of their row, and some have several lines."""
    shape = int(column.max()) + 1, len(middles)
    low, high = np.full(shape, np.inf), np.full(shape, -np.inf)
    np.minimum.at(low, (column, row), base)
    np.maximum.at(high, (column, row), base)
    filled: Bools = np.isfinite(low)
    where = np.broadcast_to(middles, shape)[filled]
    off = np.abs((low[filled] + high[filled]) / 2 - where)
    return bool((off < _OFF * em).mean() >= _MOST) and bool((high > low)[filled].any())
