"""Tables that the gaps between the words make: with few rules or none."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from parsers.pdf.arrays import distinct, middle
from parsers.pdf.cells import cell_texts, owners, table
from parsers.pdf.chars import Floats, Ints
from parsers.pdf.columns import Columns, adopted, body_columns
from parsers.pdf.flush import side_of
from parsers.pdf.headed import lowest, with_headings
from parsers.pdf.headings import Head, head_of
from parsers.pdf.lattice import Span
from parsers.pdf.rows import Rows, body_rows, doubtful
from parsers.pdf.rules import Rules
from parsers.pdf.runs import Run, find_runs
from parsers.pdf.textlines import Line, lines_of
from parsers.pdf.words import Words, pieces_of
from schemas.findings import Finding
from schemas.raw import RawTable

_PIECE = 0.6
_HEAD_PIECE = 0.3
_HEAD_STEP = 2.4
_HEAD_LINES = 8
_BEYOND = 8.0
_MANY = 4
_OVER = 0.7
_NEAR_LEVEL = 10.0


class Zone(NamedTuple):
    """A part of a page that is read by its text: ``known`` are the grid lines of the page before."""

    words: Words
    rules: Rules
    fills: Floats
    page: int
    known: Floats


def text_tables(zone: Zone) -> tuple[list[RawTable], Words]:
    """Tables among the words of a zone, and the words that stand outside them."""
    pieces = pieces_of(zone.words, _PIECE)
    lines = lines_of(pieces)
    tables: list[RawTable] = []
    taken = np.zeros(len(zone.words), np.bool_)
    floor = 0
    for run in find_runs(lines):
        first = _head_start(pieces, lines, run, floor, zone)
        body = _lines(zone.words, pieces, lines[run.first : run.last])
        head = _head_pieces(_lines(zone.words, pieces, lines[first : run.first]))
        tables.append(_table(body, head, zone))
        low, high = int(pieces.line[lines[first].start]), int(pieces.line[lines[run.last - 1].start])
        taken |= (zone.words.line >= low) & (zone.words.line <= high)
        floor = run.last
    return tables, zone.words.take(~taken)


def _head_pieces(words: Words) -> Words:
    """The headings; those over several columns stand further apart, so that wider gaps may be spaces in them."""
    pieces = pieces_of(words, _HEAD_PIECE)
    upper = ~lowest(pieces)
    return pieces_of(pieces, np.where(upper[1:] & upper[:-1], _PIECE, _HEAD_PIECE))


def _head_start(pieces: Words, lines: list[Line], run: Run, floor: int, zone: Zone) -> int:
    """The first line of the head above a run: up to a rule, a shade's edge, a label line or a wide gap."""
    body = lines[run.first : run.last]
    left, right = _extent(body, zone.rules)
    top = lines[max(floor, run.first - _HEAD_LINES)].base
    stops = _stops(left, right, (top, lines[run.first].base), zone)
    columns = body_columns(_lines(pieces, pieces, body), np.zeros(0))
    first = run.first
    while first > floor and run.first - first < _HEAD_LINES:
        line, below = lines[first - 1], lines[first]
        ruled_off = ((stops > line.base) & (stops < below.base - 0.3 * below.em)).any() and first < run.first
        if (
            ruled_off
            or line.label
            or not _heads(pieces, line, below, columns, (left, right), max(_HEAD_STEP * body[0].em, 1.3 * run.pitch))
        ):
            break
        first -= 1
    return first


def _extent(body: list[Line], rules: Rules) -> tuple[float, float]:
    """The body's sides: of its text, or of the rules across it where these reach further."""
    left, right = min(line.x0 for line in body), max(line.x1 for line in body)
    across = rules.inside(left, body[0].base - 2 * body[0].em, right, body[-1].base + body[-1].em).across
    return min(left, *across[:, 1].tolist(), left), max(right, *across[:, 2].tolist(), right)


def _stops(left: float, right: float, between: tuple[float, float], zone: Zone) -> Floats:
    """Heights between two where a rule as wide as the table runs, or a shade as wide begins."""
    rules, shades, ends = (
        _marks_between(marks, between)
        for marks in (zone.rules.across, zone.fills[:, [1, 0, 2]], zone.fills[:, [3, 0, 2]])
    )
    base = between[1]
    ruled = _wide_levels(rules[rules[:, 0] < base], left, right)
    begun = _wide_levels(shades[shades[:, 0] < base], left, right)
    ended = _wide_levels(ends, left, right)
    fresh = [y for y in begun if not (np.abs(ended - y) < 4).any()]
    return np.concatenate([ruled, fresh])


def _marks_between(marks: Floats, between: tuple[float, float]) -> Floats:
    """The marks between two heights, or so near that they count to a level there."""
    return marks[(marks[:, 0] > between[0] - _NEAR_LEVEL) & (marks[:, 0] < between[1] + _NEAR_LEVEL)]


def _wide_levels(marks: Floats, left: float, right: float) -> Floats:
    levels = distinct(np.round(marks[:, 0] / 2) * 2)
    width = max(right - left, 1.0)
    share = [_cover(marks[np.abs(marks[:, 0] - y) < 2], left, right) / width for y in levels]
    return np.array([y for y, part in zip(levels, share, strict=True) if part > 0.85])


def _cover(marks: Floats, left: float, right: float) -> float:
    total, reach = 0.0, left
    for _, x0, x1 in marks[np.argsort(marks[:, 1])].tolist():
        total += max(0.0, min(x1, right) - max(x0, reach))
        reach = max(reach, min(x1, right))
    return total


def _heads(pieces: Words, line: Line, below: Line, columns: Columns, extent: tuple[float, float], step: float) -> bool:
    """Whether a line can be a line of headings: near, of the same type size, inside the table, not running text."""
    left, right = extent
    em = below.em
    x0, x1 = pieces.x0[line.start : line.end], pieces.x1[line.start : line.end]
    over = columns.over(x0, x1)
    inside = line.x0 >= left - _BEYOND * em and line.x1 <= right + _BEYOND * em
    inside |= line.count >= _MANY and (over > 0).mean() > _OVER
    running = (over > 1) & (x0 < columns.right[0])
    short = float((x1 - x0).max()) < 0.4 * (right - left)
    return below.base - line.base <= step and inside and short and line.em <= 1.25 * em and not running.any()


def _lines(words: Words, pieces: Words, lines: list[Line]) -> Words:
    """The words on the lines from the first to the last of ``lines``."""
    if not lines:
        return words.take(np.zeros(0, np.int64))
    low, high = pieces.line[lines[0].start], pieces.line[lines[-1].start]
    return words.take((words.line >= low) & (words.line <= high))


def _table(body: Words, head: Words, zone: Zone) -> RawTable:
    left = float(min(body.x0.min(), head.x0.min(initial=np.inf)))
    right = float(max(body.x1.max(), head.x1.max(initial=-np.inf)))
    top, bottom = float(body.y0.min()), float(body.y1.max())
    high = float(min(top, head.y0.min(initial=np.inf)))
    box = zone.rules.inside(left - 5, top, right + 5, bottom)
    columns = body_columns(pieces_of(body, 0.25), box.down[:, 0])
    side = side_of(columns, head)
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
