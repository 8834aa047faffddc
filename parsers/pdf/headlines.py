"""The lines of headings above a table that the gaps between the words make."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from parsers.pdf.arrays import distinct
from parsers.pdf.chars import Floats
from parsers.pdf.columns import Columns, body_columns
from parsers.pdf.flush import CENTRE, flush_apart
from parsers.pdf.headed import lowest
from parsers.pdf.rules import Rules
from parsers.pdf.runs import Run
from parsers.pdf.textlines import Line, lines_of
from parsers.pdf.words import Words, pieces_of
from schemas.legend import is_legend

_PIECE = 0.6
_HEAD_PIECE = 0.3
_NO_GAP = -1.0
_HEAD_STEP = 2.4
_HEAD_LINES = 8
_MOST_LINES = 16
_HEAD_HIGH = 8.0
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


def head_pieces(words: Words, side: int = CENTRE) -> Words:
    """The headings; those over several columns stand further apart, so that wider gaps may be spaces in them.

    Not so where they stand flush with those below on a ``side``: then that tells where one ends.
    """
    pieces = pieces_of(words, _HEAD_PIECE)
    leaves = pieces.take(lowest(pieces))
    if side != CENTRE and flush_apart(words, leaves, side).any():
        pieces = pieces_of(words, np.where(flush_apart(words, leaves, side), _NO_GAP, _HEAD_PIECE))
    upper = ~lowest(pieces)
    limit = np.where(upper[1:] & upper[:-1], _PIECE, _HEAD_PIECE)
    return pieces_of(pieces, limit if side == CENTRE else np.where(flush_apart(pieces, leaves, side), _NO_GAP, limit))


def head_start(pieces: Words, lines: list[Line], run: Run, floor: int, zone: Zone) -> int:
    """The first line of the head above a run: up to a rule, a shade's edge, a label line or a wide gap."""
    body = lines[run.first : run.last]
    left, right = _extent(body, zone.rules)
    top = lines[max(floor, run.first - _MOST_LINES)].base
    stops = _stops(left, right, (top, lines[run.first].base), zone)
    columns = body_columns(lines_between(pieces, pieces, body), np.zeros(0))
    first = leaves = run.first
    step = max(_HEAD_STEP * body[0].em, 1.3 * run.pitch)
    left, right = _known_extent(left, right, zone.known)
    while first > floor and _may_begin_at(lines, first - 1, run):
        line, below = lines[first - 1], lines[first]
        if first == leaves and line.count > 1 and is_legend(line.texts):
            first = leaves = first - 1
            continue
        ruled_off = ((stops > line.base) & (stops < below.base - 0.3 * below.em)).any() and first < leaves
        if ruled_off or line.label or (first > floor + 1 and line.is_below(lines[first - 2])):
            break
        if not _heads(pieces, line, below, columns, (left, right), step) and not _heads_in_parts(
            lines_between(zone.words, pieces, [line]), below, columns, (left, right), step
        ):
            break
        first -= 1
    return first


def _may_begin_at(lines: list[Line], at: int, run: Run) -> bool:
    """Whether a head may reach up so far: few lines, or many close together (headings in the middle of their cells)."""
    high = lines[run.first].base - lines[at].base
    return run.first - at <= _HEAD_LINES or (run.first - at <= _MOST_LINES and high < _HEAD_HIGH * lines[run.first].em)


def _known_extent(left: float, right: float, known: Floats) -> tuple[float, float]:
    """The sides of the table on the page before, where the body stands within them."""
    if not len(known) or left < known[0] - 1 or right > known[-1] + 1:
        return left, right
    return float(known[0]), float(known[-1])


def _heads_in_parts(words: Words, below: Line, columns: Columns, extent: tuple[float, float], step: float) -> bool:
    """Whether a line is one of headings once those that stand close to each other are taken apart."""
    parts = pieces_of(words, _HEAD_PIECE)
    return _heads(parts, lines_of(parts)[0], below, columns, extent, step)


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


def lines_between(words: Words, pieces: Words, lines: list[Line]) -> Words:
    """The words on the lines from the first to the last of ``lines``."""
    if not lines:
        return words.take(np.zeros(0, np.int64))
    low, high = pieces.line[lines[0].start], pieces.line[lines[-1].start]
    return words.take((words.line >= low) & (words.line <= high))
