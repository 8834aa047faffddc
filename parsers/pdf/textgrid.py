"""Tables that the gaps between the words make: with few rules or none."""

from __future__ import annotations

import numpy as np

from parsers.pdf.cells import cell_texts, owners, table
from parsers.pdf.chars import Chars, Floats, Ints
from parsers.pdf.columns import Columns, adopted, body_columns, with_heading_columns
from parsers.pdf.headings import Head, head_of
from parsers.pdf.lattice import Span
from parsers.pdf.rows import Rows, body_rows
from parsers.pdf.rules import Rules
from parsers.pdf.runs import Line, Run, find_runs, lines_of
from parsers.pdf.words import Words, pieces_of, words_of
from schemas.raw import RawTable

_PIECE = 0.6
_HEAD_STEP = 2.4
_HEAD_LINES = 8
_BEYOND = 8.0


def text_tables(
    words: Words, rules: Rules, fills: Floats, page: int, known: Floats
) -> tuple[list[RawTable], Words]:
    """Tables among the words of a zone, and the words that stand outside them.

    ``known``: the grid lines of the page before, for a table that goes on without its headings.
    """
    pieces = pieces_of(words, _PIECE)
    lines = lines_of(pieces)
    tables: list[RawTable] = []
    taken = np.zeros(len(words), np.bool_)
    floor = 0
    for run in find_runs(pieces, lines):
        first = _head_start(pieces, lines, run, floor, rules, fills)
        tables.append(_table(words, pieces, lines, run, first, rules, page, known))
        low, high = int(pieces.line[lines[first].start]), int(pieces.line[lines[run.last - 1].start])
        taken |= (words.line >= low) & (words.line <= high)
        floor = run.last
    return tables, words.take(~taken)


def _head_start(pieces: Words, lines: list[Line], run: Run, floor: int, rules: Rules, fills: Floats) -> int:
    """The first line of the head above a run: up to a rule, a shade's edge, a label line or a wide gap."""
    body = lines[run.first : run.last]
    left, right = _extent(body, rules)
    stops = _stops(left, right, lines[run.first].base, rules, fills)
    columns = body_columns(_between(pieces, pieces, lines, run.first, run.last), np.zeros(0))
    first = run.first
    while first > floor and run.first - first < _HEAD_LINES:
        line, below = lines[first - 1], lines[first]
        ruled_off = ((stops > line.base) & (stops < below.base - 0.3 * below.em)).any() and first < run.first
        if ruled_off or line.label or not _heads(pieces, line, below, body, columns, (left, right)):
            break
        first -= 1
    return first


def _extent(body: list[Line], rules: Rules) -> tuple[float, float]:
    """The body's sides: of its text, or of the rules across it where these reach further."""
    left, right = min(line.x0 for line in body), max(line.x1 for line in body)
    across = rules.inside(left, body[0].base - 2 * body[0].em, right, body[-1].base + body[-1].em).across
    return min(left, *across[:, 1].tolist(), left), max(right, *across[:, 2].tolist(), right)


def _stops(left: float, right: float, base: float, rules: Rules, fills: Floats) -> Floats:
    """Heights above the body where a rule as wide as the table runs, or a shade as wide begins."""
    shades = fills[:, [1, 0, 2]]
    ends = fills[:, [3, 0, 2]]
    ruled = _wide_levels(rules.across[rules.across[:, 0] < base], left, right)
    begun = _wide_levels(shades[shades[:, 0] < base], left, right)
    ended = _wide_levels(ends, left, right)
    fresh = [y for y in begun if not (np.abs(ended - y) < 4).any()]
    return np.concatenate([ruled, fresh])


def _wide_levels(marks: Floats, left: float, right: float) -> Floats:
    levels = np.unique(np.round(marks[:, 0] / 2) * 2)
    width = max(right - left, 1.0)
    share = [_cover(marks[np.abs(marks[:, 0] - y) < 2], left, right) / width for y in levels]
    return np.array([y for y, part in zip(levels, share, strict=True) if part > 0.85])


