"""One page: from characters and rules to tables and lines in reading order."""

from __future__ import annotations

import numpy as np

from parsers.pdf.cells import fill_lattice
from parsers.pdf.chars import Chars, TextLayer, main_turn, place
from parsers.pdf.frame import Frame
from parsers.pdf.lattice import build, components
from parsers.pdf.lines import text_lines
from parsers.pdf.rules import Drawing, Rules, rules_of
from parsers.pdf.textgrid import text_tables
from parsers.pdf.words import words_of
from schemas.raw import RawLine, RawPage, RawTable

_SMALLEST = 14.0


def read_page(layer: TextLayer, drawing: Drawing, box: tuple[float, float, float, float], rotation: int, page: int) -> RawPage:
    """The page's tables and lines. ``box`` is the visible rectangle in user space, ``rotation`` counts quarters."""
    frame = Frame(*box, turn=main_turn(layer, rotation))
    chars, rules = place(layer, frame), rules_of(drawing, frame)
    tables, rest = ruled_tables(chars, rules, page)
    fills = np.stack(frame.boxes(drawing.fills), axis=1)
    grids, words = text_tables(words_of(rest), rules, fills, page)
    order = sorted([*tables, *grids, *text_lines(words, page)], key=_top)
    return RawPage(order=order, page=page, width=frame.width, height=frame.height)


def ruled_tables(chars: Chars, rules: Rules, page: int) -> tuple[list[RawTable], Chars]:
    """The tables that drawn rules make, and the characters outside them."""
    tables: list[RawTable] = []
    for part in components(rules):
        lattice = build(part)
        if lattice is None or len(lattice.xs) * len(lattice.ys) < 6 or min(_size(lattice.box)) < _SMALLEST:
            continue
        x0, y0, x1, y1 = lattice.box
        inside = (chars.cx > x0) & (chars.cx < x1) & (chars.cy > y0) & (chars.cy < y1)
        if inside.any():
            tables.append(fill_lattice(lattice, chars.take(inside), page))
            chars = chars.take(np.flatnonzero(~inside))
    return tables, chars


def _size(box: tuple[float, float, float, float]) -> tuple[float, float]:
    return box[2] - box[0], box[3] - box[1]


def _top(item: RawTable | RawLine) -> float:
    return item.ys[0] if isinstance(item, RawTable) else item.top
