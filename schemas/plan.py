"""The columns of the table of instruments as they stand, and the rows and cells that are seen under them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from schemas.header_match import Bound, ColumnView, Match
from schemas.heading_words import Heading
from schemas.place import Place
from schemas.raw import RawCell, RawTable
from schemas.row_builder import GridRow, RowBuilder
from schemas.table_shape import (
    HeadingBlock,
    Interval,
    Partition,
    cells_of,
    columns_over,
    headings_over,
    intervals,
    partition,
)
from schemas.text import clean, is_void
from schemas.vocabulary import any_labels

_SAMPLES = 12


@dataclass(slots=True)
class Plan:
    """The columns of the table of instruments, as they stand on every page until the next headings.

    ``sheet`` and ``width``: where the grid was in which they were found, and of how many columns.
    """

    columns: list[Interval]
    headings: list[Heading]
    match: Match
    builder: RowBuilder
    sheet: str | None
    width: int

    def may_hold(self, table: RawTable) -> bool:
        """Whether a table can go on with these columns: elsewhere, without places on paper, not one far narrower."""
        return bool(table.xs) or table.sheet == self.sheet or 2 * len(table.rows[0]) > self.width


def own_cells(table: RawTable, row: int, columns: Sequence[Interval]) -> GridRow:
    """The cells that begin in a row, each under the one column that it stands in."""
    cells = [cell for cell in cells_of(table, row) if cell.top == row]
    under = [columns_over(one, columns) for one in intervals(table, tuple((cell.left, cell.right) for cell in cells))]
    by_column = {over[0]: cell for over, cell in zip(under, cells, strict=True) if len(over) == 1}
    return GridRow(table, row, [by_column.get(index) for index in range(len(columns))])


def where(bound: Bound) -> tuple[str, int, int | None]:
    """A field and the columns in which it is read."""
    return bound.field.name, bound.column, bound.other


def is_around(table: RawTable, row: int) -> bool:
    """A row that holds a header value instead of an instrument, by its first cell."""
    first = next((cell.text for cell in cells_of(table, row) if cell.text.strip()), "")
    text = clean(first)
    return any_labels().alone(text) is not None or bool(any_labels().inside(text))


def _says_more(table: RawTable, row: int) -> bool:
    """Whether a row holds more than a header value, or than the number that it has in the form."""
    return sum(not is_void(cell.text) for cell in cells_of(table, row)) > 1 and not is_around(table, row)


def views_of(table: RawTable, block: HeadingBlock, way: Partition, data: Iterable[int]) -> list[ColumnView]:
    """The columns as matching sees them: their headings and some of their cells."""
    above = headings_over(table, block, way)
    fitting = (row for row in data if partition(table, row) == way and _says_more(table, row))
    rows = [*islice(fitting, _SAMPLES)]
    samples = [tuple(table.rows[row][left].text for row in rows) for left, _ in way]
    return [
        ColumnView(Heading.of([cell.text for cell in cells]), texts, _lowest(table, cells, block, left))
        for cells, texts, (left, _) in zip(above, samples, way, strict=True)
    ]


def view_column(table: RawTable, view: ColumnView, span: tuple[int, int]) -> Place:
    """The place of a column's heading, as wide as the column itself (``span`` of the grid)."""
    box, (left, right) = view.place.box, span
    if box is not None:
        return replace(view.place, box=(table.xs[left], box[1], table.xs[right], box[3]))
    return replace(view.place, column=table.letters[left]) if table.letters else view.place


def _lowest(table: RawTable, cells: Sequence[RawCell], block: HeadingBlock, left: int) -> Place:
    """The place of the last heading above a column that says something; of the empty cell where there is none."""
    cell = next((cell for cell in reversed(cells) if cell.text.strip()), table.rows[block.bottom - 1][left])
    return table.place(cell.top, cell.left)