def _cover(marks: Floats, left: float, right: float) -> float:
    total, reach = 0.0, left
    for _, x0, x1 in marks[np.argsort(marks[:, 1])].tolist():
        total += max(0.0, min(x1, right) - max(x0, reach))
        reach = max(reach, min(x1, right))
    return total


def _heads(
    pieces: Words, line: Line, below: Line, body: list[Line], columns: Columns, extent: tuple[float, float]
) -> bool:
    """Whether a line can be a line of headings: near, of the same type size, inside the table, not running text."""
    em = max(below.em, body[0].em)
    left, right = extent
    near = below.base - line.base <= _HEAD_STEP * em
    inside = line.x0 >= left - _BEYOND * em and line.x1 <= right + _BEYOND * em
    x0, x1 = pieces.x0[line.start : line.end], pieces.x1[line.start : line.end]
    running = (columns.over(x0, x1) > 1) & (x0 < columns.right[0])
    return near and inside and line.em <= 1.25 * em and float((x1 - x0).max()) < 0.4 * (right - left) and not running.any()


def _table(
    words: Words, pieces: Words, lines: list[Line], run: Run, first: int, rules: Rules, page: int, known: Floats
) -> RawTable:
    body = _between(words, pieces, lines, run.first, run.last)
    head = _between(pieces, pieces, lines, first, run.first)
    left = min(float(body.x0.min()), float(head.x0.min()) if len(head) else np.inf)
    right = max(float(body.x1.max()), float(head.x1.max()) if len(head) else -np.inf)
    top, bottom = float(body.y0.min()), float(body.y1.max())
    box = rules.inside(left - 5, top, right + 5, bottom)
    columns = body_columns(pieces_of(body, 0.25), box.down[:, 0])
    if len(head):
        columns = with_heading_columns(columns, head)
    else:
        columns = adopted(columns, known)
    edges = columns.edges(left, right)
    column = columns.of(body.x0, body.x1)
    rows = body_rows(body, column, columns, box.across)
    high = float(head.y0.min()) if len(head) else top
    heading = head_of(head, columns, edges, rules.inside(left, high, right, top + 1).across) if len(head) else None
    return _filled(body, column, rows, head, heading, edges, (high, top, bottom), page)


def _between(words: Words, pieces: Words, lines: list[Line], first: int, last: int) -> Words:
    if first >= last:
        return words.take(np.zeros(0, np.int64))
    low, high = pieces.line[lines[first].start], pieces.line[lines[last - 1].start]
    return words.take((words.line >= low) & (words.line <= high))


def _filled(
    body: Words, column: Ints, rows: Rows, head: Words, heading: Head | None, edges: Floats,
    heights: tuple[float, float, float], page: int,
) -> RawTable:
    levels = heading.levels if heading else 0
    spans = [*(heading.spans if heading else []), *_body_spans(rows, levels, len(edges) - 1)]
    texts = _head_texts(head, heading) if heading else []
    owner = owners(spans, levels + len(rows.base), len(edges) - 1)
    cell = owner[rows.row + levels, column]
    order = np.lexsort((body.x0, body.line, cell))
    texts = [*texts, *cell_texts(body.take(order), cell[order], len(spans))[len(texts) :]]
    middle = (rows.base[:-1] + rows.base[1:]) / 2 - 0.35 * float(np.median(body.em))
    high, top, bottom = heights
    ys = np.concatenate([np.linspace(high, top, levels + 1)[:-1], [top], middle, [bottom]])
    return table(spans, texts, edges, np.maximum.accumulate(ys), page, ruled=False)


def _body_spans(rows: Rows, levels: int, count: int) -> list[Span]:
    spans: list[Span] = []
    for at in range(count):
        start = 0
        for row in range(len(rows.base)):
            if row == len(rows.base) - 1 or not rows.joined[row, at]:
                spans.append((start + levels, at, row + 1 + levels, at + 1))
                start = row + 1
    return spans


def _head_texts(head: Words, heading: Head) -> list[str]:
    texts = []
    for members in heading.pieces:
        part = head.take(np.array(members, dtype=np.int64))
        texts.append(cell_texts(part, np.zeros(len(part), np.int64), 1)[0])
    return texts
