"""Pairs of rows that share cells: an instrument that takes two rows, with what stands once between them."""

from __future__ import annotations

import numpy as np

from parsers.pdf.arrays import middle
from parsers.pdf.chars import Bools, Floats, Ints
from parsers.pdf.words import Words

_REPEATS = 3


def pairs_of(words: Words, column: Ints, base: Floats, count: int) -> list[tuple[int, int]]:
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


def centred(words: Words, column: Ints, base: Floats, count: int, groups: list[tuple[int, int]]) -> Bools:
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
