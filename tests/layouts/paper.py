"""What stands on a drawn document, before any producer sets it: cells, tables, lines, and how they are to look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Cell:
    """A text that covers ``down`` rows and ``across`` columns."""

    text: str
    down: int = 1
    across: int = 1


Row = list[Cell]


@dataclass(frozen=True, slots=True)
class Look:
    """Rules (``full``, ``double``, ``dashed``, ``thin``, ``hlines``, ``outer``, ``headonly``, ``group``, ``none``) and type."""

    rules: str = "full"
    head_rules: str = "full"
    size: float = 7.0
    align: str = "center"
    font: str = "Noto Sans CJK TC"
    landscape: bool = True
    bold: bool = False
    repeat: bool = True


@dataclass(slots=True)
class Table:
    """Rows of cells as in HTML; the first ``head`` rows are headings. ``starts``: rows that begin an instrument."""

    rows: list[Row]
    head: int = 0
    starts: set[int] = field(default_factory=set)
    is_data: bool = False

    @property
    def width(self) -> int:
        """The number of grid columns."""
        return max((len(row) for row in self.grid()), default=0)

    def grid(self) -> list[list[Cell | None]]:
        """``grid[r][c]``: the cell that begins there; ``None`` where one reaches in or nothing stands."""
        taken: set[tuple[int, int]] = set()
        found: list[list[Cell | None]] = []
        for r, row in enumerate(self.rows):
            line: list[Cell | None] = []
            for cell in row:
                while (r, len(line)) in taken:
                    line.append(None)
                taken.update((r + i, len(line) + j) for i in range(cell.down) for j in range(cell.across))
                line.extend([cell, *[None] * (cell.across - 1)])
            while (r, len(line)) in taken:
                line.append(None)
            found.append(line)
        return found


@dataclass(slots=True)
class Paper:
    """A document: titles, then tables and lines (each a sequence of texts with wide gaps) from top to bottom."""

    titles: list[str]
    items: list[Table | Sequence[str]]
    look: Look


Texts = str | tuple[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its headings from top to bottom and, of each row, its text (two where the instrument takes two rows)."""

    path: tuple[str, ...]
    text: Callable[[dict[str, Any]], Texts]
    field: str = ""
    merged: bool = False
