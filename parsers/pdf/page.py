"""One page: from characters and rules to tables and lines in reading order."""

from __future__ import annotations

import numpy as np

from parsers.pdf.arrays import middle
from parsers.pdf.cells import fill_lattice
from parsers.pdf.chars import REPLACEMENT, Bools, Chars, Floats, TextLayer, main_turn, place
from parsers.pdf.drawing import MAX_OBJECTS, Drawing
from parsers.pdf.frame import Frame
from parsers.pdf.headlines import Zone
from parsers.pdf.lattice import build, components
from parsers.pdf.lines import text_lines
from parsers.pdf.openrows import with_open_rows
from parsers.pdf.overflow import with_ends
from parsers.pdf.rules import Rules, rules_of
from parsers.pdf.sections import sections
from parsers.pdf.textgrid import text_tables
from parsers.pdf.textlines import lines_of
from parsers.pdf.words import pieces_of, text_of, words_of
from schemas.findings import Finding
from schemas.place import Box, Place
from schemas.raw import RawLine, RawPage, RawSegment, RawTable
from schemas.turned import Turned

_SMALLEST = 14.0
_SCAN = 0.4
_FEW = 20
_UNKNOWN = 0.05
_ODD = tuple(map(ord, "{}^`\\"))


def read_page(layer: TextLayer, drawing: Drawing, box: Box, rotation: int, page: int, known: Floats) -> RawPage:
    """The page's tables and lines.

    ``box`` is the visible rectangle in user space, ``rotation`` counts quarters, ``known`` are the grid lines of the
    page before (for a table that goes on).
    """
    frame = Frame(*box, turn=main_turn(layer, rotation))
    chars, rules = place(layer, frame), rules_of(drawing, frame)
    doubts = _doubts(chars, drawing, frame, page)
    straight = chars.take(chars.turn >= 0)
    fills = np.stack(frame.boxes(drawing.fills), axis=1)
    tables, zones = ruled_tables(straight, rules, page)
    items: list[RawTable | RawLine] = [*tables]
    for zone in zones:
        grids, words = text_tables(Zone(words_of(zone), rules, fills, page, known))
        items += [*grids, *text_lines(words, page)]
    items = [*sorted(items, key=_top), *_slanting(chars.take(chars.turn < 0), page)]
    quarters = (frame.turn + rotation) % 4
    turned = Turned(frame.width, frame.height, quarters) if quarters else None
    return RawPage(order=items, page=page, width=frame.width, height=frame.height, doubts=doubts, turned=turned)


def _doubts(chars: Chars, drawing: Drawing, frame: Frame, page: int) -> list[Finding]:
    """F109 for a scan, F115 for text whose characters cannot be told, F106 for more drawing than is looked at.

    Accented letters count as unknown: a broken character map turns digits and ideographs into them. It also turns
    them into signs that no record has; a few of those are enough.
    """
    doubts = []
    shown = drawing.images
    largest = float(np.max((shown[:, 2] - shown[:, 0]) * (shown[:, 3] - shown[:, 1]), initial=0.0))
    scanned = largest > _SCAN * frame.width * frame.height
    if (scanned and len(chars) < _FEW) or (len(shown) and not len(chars)):
        doubts.append(Finding("F109", Place(page=page), params={"page": str(page)}))
    unknown = (chars.code == REPLACEMENT) | ((chars.code >= 0xE000) & (chars.code < 0xF900)) | (chars.code >= 0xF0000)
    unknown |= (chars.code >= 0xC0) & (chars.code < 0x250) & (chars.code != 0xD7) & (chars.code != 0xF7)
    if unknown.sum() > max(2, _UNKNOWN * len(chars)) or np.isin(chars.code, _ODD).sum() > 2:
        doubts.append(Finding("F115", Place(page=page), params={"page": str(page)}))
    if not drawing.complete:
        doubts.append(Finding("F106", Place(page=page), params={"what": "objects", "limit": str(MAX_OBJECTS)}))
    return doubts


def _slanting(chars: Chars, page: int) -> list[RawLine]:
    """Slanting text (a watermark) as one line after all others: it belongs to no cell that it crosses."""
    if not len(chars):
        return []
    segment = RawSegment(text_of(chars.code), float(chars.x0.min()), float(chars.x1.max()))
    return [RawLine((segment,), page, top=float(chars.y0.min()), bottom=float(chars.y1.max()))]


def ruled_tables(chars: Chars, rules: Rules, page: int) -> tuple[list[RawTable], list[Chars]]:
    """The tables that drawn rules make, and the characters outside them: inside each frame, then the others."""
    tables: list[RawTable] = []
    zones: list[Chars] = []
    lattices = [lattice for part in components(rules) if (lattice := build(part)) is not None]
    parts = [part for lattice in lattices for part in sections(lattice, chars)]
    for lattice in sorted(parts, key=lambda lattice: _area(lattice.box)):
        x0, y0, x1, y1 = lattice.box
        inside = with_ends(_inside(chars, lattice.box), chars, x0, x1)
        if min(x1 - x0, y1 - y0) < _SMALLEST or not inside.any():
            continue
        own, others = chars.take(inside), chars.take(~inside)
        if len(lattice.xs) > 2 and _only_headings(own, others, lattice.box):
            continue
        if len(lattice.xs) > 2:
            tables.append(fill_lattice(with_open_rows(lattice, own), own, page))
        else:
            zones.append(own)
        chars = others
    return tables, [*zones, chars]


def _inside(chars: Chars, box: Box) -> Bools:
    x0, y0, x1, y1 = box
    cx, cy = chars.cx, chars.cy
    return (cx > x0) & (cx < x1) & (cy > y0) & (cy < y1)


def _only_headings(own: Chars, others: Chars, box: Box) -> bool:
    """Whether the rules are drawn around the headings only and the body follows below without any."""
    x0, _, x1, bottom = box
    below = (others.base > bottom) & (others.base < bottom + 2.5 * middle(own.em))
    below &= (others.cx > x0) & (others.cx < x1)
    if below.sum() < 3:
        return False
    first = lines_of(pieces_of(words_of(others.take(below)), 0.6))[0]
    if not first.data or first.count < 3 or first.label:
        return False
    return not any(line.data or line.label for line in lines_of(pieces_of(words_of(own), 0.6)))


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _top(item: RawTable | RawLine) -> float:
    return item.ys[0] if isinstance(item, RawTable) else item.top
