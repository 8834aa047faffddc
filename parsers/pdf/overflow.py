"""Text that runs over the sides of its cell, as a sheet prints it where the cell beside it is blank."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from parsers.pdf.chars import Bools, Chars, Floats, Ints
from parsers.pdf.lattice import Lattice

_TOUCH = 0.03
_SPACE = 0.5
_FLUSH = 0.6


def run_on(cell: Ints, chars: Chars) -> Ints:
    """The characters that the next one touches though it stands in another cell."""
    at = (cell[1:] != cell[:-1]).nonzero()[0]
    apart = np.maximum(np.abs(chars.x0[at + 1] - chars.x1[at]), np.abs(chars.base[at + 1] - chars.base[at]))
    found: Ints = at[apart < _TOUCH * chars.em[at]]
    return found


def with_overflow(lattice: Lattice, owner: Ints, cell: Ints, chars: Chars, crossing: Ints) -> Ints:
    """The ``cell`` of each character, one for all of a text that goes across a side.

    ``owner`` is the cell of each unit of the lattice; ``crossing`` are the characters that stand across a side or next to one.
    """
    stops = _texts(chars)
    found = cell.copy()
    for start, end in pairwise(stops):
        inside = crossing[(crossing >= start) & (crossing < end)]
        if len(inside):
            row = int(np.searchsorted(lattice.ys[1:-1], chars.cy[inside[0]], side="right"))
            found[start:end] = _home(lattice.xs, owner[row], chars, slice(start, end))
    return found


def with_ends(inside: Bools, chars: Chars, left: float, right: float) -> Bools:
    """The characters ``inside`` a table from ``left`` to ``right``, and the others of texts that run over its sides."""
    over = ((chars.x0 < left) & (chars.x1 > left)) | ((chars.x0 < right) & (chars.x1 > right))
    if not over.any():
        return inside
    found = inside.copy()
    for start, end in pairwise(_texts(chars)):
        if over[start:end].any() and inside[start:end].any():
            found[start:end] = True
    return found


def _texts(chars: Chars) -> list[int]:
    """Where texts begin in the file's order, and where the last one ends."""
    gap = (chars.x0[1:] - chars.x1[:-1]) / chars.em[1:]
    near = (np.abs(gap) < _TOUCH) | (chars.spaced[1:] & (gap > 0) & (gap < _SPACE))
    near &= np.abs(chars.base[1:] - chars.base[:-1]) < _TOUCH * chars.em[1:]
    return [0, *((~near).nonzero()[0] + 1).tolist(), len(chars)]


def _home(xs: Floats, owner: Ints, chars: Chars, part: slice) -> int:
    """The cell that a text belongs to: where it begins flush, else where it ends flush, else under its middle."""
    left, right = float(chars.x0[part].min()), float(chars.x1[part].max())
    slack = _FLUSH * float(chars.em[part].max())
    first, last = (int(np.clip(np.searchsorted(xs, at) - 1, 0, len(owner) - 1)) for at in (left + slack, right - slack))
    if abs(left - float(xs[first])) < slack:
        return int(owner[first])
    if abs(right - float(xs[last + 1])) < slack:
        return int(owner[last])
    return int(owner[np.clip(np.searchsorted(xs, (left + right) / 2) - 1, 0, len(owner) - 1)])
