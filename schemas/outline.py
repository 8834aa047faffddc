"""What a table's headings were taken for, heading by heading: what a person is shown who teaches the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from schemas.header_match import ColumnView, Match
from schemas.raw import RawCell, RawTable
from schemas.table_shape import Vocabulary, cells_of
from schemas.text import clean, is_void, squeeze

_MOST_ROWS = 60
_SHOWN = 3


class SeenColumn(NamedTuple):
    """A column: its heading as written, some of its cells, the fields read from it; ``unknown`` where nobody knows."""

    heading: str
    samples: tuple[str, ...]
    fields: tuple[str, ...] = ()
    unknown: bool = False


def columns_seen(views: Sequence[ColumnView], match: Match) -> Iterator[SeenColumn]:
    """The columns of a table whose headings were found, from left to right."""
    unknown = {finding.value for finding in match.findings if finding.code == "T204"}
    for index, view in enumerate(views):
        fields = tuple(bound.field.name for bound in match.bounds if index in (bound.column, bound.other))
        text = view.heading.text
        yield SeenColumn(text, _some(view.samples), fields, unknown=not fields and bool(text) and text in unknown)


def likely_columns(table: RawTable, vocabulary: Vocabulary) -> list[SeenColumn]:
    """The row of a table that is most like headings, where too few of them are known to be sure."""
    row = likely_row(table, vocabulary)
    if row is None:
        return []
    below = range(row + 1, len(table.rows))
    return [
        SeenColumn(
            squeeze(cell.text),
            _some([table.rows[r][cell.left].text for r in below]),
            unknown=not vocabulary.knows(cell.text),
        )
        for cell in _written(table, row)
    ]


def likely_row(table: RawTable, vocabulary: Vocabulary) -> int | None:
    """The number of that row; ``None`` where no row has a known word."""
    best, most = None, 0
    for row in range(min(len(table.rows), _MOST_ROWS)):
        cells = _written(table, row)
        hits = sum(vocabulary.knows(cell.text) for cell in cells)
        if hits > most and len(cells) >= 3 and not any(map(str.isdigit, "".join(cell.text for cell in cells))):
            best, most = row, hits
    return best


def _written(table: RawTable, row: int) -> list[RawCell]:
    return [cell for cell in cells_of(table, row) if cell.top == row and not is_void(cell.text)]


def _some(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(clean(text) for text in texts if not is_void(text)))[:_SHOWN]
