"""Columns of a text grid: the gaps that the body's rows share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from parsers.pdf.arrays import begins, distinct, middle
from parsers.pdf.chars import Floats, Ints
from parsers.pdf.words import Words

_BIN = 0.25
_NARROW = 0.35
_SLACK = 4.0


@dataclass(frozen=True, slots=True)
class Columns:
    """``left`` and ``right``: the extent of each column's text, from left to right, not overlapping."""

    left: Floats
    right: Floats

    def __len__(self) -> int:
        return len(self.left)

    def edges(self, left: float, right: float) -> Floats:
        """Grid lines: the middles of the gaps, closed by the table's sides."""
        inner = (self.right[:-1] + self.left[1:]) / 2
        return np.concatenate([[min(left, self.left[0])], inner, [max(right, self.right[-1])]])

    def of(self, x0: Floats, x1: Floats) -> Ints:
        """The column that each stretch overlaps most, else the nearest one; -1 for none if there is no column."""
        if not len(self):
            return np.full(len(x0), -1)
        shared = np.minimum(x1[:, None], self.right) - np.maximum(x0[:, None], self.left)
        return np.asarray(shared.argmax(axis=1), dtype=np.int64)

    def over(self, x0: Floats, x1: Floats) -> Ints:
        """How many columns each stretch overlaps."""
        return np.asarray(np.searchsorted(self.left, x1) - np.searchsorted(self.right, x0, "right"), dtype=np.int64)


def body_columns(words: Words, down: Floats) -> Columns:
    """Columns of body words; ``down`` are places of drawn vertical rules, which always separate."""
    lines = int(begins(words.line).sum())
    few = max(lines // 20, 1) if lines >= 6 else 0
    columns = _covered(words, few, down)
    outside = columns.over(words.x0, words.x1) == 0
    return _with(columns, words.take(outside)) if outside.any() else columns


def _covered(words: Words, few: int, down: Floats) -> Columns:
    origin, size = float(words.x0.min()), float(words.x1.max() - words.x0.min())
    bins = int(size / _BIN) + 2
    start = np.clip(((words.x0 - origin) / _BIN).astype(np.int64), 0, bins - 1)
    stop = np.clip(np.ceil((words.x1 - origin) / _BIN).astype(np.int64), 0, bins - 1)
    begun, ended = np.bincount(start, minlength=bins + 1), np.bincount(np.maximum(stop, start + 1), minlength=bins + 1)
    busy = np.cumsum(begun - ended)[:bins] > few
    for x in down:
        at = int((x - origin) / _BIN)
        busy[max(at - 1, 0) : max(at + 1, 0)] = False
    edge = np.zeros(bins + 2, np.bool_)
    edge[1:-1] = busy
    change = (edge[1:] != edge[:-1]).nonzero()[0]
    left, right = origin + _BIN * change[::2], origin + _BIN * change[1::2]
    return _without_narrow(Columns(left, right), middle(words.em), down)


def _without_narrow(columns: Columns, em: float, down: Floats) -> Columns:
    gap = columns.left[1:] - columns.right[:-1]
    ruled = ((down[None, :] > columns.right[:-1, None] - 1) & (down[None, :] < columns.left[1:, None] + 1)).any(axis=1)
    keep = (gap >= _NARROW * em) | ruled
    return Columns(columns.left[np.concatenate([[True], keep])], columns.right[np.concatenate([keep, [True]])])


def _with(columns: Columns, words: Words) -> Columns:
    """The columns and new ones for words that stand in none."""
    left, right = columns.left.tolist(), columns.right.tolist()
    for x0, x1 in sorted(zip(words.x0.tolist(), words.x1.tolist(), strict=True)):
        over = [at for at in range(len(left)) if x0 < right[at] and x1 > left[at]]
        if not over:
            left.append(x0)
            right.append(x1)
        elif len(over) == 1 and over[0] >= len(columns):
            right[over[0]] = max(right[over[0]], x1)
    order = np.argsort(left)
    return Columns(np.array(left, dtype=np.float64)[order], np.array(right, dtype=np.float64)[order])


def adopted(columns: Columns, known: Floats) -> Columns:
    """The columns in the grid lines ``known`` from the page before, with its blank ones, if they fit into it."""
    if len(known) <= len(columns) + 1:
        return columns
    place = np.searchsorted(known, (columns.left + columns.right) / 2) - 1
    fits = (place >= 0) & (place < len(known) - 1)
    if not fits.all() or len(distinct(place)) < len(place):
        return columns
    if (columns.left < known[place] - _SLACK).any() or (columns.right > known[place + 1] + _SLACK).any():
        return columns
    quarter = np.diff(known) / 4
    left, right = known[:-1] + quarter, known[1:] - quarter
    left[place], right[place] = columns.left, columns.right
    return Columns(left, right)
