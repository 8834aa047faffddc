"""The columns of a table of instruments: heads of several levels, widths, and what each cell prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from generators.template_build.ruled import Align, Cell, Row


@dataclass(frozen=True, slots=True)
class Col:
    """A column. ``head`` has its levels from top to bottom; ``prints`` is the text of its cells; width in mm."""

    head: tuple[str, ...]
    prints: str
    width: float
    align: Align = "center"


def widths(columns: Sequence[Col], room: float) -> list[float]:
    """The columns' widths, stretched to fill ``room`` mm."""
    factor = room / sum(column.width for column in columns)
    return [column.width * factor for column in columns]


def heading_rows(columns: Sequence[Col], size: float) -> list[Row]:
    """The head of the table: equal upper levels side by side are one cell, a short head reaches down."""
    depth = max(len(column.head) for column in columns)
    return [Row(_level(columns, level, depth, size), heading=True) for level in range(depth)]


def _level(columns: Sequence[Col], level: int, depth: int, size: float) -> list[Cell]:
    out: list[Cell] = []
    named = [(index, column) for index, column in enumerate(columns) if len(column.head) > level]
    for _, group in groupby(named, key=lambda item: _group(item, level)):
        members = [column for _, column in group]
        ends = len(members[0].head) == level + 1
        out.append(
            Cell(
                members[0].head[level], cols=len(members), rows=depth - level if ends else 1, align="center", size=size
            )
        )
    return out


def _group(item: tuple[int, Col], level: int) -> tuple[object, ...]:
    """Columns that share a cell at ``level``: the same words so far, and more levels below."""
    index, column = item
    path = column.head[: level + 1]
    return (path,) if len(column.head) > level + 1 else (path, index)


def data_row(columns: Sequence[Col], size: float, height: float = 6) -> Row:
    """The row that is filled for each instrument."""
    return Row([Cell(column.prints, align=column.align, size=size) for column in columns], height=height)
