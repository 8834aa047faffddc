"""Boxes that pdfium gives in the wrong space: Type 3 glyphs inside a form XObject lose the form's matrix."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_OFF = 0.5


def in_page_space(boxes: Floats, origins: Floats, matrices: Floats) -> tuple[Floats, Floats]:
    """Boxes (n, 4) and origins (n, 2) in page space.

    ``matrices`` (n, 6) are right: their last two members say where the character's text run begins. Where a run's
    first character stands elsewhere across the direction of the text, the run lacks a matrix; it is found from all
    such runs, or only the shift where they are too few.
    """
    if not len(origins):
        return boxes, origins
    first = np.concatenate([[True], (np.diff(matrices, axis=0) != 0).any(axis=1)])
    starts = np.flatnonzero(first)
    shift = matrices[starts, 4:6] - origins[starts]
    up = matrices[starts, 2:4] / np.maximum(np.hypot(matrices[starts, 2], matrices[starts, 3]), 1e-6)[:, None]
    off = np.abs((shift * up).sum(axis=1)) > _OFF
    if not off.any():
        return boxes, origins
    run = np.cumsum(first) - 1
    wrong = off[run]
    boxes, origins = boxes.copy(), origins.copy()
    lacking = _lacking(origins[starts[off]], matrices[starts[off], 4:6])
    if lacking is None:
        boxes[wrong] += np.tile(shift[run[wrong]], 2)
        origins[wrong] += shift[run[wrong]]
        return boxes, origins
    origins[wrong] = _through(origins[wrong], lacking)
    corners = [_through(boxes[wrong][:, pair], lacking) for pair in ([0, 1], [2, 3])]
    boxes[wrong] = np.concatenate([np.minimum(*corners), np.maximum(*corners)], axis=1)
    return boxes, origins


def _lacking(seen: Floats, meant: Floats) -> Floats | None:
    """The matrix, shape (3, 2), that takes the seen points to the meant ones, if there is one for all."""
    known = np.concatenate([seen, np.ones((len(seen), 1))], axis=1)
    matrix, _, rank, _ = np.linalg.lstsq(known, meant, rcond=None)
    fits = int(rank) == 3 and bool(np.abs(known @ matrix - meant).max() < _OFF)
    return np.asarray(matrix, dtype=np.float64) if fits else None


def _through(points: Floats, matrix: Floats) -> Floats:
    return np.asarray(points @ matrix[:2] + matrix[2], dtype=np.float64)
