"""Where the characters of a text page stand, how large they are and which way they run."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from parsers.pdf.arrays import Floats, Ints, begins
from parsers.pdf.calls import Handle, Slots, plain
from parsers.pdf.library import pdfium
from parsers.pdf.mending import in_page_space

_LEVEL = 0.02
_MISPLACED = 0.02

_LOOSE_BOX = plain(pdfium.FPDFText_GetLooseCharBox, None)
_MATRIX = plain(pdfium.FPDFText_GetMatrix, None)
_ORIGIN = plain(pdfium.FPDFText_GetCharOrigin, None)
_SIZE = plain(pdfium.FPDFText_GetFontSize, ctypes.c_double)
_RECT, _POINT, _SIX = np.zeros(4, np.float32), np.zeros(2, np.float64), np.zeros(6, np.float32)


class Style(NamedTuple):
    """Of each character: its loose box, its origin, its quarter turns (-1: slanting), the type size as drawn."""

    boxes: Floats
    origins: Floats
    turns: Ints
    size: Floats


class _Text(NamedTuple):
    """Characters of a text page by their indices, and where pdfium writes what it is asked about them."""

    page: Handle
    indices: Sequence[int]
    slots: Slots

    def asked(self, function: Any, blank: npt.NDArray[Any], pointers: int) -> Floats:
        rows = self.slots.ask(function, ([self.page] * len(self.indices), self.indices), blank, pointers)
        return rows.astype(np.float64)

    def sizes(self, matrices: Floats) -> Floats:
        """Type sizes as drawn, from those in the file."""
        in_file = np.fromiter(map(_SIZE, repeat(self.page), self.indices), np.float64, len(self.indices))
        return np.asarray(in_file * np.hypot(matrices[:, 2], matrices[:, 3]), dtype=np.float64)


def style_of(page: Handle, indices: Sequence[int], slots: Slots) -> Style:
    """The style of the characters of a text page at ``indices``."""
    text = _Text(page, indices, slots)
    boxes = text.asked(_LOOSE_BOX, _RECT, 1)
    return _of_runs(text, boxes) or _of_each(text, boxes)


def _of_each(text: _Text, boxes: Floats) -> Style:
    matrices = text.asked(_MATRIX, _SIX, 1)
    boxes, origins = in_page_space(boxes, text.asked(_ORIGIN, _POINT, 2), matrices)
    return Style(boxes, origins, _turns(matrices), text.sizes(matrices))


def _of_runs(text: _Text, boxes: Floats) -> Style | None:
    """Each character's style, asked only of one in each run; ``None`` where runs are no lines of text.

    A run is characters whose boxes lie between the same two lines (level or upright), which is one baseline and one
    size of one font. Of an origin only the baseline holds then: no more is asked of it where the matrices are right.
    """
    across, first, run = _runs(boxes)
    heads = _Text(text.page, [text.indices[index] for index in first.tolist()], text.slots)
    origins, matrices = heads.asked(_ORIGIN, _POINT, 2), heads.asked(_MATRIX, _SIX, 1)
    scale = np.maximum(np.hypot(matrices[:, 2], matrices[:, 3]), 1e-6)
    along = np.abs(matrices[:, 1 - across]) < _LEVEL * np.hypot(matrices[:, 0], matrices[:, 1])
    shift = ((matrices[:, 4:6] - origins) * matrices[:, 2:4]).sum(axis=1) / scale
    if not (along | (np.bincount(run) == 1)).all() or (np.abs(shift) > _MISPLACED).any():
        return None
    return Style(boxes, origins[run], _turns(matrices)[run], heads.sizes(matrices)[run])


def _runs(boxes: Floats) -> tuple[int, Ints, Ints]:
    """Whether runs are upright (1) or level (0), the first character of each run, and the run of each character."""
    sides = [boxes[:, side] + boxes[:, side + 2] * 1j for side in (1, 0)]
    flags = [begins(side) for side in sides]
    across = int(flags[1].sum() < flags[0].sum())
    heads = flags[across].nonzero()[0]
    _, first, run = np.unique(sides[across][heads], return_index=True, return_inverse=True)
    return across, heads[first], run[np.cumsum(flags[across]) - 1]


def _turns(matrices: Floats) -> Ints:
    """Quarter turns clockwise from the text matrices; -1 where the text slants."""
    angles = np.arctan2(-matrices[:, 1], matrices[:, 0])
    quarters = np.rint(angles / (np.pi / 2))
    straight = np.abs(angles - quarters * np.pi / 2) < 0.05
    return np.where(straight, quarters.astype(np.int64) % 4, -1)
