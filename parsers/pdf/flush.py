"""Headings set flush: a heading over several columns begins (or ends) where the first (or last) of them does."""

from __future__ import annotations

import numpy as np

from parsers.pdf.arrays import middle
from parsers.pdf.chars import Bools, Ints
from parsers.pdf.columns import Columns
from parsers.pdf.headed import lowest
from parsers.pdf.words import Words

LEFT, CENTRE, RIGHT = -1, 0, 1

_FLUSH = 0.2
_FEWEST = 3
_SURE = 3
_WRAP = 1.6
_LEVEL = 0.22


def side_of(columns: Columns, head: Words) -> int:
    """On which side of the values' columns the lowest headings stand: ``LEFT``, ``RIGHT`` or ``CENTRE``."""
    leaves = head.take(lowest(head))
    if not len(leaves):
        return CENTRE
    home, near = columns.of(leaves.x0, leaves.x1), _FLUSH * middle(leaves.em)
    left = np.abs(leaves.x0 - columns.left[home]) < near
    right = np.abs(leaves.x1 - columns.right[home]) < near
    alone = np.bincount(home, minlength=len(columns))[home] == 1
    votes = int((left & ~right & alone).sum()), int((right & ~left & alone).sum()), int((~left & ~right & alone).sum())
    if votes[0] >= _FEWEST and votes[0] > _SURE * (votes[1] + votes[2]):
        return LEFT
    return RIGHT if votes[1] >= _FEWEST and votes[1] > _SURE * (votes[0] + votes[2]) else CENTRE


def flush_apart(words: Words, leaves: Words, side: int) -> Bools:
    """Between which neighbours two headings meet: both stand flush with lowest headings, each with one of its own."""
    place, edges = (words.x0, leaves.x0) if side == LEFT else (words.x1, leaves.x1)
    near = np.abs(place[:, None] - edges[None, :]) < _FLUSH * words.em[:, None]
    near &= leaves.base[None, :] > words.base[:, None] + _LEVEL * words.em[:, None]
    parted = near[1:].any(axis=1) & near[:-1].any(axis=1) & ~(near[1:] & near[:-1]).any(axis=1)
    return np.asarray(parted, dtype=np.bool_)


def flush_column(pieces: Words, piece: int, home: Ints, side: int) -> int:
    """The column whose lowest heading stands flush with this one, further down; -1 if there is none."""
    place = pieces.x0 if side == LEFT else pieces.x1
    em = float(pieces.em[piece])
    leaf: Bools = np.asarray(lowest(pieces), dtype=np.bool_)
    level = np.abs(pieces.base[:, None] - pieces.base[None, :]) < _LEVEL * em
    shared = (level & leaf[None, :] & (home[:, None] != home[None, :])).any(axis=1)
    step = pieces.base - pieces.base[piece]
    under = leaf & (step > _LEVEL * em) & (np.abs(place - place[piece]) < _FLUSH * em)
    under &= (step > _WRAP * em) | shared
    found = np.flatnonzero(under)
    return int(home[found[0]]) if len(found) else -1
