"""Columns under their headings: order decides, since a heading may stand beside the values it heads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from parsers.pdf.arrays import middle
from parsers.pdf.chars import Bools, Floats, Ints
from parsers.pdf.columns import Columns
from parsers.pdf.words import Words

_LOWER = 0.6
_BLANK = 30.0
_SPANNING = 3.0
_UNHEADED = 300.0
_SKEW = 2.0
_WRONG_SIDE = 40.0
_CENTRE_WEIGHT = 0.03
_HALFWAY = 0.22
_ROOM = 1.3


def with_headings(columns: Columns, head: Words) -> Columns:
    """The columns widened by their lowest headings, with one more for each heading over a column left blank."""
    leaves = head.take(lowest(head))
    leaves = leaves.take(np.argsort(leaves.cx))
    spans = [_spans(leaves, leaf, head) for leaf in range(len(leaves))]
    match = _aligned(columns, leaves, spans)
    left, right = columns.left.copy(), columns.right.copy()
    for leaf, column in enumerate(match.tolist()):
        if column >= 0:
            left[column], right[column] = min(left[column], leaves.x0[leaf]), max(right[column], leaves.x1[leaf])
    blank = [leaf for leaf in np.flatnonzero(match < 0).tolist() if not spans[leaf]]
    left = np.concatenate([left, leaves.x0[blank]])
    right = np.concatenate([right, leaves.x1[blank]])
    hard_left = np.concatenate([columns.left, leaves.x0[blank]])
    hard_right = np.concatenate([columns.right, leaves.x1[blank]])
    order = np.argsort(hard_left)
    return _apart(left[order], right[order], hard_left[order], hard_right[order])


def lowest(head: Words) -> Bools:
    """Headings with no heading below them."""
    over = (head.x0[:, None] < head.x1[None, :]) & (head.x1[:, None] > head.x0[None, :])
    lower = head.base[None, :] > head.base[:, None] + _LOWER * head.em[:, None]
    return np.asarray(~(over & lower).any(axis=1), dtype=np.bool_)


def _spans(leaves: Words, leaf: int, head: Words) -> bool:
    """Whether both neighbours stand lower: then the heading spans them and heads no column of its own.

    One half way up the head with no other above it stands beside them, in a column left blank, if there is room for one.
    """
    if leaf in (0, len(leaves) - 1):
        return False
    base, em = leaves.base[leaf], leaves.em[leaf]
    halfway = abs(base - (head.base.min() + head.base.max()) / 2) < _HALFWAY * em
    if halfway and len(leaves.text[leaf]) > 1 and _has_room(leaves, leaf):
        above = (head.base < base - _LOWER * em) & (head.x0 < leaves.x1[leaf]) & (head.x1 > leaves.x0[leaf])
        if not above.any():
            return False
    floor = base + _LOWER * em
    return bool(leaves.base[leaf - 1] > floor and leaves.base[leaf + 1] > floor)


def _has_room(leaves: Words, leaf: int) -> bool:
    """Whether the neighbours stand further apart than the headings on their other sides do from them."""
    place = leaves.cx.tolist()
    pairs = (place[max(leaf - 2, 0) : leaf], place[leaf + 1 : leaf + 3])
    beside = [pair[1] - pair[0] for pair in pairs if len(pair) > 1]
    return not beside or place[leaf + 1] - place[leaf - 1] > _ROOM * min(beside)


def _aligned(columns: Columns, leaves: Words, spans: Sequence[bool]) -> Ints:
    """The column of each heading (-1: none), in order, so that the distances are least together.

    Left without a column is first a heading that spans its neighbours.
    """
    width = len(columns)
    gap = np.maximum(columns.left[None, :] - leaves.x1[:, None], leaves.x0[:, None] - columns.right[None, :])
    off = np.abs((columns.left + columns.right)[None, :] / 2 - leaves.cx[:, None])
    cost = np.maximum(gap, 0.0) + _CENTRE_WEIGHT * off + _against(columns, leaves, gap)
    spare = [_SPANNING if spanning else _BLANK for spanning in spans]
    return _walked(_totals(cost.tolist(), spare, width), cost, spare)


def _totals(cost: list[list[float]], spare: list[float], width: int) -> list[list[float]]:
    """The least cost of the first headings and columns, for each number of both."""
    above = [_UNHEADED * column for column in range(width + 1)]
    total = [above]
    for own, alone in zip(cost, spare, strict=True):
        row = [above[0] + alone]
        for column in range(width):
            row.append(min(above[column] + own[column], above[column + 1] + alone, row[column] + _UNHEADED))
        total.append(row)
        above = row
    return total


def _against(columns: Columns, leaves: Words, gap: Floats) -> Floats:
    """What it costs to stand on the wrong side: over values set to the right, a heading is not right of them."""
    over = gap < 0
    sure = over & (over.sum(axis=0) == 1)[None, :] & (over.sum(axis=1) == 1)[:, None]
    shift = ((columns.left + columns.right)[None, :] / 2 - leaves.cx[:, None])[sure]
    skew = middle(shift) if len(shift) else 0.0
    right_of = leaves.x0[:, None] > columns.right[None, :]
    left_of = leaves.x1[:, None] < columns.left[None, :]
    wrong = right_of if skew > _SKEW else left_of if skew < -_SKEW else np.zeros_like(right_of)
    return np.where(wrong, _WRONG_SIDE, 0.0)


def _walked(total: list[list[float]], cost: Floats, spare: list[float]) -> Ints:
    leaf, column = cost.shape
    match = np.full(leaf, -1, np.int64)
    while leaf and column:
        if total[leaf][column] == total[leaf - 1][column - 1] + cost[leaf - 1, column - 1]:
            leaf, column = leaf - 1, column - 1
            match[leaf] = column
        elif total[leaf][column] == total[leaf - 1][column] + spare[leaf - 1]:
            leaf -= 1
        else:
            column -= 1
    return match


def _apart(left: Floats, right: Floats, hard_left: Floats, hard_right: Floats) -> Columns:
    """Extents that do not overlap: where widened ones meet, they are parted between the values."""
    for at in range(len(left) - 1):
        if left[at + 1] < right[at]:
            low, high = hard_right[at], max(hard_left[at + 1], hard_right[at])
            right[at] = left[at + 1] = min(max((left[at + 1] + right[at]) / 2, low), high)
    return Columns(left, right)
