"""The frame in which a page is read: origin at the top left, text upright, points."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Frame(NamedTuple):
    """A page's visible rectangle in PDF user space and the quarter ``turn`` of its text.

    ``turn`` counts quarter turns: 1 means that text runs a quarter turn clockwise in user space, so the page is
    turned back by as much to be read.
    """

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def width(self) -> float:
        """Width as read, in points."""
        return self.right - self.left if self.turn % 2 == 0 else self.top - self.bottom

    @property
    def height(self) -> float:
        """Height as read, in points."""
        return self.top - self.bottom if self.turn % 2 == 0 else self.right - self.left

    def points(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """User-space points in the frame."""
        if self.turn == 0:
            return x - self.left, self.top - y
        if self.turn == 1:
            return self.top - y, self.right - x
        if self.turn == 2:
            return self.right - x, y - self.bottom
        return y - self.bottom, x - self.left

    def boxes(self, boxes: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """User-space boxes, shape (n, 4), any two opposite corners, as left, top, right, bottom."""
        ax, ay = self.points(boxes[:, 0], boxes[:, 1])
        bx, by = self.points(boxes[:, 2], boxes[:, 3])
        return np.minimum(ax, bx), np.minimum(ay, by), np.maximum(ax, bx), np.maximum(ay, by)
