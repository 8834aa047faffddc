"""Characters into the cells of a grid."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from parsers.pdf.chars import Chars, Floats, Ints
from parsers.pdf.lattice import Lattice, Span
from parsers.pdf.words import joined, words_of
from schemas.raw import RawCell, RawTable


def fill_lattice(lattice: Lattice, chars: Chars, page: int) -> RawTable:
    """The table of a lattice with the characters that stand in its box."""
    return fill(lattice.spans(), lattice.xs, lattice.ys, chars, page, ruled=True)


def fill(spans: Sequence[Span], xs: Floats, ys: Floats, chars: Chars, page: int, *, ruled: bool) -> RawTable:
    """A table whose cells are ``spans``; each character goes into the cell where its middle stands."""
    owner = np.zeros((len(ys) - 1, len(xs) - 1), np.int64)
    for number, (top, left, bottom, right) in enumerate(spans):
        owner[top:bottom, left:right] = number
    texts = _texts(chars, owner[_slot(ys, chars.cy), _slot(xs, chars.cx)], len(spans))
    cells = [RawCell(text, *span) for text, span in zip(texts, spans, strict=True)]
    rows = [[cells[number] for number in row] for row in owner.tolist()]
    return RawTable(rows=rows, page=page, xs=xs.tolist(), ys=ys.tolist(), ruled=ruled)


def _slot(stops: Floats, values: Floats) -> Ints:
    return np.clip(np.searchsorted(stops, values, side="right") - 1, 0, len(stops) - 2)


def _texts(chars: Chars, owner: Ints, count: int) -> list[str]:
    texts = [""] * count
    order = np.argsort(owner, kind="stable")
    bounds = np.flatnonzero(np.concatenate([[True], np.diff(owner[order]) != 0, [True]])) if len(order) else []
    for start, end in zip(bounds[:-1], bounds[1:], strict=True):
        part = order[start:end]
        texts[int(owner[part[0]])] = joined(words_of(chars.take(part)))
    return texts
