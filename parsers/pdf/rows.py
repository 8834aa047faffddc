"""Rows of a text grid: shared baselines; wrapped lines join their row, centred cells span several."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from parsers.pdf.arrays import distinct
from parsers.pdf.baselines import baselines, row_of, totals_lines
from parsers.pdf.chars import Bools, Floats, Ints
from parsers.pdf.columns import Columns
from parsers.pdf.pairs import centred, pairs_of
from parsers.pdf.separators import full_rules, undrawn
from parsers.pdf.words import Words
from parsers.pdf.wrapped import wrapped_rows

_FINE = 0.25
_REPEATS = 3
_LEADING = 1.3
_HALF = 0.5
_MANY = 0.25
_DOUBTED = 4


class Rows(NamedTuple):
    """``base``: the baseline of each row. ``row`` and ``joined`` say where each word and cell belongs.

    ``joined[r, c]``: the cells of column ``c`` in rows ``r`` and ``r + 1`` are one.
    """

    base: Floats
    row: Ints
    joined: Bools


def body_rows(words: Words, column: Ints, columns: Columns, separators: Floats) -> Rows:
    """The rows of body words. ``separators``: rows of (y, x0, x1) of drawn rules across the body."""
    totals = totals_lines(words)
    if not len(totals):
        return _rows(words, column, columns, separators)
    apart = np.isin(words.line, totals)
    base = np.array([float(words.base[words.line == line].max()) for line in totals.tolist()])
    if apart.all():
        return Rows(base, np.searchsorted(totals, words.line), np.zeros((len(base) - 1, len(columns)), np.bool_))
    others = _rows(words.take(~apart), column[~apart], columns, separators)
    return _with_totals(others, words, apart, base)


def _rows(words: Words, column: Ints, columns: Columns, separators: Floats) -> Rows:
    count = len(columns)
    bands = full_rules(separators, columns)
    wrapped = wrapped_rows(words, column, count, bands)
    if wrapped is not None:
        return _of_wrapped(words, column, *wrapped, columns, separators)
    base = baselines(words, column, count, bands)
    row = row_of(words, column, base)
    joined = undrawn(base, columns, separators)
    groups = pairs_of(words, column, base, count)
    if groups:
        spanning = centred(words, column, base, count, groups)
        for start, end in groups:
            joined[start : end - 1] |= spanning[None, :]
    return Rows(base, row, joined)


def _with_totals(rows: Rows, words: Words, apart: Bools, base: Floats) -> Rows:
    """The rows and one more at each ``base``; ``apart``: the words that stand on those."""
    every = np.concatenate([rows.base, base])
    order = np.argsort(every, kind="stable")
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    row = np.empty(len(words), np.int64)
    row[~apart] = place[rows.row]
    row[apart] = place[len(rows.base) + np.abs(words.base[apart][:, None] - base[None, :]).argmin(axis=1)]
    joined: Bools = np.zeros((len(every) - 1, rows.joined.shape[1]), np.bool_)
    upper, lower = place[: len(rows.base) - 1], place[1 : len(rows.base)]
    beside = lower == upper + 1
    joined[upper[beside]] = rows.joined[beside]
    return Rows(every[order], row, joined)


def doubtful(rows: Rows, column: Ints) -> bool:
    """Whether so many rows are half empty that their lines may be parts of taller rows."""
    filled = np.zeros((len(rows.base), rows.joined.shape[1]), np.bool_)
    filled[rows.row, column] = True
    reached = filled.copy()
    reached[1:] |= filled[:-1] & rows.joined
    reached[:-1] |= filled[1:] & rows.joined
    share = reached[:, filled.any(axis=0)].mean(axis=1)
    return len(share) >= _DOUBTED and bool((share < _HALF).mean() > _MANY)


def _of_wrapped(words: Words, column: Ints, row: Ints, spanning: Bools, columns: Columns, separators: Floats) -> Rows:
    """Rows of wrapped cells; the second of a pair is left out where the page's end has cut it off."""
    alone = ~spanning[column]
    present = distinct(row[alone])
    place = np.clip(np.searchsorted(present, row), 0, len(present) - 1)
    base = _middles(words.base[alone], place[alone])
    joined = undrawn(base, columns, separators)
    pair = (present[:-1] % 2 == 0) & (np.diff(present) == 1)
    joined[pair] |= spanning
    return Rows(base, place, joined)


def _middles(base: Floats, row: Ints) -> Floats:
    """The height half way between each row's first and last baseline."""
    low, high = np.full(int(row.max()) + 1, np.inf), np.full(int(row.max()) + 1, -np.inf)
    np.minimum.at(low, row, base)
    np.maximum.at(high, row, base)
    return np.asarray((low + high) / 2, dtype=np.float64)
