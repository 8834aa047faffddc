"""Headings of a text grid: which columns and levels each heading spans."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from parsers.pdf.arrays import middle
from parsers.pdf.chars import Floats, Ints
from parsers.pdf.columns import Columns
from parsers.pdf.flush import CENTRE, RIGHT, flush_column
from parsers.pdf.lattice import Span
from parsers.pdf.words import Words, line_numbers

_CENTRED = 0.7
_LEVEL = 0.85
_ALONE = 0.22
_CLOSE = 1.6
_SPAN_WORTH = 1000.0


class Heading(NamedTuple):
    """A heading over columns ``left`` to ``right`` (half open); ``base`` is the height of its text."""

    left: int
    right: int
    base: float
    pieces: tuple[int, ...]


class Head(NamedTuple):
    """Heading cells: spans over ``levels`` rows and the pieces of each in reading order."""

    levels: int
    spans: list[Span]
    pieces: list[tuple[int, ...]]


def head_of(pieces: Words, columns: Columns, edges: Floats, rules: Floats, side: int) -> Head:
    """The heading cells above the columns. ``rules``: rows of (y, x0, x1) drawn inside the head.

    ``side``: where a heading stands over its columns (``flush``).
    """
    if not len(pieces):
        return Head(0, [], [])
    home = columns.of(pieces.x0, pieces.x1)
    spanning = _nested(_spanning(pieces, home, columns, edges, rules, side))
    used = {piece for heading in spanning for piece in heading.pieces}
    chains = [[h for h in spanning if h.left <= at < h.right] for at in range(len(columns))]
    stacks = [[p for p in np.flatnonzero(home == at).tolist() if p not in used] for at in range(len(columns))]
    depth = max((len(chain) for chain in chains), default=0)
    levels = depth + 1 if any(stacks) or not depth else depth
    cells = [((chains[h.left].index(h), h.left, chains[h.left].index(h) + 1, h.right), h.pieces) for h in spanning]
    for at, stack in enumerate(stacks):
        if len(chains[at]) < levels:
            cells.append(((len(chains[at]), at, levels, at + 1), tuple(stack)))
    return Head(levels, [span for span, _ in cells], [members for _, members in cells])


class _Pieces(NamedTuple):
    """The headings' pieces as lists, each with its ``home`` column, and of each column its edges and middles.

    ``lowest``: the middle of a column's lowest heading, which stands in the middle of the column even if its values
    do not.
    """

    base: list[float]
    em: list[float]
    x0: list[float]
    x1: list[float]
    home: list[int]
    edges: list[float]
    texts: list[float]
    lowest: list[float]


def _listed(pieces: Words, home: Ints, columns: Columns, edges: Floats) -> _Pieces:
    homes, texts, cx = home.tolist(), ((columns.left + columns.right) / 2).tolist(), pieces.cx.tolist()
    lowest = list(texts)
    for piece in np.argsort(pieces.base).tolist():
        lowest[homes[piece]] = cx[piece]
    base, em, x0, x1 = pieces.base.tolist(), pieces.em.tolist(), pieces.x0.tolist(), pieces.x1.tolist()
    return _Pieces(base, em, x0, x1, homes, edges.tolist(), texts, lowest)


def _spanning(pieces: Words, home: Ints, columns: Columns, edges: Floats, rules: Floats, side: int) -> list[Heading]:
    """Headings over several columns, level by level from the top."""
    found: list[Heading] = []
    level = line_numbers(pieces.base, pieces.em)
    listed = _listed(pieces, home, columns, edges)
    for number in range(int(level.max()) if len(pieces) else 0):
        members = np.flatnonzero(level == number)
        members = members[np.argsort(pieces.x0[members])]
        base = middle(pieces.base[members])
        options = [
            _ruled(pieces, piece, members, columns, rules)
            or (
                _flush(pieces, listed, piece, home, side, found)
                if side != CENTRE
                else _options(listed, piece, _below(listed, listed.home, piece), found)
            )
            for piece in members.tolist()
        ]
        for piece, span in zip(members.tolist(), _chosen(options), strict=True):
            if span is not None:
                found.append(Heading(*span, base, (piece,)))
    return found


def _below(pieces: _Pieces, home: list[int], piece: int) -> list[bool]:
    """Columns that a heading may span: each has a heading further down, none on its level, and is not beside it.

    A heading alone in its column stands half way up the rows that it fills: one that fills the whole head, or all
    levels from this one on, stands beside this heading, not under it.
    """
    base, size = pieces.base[piece], pieces.em[piece]
    top, floor = min(pieces.base), max(pieces.base)
    high = base < (top + floor) / 2 - _ALONE * size
    stacks: list[list[float]] = [[] for _ in pieces.texts]
    for at, height in zip(home, pieces.base, strict=True):
        stacks[at].append(height)
    below = []
    for at, stack in enumerate(stacks):
        deeper = [height for height in stack if height > base + _LEVEL * size]
        level = sum(abs(height - base) <= _LEVEL * size for height in stack) > (at == home[piece])
        beside = at != home[piece] and not level and bool(deeper)
        beside = beside and ((high and _fills(stack, top, floor, size)) or _fills(deeper, base, floor, size))
        below.append(bool(deeper) and not level and not beside)
    return below


def _fills(stack: list[float], top: float, floor: float, size: float) -> bool:
    """Whether lines set close to each other stand in the middle between two heights."""
    ordered = sorted(stack)
    close = all(lower - upper <= _CLOSE * size for upper, lower in pairwise(ordered))
    return close and abs((ordered[0] + ordered[-1]) / 2 - (top + floor) / 2) < _ALONE * size


def _ruled(pieces: Words, piece: int, members: Ints, columns: Columns, rules: Floats) -> list[tuple[int, int]]:
    """The columns over a rule right under this heading alone, wider than it and shorter than the table."""
    base, em = pieces.base[piece], pieces.em[piece]
    under = (rules[:, 0] > base - 1) & (rules[:, 0] < base + 1.3 * em)
    under &= (rules[:, 1] <= pieces.x0[piece] + 1) & (rules[:, 2] >= pieces.x1[piece] - 1)
    middle = (columns.left + columns.right) / 2
    for _, x0, x1 in rules[under].tolist():
        inside = np.flatnonzero((middle > x0) & (middle < x1))
        sharing = (pieces.cx[members] > x0) & (pieces.cx[members] < x1)
        if 1 < len(inside) < len(columns) and sharing.sum() == 1:
            return [(int(inside[0]), int(inside[-1]) + 1)]
    return []


def _options(pieces: _Pieces, piece: int, below: list[bool], found: list[Heading]) -> list[tuple[int, int]]:
    """Runs of columns that the heading stands over the middle of, within the heading above it."""
    x0, x1, base, em = pieces.x0[piece], pieces.x1[piece], pieces.base[piece], pieces.em[piece]
    edges, texts, lowest = pieces.edges, pieces.texts, pieces.lowest
    parents = [h for h in found if h.base < base - _LEVEL * em and edges[h.left] <= (x0 + x1) / 2 <= edges[h.right]]
    low = max((h.left for h in parents), default=0)
    high = min((h.right for h in parents), default=len(texts))
    options = []
    for left in range(low, high):
        if not below[left] or edges[left] > x0 + em:
            continue
        for right in range(left + 2, high + 1):
            if not below[right - 1]:
                break
            off = min(abs(part[left] + part[end] - x0 - x1) for part, end in
                      ((edges, right), (texts, right - 1), (lowest, right - 1)))  # fmt: skip
            near = off / 2 <= max(_CENTRED * em, 0.04 * (edges[right] - edges[left]))
            if near and edges[right] >= x1 - em and _whole(left, right, found):
                options.append((left, right))
    return options


def _flush(
    words: Words, pieces: _Pieces, piece: int, home: Ints, side: int, found: list[Heading]
) -> list[tuple[int, int]]:
    """Runs of columns from the one that the heading stands flush with, inwards and within the headings above."""
    at = flush_column(words, piece, home, side)
    if at < 0:
        return []
    below = _below(pieces, [*pieces.home[:piece], at, *pieces.home[piece + 1 :]], piece)
    spans = [(at, end) for end in range(at + 2, len(below) + 1)]
    if side == RIGHT:
        spans = [(start, at + 1) for start in range(at)]
    return [(left, right) for left, right in spans if all(below[left:right]) and _whole(left, right, found)]


def _whole(left: int, right: int, found: list[Heading]) -> bool:
    """Whether no heading above covers a part of the run only."""
    return all(h.right <= left or right <= h.left or (h.left <= left and right <= h.right) for h in found)


def _chosen(options: list[list[tuple[int, int]]]) -> list[tuple[int, int] | None]:
    """One option (or none) for each heading, from left to right without overlap: most headings, then most columns."""
    best: dict[int, tuple[float, list[tuple[int, int] | None]]] = {0: (0.0, [])}
    for choices in options:
        following: dict[int, tuple[float, list[tuple[int, int] | None]]] = {}
        for end, (worth, spans) in best.items():
            for span in [None, *choices]:
                if span is not None and span[0] < end:
                    continue
                reach = span[1] if span is not None else end
                gain = worth + (_SPAN_WORTH + span[1] - span[0] if span is not None else 0.0)
                if reach not in following or gain > following[reach][0]:
                    following[reach] = (gain, [*spans, span])
        best = following
    return max(best.values(), key=lambda entry: entry[0])[1]


def _nested(found: list[Heading]) -> list[Heading]:
    """Headings without those that overlap an earlier one only in part; lines over the same columns are one."""
    kept: list[Heading] = []
    for heading in sorted(found, key=lambda h: (h.base, h.left)):
        crossing = [h for h in kept if h.left < heading.right and heading.left < h.right]
        twin = next((h for h in crossing if (h.left, h.right) == (heading.left, heading.right)), None)
        if twin is not None:
            kept[kept.index(twin)] = Heading(twin.left, twin.right, twin.base, twin.pieces + heading.pieces)
        elif all(h.left <= heading.left and heading.right <= h.right for h in crossing):
            kept.append(heading)
    return kept
