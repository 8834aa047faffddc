"""How a page that was read lying, upside down or straightened is shown: boxes from the one view to the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import cos, radians, sin
from typing import NamedTuple

from schemas.place import Box, Place


class Turned(NamedTuple):
    """A page of ``width`` x ``height`` points as read; shown, it is turned clockwise by ``quarters`` and ``slant``.

    ``slant`` in degrees, about the middle of the page, less than 45.
    """

    width: float
    height: float
    quarters: int
    slant: float = 0.0

    def shown(self, box: Box) -> Box:
        """A box of the page as read, as it is shown: where the page slants, the box about it."""
        along, across = cos(radians(self.slant)), sin(radians(self.slant))
        left, top, right, bottom = box
        x, y = (left + right - self.width) / 2, (top + bottom - self.height) / 2
        wide, high = (right - left) / 2, (bottom - top) / 2
        x, y = along * x - across * y, across * x + along * y
        wide, high = along * wide + abs(across) * high, abs(across) * wide + along * high
        for _ in range(self.quarters % 4):
            x, y, wide, high = -y, x, high, wide
        mid_x, mid_y = self._middle
        return mid_x + x - wide, mid_y + y - high, mid_x + x + wide, mid_y + y + high

    def read(self, box: Box) -> Box:
        """The box of the page as read that is shown as ``box``."""
        along, across = cos(radians(self.slant)), sin(radians(self.slant))
        left, top, right, bottom = box
        mid_x, mid_y = self._middle
        x, y = (left + right) / 2 - mid_x, (top + bottom) / 2 - mid_y
        wide, high = (right - left) / 2, (bottom - top) / 2
        for _ in range(-self.quarters % 4):
            x, y, wide, high = -y, x, high, wide
        x, y = along * x + across * y, -across * x + along * y
        part = along * along - across * across
        wide, high = (along * wide - abs(across) * high) / part, (along * high - abs(across) * wide) / part
        x, y = x + self.width / 2, y + self.height / 2
        return x - wide, y - high, x + wide, y + high

    @property
    def _middle(self) -> tuple[float, float]:
        """Of the page as shown."""
        across, down = self.width / 2, self.height / 2
        return (down, across) if self.quarters % 2 else (across, down)


Pages = Mapping[int, Turned]
"""The pages that are shown otherwise than they were read, by their numbers."""


def as_shown(place: Place, pages: Pages) -> Place:
    """A place of the page as read, on the page as it is shown."""
    page = pages.get(place.page or 0)
    return place if page is None or place.box is None else replace(place, box=page.shown(place.box))


def crossing(row: Place, column: Place, pages: Pages) -> Place:
    """The place of ``row``, as narrow as ``column``; both as shown, each perhaps on another page."""
    along, down = _box_as_read(row, pages), _box_as_read(column, pages)
    if along is None or down is None:
        return row
    return as_shown(replace(row, box=(down[0], along[1], down[2], along[3])), pages)


def _box_as_read(place: Place, pages: Pages) -> Box | None:
    page = pages.get(place.page or 0)
    return place.box if page is None or place.box is None else page.read(place.box)
