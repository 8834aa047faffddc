"""One page: from characters and rules to tables and lines in reading order."""

from __future__ import annotations

import numpy as np

from parsers.pdf.cells import fill_lattice
from parsers.pdf.chars import Chars, TextLayer, main_turn, place
from parsers.pdf.frame import Frame
from parsers.pdf.lattice import build, components
from parsers.pdf.lines import text_lines
from parsers.pdf.openrows import with_open_rows
from parsers.pdf.rules import Drawing, Rules, rules_of
from parsers.pdf.runs import lines_of
from parsers.pdf.textgrid import text_tables
from parsers.pdf.words import pieces_of, words_of
from schemas.raw import RawLine, RawPage, RawTable

_SMALLEST = 14.0


def read_page(
    layer: TextLayer, drawing: Drawing, box: tuple[float, float, float, float], rotation: int, page: int
) -> RawPage:
    """The page's tables and lines. ``box`` is the visible rectangle in user space, ``rotation`` counts quarters."""
    frame = Frame(*box, turn=main_turn(layer, rotation))
    chars, rules = place(layer, frame), rules_of(drawing, frame)
    fills = np.stack(frame.boxes(drawing.fills), axis=1)
    tables, zones = ruled_tables(chars, rules, page)
    items: list[RawTable | RawLine] = [*tables]
    for zone in zones:
        grids, words = text_tables(words_of(zone), rules, fills, page)
        items += [*grids, *text_lines(words, page)]
    return RawPage(order=sorted(items, key=_top), page=page, width=frame.width, height=frame.height)


def ruled_tables(chars: Chars, rules: Rules, page: int) -> tuple[list[RawTable], list[Chars]]:
    """The tables that drawn rules make, and the characters outside them: inside each frame, then the others."""
    tables: list[RawTable] = []
    zones: list[Chars] = []
    lattices = [lattice for part in components(rules) if (lattice := build(part)) is not None]
    for lattice in sorted(lattices, key=lambda lattice: _area(lattice.box)):
        x0, y0, x1, y1 = lattice.box
        inside = (chars.cx > x0) & (chars.cx < x1) & (chars.cy > y0) & (chars.cy < y1)
        if min(x1 - x0, y1 - y0) < _SMALLEST or not inside.any():
            continue
        own = chars.take(inside)
        if len(lattice.xs) > 2 and _only_headings(own, chars.take(~inside), lattice.box):
            continue
        if len(lattice.xs) > 2:
            tables.append(fill_lattice(with_open_rows(lattice, own), own, page))
        else:
            zones.append(own)
        chars = chars.take(~inside)
    return tables, [*zones, chars]


def _only_headings(own: Chars, others: Chars, box: tuple[float, float, float, float]) -> bool:
    """Whether the rules are drawn around the headings only and the body follows below without any."""
    x0, _, x1, bottom = box
    reach = 2.5 * float(np.median(own.em))
    below = (others.base > bottom) & (others.base < bottom + reach) & (others.cx > x0) & (others.cx < x1)
    if below.sum() < 3:
        return False
    first = lines_of(pieces_of(words_of(others.take(below)), 0.6))[0]
    heads = lines_of(pieces_of(words_of(own), 0.6))
    return first.data and first.count >= 3 and not first.label and not any(line.data or line.label for line in heads)


def _area(box: tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _top(item: RawTable | RawLine) -> float:
    return item.ys[0] if isinstance(item, RawTable) else item.top
