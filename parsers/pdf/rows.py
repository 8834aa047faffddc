"""Rows of a text grid: shared baselines; wrapped lines join their row, centred cells span several."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from parsers.pdf.chars import Bools, Floats, Ints
from parsers.pdf.columns import Columns
from parsers.pdf.words import Words, line_numbers
from parsers.pdf.wrapped import wrapped_rows

_FINE = 0.25
_REPEATS = 3
_LEADING = 1.3
_HALF = 0.5
_MANY = 0.25
_DOUBTED = 4


@dataclass(frozen=True, slots=True)
class Rows:
    """``base``: the baseline of each row. ``row`` and ``joined`` say where each word and cell belongs.

    ``joined[r, c]``: the cells of column ``c`` in rows ``r`` and ``r + 1`` are one.
    """

    base: Floats
    row: Ints
    joined: Bools


def body_rows(words: Words, column: Ints, columns: Columns, separators: Floats) -> Rows:
    """The rows of body words. ``separators``: rows of (y, x0, x1) of drawn rules across the body."""
    count = len(columns)
    bands = _full(separators, columns)
    wrapped = wrapped_rows(words, column, count, bands)
    if wrapped is not None:
        return _of_wrapped(words, column, *wrapped, columns, separators)
    base = _baselines(words, column, count, bands)
    row = _row_of(words, column, base)
    joined = _undrawn(base, columns, separators)
    groups = _groups(words, column, base, count)
    centred = _centred(words, column, base, count, groups)
    for start, end in groups:
        joined[start : end - 1] |= centred[None, :]
    return Rows(base, row, joined)


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
    present = np.unique(row[alone])
    place = np.clip(np.searchsorted(present, row), 0, len(present) - 1)
    base = _middles(words.base[alone], place[alone])
    joined = _undrawn(base, columns, separators)
    pair = (present[:-1] % 2 == 0) & (np.diff(present) == 1)
    joined[pair] |= spanning
    return Rows(base, place, joined)


def _middles(base: Floats, row: Ints) -> Floats:
    """The height half way between each row's first and last baseline."""
    low, high = np.full(int(row.max()) + 1, np.inf), np.full(int(row.max()) + 1, -np.inf)
    np.minimum.at(low, row, base)
    np.maximum.at(high, row, base)
    return np.asarray((low + high) / 2, dtype=np.float64)


def _row_of(words: Words, column: Ints, base: Floats) -> Ints:
    """The nearest row of each word; the lines of a wrapped cell, set close, go together to the row at their middle."""
    row = np.asarray(np.abs(words.base[:, None] - base[None, :]).argmin(axis=1), dtype=np.int64)
    near = np.abs(words.base - base[row]) < 0.2 * words.em
    for at in np.unique(column[~near]).tolist():
        own = np.flatnonzero(column == at)
        own = own[np.argsort(words.base[own])]
        step = np.diff(words.base[own]) > _LEADING * words.em[own[1:]] if len(own) else np.zeros(0)
        for block in np.split(own, np.flatnonzero(step) + 1):
            if not len(block) or near[block].all():
                continue
            low, high = float(words.base[block].min()), float(words.base[block].max())
            reached = np.flatnonzero((base > low - 1) & (base < high + 1))
            on_line = np.unique(row[block[near[block]]])
            centred = len(reached) == 1 and abs((low + high) / 2 - base[reached[0]]) < 0.35 * words.em[block[0]]
            if centred or (len(reached) == 1 and len(on_line) == 1):
                row[block] = reached[0]
    return row


def _full(separators: Floats, columns: Columns) -> Floats:
    """Heights of the rules that run across nearly all columns."""
    middle = (columns.left + columns.right) / 2
    under = (separators[:, 1, None] < middle) & (separators[:, 2, None] > middle)
    heights = [separators[:, 0][np.abs(separators[:, 0] - y) < 2.5].mean() for y in separators[:, 0]]
    cover = [under[np.abs(separators[:, 0] - y) < 2.5].any(axis=0).mean() for y in separators[:, 0]]
    return np.unique(np.round([y for y, share in zip(heights, cover, strict=True) if share > 0.85], 2))


def _undrawn(base: Floats, columns: Columns, separators: Floats) -> Bools:
    """Cells joined because a rule between two rows leaves out a column that is ruled elsewhere."""
    middle = (columns.left + columns.right) / 2
    over = (separators[:, 1, None] < middle) & (separators[:, 2, None] > middle)
    place = np.searchsorted(base, separators[:, 0]) - 1
    drawn = np.zeros((max(len(base) - 1, 0), len(columns)), np.bool_)
    for at, covered in zip(place.tolist(), over, strict=True):
        if 0 <= at < len(drawn):
            drawn[at] |= covered
    ruled = np.asarray(drawn.sum(axis=0) > 0.3 * len(drawn))
    return np.asarray(drawn.any(axis=1, keepdims=True) & ~drawn & ruled, dtype=np.bool_)


