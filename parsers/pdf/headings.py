"""Headings of a text grid: which columns and levels each heading spans."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from parsers.pdf.chars import Floats
from parsers.pdf.columns import Columns
from parsers.pdf.lattice import Span
from parsers.pdf.words import Words

_CENTRED = 0.7


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading over columns ``left`` to ``right`` (half open) with its text at height ``base``."""

    left: int
    right: int
    base: float
    pieces: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """Heading cells: spans over ``levels`` rows, the pieces of each in reading order, and the rows' tops."""

    levels: int
    spans: list[Span]
    pieces: list[tuple[int, ...]]


def head_of(pieces: Words, columns: Columns, edges: Floats, rules: Floats) -> Head:
    """The heading cells above the columns. ``rules``: rows of (y, x0, x1) drawn inside the head."""
    spanning = _spanning(pieces, columns, edges, rules)
    used = {piece for heading in spanning for piece in heading.pieces}
    chains = [[h for h in spanning if h.left <= at < h.right] for at in range(len(columns))]
    stacks = _stacks(pieces, columns, used)
    depth = max((len(chain) for chain in chains), default=0)
    levels = depth + 1 if any(stacks) or not depth else depth
    spans, members = [], []
    for heading in spanning:
        level = chains[heading.left].index(heading)
        spans.append((level, heading.left, level + 1, heading.right))
        members.append(heading.pieces)
    for at, stack in enumerate(stacks):
        if len(chains[at]) < levels:
            spans.append((len(chains[at]), at, levels, at + 1))
            members.append(tuple(stack))
    return Head(levels, spans, members)


def _stacks(pieces: Words, columns: Columns, used: set[int]) -> list[list[int]]:
    """For each column the pieces that stand over it alone, from top to bottom."""
    stacks: list[list[int]] = [[] for _ in range(len(columns))]
    for piece, at in enumerate(_home(pieces, columns)):
        if piece not in used:
            stacks[at].append(piece)
    return stacks


def _home(pieces: Words, columns: Columns) -> list[int]:
    return columns.of(pieces.x0, pieces.x1).tolist()


def _spanning(pieces: Words, columns: Columns, edges: Floats, rules: Floats) -> list[Heading]:
    """Headings over several columns, from top to bottom; each has headings of its columns below it."""
    found: list[Heading] = []
    middle = _middle(pieces)
    home = _home(pieces, columns)
    for piece in range(len(pieces)):
        below = _below(pieces, home, piece, len(columns), middle)
        span = _ruled_span(pieces, piece, columns, rules) or _widest(pieces, piece, columns, edges, below, found)
        if span is not None and span[1] - span[0] > 1:
            found.append(Heading(span[0], span[1], float(pieces.base[piece]), (piece,)))
    return _nested(found)


def _middle(pieces: Words) -> float:
    return float((pieces.base.min() + pieces.base.max()) / 2) if len(pieces) else 0.0


def _below(pieces: Words, home: list[int], piece: int, count: int, middle: float) -> list[bool]:
    """Columns that a heading may span: a heading below it, and not one that is alone half way down the head."""
    step = 0.6 * pieces.em[piece]
    stack: list[list[float]] = [[] for _ in range(count)]
    for other, at in enumerate(home):
        stack[at].append(float(pieces.base[other]))
    below = []
    for bases in stack:
        deeper = [base for base in bases if base > pieces.base[piece] + step]
        alone = len(bases) > 0 and abs((min(bases) + max(bases)) / 2 - middle) < 0.3 * pieces.em[piece]
        level = [base for base in bases if abs(base - pieces.base[piece]) <= step]
        below.append(bool(deeper) and not (alone and not level and _is_middle(pieces, middle, piece)))
    return below


def _is_middle(pieces: Words, middle: float, piece: int) -> bool:
    """Whether the head has lines on both sides of its middle, so that a centred heading is told from a lower one."""
    return bool(abs(pieces.base[piece] - middle) > 0.3 * pieces.em[piece])


def _ruled_span(pieces: Words, piece: int, columns: Columns, rules: Floats) -> tuple[int, int] | None:
    """The columns over a rule right under the heading that is wider than it and shorter than the table."""
    under = (rules[:, 0] > pieces.base[piece] - 1) & (rules[:, 0] < pieces.base[piece] + 1.3 * pieces.em[piece])
    under &= (rules[:, 1] <= pieces.x0[piece] + 1) & (rules[:, 2] >= pieces.x1[piece] - 1)
    for _, x0, x1 in rules[under].tolist():
        middle = (columns.left + columns.right) / 2
        inside = np.flatnonzero((middle > x0) & (middle < x1))
        if 1 < len(inside) < len(columns):
            return int(inside[0]), int(inside[-1]) + 1
    return None


def _widest(
    pieces: Words, piece: int, columns: Columns, edges: Floats, below: list[bool], found: list[Heading]
) -> tuple[int, int] | None:
    """The widest run of columns that the heading stands over the middle of, up to its neighbours on the line."""
    low, high = _room(pieces, piece, columns, below, found)
    x0, x1 = float(pieces.x0[piece]), float(pieces.x1[piece])
    best: tuple[int, int] | None = None
    for left in range(low, high):
        for right in range(left + 2, high + 1):
            off = abs((edges[left] + edges[right]) / 2 - (x0 + x1) / 2)
            covers = columns.left[left] < x1 and columns.right[right - 1] > x0 and edges[left] <= x0 + 2 and edges[right] >= x1 - 2
            near = off <= max(_CENTRED * pieces.em[piece], 0.04 * (edges[right] - edges[left]))
            if covers and near and (best is None or right - left > best[1] - best[0]):
                best = (left, right)
    return best


def _room(pieces: Words, piece: int, columns: Columns, below: list[bool], found: list[Heading]) -> tuple[int, int]:
    """The columns around the heading that have headings below, bounded by its neighbours and by its parent."""
    x0, x1, base, em = pieces.x0[piece], pieces.x1[piece], pieces.base[piece], pieces.em[piece]
    touched = np.flatnonzero((columns.left < x1) & (columns.right > x0))
    at = int(touched[0]) if len(touched) else int(np.abs((columns.left + columns.right - x0 - x1) / 2).argmin())
    level = np.abs(pieces.base - base) < 0.6 * em
    left_end = max((float(x) for x in pieces.x1[level & (pieces.x1 <= x0)]), default=-np.inf)
    right_end = min((float(x) for x in pieces.x0[level & (pieces.x0 >= x1)]), default=np.inf)
    low = at
    while low > 0 and below[low - 1] and columns.right[low - 1] > left_end and columns.left[low - 1] >= left_end - em:
        low -= 1
    high = at
    while high < len(columns) and below[high] and columns.left[high] < right_end and columns.right[high] <= right_end + em:
        high += 1
    for parent in found:
        if parent.base < base - 0.6 * em and parent.left <= at < parent.right:
            low, high = max(low, parent.left), min(high, parent.right)
    return low, high


def _nested(found: list[Heading]) -> list[Heading]:
    """Headings without those that overlap an earlier one only in part; same columns are one heading."""
    kept: list[Heading] = []
    for heading in sorted(found, key=lambda h: (h.base, h.left)):
        crossing = [h for h in kept if h.left < heading.right and heading.left < h.right]
        twin = next((h for h in crossing if (h.left, h.right) == (heading.left, heading.right)), None)
        if twin is not None:
            kept[kept.index(twin)] = Heading(twin.left, twin.right, twin.base, twin.pieces + heading.pieces)
        elif all(h.left <= heading.left and heading.right <= h.right for h in crossing):
            kept.append(heading)
    return kept
