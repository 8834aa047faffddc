"""Characters into the cells of a grid."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from parsers.pdf.arrays import begins
from parsers.pdf.chars import Chars, Floats, Ints
from parsers.pdf.lattice import Lattice, Span
from parsers.pdf.overflow import run_on, with_overflow
from parsers.pdf.words import Words, cell_order, text_of, wide_gaps
from schemas.raw import RawCell, RawTable

_INSET = 0.2
_BLANK, _FEED = ord(" "), ord("\n")


def fill_lattice(lattice: Lattice, chars: Chars, page: int) -> RawTable:
    """The table of a lattice: each character goes into the cell where its middle stands."""
    spans = lattice.spans()
    owner = owners(spans, len(lattice.ys) - 1, len(lattice.xs) - 1)
    row, xs, inset = _slot(lattice.ys, chars.cy), lattice.xs, _INSET * chars.em
    column, right = _slot(xs, chars.x0 + inset), _slot(xs, chars.x1 - inset)
    over = (column != right).nonzero()[0]
    crossing = over[owner[row[over], column[over]] != owner[row[over], right[over]]]
    column[over] = _slot(xs, chars.cx[over])
    cell = owner[row, column]
    touching = run_on(cell, chars)
    if len(crossing) or len(touching):
        cell = with_overflow(lattice, owner, cell, chars, np.concatenate([crossing, touching]))
    texts = _char_texts(chars, cell, len(spans))
    return table(spans, texts, owner, lattice.xs, lattice.ys, page, ruled=True)


def owners(spans: Sequence[Span], rows: int, columns: int) -> Ints:
    """The number of the span that covers each unit cell; the spans cover them all."""
    owner: Ints = np.zeros((rows, columns), np.int64)
    place = np.array(spans, dtype=np.int64).reshape(-1, 4)
    owner[place[:, 0], place[:, 1]] = np.arange(len(spans))
    large = ((place[:, 2] - place[:, 0] > 1) | (place[:, 3] - place[:, 1] > 1)).nonzero()[0]
    for number, (top, left, bottom, right) in zip(large.tolist(), place[large].tolist(), strict=True):
        owner[top:bottom, left:right] = number
    return owner


def table(
    spans: Sequence[Span], texts: Sequence[str], owner: Ints, xs: Floats, ys: Floats, page: int, *, ruled: bool
) -> RawTable:
    """A table of merged cells that cover the whole grid; ``owner`` is the span of each unit cell."""
    cells = [RawCell(text, *span) for text, span in zip(texts, spans, strict=True)]
    rows = [[cells[number] for number in row] for row in owner.tolist()]
    return RawTable(rows=rows, page=page, xs=xs.tolist(), ys=ys.tolist(), ruled=ruled)


def cell_texts(words: Words, cell: Ints, count: int) -> list[str]:
    """The text of each cell from words sorted by cell and line."""
    texts = [""] * count
    before = -1
    for text, line, owner in zip(words.text, words.line.tolist(), cell.tolist(), strict=True):
        if texts[owner]:
            texts[owner] += (" " if line == before else "\n") + text
        else:
            texts[owner] = text
        before = line
    return texts


def _char_texts(chars: Chars, cell: Ints, count: int) -> list[str]:
    """The text of each cell: blanks between the words of a line, line feeds between lines."""
    texts = [""] * count
    if not len(chars):
        return texts
    order, line = cell_order(chars, cell)
    cell = cell[order]
    fresh, feed = begins(cell), begins(line)
    gap = np.concatenate([[False], wide_gaps(chars.x0[order], chars.x1[order], chars.em[order])])
    mark = (gap | feed) & ~fresh
    text = text_of(np.insert(chars.code[order], mark.nonzero()[0], np.where(feed[mark], _FEED, _BLANK)))
    place = np.arange(len(cell)) + np.cumsum(mark)
    bounds = [*place[fresh].tolist(), len(text)]
    for owner, (start, end) in zip(cell[fresh].tolist(), pairwise(bounds), strict=True):
        texts[owner] = text[start:end]
    return texts


def _slot(stops: Floats, values: Floats) -> Ints:
    inner: Ints = np.searchsorted(stops[1:-1], values, side="right")
    return inner
