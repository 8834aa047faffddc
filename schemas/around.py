"""Grid rows around the instruments as rows of labels and values: cells that hold several lines are taken apart."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.labels import Labels
from schemas.raw import RawCell, RawTable
from schemas.table_shape import cells_of
from schemas.text import clean
from schemas.wrapped_lines import TextCell


def rows_around(table: RawTable, row: int, labels: Labels) -> Iterator[list[TextCell]]:
    """The cells that begin in a grid row, each with the text below it; several rows where cells hold several.

    A grid without rules may put labels that stand below one another into one cell, and their values into the next.
    """
    cells = [cell for cell in cells_of(table, row) if cell.top == row]
    whole: list[TextCell] = []
    for cell in cells:
        lines = cell.text.split("\n")
        if sum(bool(labels.inside(clean(line))) for line in lines) > 1:
            yield from ([TextCell(clean(line), table.place(row, cell.left))] for line in lines)
        else:
            whole.append(TextCell(clean(cell.text), table.place(row, cell.left), _below(table, cell, labels)))
    if any(_holds_label(cell.text, labels) for cell in cells):
        yield from _by_lines(table, row, cells, labels)
    elif whole or not cells:
        yield whole


def _holds_label(text: str, labels: Labels) -> bool:
    """Whether one of a cell's several lines is a label and the cell as a whole is none."""
    lines, whole = text.split("\n"), clean(text)
    if len(lines) < 2 or labels.alone(whole) or labels.inside(whole):
        return False
    return any(labels.alone(clean(line)) for line in lines)


def _by_lines(table: RawTable, row: int, cells: list[RawCell], labels: Labels) -> Iterator[list[TextCell]]:
    """The lines of the cells side by side; below the last of a cell stands what the grid has there."""
    parts = [[clean(line) for line in cell.text.split("\n")] for cell in cells]
    for number in range(max(map(len, parts))):
        found = []
        for cell, lines in zip(cells, parts, strict=True):
            if number < len(lines):
                below = lines[number + 1] if number + 1 < len(lines) else _below(table, cell, labels)
                found.append(TextCell(lines[number], table.place(row, cell.left), below))
        yield found


def _below(table: RawTable, cell: RawCell, labels: Labels) -> str:
    """The text of the cell under one that is as wide, but for blank cells; its first line where it holds labels too."""
    below = table.rows[cell.bottom][cell.left] if cell.bottom < len(table.rows) else None
    if below is None or below.left != cell.left or not below.text.strip():
        return ""
    beyond = table.rows[cell.top][cell.right : below.right] + table.rows[cell.bottom][below.right : cell.right]
    if any(other.text.strip() for other in beyond):
        return ""
    return clean(below.text.split("\n")[0] if _holds_label(below.text, labels) else below.text)
