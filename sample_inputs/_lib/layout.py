"""A form as rows of cells on one grid; the drawing programs know nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Cell:
    """A text over ``span`` columns and ``down`` rows. ``value`` is what a workbook stores instead of the text."""

    text: str = ""
    span: int = 1
    down: int = 1
    left: bool = False
    value: Decimal | date | int | None = None


CellRow = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Form:
    """One printed form. ``widths`` in millimetres; ``heading`` stands again on each page; ``tied`` rows stay together.

    ``above`` and ``below`` are lines of text outside the table.
    """

    titles: tuple[str, ...]
    widths: tuple[float, ...]
    head: Sequence[CellRow]
    heading: Sequence[CellRow]
    body: Sequence[CellRow]
    foot: Sequence[CellRow] = ()
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    landscape: bool = False
    tied: int = 1
    sheet: str = "檢定紀錄"


def placed(rows: Sequence[CellRow]) -> Iterator[tuple[int, int, Cell]]:
    """Each cell with its row and column; columns taken by a cell from above are passed over."""
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            yield number, column, cell
            taken |= {(number + y, column + x) for y in range(cell.down) for x in range(cell.span)}
            column += cell.span


def roc(day: date, sign: str = "/") -> str:
    """A day as forms have it: ``115/10/06`` or, with an empty sign, ``115年10月06日``."""
    year = day.year - 1911
    if not sign:
        return f"{year}年{day.month:02d}月{day.day:02d}日"
    return f"{year}{sign}{day.month:02d}{sign}{day.day:02d}"
