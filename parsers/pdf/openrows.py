"""Rows that no rule parts: a lattice's tall row is cut where its text shows several rows."""

from __future__ import annotations

import numpy as np

from parsers.pdf.arrays import distinct, middle
from parsers.pdf.chars import Bools, Chars, Floats, Ints
from parsers.pdf.columns import Columns
from parsers.pdf.lattice import Lattice
from parsers.pdf.rows import Rows, body_rows
from parsers.pdf.textlines import is_data
from parsers.pdf.words import Words, pieces_of, words_of
from parsers.pdf.wrapped import wrap_in

_MOST = 0.6
_UNFINISHED = ("-", "－", "−", ".", "．", "/", "(", "（", ",")


def with_open_rows(lattice: Lattice, chars: Chars) -> Lattice:
    """The lattice with rows added where the columns are drawn and the rows are not, or not all of them."""
    if not len(chars) or len(lattice.xs) < 4:
        return lattice
    tall = _tall(lattice, chars).tolist()
    if not tall or _only_wraps(lattice, chars):
        return lattice
    found = {band: rows for band in tall if (rows := _rows_in(lattice, chars, band)) is not None}
    pairs = [band for band, rows in found.items() if len(rows.base) == 2]
    if len(pairs) < 2:
        found = {band: rows for band, rows in found.items() if band not in pairs}
    for band in sorted(found, reverse=True):
        lattice = _cut(lattice, band, found[band], middle(chars.em))
    return lattice


def _only_wraps(lattice: Lattice, chars: Chars) -> bool:
    """Whether the lines between the drawn rows are parts of wrapped values."""
    words = pieces_of(words_of(chars), 0.6)
    return wrap_in(words, _slot(lattice.xs, words.cx), lattice.ys[1:-1])


def _slot(stops: Floats, values: Floats) -> Ints:
    return np.clip(np.searchsorted(stops, values) - 1, 0, len(stops) - 2)


def _tall(lattice: Lattice, chars: Chars) -> Ints:
    """Rows in which at least three columns hold lines well apart."""
    size = middle(chars.em)
    shape = len(lattice.ys) - 1, len(lattice.xs) - 1
    band = np.clip(np.searchsorted(lattice.ys, chars.cy) - 1, 0, shape[0] - 1)
    column = np.clip(np.searchsorted(lattice.xs, chars.cx) - 1, 0, shape[1] - 1)
    low, high = np.full(shape, np.inf), np.full(shape, -np.inf)
    np.minimum.at(low, (band, column), chars.base)
    np.maximum.at(high, (band, column), chars.base)
    return np.flatnonzero(((high - low) > 0.8 * size).sum(axis=1) >= 3)


def _rows_in(lattice: Lattice, chars: Chars, band: int) -> Rows | None:
    top, bottom = lattice.ys[band], lattice.ys[band + 1]
    own = chars.take((chars.cy > top) & (chars.cy < bottom))
    drawn = lattice.across[band]
    closed = (drawn | ~drawn.any()) & lattice.across[band + 1]
    words = pieces_of(words_of(own), 0.6)
    if not len(words):
        return None
    column = np.clip(np.searchsorted(lattice.xs, words.cx) - 1, 0, len(lattice.xs) - 2)
    inside = closed[column]
    words, column = words.take(inside), column[inside]
    if len(distinct(column)) < 3:
        return None
    rows = body_rows(words, column, Columns(lattice.xs[:-1] + 1, lattice.xs[1:] - 1), np.zeros((0, 3)))
    return rows if len(rows.base) > 1 and _several(words, column, rows) else None


def _several(words: Words, column: Ints, rows: Rows) -> bool:
    """Whether most columns have a finished value in each row, so that the lines are rows and not a wrapped cell."""
    nearest = np.abs(words.base - rows.base[rows.row]) < 0.3 * words.em
    columns = distinct(column)
    filled = np.zeros((len(rows.base), len(columns)), np.bool_)
    filled[rows.row[nearest], np.searchsorted(columns, column[nearest])] = True
    between = np.zeros_like(filled)
    between[rows.row, np.searchsorted(columns, column)] = True
    shared = rows.joined[:, columns] & (between[:-1] | between[1:])
    filled[:-1] |= shared
    filled[1:] |= shared
    finished = [is_data(text) and not text.endswith(_UNFINISHED) for text in words.text]
    valued = np.bincount(rows.row[nearest], np.array(finished)[nearest], len(rows.base))
    share = filled.all(axis=0).mean() if len(rows.base) == 2 else np.median(filled.mean(axis=1))
    return bool(share >= _MOST and (valued >= 2).mean() > _MOST and valued[-1] >= 1)


def _cut(lattice: Lattice, band: int, rows: Rows, em: float) -> Lattice:
    inner = (rows.base[:-1] + rows.base[1:]) / 2 - 0.35 * em
    inner = inner[(inner > lattice.ys[band]) & (inner < lattice.ys[band + 1])]
    if len(inner) != len(rows.base) - 1:
        return lattice
    ys: Floats = np.insert(lattice.ys, band + 1, inner)
    across: Bools = np.insert(lattice.across, band + 1, ~rows.joined, axis=0)
    down: Bools = np.insert(
        lattice.down, band + 1, np.repeat(lattice.down[band : band + 1], len(inner), axis=0), axis=0
    )
    return Lattice(lattice.xs, ys, across, down)
