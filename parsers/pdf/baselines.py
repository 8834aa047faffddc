"""On which heights the rows of a text grid stand, and which row each word belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

import numpy as np

from parsers.pdf.arrays import begins, middle, quantile
from parsers.pdf.chars import Bools, Floats, Ints
from parsers.pdf.words import Words, line_numbers

_FINE = 0.25
_LEADING = 1.3
_TOTALS = re.compile(r"(?:本[頁月日])?(?:合$|合計|總計|總$|小計|小$|共計|累計|subtotal|total)", re.IGNORECASE)


def totals_lines(words: Words) -> Ints:
    """The numbers of the lines that begin with the word for a total: each is a row of its own."""
    first = begins(words.line).nonzero()[0]
    found = [at for at in first.tolist() if _TOTALS.match(words.text[at])]
    return words.line[np.array(found, dtype=np.int64)]


def baselines(words: Words, column: Ints, count: int, bands: Floats) -> Floats:
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


def row_of(words: Words, column: Ints, base: Floats) -> Ints:
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