def _baselines(words: Words, column: Ints, count: int, bands: Floats) -> Floats:
    """Baselines with the most columns first; none nearer to a chosen one than rows usually are.

    ``bands``: heights of rules between the rows; where they part nearly all rows, they part them all.
    """
    cluster = line_numbers(words.base, words.em, _FINE)
    number = int(cluster.max()) + 1
    present = np.zeros((number, count), np.bool_)
    present[cluster, column] = True
    filled = present.sum(axis=1)
    base = np.array([np.median(words.base[cluster == at]) for at in range(number)])
    strong = (filled >= 0.5 * np.quantile(filled, 0.95)) & ~_between_rows(present)
    pitch = float(np.quantile(np.diff(base[strong]), 0.2)) if strong.sum() > 1 else 2.2 * float(np.median(words.em))
    chosen: list[float] = []
    for at in np.lexsort((base, -filled)).tolist():
        apart = min((abs(base[at] - other) for other in chosen), default=np.inf)
        if apart >= (0.55 if strong[at] else 0.9) * pitch and (filled[at] > 1 or not chosen):
            chosen.append(float(base[at]))
    band = np.searchsorted(bands, chosen)
    if len(bands) >= 0.6 * (len(chosen) - 1) and len(bands):
        chosen = [y for at, y in enumerate(chosen) if band[at] not in band[:at]]
    return np.array(sorted(chosen))


def _between_rows(present: Bools) -> Bools:
    """Lines that share no column with the lines above and below, which share columns with each other."""
    between = np.zeros(len(present), np.bool_)
    if len(present) > 2:
        apart: Bools = np.asarray(~(present[1:] & present[:-1]).any(axis=1), dtype=np.bool_)
        around = (present[2:] & present[:-2]).sum(axis=1)
        fewer = present[1:-1].sum(axis=1) <= np.minimum(present[2:].sum(axis=1), present[:-2].sum(axis=1))
        between[1:-1] = apart[1:] & apart[:-1] & (around > 0) & fewer
    return between


def _groups(words: Words, column: Ints, base: Floats, count: int) -> list[tuple[int, int]]:
    """Pairs of rows that share cells: a column has text half way between two rows and none on them."""
    if len(base) < 2:
        return []
    step = np.diff(base)
    place = np.clip(np.searchsorted(base, words.base) - 1, 0, len(base) - 2)
    share = (words.base - base[place]) / step[place]
    between = (share > 0.36) & (share < 0.64) & (step[place] < 1.6 * np.median(step))
    votes = np.zeros((len(base) - 1, count), np.bool_)
    votes[place[between], column[between]] = True
    on_row = np.zeros((len(base), count), np.bool_)
    near = (share <= 0.2) | (share >= 0.8)
    on_row[(place + (share > 0.5))[near], column[near]] = True
    votes &= ~on_row[:-1] & ~on_row[1:]
    return _apart(votes.sum(axis=1)) or _alternating(on_row)


def _alternating(on_row: Bools) -> list[tuple[int, int]]:
    """Pairs of rows where several columns have text in one row of each and never in the other, others in both.

    An odd number of rows: a pair was parted by the page's end, at the top if the first row has the fewer texts.
    """
    start = int(len(on_row) % 2 and on_row[0].sum() < on_row[-2:].sum(axis=1).max(initial=0))
    whole = on_row[start : start + (len(on_row) - start) // 2 * 2]
    if len(whole) < 2 * _REPEATS:
        return []
    first, second = whole[::2], whole[1::2]
    once = (first.mean(axis=0) > 0.8) & ~second.any(axis=0)
    late = (second.mean(axis=0) > 0.8) & ~first.any(axis=0)
    both = (first.mean(axis=0) > 0.8) & (second.mean(axis=0) > 0.8)
    paired = max(once.sum(), late.sum()) > 1 and both.sum() > 1
    return [(start + at, start + at + 2) for at in range(0, len(whole), 2)] if paired else []


def _apart(votes: Ints) -> list[tuple[int, int]]:
    """Pairs (r, r + 2) with votes, none overlapping."""
    pairs: list[tuple[int, int]] = []
    for at in np.flatnonzero(votes).tolist():
        if not pairs or at >= pairs[-1][1]:
            pairs.append((at, at + 2))
    return pairs


def _centred(words: Words, column: Ints, base: Floats, count: int, groups: list[tuple[int, int]]) -> Bools:
    """Columns whose cells span the pairs: text between the rows, or wrapped closer than the rows are."""
    result: Bools = np.zeros(count, np.bool_)
    for at in range(count):
        lines = words.base[column == at]
        spread, middle = [], 0
        for start, _ in groups:
            low, high = base[start], base[start + 1]
            margin = 0.5 * (high - low)
            own = np.unique(np.round(lines[(lines > low - margin) & (lines < high + margin)], 1))
            middle += bool(((own > low + 0.3 * (high - low)) & (own < high - 0.3 * (high - low))).any())
            if len(own) > 1:
                spread.append((own[-1] - own[0]) - (high - low))
        once = not middle and not spread and len(lines) * 2 > len(groups)
        closer = len(spread) > 0 and float(np.median(spread)) < -0.6
        result[at] = once or middle * 2 > len(groups) or (closer and middle == 0 and len(spread) * 2 > len(groups))
    return result
