"""Rows whose cells wrap: the lines of each column's cells stand close, rows stand further apart or are ruled off."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from parsers.pdf.arrays import middle, running, starts
from parsers.pdf.centres import centre_rows
from parsers.pdf.chars import Bools, Floats, Ints
from parsers.pdf.tops import lines_and_columns, may_wrap, several_rows, top_rows
from parsers.pdf.words import Words, line_numbers

_LEADING = 1.1
_SHORTEST = 0.9
_TOUCH = 0.3
_MOST = 0.5
_ROWS = 0.7
_FEW = 3
_TWICE = 0.8
_PAIRED = 3
_POINT = re.compile(r"[.．·・]")
_OTHER = re.compile(r"[^\d.．·・±+\-−－＋–─—\s%％]")


class _Lines(NamedTuple):
    """The lines of the cells, by column and height: ``owner`` is each word's line.

    ``words`` are the texts in that order, ``first`` is each line's first one.
    """

    column: Ints
    base: Floats
    owner: Ints
    words: list[str]
    first: list[int]

    def form(self, at: int) -> tuple[tuple[int, bool], bool]:
        """What the text of a line shares with whole values of its column."""
        text = self.text(at)
        return _form(text), any(map(str.isdigit, text))

    def text(self, at: int) -> str:
        """What a line says."""
        return "".join(self.words[self.first[at] : self.first[at + 1]])


def wrapped_rows(words: Words, column: Ints, count: int, bands: Floats) -> tuple[Ints, Bools] | None:
    """The row of each word if cells are wrapped so that their lines are no rows; None if the lines may be rows.

    ``bands``: heights of rules across the body. Without them a gap that no cell bridges parts two rows. The second
    array tells, for each of ``count`` columns, whether its cells span pairs of rows (none do if rows make no pairs).
    """
    if len(words) < 2:
        return None
    lines = _cell_lines(words, column)
    em = middle(words.em)
    step = np.where(lines.column[1:] == lines.column[:-1], lines.base[1:] - lines.base[:-1], np.inf)
    leading = float(np.min(step[step > _SHORTEST * em], initial=np.inf))
    if not np.isfinite(leading):
        return None
    blocks = starts(step > _LEADING * leading)
    for row in (_in_bands(lines, bands), _by_gaps(lines, blocks, leading, em)):
        if row is not None and _wrapped(lines, row) and not several_rows(lines.column, row, lines.form):
            paired, whole = _in_pairs(lines, row, blocks, count)
            return np.asarray(paired[lines.owner], dtype=np.int64), whole
    row = _by_single(lines, em)
    return None if row is None else (np.asarray(row[lines.owner], dtype=np.int64), np.zeros(count, np.bool_))


def wrap_in(words: Words, column: Ints, bands: Floats) -> bool:
    """Whether the lines between two of the rules at ``bands`` are parts of wrapped values, not rows."""
    lines = _cell_lines(words, column)
    row = _in_bands(lines, bands)
    return row is not None and _wrapped(lines, row)


def _cell_lines(words: Words, column: Ints) -> _Lines:
    level = line_numbers(words.base, words.em, 0.25)
    order = np.lexsort((words.x0, level, column))
    column, level = column[order], level[order]
    fresh = starts((column[1:] != column[:-1]) | (level[1:] != level[:-1]))
    owner = np.zeros(len(words), np.int64)
    owner[order] = np.repeat(np.arange(len(fresh)), np.diff(fresh, append=len(words)))
    texts = [words.text[at] for at in order.tolist()]
    return _Lines(column[fresh], words.base[order[fresh]], owner, texts, [*fresh.tolist(), len(texts)])


def _in_bands(lines: _Lines, bands: Floats) -> Ints | None:
    if not len(bands):
        return None
    return np.asarray(np.unique(np.searchsorted(bands, lines.base), return_inverse=True)[1], dtype=np.int64)


def _by_gaps(lines: _Lines, blocks: Ints, leading: float, em: float) -> Ints | None:
    """Rows from the blocks of lines set close in one column: blocks that share heights are one row."""
    top, bottom = np.minimum.reduceat(lines.base, blocks), np.maximum.reduceat(lines.base, blocks)
    order = np.argsort(top, kind="stable")
    reach = np.maximum.accumulate(bottom[order])
    gap = top[order][1:] - reach[:-1]
    apart = gap > _TOUCH * em
    if apart.any() and float(gap[apart].min()) < _SHORTEST * leading:
        return None
    row = np.zeros(len(blocks), np.int64)
    row[order] = running(apart)
    return np.repeat(row, np.diff(blocks, append=len(lines.base)))


def _by_single(lines: _Lines, em: float) -> Ints | None:
    """Rows from the lines where the cells of all columns begin, or have their middles."""
    level = line_numbers(lines.base, np.full(len(lines.base), em), 0.25)
    present = lines_and_columns(lines.column, level)
    if not may_wrap(present):
        return None
    row = top_rows(lines.column, level, present, lines.form)
    if row is None:
        row = centre_rows(lines.column, lines.base, lines.form, em)
    return row if row is not None and _filled(lines, row) else None


def _in_pairs(lines: _Lines, row: Ints, blocks: Ints, count: int) -> tuple[Ints, Bools]:
    """The rows, each cut in two if several columns hold two blocks of lines in nearly all of them."""
    block = np.zeros(len(lines.base), np.int64)
    block[blocks] = 1
    cell = row * count + lines.column
    order = np.lexsort((lines.base, cell))
    ordered = cell[order]
    first = np.searchsorted(ordered, ordered)
    number = np.cumsum(np.where(first == np.arange(len(cell)), 0, block[order]))
    within = np.zeros(len(cell), np.int64)
    within[order] = number - number[first]
    most = np.zeros((int(row.max()) + 1, count), np.int64)
    np.maximum.at(most, (row, lines.column), within)
    twice: Bools = np.asarray((most == 1).mean(axis=0) > _TWICE, dtype=np.bool_)
    if twice.sum() < _PAIRED or (most > 1).any():
        return row, np.zeros(count, np.bool_)
    return 2 * row + np.where(twice[lines.column], within, 0), ~twice


def _wrapped(lines: _Lines, row: Ints) -> bool:
    """Whether the lines of most cells with several are parts of one value, and the rows fill most columns."""
    if not _filled(lines, row) or (row.max() < 1 and not _off_lines(lines)):
        return False
    cell = row * (int(lines.column.max()) + 1) + lines.column
    shared = np.bincount(cell)[cell] > 1
    forms: dict[int, list[tuple[int, bool]]] = {}
    for at, owner in zip(shared.nonzero()[0].tolist(), cell[shared].tolist(), strict=True):
        forms.setdefault(owner, []).append(_form(lines.text(at)))
    return sum(map(_of_one_value, forms.values())) > _MOST * len(forms)


def _of_one_value(forms: list[tuple[int, bool]]) -> bool:
    """Whether lines of such forms are parts of one value: they differ, and no form is that of most of many lines."""
    kinds = set(forms)
    many = len(forms) > _FEW and max(map(forms.count, kinds)) > _MOST * len(forms)
    return len(kinds) > 1 and not many


def _off_lines(lines: _Lines) -> bool:
    """Whether cells of one line stand between the lines of cells with two, as in a single row set to the middle."""
    count = np.bincount(lines.column)[lines.column]
    single, double = lines.base[count == 1], lines.base[count == 2]
    if not len(single) or not len(double) or count.max() > _FEW:
        return False
    middle = (double.min() + double.max()) / 2
    return bool((np.abs(single - middle) < 0.25 * (double.max() - double.min())).all())


def _filled(lines: _Lines, row: Ints) -> bool:
    present: Bools = np.zeros((int(row.max()) + 1, int(lines.column.max()) + 1), np.bool_)
    present[row, lines.column] = True
    share = present.sum(axis=1)
    return bool((share >= _MOST * middle(share)).mean() > _ROWS)


def _form(text: str) -> tuple[int, bool]:
    """What two values of one column share: the number of decimals, or for other texts the length."""
    point = _POINT.search(text)
    if point is None or _OTHER.search(text):
        return len(text), False
    return len(text) - point.end(), True
