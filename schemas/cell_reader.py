"""One field's cells -> values: each by its converter, and doubt where a wrapped value has not the others' size."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from schemas.cells import Converter, Reading, converter, looks_like_mark, pair
from schemas.text import clean

if TYPE_CHECKING:
    from schemas.header_match import Bound
    from schemas.raw import RawCell
    from schemas.row_builder import GridRow

_IDENTIFIERS = ("serial_number", "mark_number")
_OWN = frozenset((*_IDENTIFIERS, "serial_numbers", "mark_numbers", "item"))
_DITTO = frozenset(("〃", "″", '"', "''", "’’", "”", "“", "〞", "′′", "ˮ", "同上", "仝上"))


class CellReader:
    """One field's column with its converter; a cell merged over several rows is converted once."""

    __slots__ = ("bound", "cell", "convert", "last", "name", "usual")

    def __init__(self, bound: Bound) -> None:
        """``bound``: the field and its column."""
        self.bound = bound
        self.name = bound.field.name
        self.convert: Converter = converter(bound.field)
        self.cell: RawCell | None = None
        self.last: Reading = (None, None)
        self.usual: int | None = None

    def read(self, row: GridRow) -> Reading:
        """The value under the column, or the code of the finding on it."""
        if self.bound.other is not None:
            return self._pair(row)
        cell = row.cells[self.bound.column]
        if cell is None:
            return None, None
        if cell is not self.cell:
            self.cell, self.last = cell, self._checked(cell.text, self.convert(cell.text))
        return self.last

    def _checked(self, text: str, reading: Reading) -> Reading:
        """A value put together from several lines is doubtful where its size is not that of the others (C305)."""
        value, code = reading
        if code or value is None or not isinstance(value, Decimal | str):
            return reading
        if isinstance(value, str) and self.name not in _IDENTIFIERS:
            return reading
        size = len(value) if isinstance(value, str) else int(value.as_tuple().exponent)
        if "\n" in text.strip():
            return (value, "C305") if self.usual not in {None, size} and _is_identifying(value) else reading
        self.usual = size
        return reading

    def _pair(self, row: GridRow) -> Reading:
        value, code = pair(row.text(self.bound.column), row.text(self.bound.other))
        if self.name != "verdict" or value is None:
            return value, code
        return "pass" if value else "fail", code

    def repeats(self, row: GridRow) -> bool:
        """Whether the cell has the sign for the same as above; what names one instrument is never the same."""
        return row.text(self.bound.column).strip() in _DITTO and self.name not in _OWN

    def written(self, row: GridRow) -> str:
        """What stands in the document, on one line."""
        texts = (row.text(self.bound.column), row.text(self.bound.other))
        return clean(" / ".join(text for text in texts if text.strip()))


def _is_identifying(value: Decimal | str) -> bool:
    """Not the words that stand in a column of marks."""
    return not isinstance(value, str) or looks_like_mark(value)
