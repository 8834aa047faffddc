"""Tables that the gaps between the words make: with few rules or none."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from parsers.pdf.arrays import middle
from parsers.pdf.cells import cell_texts, owners, table
from parsers.pdf.chars import Ints
from parsers.pdf.columns import adopted, body_columns
from parsers.pdf.flush import CENTRE, side_of
from parsers.pdf.glued import glued
from parsers.pdf.headed import with_headings
from parsers.pdf.headings import Head, head_of
from parsers.pdf.headlines import Zone, head_pieces, head_start, lines_between
from parsers.pdf.lattice import Span
from parsers.pdf.rows import Rows, body_rows, doubtful
from parsers.pdf.runs import find_runs
from parsers.pdf.textlines import lines_of
from parsers.pdf.words import Words, pieces_of
from schemas.findings import Finding
from schemas.raw import RawTable

_PIECE = 0.6


def text_tables(zone: Zone) -> tuple[list[RawTable], Words]:
    """Tables among the words of a zone, and the words that stand outside them."""
    pieces = pieces_of(zone.words, _PIECE)
    lines = lines_of(pieces)
    tables: list[RawTable] = []
    taken = np.zeros(len(zone.words), np.bool_)
    floor = 0
    for run in find_runs(lines):
        first = head_start(pieces, lines, run, floor, zone)
        body = lines_between(zone.words, pieces, lines[run.first : run.last])
        tables.append(_table(body, lines_between(zone.words, pieces, lines[first : run.first]), zone))
        low, high = int(pieces.line[lines[first].start]), int(pieces.line[lines[run.last - 1].start])
        taken |= (zone.words.line >= low) & (zone.words.line <= high)
        floor = run.last
    return tables, zone.words.take(~taken)


def _table(body: Words, above: Words, zone: Zone) -> RawTable:
    """The table of a body and the words of the headings above it."""
    head = head_pieces(above)
    left = float(min(body.x0.min(), head.x0.min(initial=np.inf)))
    right = float(max(body.x1.max(), head.x1.max(initial=-np.inf)))
    top, bottom = float(body.y0.min()), float(body.y1.max())
    high = float(min(top, head.y0.min(initial=np.inf)))
    box = zone.rules.inside(left - 5, top, right + 5, bottom)
    columns = glued(body_columns(pieces_of(body, 0.25), box.down[:, 0]), body, head)
    side = side_of(columns, head)
    head = head if side == CENTRE else head_pieces(above, side)
    columns = with_headings(columns, head) if len(head) else adopted(columns, zone.known)
    edges = columns.edges(left, right)
    column = columns.of(body.x0, body.x1)
    rows = body_rows(body, column, columns, box.across)
    heading = head_of(head, columns, edges, zone.rules.inside(left, high, right, top + 1).across, side)
    between = (rows.base[:-1] + rows.base[1:]) / 2 - 0.35 * middle(body.em)
    ys = np.concatenate([np.linspace(high, top, heading.levels + 1)[:-1], [top], between, [bottom]])
    spans, owner, texts = _filled(body, column, rows, head, heading)
    grid = table(spans, texts, owner, edges, np.maximum.accumulate(ys), zone.page, ruled=False)
    if doubtful(rows, column):
        whole = grid.band(0, len(grid.rows))
        grid.doubts.append(Finding("T210", whole, params={"page": str(zone.page)}))
    return grid


def _filled(body: Words, column: Ints, rows: Rows, head: Words, heading: Head) -> tuple[list[Span], Ints, list[str]]:
    """All cells, the cell of each place in the grid, and the cells' texts."""
    count = rows.joined.shape[1]
    spans = [*heading.spans, *_body_spans(rows, heading.levels, count)]
    owner = owners(spans, heading.levels + len(rows.base), count)
    cell = owner[rows.row + heading.levels, column]
    order = np.lexsort((body.x0, body.line, cell))
    texts = cell_texts(body.take(order), cell[order], len(spans))
    return spans, owner, [*_head_texts(head, heading), *texts[len(heading.spans) :]]


def _body_spans(rows: Rows, levels: int, count: int) -> list[Span]:
    spans: list[Span] = []
    last = len(rows.base) + levels
    for at in range(count):
        ends = [*((~rows.joined[:, at]).nonzero()[0] + levels + 1).tolist(), last]
        spans += [(start, at, end, at + 1) for start, end in pairwise([levels, *ends])]
    return spans


def _head_texts(head: Words, heading: Head) -> list[str]:
    line = head.line.tolist()
    texts = []
    for members in heading.pieces:
        breaks = ["", *(" " if line[at] == line[before] else "\n" for before, at in pairwise(members))]
        texts.append("".join(gap + head.text[at] for gap, at in zip(breaks, members, strict=False)))
    return texts
