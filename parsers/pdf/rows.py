"""Rows of a text grid: shared baselines; wrapped lines join their row, centred cells span several."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from parsers.pdf.arrays import middle, quantile
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


class Rows(NamedTuple):
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
    if groups:
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
    row: Ints = np.searchsorted((base[:-1] + base[1:]) / 2, words.base)
    near = np.abs(words.base - base[row]) < 0.2 * words.em
    if near.all():
        return row
    rows = base.tolist()
    for block in _blocks(words, column, near):
        heights = words.base[block].tolist()
        first, last = bisect_right(rows, heights[0] - 1), bisect_left(rows, heights[-1] + 1)
        if last - first != 1:
            continue
        off = abs((heights[0] + heights[-1]) / 2 - rows[first])
        on_line = set(row[[at for at in block if near[at]]].tolist())
        if off < 0.35 * words.em[block[0]] or len(on_line) == 1:
            row[block] = first
    return row


def _blocks(words: Words, column: Ints, near: Bools) -> Iterator[list[int]]:
    """Words of one column set close to each other, from the top, where some of them are not ``near`` a row."""
    base, em, placed = words.base.tolist(), words.em.tolist(), near.tolist()
    for at in set(column[~near].tolist()):
        own = (column == at).nonzero()[0]
        block: list[int] = []
        for word in own[np.argsort(words.base[own], kind="stable")].tolist():
            if block and base[word] - base[block[-1]] > _LEADING * em[word]:
                if not all(placed[each] for each in block):
                    yield block
                block = []
            block.append(word)
        if not all(placed[each] for each in block):
            yield block


def _full(separators: Floats, columns: Columns) -> Floats:
    """Heights of the rules that run across nearly all columns."""
    separators = separators[separators[:, 0].argsort()]
    heights = separators[:, 0]
    start, end = np.searchsorted(heights, heights - 2.5, "right"), np.searchsorted(heights, heights + 2.5, "left")
    near = _sums(_covered(separators, columns))
    total = _sums(heights[:, None])[:, 0]
    wide = ((near[end] - near[start]) > 0).mean(axis=1) > 0.85
    return np.unique(np.round(((total[end] - total[start]) / (end - start))[wide], 2))


def _sums(values: npt.NDArray[Any]) -> Floats:
    """The sums of no rows, of the first, of the first two, and so on."""
    sums: Floats = np.zeros((len(values) + 1, values.shape[1]))
    np.cumsum(values, axis=0, out=sums[1:])
    return sums


def _covered(separators: Floats, columns: Columns) -> Bools:
    """Which columns' middles each rule runs across."""
    centre = (columns.left + columns.right) / 2
    return np.asarray((separators[:, 1, None] < centre) & (separators[:, 2, None] > centre), dtype=np.bool_)


def _undrawn(base: Floats, columns: Columns, separators: Floats) -> Bools:
    """Cells joined because a rule between two rows leaves out a column that is ruled elsewhere."""
    drawn: Bools = np.zeros((max(len(base) - 1, 0), len(columns)), np.bool_)
    if not len(separators) or not len(drawn):
        return drawn
    place = np.searchsorted(base, separators[:, 0]) - 1
    between = (place >= 0) & (place < len(drawn))
    np.logical_or.at(drawn, place[between], _covered(separators[between], columns))
    ruled = drawn.sum(axis=0) > 0.3 * len(drawn)
    return np.asarray(drawn.any(axis=1, keepdims=True) & ~drawn & ruled, dtype=np.bool_)


def _baselines(words: Words, column: Ints, count: int, bands: Floats) -> Floats:
    """Baselines with the most columns first; none nearer to a chosen one than rows usually are.

    ``bands``: heights of rules between the rows; where they part nearly all rows, they part them all.
    """
    cluster = line_numbers(words.base, words.em, _FINE)
    present = np.zeros((int(cluster.max()) + 1, count), np.bool_)
    present[cluster, column] = True
    filled = present.sum(axis=1)
    base = _level_of(words.base, cluster)
    strong = (filled >= 0.5 * quantile(filled.astype(np.float64), 0.95)) & ~_between_rows(present)
    steps = base[strong][1:] - base[strong][:-1]
    pitch = quantile(steps, 0.2) if len(steps) else 2.2 * middle(words.em)
    chosen = _chosen(base, filled, np.where(strong, 0.55, 0.9) * pitch)
    band = np.searchsorted(bands, chosen)
    if len(bands) >= 0.6 * (len(chosen) - 1) and len(bands):
        chosen = chosen[np.unique(band, return_index=True)[1]]
    return np.sort(chosen)


def _level_of(base: Floats, cluster: Ints) -> Floats:
    """The median height of each line; ``cluster``: the line of each word, from the top."""
    ordered, count = np.sort(base), np.bincount(cluster)
    first = np.cumsum(count) - count
    return np.asarray((ordered[first + (count - 1) // 2] + ordered[first + count // 2]) / 2, dtype=np.float64)


def _chosen(base: Floats, filled: Ints, apart: Floats) -> Floats:
    """The heights of rows: lines with several columns, those with the most first, each so far ``apart`` from them."""
    heights, counts, least = base.tolist(), filled.tolist(), apart.tolist()
    chosen: list[float] = []
    ordered = [-np.inf, np.inf]
    for at in np.lexsort((base, -filled)).tolist():
        place = bisect_left(ordered, heights[at])
        near = min(heights[at] - ordered[place - 1], ordered[place] - heights[at])
        if near >= least[at] and (counts[at] > 1 or not chosen):
            ordered.insert(place, heights[at])
            chosen.append(heights[at])
    return np.array(chosen)


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
    step = base[1:] - base[:-1]
    place = np.clip(np.searchsorted(base, words.base) - 1, 0, len(base) - 2)
    share = (words.base - base[place]) / step[place]
    between = (share > 0.36) & (share < 0.64) & (step[place] < 1.6 * middle(step))
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
    start = np.array([start for start, _ in groups])
    low, high = base[start], base[start + 1]
    step = high - low
    for at in range(count):
        lines = np.sort(words.base[column == at])
        levels = np.round(lines, 1)
        first, end = np.searchsorted(lines, low - 0.5 * step, "right"), np.searchsorted(lines, high + 0.5 * step)
        within = np.searchsorted(levels, low + 0.3 * step, "right"), np.searchsorted(levels, high - 0.3 * step)
        inner = int((np.minimum(within[1], end) > np.maximum(within[0], first)).sum())
        held = end > first
        reach = levels[end[held] - 1] - levels[first[held]]
        spread = (reach - step[held])[reach > 0]
        once = not inner and not len(spread) and len(lines) * 2 > len(groups)
        closer = len(spread) > 0 and middle(spread) < -0.6
        result[at] = once or inner * 2 > len(groups) or (closer and inner == 0 and len(spread) * 2 > len(groups))
    return result
