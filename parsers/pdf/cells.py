"""Characters into the cells of a grid."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from parsers.pdf.chars import Chars, Floats, Ints
from parsers.pdf.lattice import Lattice, Span
from parsers.pdf.words import Words, cell_words
from schemas.raw import RawCell, RawTable


def fill_lattice(lattice: Lattice, chars: Chars, page: int) -> RawTable:
    """The table of a lattice: each character goes into the cell where its middle stands."""
    spans = lattice.spans()
    owner = owners(spans, len(lattice.ys) - 1, len(lattice.xs) - 1)
    cell = owner[_slot(lattice.ys, chars.cy), _slot(lattice.xs, chars.cx)]
    texts = cell_texts(*cell_words(chars, cell), len(spans))
    return table(spans, texts, lattice.xs, lattice.ys, page, ruled=True)


def owners(spans: Sequence[Span], rows: int, columns: int) -> Ints:
    """The number of the span that covers each unit cell."""
    owner = [[0] * columns for _ in range(rows)]
    for number, (top, left, bottom, right) in enumerate(spans):
        for row in owner[top:bottom]:
            row[left:right] = [number] * (right - left)
    return np.array(owner, dtype=np.int64).reshape(rows, columns)


def table(spans: Sequence[Span], texts: Sequence[str], xs: Floats, ys: Floats, page: int, *, ruled: bool) -> RawTable:
    """A table of merged cells that cover the whole grid."""
    cells = [RawCell(text, *span) for text, span in zip(texts, spans, strict=True)]
    owner = owners(spans, len(ys) - 1, len(xs) - 1)
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


def _slot(stops: Floats, values: Floats) -> Ints:
    return np.clip(np.searchsorted(stops, values, side="right") - 1, 0, len(stops) - 2)
