"""Frames that touch: a stretch of a lattice that only a frame closes is read by its text, the rest by its rules."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from parsers.pdf.chars import Bools, Chars
from parsers.pdf.lattice import Lattice
from parsers.pdf.runs import find_runs
from parsers.pdf.textlines import Line, lines_of
from parsers.pdf.words import pieces_of, words_of

_PIECE = 0.6
_WIDE = 2.0
_SEVERAL = 2


def sections(lattice: Lattice, chars: Chars) -> list[Lattice]:
    """The lattice cut above and below its bands without upright rules, where their text stands in columns.

    ``chars``: those of the page.
    A lattice of one column stands for such a stretch.
    """
    wide: Bools = np.asarray(~lattice.down[:, 1:-1].any(axis=1), dtype=np.bool_)
    if not wide.any() or wide.all():
        return [lattice]
    stops = [0, *(np.flatnonzero(np.diff(wide)) + 1).tolist(), len(wide)]
    tabular = [bool(wide[start]) and _holds_columns(lattice, chars, start, end) for start, end in pairwise(stops)]
    if not any(tabular):
        return [lattice]
    cuts = sorted({stop for at, found in enumerate(tabular) if found for stop in stops[at : at + 2]} | {0, len(wide)})
    return [_part(lattice, start, end) for start, end in pairwise(cuts)]


def _holds_columns(lattice: Lattice, chars: Chars, start: int, end: int) -> bool:
    """Whether the text of some bands is a table, or several lines of texts that stand far apart."""
    left, right, cx, cy = lattice.xs[0], lattice.xs[-1], chars.cx, chars.cy
    inside = (cy > lattice.ys[start]) & (cy < lattice.ys[end]) & (cx > left) & (cx < right)
    lines = lines_of(pieces_of(words_of(chars.take(inside)), _PIECE))
    return sum(map(_is_parted, lines)) >= _SEVERAL or bool(find_runs(lines))


def _is_parted(line: Line) -> bool:
    return any(after[0] - before[1] > _WIDE * line.em for before, after in pairwise(line.extents))


def _part(lattice: Lattice, start: int, end: int) -> Lattice:
    """The bands from ``start`` to ``end``, with the upright rules drawn along them."""
    down = lattice.down[start:end]
    kept = np.flatnonzero(down.any(axis=0))
    across = lattice.across[start : end + 1]
    joined = np.stack([across[:, left:right].all(axis=1) for left, right in pairwise(kept.tolist())], axis=1)
    return Lattice(lattice.xs[kept], lattice.ys[start : end + 1], np.asarray(joined, dtype=np.bool_), down[:, kept])
