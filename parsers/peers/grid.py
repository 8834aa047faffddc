"""Cells given as boxes to a grid: what pdfplumber and camelot have in common."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from schemas.raw import RawCell, RawTable

_NEAR = 1.5
_UNKNOWN = re.compile(r"\(cid:\d+\)|[\x00-\x08\x0b\x0c\x0e-\x1f]")


def readable(text: str) -> str:
    """A text with U+FFFD for each glyph of which the file does not say what it shows.

    pdfplumber has a control character or ``(cid:7)`` for it; as such the sign of a number would be lost.
    """
    return _UNKNOWN.sub("\N{REPLACEMENT CHARACTER}", text)


@dataclass(frozen=True, slots=True)
class BoxedCell:
    """A cell's box in points from the page's top left, and its text."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


def table_of(cells: Sequence[BoxedCell], page: int) -> RawTable | None:
    """The grid that the cells' edges span; positions that no cell covers are empty; ``None`` for no cell."""
    if not cells:
        return None
    xs = _levels(edge for cell in cells for edge in (cell.left, cell.right))
    ys = _levels(edge for cell in cells for edge in (cell.top, cell.bottom))
    rows = [[RawCell("", r, c, r + 1, c + 1) for c in range(len(xs) - 1)] for r in range(len(ys) - 1)]
    for cell in cells:
        _put(rows, cell, xs, ys)
    return RawTable(rows=rows, page=page, xs=xs, ys=ys)


def _levels(edges: Iterable[float]) -> list[float]:
    """Edges that lie together count as one."""
    levels: list[float] = []
    for edge in sorted(edges):
        if not levels or edge - levels[-1] > _NEAR:
            levels.append(edge)
    return levels


def _put(rows: list[list[RawCell]], cell: BoxedCell, xs: list[float], ys: list[float]) -> None:
    left, right = (bisect_left(xs, edge - _NEAR) for edge in (cell.left, cell.right))
    top, bottom = (bisect_left(ys, edge - _NEAR) for edge in (cell.top, cell.bottom))
    raw = RawCell(cell.text, top, left, bottom, right)
    for row in rows[top:bottom]:
        row[left:right] = [raw] * (right - left)
